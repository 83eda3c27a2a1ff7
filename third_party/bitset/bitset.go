// Package bitset stands in for a library of sets of numbers, of which the
// address parser uses these methods for sets of ASCII characters. Its tables for
// what nobody here calls weigh more than the parser.
package bitset

// BitSet is a set of small numbers.
type BitSet struct{ words []uint64 }

// New returns an empty set. It grows with what is put in.
func New(uint) *BitSet { return new(BitSet) }

// Set puts a number in.
func (b *BitSet) Set(i uint) *BitSet {
	for uint(len(b.words)) <= i/64 {
		b.words = append(b.words, 0)
	}
	b.words[i/64] |= 1 << (i % 64)
	return b
}

// Clear takes a number out.
func (b *BitSet) Clear(i uint) *BitSet {
	if i/64 < uint(len(b.words)) {
		b.words[i/64] &^= 1 << (i % 64)
	}
	return b
}

// Test reports whether a number is in the set; any number may be asked for.
func (b *BitSet) Test(i uint) bool {
	return i/64 < uint(len(b.words)) && b.words[i/64]&(1<<(i%64)) != 0
}

// Clone returns a set of the same numbers that changes on its own.
func (b *BitSet) Clone() *BitSet {
	return &BitSet{words: append([]uint64(nil), b.words...)}
}

// InPlaceUnion puts in what is in the other set.
func (b *BitSet) InPlaceUnion(other *BitSet) {
	for len(b.words) < len(other.words) {
		b.words = append(b.words, 0)
	}
	for i, w := range other.words {
		b.words[i] |= w
	}
}
