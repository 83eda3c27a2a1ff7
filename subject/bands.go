package subject

import (
	"fmt"
	"hash/fnv"
	"slices"

	"embai-crawl/item"
	"embai-crawl/text"
)

// bandsVersion is part of every band: bands are stored, and those of another
// version must meet none of this one.
const bandsVersion = "1:"

const (
	nameBands  = 4 // bands by what a title names
	titleBands = 6 // bands by least hashes of title words
	pairBands  = 4 // bands by pairs of least hashes of title and lead
)

// Bands returns the keys under which an article is found by those that may tell
// of the same event: at most fourteen, sorted, the same in every run and on every
// machine. Two items that share one are to be asked with Similar. Papers,
// repositories and releases have none: their identity says all.
func Bands(it *item.Item) []uint64 {
	if isThing(it) || it.Title == "" {
		return nil
	}
	var names, title, all []uint64
	for w := range text.WordSeq(normalTitle(it.Title)) {
		h := stable("w", w)
		switch weight := weight(w); {
		case weight >= nameWeight:
			names = append(names, stable("n", w))
			title = append(title, h)
		case weight > 0.5:
			title = append(title, h)
		}
		all = append(all, h)
	}
	if len(title) < 3 {
		title = slices.Clone(all)
	}
	for w := range text.WordSeq(leadOf(it)) {
		all = append(all, stable("w", w))
	}
	var out []uint64
	out = append(out, least(names, nameBands)...)
	out = append(out, least(title, titleBands)...)
	for i := range pairBands {
		if m := least(mix(all, uint64(i)), 2); len(m) == 2 {
			out = append(out, stable("p", fmt.Sprint(i, m)))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stable hashes a word the same way in every process.
func stable(space, w string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(bandsVersion + space + w)) // a hash never fails to write
	return mixed(h.Sum64())
}

// mixed spreads the bits of a hash (the finalizer of splitmix64).
func mixed(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// mix returns another permutation of hashes.
func mix(hs []uint64, i uint64) []uint64 {
	out := make([]uint64, len(hs))
	for k, h := range hs {
		out[k] = mixed(h + i*0x9e3779b97f4a7c15)
	}
	return out
}

// least returns the n smallest distinct values.
func least(hs []uint64, n int) []uint64 {
	s := slices.Clone(hs)
	slices.Sort(s)
	s = slices.Compact(s)
	return s[:min(n, len(s))]
}
