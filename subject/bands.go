package subject

import (
	"math/bits"
	"slices"
	"strconv"
	"sync"
	"unicode"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// bandsVersion is part of every band: bands are stored, and those of another
// version must meet none of this one.
const bandsVersion = "3:" // 3: by names and figures of the text, and by what happened to whom

const (
	nameBands   = 4  // bands by what a title names
	textBands   = 10 // bands by what title and lead name
	hanBands    = 14 // bands by rare pairs of Han characters
	titleBands  = 4  // bands by least hashes of title words
	figureBands = 4  // bands by rare figures
	happenBands = 4  // bands by a maker and what happened
	topicBands  = 6  // bands by a maker and a topic
	runBands    = 2  // bands by runs of letters: reprints
	pairBands   = 2  // bands by pairs of least hashes of title and lead
	rareFigure  = 0.8
)

// Bands returns the keys under which an article is found by those that may tell
// of the same event: at most fifty, sorted, the same in every run and on every
// machine. Two items that share one are to be asked with Similar. Papers,
// repositories and releases have none: their identity says all.
func Bands(it *item.Item) []uint64 {
	if isThing(it) || it.Title == "" {
		return nil
	}
	c := collectors.Get().(*collector)
	defer collectors.Put(c)
	return c.bands(plainTitle(it.Title), plainLead(it))
}

// collector gathers what becomes bands. It is used again, since it is asked for
// every item that is new: its slices keep their room, and words that come again
// and again are not weighed again.
type collector struct {
	names, textNames, han, title, all, makers, figures, happened, topics, runs []uint64

	measures []measure
	key      []byte
	met      [1 << 12]metWord
}

// collectors are those that nobody uses at the moment.
var collectors = sync.Pool{New: func() any { return new(collector) }}

// metWord is a word of at most eight bytes with what bands need to know of it.
type metWord struct {
	word uint64 // its bytes
	wordTraits
}

// wordTraits are what bands need to know of a word.
type wordTraits struct {
	hash  uint64 // of the word
	name  uint64 // of the word as a name
	maker uint64 // of the maker that it stands for, 0 for none
	isName, isHan,
	isHeavy bool
}

// traits looks a word up.
func (c *collector) traits(w string) wordTraits {
	if len(w) > 8 {
		return traitsOf(w)
	}
	var key uint64
	for i := range len(w) {
		key = key<<8 | uint64(w[i])
	}
	m := &c.met[mixed(key)%uint64(len(c.met))]
	if m.word != key {
		*m = metWord{key, traitsOf(w)}
	}
	return m.wordTraits
}

func traitsOf(w string) wordTraits {
	w = namings.canonical(stem(w))
	t := wordTraits{hash: stable("w", w), name: stable("n", w)}
	weight := weight(w)
	t.isName, t.isHeavy, t.isHan = weight >= nameWeight, weight > 0.5, w[0] >= utf8.RuneSelf && weight > 0.5
	if maker := namings.makers[w]; maker != "" {
		t.maker = stable("m", maker)
	}
	return t
}

// bands returns the bands of a folded title and lead.
func (c *collector) bands(title, lead string) []uint64 {
	c.names, c.textNames, c.han, c.title, c.all, c.makers = c.names[:0], c.textNames[:0], c.han[:0], c.title[:0], c.all[:0], c.makers[:0]
	c.figures, c.happened, c.topics = c.figures[:0], c.happened[:0], c.topics[:0]
	for i, s := range [2]string{title, lead} {
		for w := range text.FoldedWordSeq(namings.spelled.replace(s)) {
			t := c.traits(w)
			switch {
			case t.maker != 0:
				c.makers = append(c.makers, t.maker)
			case t.isName:
				c.textNames = append(c.textNames, t.name)
			case t.isHan:
				c.han = append(c.han, t.name)
			}
			if i == 0 && t.isName {
				c.names = append(c.names, t.name)
			}
			if i == 0 && t.isHeavy {
				c.title = append(c.title, t.hash)
			}
			c.all = append(c.all, t.hash)
		}
	}
	byTitle := c.title
	if len(byTitle) < 3 {
		byTitle = c.all
	}
	c.measures = appendMeasures(appendMeasures(c.measures[:0], title), lead)
	for _, m := range c.measures {
		if m.weight >= rareFigure {
			c.key = strconv.AppendFloat(append(c.key[:0], m.class...), m.value, 'e', 1, 64)
			c.figures = append(c.figures, stable("f", c.key))
		}
	}
	if len(c.makers) > 0 {
		for e := (eventsOf(title) | eventsOf(lead)) &^ fresh; e != 0; e &= e - 1 {
			for _, maker := range c.makers {
				c.key = append(strconv.AppendUint(c.key[:0], maker, 10), eventKinds[bits.TrailingZeros64(uint64(e))]...)
				c.happened = append(c.happened, stable("h", c.key))
			}
		}
	}
	if len(c.makers) > 0 {
		for _, s := range [2]string{title, lead} {
			conceptWords.each(s, func(concept int) {
				for _, maker := range c.makers {
					c.topics = append(c.topics, mixed(maker^conceptKeys[concept]))
				}
			})
		}
	}
	out := make([]uint64, 0, nameBands+textBands+hanBands+titleBands+figureBands+happenBands+topicBands+runBands+pairBands)
	out = least(out, c.names, nameBands)
	out = least(out, c.textNames, textBands)
	out = least(out, c.han, hanBands)
	out = least(out, byTitle, titleBands)
	out = least(out, c.figures, figureBands)
	out = least(out, c.happened, happenBands)
	out = least(out, c.topics, topicBands)
	c.runs = appendRuns(c.runs[:0], lead)
	out = least(out, c.runs, runBands)
	for i := range pairBands {
		if m, ok := leastTwo(c.all, uint64(i)); ok {
			c.key = append(strconv.AppendInt(c.key[:0], int64(i), 10), " ["...)
			c.key = append(strconv.AppendUint(c.key, m[0], 10), ' ')
			c.key = append(strconv.AppendUint(c.key, m[1], 10), ']')
			out = append(out, stable("p", c.key))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// runLength is how many letters two texts share that are copied.
const runLength = 14

// appendRuns appends the hashes of all runs of runLength letters and digits of a text:
// each is made from the one before it
// (Karp and Rabin 1987), so that its length costs nothing.
func appendRuns(to []uint64, s string) []uint64 {
	const (
		base     = 0x9e3779b97f4a7c15
		runSpace = 0x52756e73 // sets the hashes of runs apart from the others
	)
	power := uint64(1) // base to the runLength
	for range runLength {
		power *= base
	}
	var last [runLength]rune // letters, in a ring
	var h uint64
	n := 0
	for i := 0; i < len(s); {
		r, size := text.RuneAt(s, i)
		i += size
		if !isLetter(r) {
			continue
		}
		at := n % runLength
		h = h*base + uint64(r) - power*uint64(last[at])
		last[at] = r
		if n++; n >= runLength {
			to = append(to, mixed(h^runSpace))
		}
	}
	return to
}

// isLetter reports whether r is a letter or a digit.
func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z'
	}
	return r >= 0x4e00 && r <= 0x9fff || unicode.IsLetter(r) || unicode.IsDigit(r)
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
