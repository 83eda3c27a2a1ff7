package summary

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"embai-crawl/text"
)

// Options bound a summary, in runes.
type Options struct {
	Min int // below this more sentences are taken where there are any; 0 means 150
	Max int // never longer than this; 0 means 400
}

// limits returns the bounds with their defaults, Min never above Max.
func (o Options) limits() (low, high int) {
	low, high = o.Min, o.Max
	if high <= 0 {
		high = 400
	}
	if low <= 0 {
		low = 150
	}
	return min(low, high), high
}

const (
	maxText      = 256 << 10 // bytes of an article that are read; what carries it stands before
	maxSentences = 400       // sentences that are weighed
)

// Extract returns the sentences that carry an article, in their order and as
// they stand, without boilerplate: by where they stand, what they share with the
// title, and how much of the whole text they speak of. It fills up to the middle
// between o.Min and o.Max where the text gives that much. Only where a single
// sentence is longer than o.Max it is cut, at a clause or word. No text gives "".
func Extract(title, body string, o Options) string {
	return extract(title, "", body, o)
}

// Choose returns what an issue prints below an article: the digest that its
// source gives where a person wrote a full sentence there, filled up with
// sentences of the text, else an extract of the text. A digest that repeats the
// title, is boilerplate or is the cut beginning of the text counts for nothing
// unless there is nothing else.
func Choose(title, digest, body string, o Options) string {
	low, high := o.limits()
	digest = text.Squash(Clean(digest))
	body = Clean(head(body))
	if body == "" {
		if text.Fold(digest) == text.Fold(title) {
			return ""
		}
		return text.Cut(digest, high)
	}
	if !goodDigest(title, digest, body) {
		return extract(title, "", body, o)
	}
	if n := utf8.RuneCountInString(digest); n >= low {
		return text.Cut(digest, high)
	}
	return extract(title, digest, body, o)
}

// goodDigest reports whether a digest says more than the title and was written
// as one, not cut from the text by a machine.
func goodDigest(title, digest, body string) bool {
	d := text.Fold(digest)
	last, _ := utf8.DecodeLastRuneInString(d)
	switch {
	case utf8.RuneCountInString(d) < 24:
		return false
	case !strings.ContainsRune(".!?\")", last):
		return false // cut by the machine at so many characters
	case strings.HasSuffix(d, ".."):
		return false
	case strings.HasPrefix(compact(body), compact(digest)):
		return false
	}
	t := text.Fold(title)
	return !strings.Contains(t, strings.TrimRight(d, ".!?"))
}

// compact is the folded beginning of s without spaces, for comparing two beginnings.
func compact(s string) string {
	if len(s) > 2048 {
		s = s[:2048]
	}
	return strings.ReplaceAll(text.Fold(s), " ", "")
}

// head is the part of a text that is read at all, ending at a line or a rune.
func head(s string) string {
	if len(s) <= maxText {
		return s
	}
	s = s[:maxText]
	if i := strings.LastIndexByte(s, '\n'); i > maxText/2 {
		return s[:i]
	}
	return strings.ToValidUTF8(s, "")
}

// sentence is a sentence of the text with what its weight is made of.
type sentence struct {
	at     int // place among all sentences
	text   string
	runes  int
	words  []string // distinct
	inPara int      // place within its paragraph
	para   int
	score  float64
}

// extract chooses sentences of body. lead, where given, is printed first, and
// what repeats it is left out.
func extract(title, lead, body string, o Options) string {
	low, high := o.limits()
	all := split(Clean(head(body)))
	if len(all) == 0 {
		return text.Cut(lead, high)
	}
	weigh(all, title)
	chosen, total := pick(all, lead, low, high)
	if len(chosen) == 0 {
		best := slices.MaxFunc(all, func(a, b sentence) int { return cmp.Compare(a.score, b.score) })
		if lead != "" {
			return text.Cut(lead, high)
		}
		return text.Cut(best.text, high)
	}
	parts := make([]string, 0, len(chosen)+1)
	if lead != "" {
		parts = append(parts, lead)
	}
	for _, i := range chosen {
		parts = append(parts, all[i].text)
	}
	out := join(parts)
	if total < low {
		out = fill(out, all, chosen, high)
	}
	return text.Cut(out, high)
}

// split returns the sentences that could stand in a summary.
func split(body string) []sentence {
	var out, headings []sentence
	para, at := 0, 0
	for line := range strings.SplitSeq(body, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		para++
		in := 0
		for _, s := range text.Sentences(line) {
			s = text.Squash(strings.TrimLeft(s, "◇◆●■▶►•·☆★▲△○□▪※→➤ \u3000"))
			at++
			n := utf8.RuneCountInString(s)
			if n < 6 || looksLikeCode(s) {
				continue
			}
			sen := sentence{at: at, text: s, runes: n, words: distinct(s), inPara: in, para: para}
			in++
			if whole := ends(s); whole {
				out = append(out, sen)
			} else {
				headings = append(headings, sen)
			}
			if len(out) == maxSentences {
				return out
			}
		}
	}
	if len(out) == 0 { // lists and picture posts have nothing else
		return headings[:min(len(headings), maxSentences)]
	}
	return out
}

// ends reports whether s ends like a sentence; headings and captions do not.
func ends(s string) bool {
	s = strings.TrimRight(s, "”’\"')）】》]")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("。！？.!?…｡；;", r)
}

// looksLikeCode reports whether s is a line of a program, a command or an address.
func looksLikeCode(s string) bool {
	marks, spaces := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '{', '}', ';', '=', '<', '>', '$', '\\', '|', '_', '/':
			marks++
		case ' ':
			spaces++
		}
	}
	return strings.HasPrefix(s, "http") && spaces == 0 || marks*8 > utf8.RuneCountInString(s) && marks > 2
}

// fill adds the beginning of the sentence that follows the chosen ones where all
// whole sentences together are too short and every other one is too long.
func fill(out string, all []sentence, chosen []int, high int) string {
	next := chosen[len(chosen)-1] + 1
	room := high - utf8.RuneCountInString(out) - 1
	if next >= len(all) || all[next].runes <= room || room < 60 {
		return out
	}
	return join([]string{out, text.Cut(all[next].text, room)})
}

// join puts sentences together: with a space after a half-width mark, with a
// semicolon after what has no mark of its own.
func join(sentences []string) string {
	var b strings.Builder
	for i, s := range sentences {
		if i > 0 {
			before, _ := utf8.DecodeLastRuneInString(sentences[i-1])
			switch {
			case !ends(sentences[i-1]) && text.Han(sentences[i-1]) > 0.3:
				b.WriteString("；")
			case !ends(sentences[i-1]):
				b.WriteString("; ")
			case before < utf8.RuneSelf || before == '…' && text.Han(s) < 0.3:
				b.WriteByte(' ')
			}
		}
		b.WriteString(s)
	}
	return b.String()
}
