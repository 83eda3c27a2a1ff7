package subject

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"embai-crawl/text"
)

// lexicon finds the words of a table in a text in one pass.
type lexicon struct {
	byStart map[uint32][]term // by the beginning of the word, the longest first
	begins  beginnings
}

// term is a word of a lexicon. A Latin one stands between others; where open it
// may go on.
type term struct {
	word  string
	open  bool
	value int
}

// add takes a word of a table in: _ stands for a space, a last * for whatever follows.
func (l *lexicon) add(word string, value int) {
	word = strings.ReplaceAll(word, "_", " ")
	word, open := strings.CutSuffix(word, "*")
	start := beginning(word)
	if l.byStart == nil {
		l.byStart = make(map[uint32][]term, 1500)
	}
	ts := l.byStart[start]
	at := len(ts)
	for at > 0 && len(ts[at-1].word) < len(word) {
		at--
	}
	l.begins.add(start)
	ts = append(ts, term{})
	copy(ts[at+1:], ts[at:])
	ts[at] = term{word, open, value}
	l.byStart[start] = ts
}

// each calls found with the value of every word that a folded text holds, the
// longest where several begin at one place, all values of a word that has several.
func (l *lexicon) each(s string, found func(value int)) {
	for i := 0; i < len(s); {
		r, n := text.RuneAt(s, i)
		start := beginsWith(s[i:], r)
		if l.begins.has(start) && (r >= utf8.RuneSelf || i == 0 || !alnum(s[i-1]) || !alnum(s[i])) {
			longest := 0
			for _, t := range l.byStart[start] {
				if len(t.word) >= longest && strings.HasPrefix(s[i:], t.word) && (r >= utf8.RuneSelf || t.open || i+len(t.word) == len(s) || !alnum(s[i+len(t.word)])) {
					longest = len(t.word)
					found(t.value)
				}
			}
		}
		i += n
	}
}

// table yields the lines of an embedded table, split into words, without comments.
func table(data string) func(yield func(fields []string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.SplitSeq(data, "\n") {
			if f := strings.Fields(line); len(f) > 0 && f[0] != "#" && !yield(f) {
				return
			}
		}
	}
}
