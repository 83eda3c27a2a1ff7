package rank

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// feature is something that a text has: a word, a pair of words, two or three
// Han characters, a group of the lexicon. Its hash is its name; start and end
// say where in the folded text it stands, so that a reason can quote it.
type feature struct {
	hash       uint64
	value      float32 // within a group: how much of it; else 1
	start, end int32
	body       bool // stands below the title
	group      bool
}

// features cuts items into features. It is reused from item to item and not
// for concurrent use.
type features struct {
	words   words
	list    []feature
	body    int32 // offset of the folded text at which the body begins
	lexicon *termSet
	hashes  []uint64     // of the groups of the lexicon
	count   [2][]float32 // of the terms of each group: in the title, below it
	first   []feature
	touched []int32
	stop    map[uint64]bool
}

// lexiconSize is about how many terms the built-in groups have.
const lexiconSize = 5000

func newFeatures() *features {
	f := &features{lexicon: newTermSet(lexiconSize)}
	for i, g := range slices.Concat(lexicon, sectionCues, cueWords) {
		f.hashes = append(f.hashes, hashTerm("\x00"+g.name))
		for _, term := range lexiconTerms(g.terms) {
			f.lexicon.put(term, int32(i))
		}
	}
	f.stop = map[uint64]bool{}
	for w := range strings.FieldsSeq(stopWords) {
		f.stop[hashTerm(w)] = true
	}
	return f.share()
}

// share returns a second cutter that uses the same tables.
func (f *features) share() *features {
	n := len(f.hashes)
	return &features{lexicon: f.lexicon, stop: f.stop, hashes: f.hashes, count: [2][]float32{make([]float32, n), make([]float32, n)}, first: make([]feature, n)}
}

// read cuts a title and what stands below it into f.list.
func (f *features) read(title, body string) { f.readAs(kindArticle, title, body) }

// readAs is read for the title of a paper, of which it also notes the shape,
// or one that may begin with the name of a repository.
func (f *features) readAs(k kind, title, body string) {
	named := k == kindProject
	f.words.reset()
	f.list = f.list[:0]
	f.words.add(text.Fold(head(title, titleBytes)))
	f.body = int32(len(f.words.text))
	if body != "" {
		f.words.add(text.Fold(head(body, bodyBytes)))
	}
	f.ngrams(named)
	f.groups(named)
	if k == kindPaper {
		f.shapes(title)
	}
}

// hasBody reports whether anything stands below the title.
func (f *features) hasBody() bool { return int(f.body) < len(f.words.text) }

// forgetBody leaves the title of what was read.
func (f *features) forgetBody() {
	for _, n := range f.touched {
		f.count[1][n] = 0
	}
	f.list = slices.DeleteFunc(f.list, func(x feature) bool { return x.body })
	f.words.text = f.words.text[:f.body]
	f.words.tokens = slices.DeleteFunc(f.words.tokens, func(t token) bool { return t.end > f.body })
}

func (f *features) ngrams(named bool) {
	w := &f.words
	name := int32(0) // where a repository's name ends; in it no word is idle
	if at := bytes.IndexByte(w.text, '\n'); named && at >= 0 {
		name = int32(at)
	} else if named {
		name = int32(len(w.text))
	}
	for i, t := range w.tokens {
		if t.han {
			f.hanGrams(t)
			continue
		}
		if (!named || t.start >= name) && f.stop[t.hash] {
			continue
		}
		f.push(t.hash, t.start, t.end)
		if stem := stemEnd(w.text, t); stem != t.end {
			f.push(hashByte(hashBytes(fnvOffset, w.text[t.start:stem]), '~'), t.start, t.end)
		}
		if i+1 < len(w.tokens) && !w.tokens[i+1].han && (t.end > f.body) == (w.tokens[i+1].end > f.body) {
			next := w.tokens[i+1]
			f.push(hashBytes(hashByte(t.hash, ' '), w.bytes(next)), t.start, next.end)
		}
	}
}

func (f *features) push(h uint64, start, end int32) {
	f.list = append(f.list, feature{hash: h, value: 1, start: start, end: end, body: end > f.body})
}

// hanGrams adds two and three characters in a row, and a short run as a whole.
func (f *features) hanGrams(t token) {
	text := f.words.text
	for at := t.start; at < t.end; at += hanLen(text[at]) {
		h, end := uint64(fnvOffset), at
		for n := 1; n <= 3 && end < t.end; n++ {
			size := hanLen(text[end])
			h = hashBytes(h, text[end:end+size])
			end += size
			if n > 1 || t.end-t.start <= 4 {
				f.push(h, at, end)
			}
		}
	}
}

// groups adds the groups of the lexicon, each once: a second term of a group
// says little more than the first.
func (f *features) groups(named bool) {
	for _, n := range f.touched {
		f.count[0][n], f.count[1][n] = 0, 0
	}
	f.touched = f.touched[:0]
	hit := func(n, start, end int32) {
		if f.count[0][n]+f.count[1][n] == 0 {
			f.touched = append(f.touched, n)
			f.first[n] = feature{hash: f.hashes[n], start: start, end: end, body: end > f.body, group: true}
		}
		f.count[part(end > f.body)][n]++
	}
	f.lexicon.find(&f.words, hit)
	if named {
		f.insideName(hit)
	}
	for _, n := range f.touched {
		if n >= int32(len(lexicon)) {
			continue
		}
		g := f.first[n]
		g.value = 0.7
		if f.count[0][n]+f.count[1][n] > 1 {
			g.value = 1
		}
		f.list = append(f.list, g)
	}
}

// insideName looks for terms inside the words of a repository's name: gemm in
// chgemm, ncnn in yolo2ncnn.
func (f *features) insideName(hit func(n, start, end int32)) {
	for _, t := range f.words.tokens {
		if f.words.text[t.end-1] == '\n' || t.end-t.start > 40 || t.start > 100 {
			break
		}
		if t.han {
			continue
		}
		for at := t.start; at < t.end; at++ {
			h := uint64(fnvOffset)
			for end := at; end < t.end && end-at < 12; end++ {
				h = hashByte(h, f.words.text[end])
				if end-at < 3 || at == t.start && end+1 == t.end {
					continue
				}
				for _, n := range f.lexicon.at[h] {
					hit(n, at, end+1)
				}
			}
		}
	}
}

// stemEnd is where the stem of an English word ends: quantiz for quantized,
// quantizing and quantization; resnet for resnet50; mobilenet for mobilenetv3.
func stemEnd(text []byte, t token) int32 {
	w := text[t.start:t.end]
	n := len(w)
	for n > 0 && w[n-1] >= '0' && w[n-1] <= '9' {
		n--
	}
	if n < len(w) {
		if n > 2 && w[n-1] == 'v' {
			n--
		}
		if n < 2 {
			return t.end
		}
		return t.start + int32(n)
	}
	for _, suffix := range [...]string{"ations", "ation", "ings", "ing", "ions", "ion", "ers", "er", "ed", "es", "e", "s"} {
		if k := n - len(suffix); k >= 4 && string(w[k:]) == suffix {
			return t.start + int32(k)
		}
	}
	return t.end
}

// kind is which of the three heads judges an item.
type kind int

const (
	kindArticle kind = iota
	kindPaper
	kindProject
	kinds = 3
)

// kindOf goes by the item's own kind, else by its identity.
func kindOf(it *item.Item) kind {
	switch it.Kind {
	case item.KindPaper:
		return kindPaper
	case item.KindRepo, item.KindRelease:
		return kindProject
	case item.KindArticle:
		return kindArticle
	}
	id := it.ID
	if id == "" {
		id, _ = item.Identify(it.URL)
	}
	switch id.Scheme() {
	case "arxiv", "doi":
		return kindPaper
	case "github":
		return kindProject
	}
	return kindArticle
}

// titleOf is what the heads read first: a repository's name, also cut at its
// capital letters, with its description; everything else's title.
func titleOf(it *item.Item, k kind) string {
	if k != kindProject {
		return it.Title
	}
	name, description, told := describedName(it.Title)
	if !told && it.Summary != it.Title {
		description = it.Summary
	}
	if parts := splitCapitals(name); parts != name {
		name += " \n " + parts
	}
	if description != "" {
		name += " \n " + description
	}
	return name
}

// bodyOf is what stands below the title.
func bodyOf(it *item.Item, k kind) string {
	summary := it.Summary
	if k == kindProject {
		if _, _, told := describedName(it.Title); !told {
			summary = "" // titleOf has it
		}
	}
	switch {
	case summary == "":
		return it.Text
	case it.Text == "":
		return summary
	}
	return summary + " \n " + head(it.Text, bodyBytes)
}

// describedName parts a title that holds a repository's name and what it is,
// as in owner/repo: a tool.
func describedName(title string) (name, description string, told bool) {
	at := strings.IndexAny(title, ":：")
	if at < 0 {
		return title, "", false
	}
	owner, repo, ok := strings.Cut(strings.TrimSpace(title[:at]), "/")
	if !ok || !isName(owner) || !isName(repo) {
		return title, "", false
	}
	_, size := utf8.DecodeRuneInString(title[at:])
	return title[:at], strings.TrimSpace(title[at+size:]), true
}

// splitCapitals puts a space where a small letter or digit meets a capital:
// MobileFaceNet becomes Mobile Face Net.
func splitCapitals(s string) string {
	s = head(s, titleBytes)
	out := make([]byte, 0, len(s)+8)
	for i := range len(s) {
		if i > 0 && s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			out = append(out, ' ')
		}
		out = append(out, s[i])
	}
	return string(out)
}
