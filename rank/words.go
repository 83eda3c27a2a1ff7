package rank

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/text"
)

// Bounds on what is read of an item: what decides stands at the beginning,
// and a page of a megabyte must cost no more than one of a kilobyte.
const (
	titleBytes = 600
	bodyBytes  = 6000
)

// token is one unit of a text: a word of letters and digits, or a run of Han
// characters. start and end are offsets into the folded text.
type token struct {
	start, end int32
	han        bool
	hash       uint64 // of a word; 0 for a Han run
}

// words is a folded text cut into tokens. It is reused from item to item.
type words struct {
	text   []byte
	tokens []token
}

// 64-bit FNV-1a, inlined so that n-grams can be hashed while they grow.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashByte(h uint64, b byte) uint64 { return (h ^ uint64(b)) * fnvPrime }

func hashBytes(h uint64, b []byte) uint64 {
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// hashTerm is the hash under which the scan of a text finds term, which is
// folded already: a Han run, or words with one space between them.
func hashTerm(term string) uint64 { return hashBytes(fnvOffset, []byte(term)) }

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x323AF || r == '〇'
}

// head is the beginning of s, at most limit bytes, cut between characters.
func head(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// add appends s, which is folded, and its tokens.
func (w *words) add(s string) {
	if len(w.text) > 0 {
		w.text = append(w.text, '\n')
	}
	const none, word, han = 0, 1, 2
	state, start := none, 0
	flush := func() {
		if state != none {
			t := token{start: int32(start), end: int32(len(w.text)), han: state == han}
			if !t.han {
				t.hash = hashBytes(fnvOffset, w.text[start:])
			}
			w.tokens = append(w.tokens, t)
		}
		state = none
	}
	for _, r := range s {
		next := none
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			next = word
		case r < 0x80:
			// c++ and c# are words of one letter without their signs.
			if (r == '+' || r == '#') && state == word && len(w.text)-start <= 3 && w.text[start] == 'c' {
				next = word
			}
		case isHan(r):
			next = han
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			next = word
		}
		if next != state {
			flush()
			state, start = next, len(w.text)
		}
		w.text = utf8.AppendRune(w.text, r)
	}
	flush()
}

func (w *words) reset() { w.text, w.tokens = w.text[:0], w.tokens[:0] }

func (w *words) bytes(t token) []byte { return w.text[t.start:t.end] }

// hyphened reports whether a hyphen ties a Latin word to the one behind it.
func (w *words) hyphened(i int) bool {
	t, next := w.tokens[i], w.tokens[i+1]
	return !next.han && next.start == t.end+1 && w.text[t.end] == '-'
}

// foldTerm gives a folded term the form in which texts are scanned, and says
// whether it mixes scripts (ai芯片), which needs a search for substrings.
func foldTerm(term string) (folded string, mixed bool) {
	var w words
	w.add(term)
	var b strings.Builder
	han := 0
	for i, t := range w.tokens {
		if t.han {
			han++
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.Write(w.bytes(t))
	}
	if han > 0 && len(w.tokens) > 1 {
		return strings.TrimSpace(string(w.text)), true
	}
	return b.String(), false
}

// lexiconTerms reads a group's terms in the form that foldTerm gives. Those
// of mixed script are left out.
func lexiconTerms(list string) []string {
	var terms []string
	for term := range strings.FieldsSeq(list) {
		if folded, mixed := foldTerm(text.Fold(strings.ReplaceAll(term, "_", " "))); !mixed && folded != "" {
			terms = append(terms, folded)
		}
	}
	return terms
}

// stopWords say nothing in an English title. Without this list they would
// speak for or against whatever is written in English.
const stopWords = `a an the of for in on at by to from with without via and or as is are be been was were it its we our you your i they their this that these those can do does did not no yes how what why when where which who whom
	towards toward into onto over under through between among using use used based new novel more most less least than then there here some any all each every via per vs s t et al one two three first second upon about against across within toward up down out off only just also but if so such both either our
	approach approaches method methods framework study analysis case application applications problem problems proposed improving improved improve better learning deep data large scale high performance model models modeling system systems`
