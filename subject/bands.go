package subject

import (
	"fmt"
	"math/bits"
	"slices"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// bandsVersion is part of every band: bands are stored, and those of another
// version must meet none of this one.
const bandsVersion = "3:" // 3: by names and figures of the text, and by what happened to whom

const (
	nameBands   = 4 // bands by what a title names
	textBands   = 6 // bands by what title and lead name
	hanBands    = 6 // bands by rare pairs of Han characters
	titleBands  = 4 // bands by least hashes of title words
	figureBands = 4 // bands by rare figures
	happenBands = 4 // bands by a maker and what happened
	runBands    = 2 // bands by runs of letters: reprints
	pairBands   = 2 // bands by pairs of least hashes of title and lead
	rareFigure  = 0.8
)

// Bands returns the keys under which an article is found by those that may tell
// of the same event: at most thirty-two, sorted, the same in every run and on every
// machine. Two items that share one are to be asked with Similar. Papers,
// repositories and releases have none: their identity says all.
func Bands(it *item.Item) []uint64 {
	if isThing(it) || it.Title == "" {
		return nil
	}
	folded, foldedLead := plainTitle(it.Title), text.Fold(rawLead(it))
	var names, textNames, han, title, all, makers []uint64
	for i, s := range [2]string{folded, foldedLead} {
		for w := range text.WordSeq(namings.replace.Replace(s)) {
			w = namings.canonical(stem(w))
			h, weight := stable("w", w), weight(w)
			maker := namings.makers[w]
			switch {
			case maker != "":
				makers = append(makers, stable("m", maker))
			case weight >= nameWeight:
				textNames = append(textNames, stable("n", w))
			case w[0] >= utf8.RuneSelf && weight > 0.5:
				han = append(han, stable("n", w))
			}
			if i == 0 && weight >= nameWeight {
				names = append(names, stable("n", w))
			}
			if i == 0 && weight > 0.5 {
				title = append(title, h)
			}
			all = append(all, h)
		}
	}
	if len(title) < 3 {
		title = slices.Clone(all)
	}
	var figures, happened []uint64
	for _, m := range append(measuresOf(folded), measuresOf(foldedLead)...) {
		if m.weight >= rareFigure {
			figures = append(figures, stable("f", fmt.Sprintf("%s%.1e", m.class, m.value)))
		}
	}
	for e := (eventsOf(folded) | eventsOf(foldedLead)) &^ fresh; e != 0; e &= e - 1 {
		for _, maker := range makers {
			happened = append(happened, stable("h", fmt.Sprint(maker, eventKinds[bits.TrailingZeros64(uint64(e))])))
		}
	}
	var out []uint64
	out = append(out, least(names, nameBands)...)
	out = append(out, least(textNames, textBands)...)
	out = append(out, least(han, hanBands)...)
	out = append(out, least(title, titleBands)...)
	out = append(out, least(figures, figureBands)...)
	out = append(out, least(happened, happenBands)...)
	var runs []uint64
	for rs := joined(foldedLead); len(rs) >= runLength; rs = rs[1:] {
		runs = append(runs, stable("r", string(rs[:runLength])))
	}
	out = append(out, least(runs, runBands)...)
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
