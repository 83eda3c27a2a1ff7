package subject

import (
	_ "embed"
	"math/bits"

	"embai-crawl/packed"
)

// packedConcepts is concepts.txt, packed as frequent.txt is.
//
//go:embed concepts.txt.gz
var packedConcepts []byte

// conceptWords finds the concepts of concepts.txt, each by its line; conceptKeys are
// the hashes of their first words, which stay where lines move.
var conceptWords, conceptKeys = newConcepts()

func newConcepts() (l lexicon, keys []uint64) {
	for f := range table(packed.Text(packedConcepts)) {
		for _, w := range f {
			l.add(w, len(keys))
		}
		keys = append(keys, stable("t", f[0]))
	}
	if len(keys) > len(concepts{})*64 {
		panic("subject: too many concepts")
	}
	return l, keys
}

// concepts is a set of lines of concepts.txt. Rare ones count no more than others: to weigh
// them by how many texts hold them made the fit worse.
type concepts [13]uint64

// conceptsOf finds the concepts of a folded text.
func conceptsOf(s string) (c concepts) {
	conceptWords.each(s, func(n int) { c[n/64] |= 1 << (n % 64) })
	return c
}

// shared counts the concepts of both sets.
func (c *concepts) shared(d *concepts) (n int) {
	for i := range c {
		n += bits.OnesCount64(c[i] & d[i])
	}
	return n
}

// add takes the concepts of d in.
func (c *concepts) add(d *concepts) {
	for i := range c {
		c[i] |= d[i]
	}
}

// without counts the concepts of c that d lacks.
func (c *concepts) without(d *concepts) (n int) {
	for i := range c {
		n += bits.OnesCount64(c[i] &^ d[i])
	}
	return n
}
