package rank

import (
	"strings"
	"unicode/utf8"
)

// termSet finds terms in a scanned text by their hash. A term belongs to one
// or more numbers (a group of the lexicon, a configured keyword).
type termSet struct {
	at      map[uint64][]int32
	begins  *sieve // beginnings of Han terms
	maxWord int    // longest Latin term, in words
}

func newTermSet(size int) *termSet {
	return &termSet{at: make(map[uint64][]int32, size), begins: new(sieve)}
}

// sieve tells which hashes are in none of the terms, without asking the map: a
// bit for each, with few enough bits set that most questions end there.
type sieve [1 << 10]uint64

func (s *sieve) add(h uint64)      { s[h>>6%uint64(len(s))] |= 1 << (h & 63) }
func (s *sieve) has(h uint64) bool { return s[h>>6%uint64(len(s))]&(1<<(h&63)) != 0 }

// put adds a folded term of one script.
func (t *termSet) put(folded string, number int32) {
	h := hashTerm(folded)
	for _, n := range t.at[h] {
		if n == number {
			return
		}
	}
	t.at[h] = append(t.at[h], number)
	if r, _ := utf8.DecodeRuneInString(folded); !isHan(r) {
		t.maxWord = max(t.maxWord, strings.Count(folded, " ")+1)
		return
	}
	h = fnvOffset
	for _, r := range folded {
		h = hashBytes(h, utf8.AppendRune(nil, r))
		t.begins.add(h)
	}
}

// find calls hit for every term in w with its place in the folded text.
func (t *termSet) find(w *words, hit func(number, start, end int32)) {
	for i, tok := range w.tokens {
		if tok.han {
			t.findHan(w, tok, hit)
			continue
		}
		// mobilenetv3 is found as mobilenet where it is no term itself.
		if end := stemEnd(w.text, tok); w.text[tok.end-1] <= '9' && end-tok.start > 3 && len(t.at[tok.hash]) == 0 {
			for _, number := range t.at[hashBytes(fnvOffset, w.text[tok.start:end])] {
				hit(number, tok.start, tok.end)
			}
		}
		h := uint64(fnvOffset)
		for n := 0; n < t.maxWord && i+n < len(w.tokens); n++ {
			next := w.tokens[i+n]
			if next.han {
				break
			}
			if n > 0 {
				h = hashByte(h, ' ')
			}
			h = hashBytes(h, w.bytes(next))
			for _, number := range t.at[h] {
				hit(number, tok.start, next.end)
			}
		}
	}
}

// findHan looks for terms at every character of a run.
func (t *termSet) findHan(w *words, run token, hit func(number, start, end int32)) {
	for at := run.start; at < run.end; at += hanLen(w.text[at]) {
		h := uint64(fnvOffset)
		for end := at; end < run.end; {
			size := hanLen(w.text[end])
			h = hashBytes(h, w.text[end:end+size])
			if !t.begins.has(h) {
				break // no term goes on like this
			}
			end += size
			for _, number := range t.at[h] {
				hit(number, at, end)
			}
		}
	}
}

// hanLen is the length in UTF-8 of the character that begins with b.
func hanLen(b byte) int32 {
	if b >= 0xF0 {
		return 4
	}
	return 3
}
