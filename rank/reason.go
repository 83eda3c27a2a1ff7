package rank

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of a reason: it is read in one glance.
const (
	maxTerms    = 8
	reasonTerms = 6
	leastWeight = 0.08
	termRunes   = 14
)

// collect turns what each byte moved into terms: a Latin word is one term,
// with those that a hyphen ties to it (on-device, risc-v), a Han run is cut
// where its sign changes or where it says nothing.
func (s *scorer) collect() {
	w := &s.f.words
	for i := 0; i < len(w.tokens); i++ {
		t := w.tokens[i]
		if !t.han {
			for i+1 < len(w.tokens) && w.hyphened(i) {
				i++
			}
			s.term(t.start, w.tokens[i].end)
			continue
		}
		start := t.start
		for at := t.start; at < t.end; {
			next := at + hanLen(w.text[at])
			if next < t.end && sameSide(s.moved[at], s.moved[next]) {
				at = next
				continue
			}
			s.term(start, next)
			start, at = next, next
		}
	}
}

// sameSide reports whether two neighbours belong to one term.
func sameSide(a, b float64) bool {
	return a*b > 0 && math.Abs(a) < 8*math.Abs(b) && math.Abs(b) < 8*math.Abs(a)
}

func (s *scorer) term(start, end int32) {
	sum := 0.0
	for _, x := range s.moved[start:end] {
		sum += x
	}
	if math.Abs(sum) < leastWeight {
		return
	}
	word := s.f.words.text[start:end]
	for i := range s.terms {
		if s.terms[i].Text == string(word) {
			s.terms[i].Weight += sum
			return
		}
	}
	if len(s.terms) < 64 {
		s.terms = append(s.terms, Term{Text: string(word), Weight: sum})
	}
}

// strongest are the terms that moved the score most, by size, then by text.
func strongest(terms []Term) []Term {
	slices.SortStableFunc(terms, func(a, b Term) int {
		if c := cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)); c != 0 {
			return c
		}
		return cmp.Compare(a.Text, b.Text)
	})
	n := 0
	for n < len(terms) && n < maxTerms && math.Abs(terms[n].Weight) >= leastWeight {
		n++
	}
	return slices.Clone(terms[:n])
}

// reason is the line that the editor reads: what speaks for the item first.
func reason(terms []Term, blank bool) string {
	if blank && len(terms) == 0 {
		return "no readable words"
	}
	var b strings.Builder
	shown := 0
	for _, up := range []bool{true, false} {
		for i, t := range terms {
			if i >= reasonTerms || (t.Weight > 0) != up {
				continue
			}
			if shown > 0 {
				b.WriteByte(' ')
			}
			if up {
				b.WriteByte('+')
			} else {
				b.WriteString("−")
			}
			b.WriteString(short(t.Text))
			shown++
		}
	}
	if shown == 0 {
		return "nothing known speaks for or against it"
	}
	return b.String()
}

func short(s string) string {
	if i := strings.IndexByte(s, '('); i > 0 || utf8.RuneCountInString(s) <= termRunes {
		return s
	}
	r := []rune(s)
	return string(r[:termRunes-1]) + "…"
}

// past says how often an account was printed, for a reason.
func past(x site) string { return fmt.Sprintf("(%d/%d printed)", x.printed, x.seen) }
