package subject

import (
	"fmt"
	"slices"

	"embai-crawl/item"
	"embai-crawl/text"
)

// bandsVersion is part of every band: bands are stored, and those of another
// version must meet none of this one.
const bandsVersion = "2:" // 2: of prose alone, without code and tables

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
		if m, ok := leastTwo(all, uint64(i)); ok {
			out = append(out, stable("p", fmt.Sprint(i, m)))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stable hashes a word the same way in every process.
func stable(space, w string) uint64 {
	h := uint64(14695981039346656037) // FNV-1a, as of hash/fnv, without its memory
	for _, part := range [...]string{bandsVersion, space, w} {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
	}
	return mixed(h)
}

// mixed spreads the bits of a hash (the finalizer of splitmix64).
func mixed(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// leastTwo returns the two smallest distinct values of another permutation of hashes.
func leastTwo(hs []uint64, permutation uint64) (two [2]uint64, ok bool) {
	const none = ^uint64(0)
	a, b := none, none
	for _, h := range hs {
		switch x := mixed(h + permutation*0x9e3779b97f4a7c15); {
		case x < a:
			a, b = x, a
		case x > a && x < b:
			b = x
		}
	}
	return [2]uint64{a, b}, b != none
}

// least returns the n smallest distinct values.
func least(hs []uint64, n int) []uint64 {
	s := slices.Clone(hs)
	slices.Sort(s)
	s = slices.Compact(s)
	return s[:min(n, len(s))]
}
