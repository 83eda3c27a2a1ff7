package subject

import (
	"math/bits"
	"slices"
	"strconv"
	"unicode"
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
	key := make([]byte, 0, 64)
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
		title = all
	}
	var figures, happened []uint64
	for _, m := range append(measuresOf(folded), measuresOf(foldedLead)...) {
		if m.weight >= rareFigure {
			key = strconv.AppendFloat(append(key[:0], m.class...), m.value, 'e', 1, 64)
			figures = append(figures, stable("f", key))
		}
	}
	for e := (eventsOf(folded) | eventsOf(foldedLead)) &^ fresh; e != 0; e &= e - 1 {
		for _, maker := range makers {
			key = append(strconv.AppendUint(key[:0], maker, 10), eventKinds[bits.TrailingZeros64(uint64(e))]...)
			happened = append(happened, stable("h", key))
		}
	}
	out := make([]uint64, 0, nameBands+textBands+hanBands+titleBands+figureBands+happenBands+runBands+pairBands)
	out = least(out, names, nameBands)
	out = least(out, textNames, textBands)
	out = least(out, han, hanBands)
	out = least(out, title, titleBands)
	out = least(out, figures, figureBands)
	out = least(out, happened, happenBands)
	out = least(out, runHashes(foldedLead), runBands)
	for i := range pairBands {
		if m, ok := leastTwo(all, uint64(i)); ok {
			key = append(strconv.AppendInt(key[:0], int64(i), 10), " ["...)
			key = append(strconv.AppendUint(key, m[0], 10), ' ')
			key = append(strconv.AppendUint(key, m[1], 10), ']')
			out = append(out, stable("p", key))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// runHashes hashes every run of runLength letters and digits of a text.
func runHashes(s string) []uint64 {
	letters := make([]byte, 0, len(s))
	var starts []int // of the letters
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			starts = append(starts, len(letters))
			letters = utf8.AppendRune(letters, r)
		}
	}
	starts = append(starts, len(letters))
	var hs []uint64
	for i := 0; i+runLength < len(starts); i++ {
		hs = append(hs, stable("r", letters[starts[i]:starts[i+runLength]]))
	}
	return hs
}

// stable hashes a word the same way in every process: FNV-1a, as of hash/fnv, without
// its memory.
func stable[word string | []byte](space string, w word) uint64 {
	return mixed(fnv(fnv(fnv(14695981039346656037, bandsVersion), space), w))
}

func fnv[word string | []byte](h uint64, w word) uint64 {
	for i := range len(w) {
		h = (h ^ uint64(w[i])) * 1099511628211
	}
	return h
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

// least appends the n smallest distinct values of hs, at most.
func least(to, hs []uint64, n int) []uint64 {
	start := len(to)
	for _, h := range hs {
		at, found := slices.BinarySearch(to[start:], h)
		switch {
		case found || at == n:
		case len(to)-start < n:
			to = slices.Insert(to, start+at, h)
		default:
			copy(to[start+at+1:], to[start+at:])
			to[start+at] = h
		}
	}
	return to
}
