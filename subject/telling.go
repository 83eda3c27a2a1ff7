package subject

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"embai-crawl/packed"
)

// packedTelling is telling.txt, packed as frequent.txt is.
//
//go:embed telling.txt.gz
var packedTelling []byte

// tellings are the words of telling.txt, each with what it says of two items.
var tellings = newTellings(packed.Text(packedTelling))

// places of a word in two items, in the order of the columns of telling.txt.
const (
	inOneTitle  = iota // and nowhere in the other item
	inOneLead          // and nowhere in the other item
	inBoth             // anywhere
	inBothTitle        // in addition
	placesOf
)

// vocabulary holds words, topics and kinds of event that tell whether two items are
// about one event, with how much each says by its place: 终于 in one title alone says
// nothing, 量化 much. It is fitted to labelled pairs as weights is; no word in it names anybody.
type vocabulary struct {
	words  map[string]uint16 // number of a word
	names  []string          // by number: words, then topics as #, kinds of event as @
	weight [][placesOf]float32
	topics int // number of the first topic
	kinds  int // and of the first kind of event
}

// newVocabulary makes room for words, all topics and all kinds of event.
func newVocabulary(words []string) *vocabulary {
	v := &vocabulary{words: make(map[string]uint16, len(words)), names: words, topics: len(words)}
	for i, w := range words {
		v.words[w] = uint16(i)
	}
	for f := range table(packed.Text(packedConcepts)) {
		v.names = append(v.names, "#"+f[0])
	}
	v.kinds = len(v.names)
	for _, kind := range eventKinds {
		v.names = append(v.names, "@"+kind)
	}
	v.weight = make([][placesOf]float32, len(v.names))
	return v
}

// newTellings reads lines of a word and its weights in hundredths.
func newTellings(data string) *vocabulary {
	lines := map[string][]string{}
	var words []string
	for f := range table(data) {
		if len(f) != 1+placesOf {
			panic(fmt.Sprintf("subject: telling.txt: %q", f))
		}
		if lines[f[0]] != nil {
			panic("subject: telling.txt has twice " + f[0])
		}
		lines[f[0]] = f[1:]
		if f[0][0] != '#' && f[0][0] != '@' {
			words = append(words, f[0])
		}
	}
	v := newVocabulary(words)
	for i, name := range v.names {
		f, ok := lines[name]
		if !ok {
			continue
		}
		delete(lines, name)
		for place, s := range f {
			hundredths, err := strconv.Atoi(s)
			if err != nil {
				panic(fmt.Sprintf("subject: telling.txt: %s: %v", name, err))
			}
			v.weight[i][place] = float32(hundredths) / 100
		}
	}
	if len(lines) > 0 {
		panic(fmt.Sprintf("subject: telling.txt has topics or kinds of event that concepts.txt and events.txt lack: %q", slices.Sorted(maps.Keys(lines))))
	}
	return v
}

// clue is a word of the vocabulary in a look.
type clue struct {
	word    uint16
	inTitle bool
}

// sortClues brings clues into the order in which they are compared.
func sortClues(cs []clue) {
	slices.SortFunc(cs, func(a, b clue) int { return cmp.Compare(a.word, b.word) })
}

// compare calls found with every number of the vocabulary that one of two looks
// has, and the place.
func (v *vocabulary) compare(l, m *look, found func(number, place int)) {
	a, b := l.clues, m.clues
	alone := func(c clue) {
		if c.inTitle {
			found(int(c.word), inOneTitle)
		} else {
			found(int(c.word), inOneLead)
		}
	}
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].word < b[0].word:
			alone(a[0])
			a = a[1:]
		case a[0].word > b[0].word:
			alone(b[0])
			b = b[1:]
		default:
			found(int(a[0].word), inBoth)
			if a[0].inTitle && b[0].inTitle {
				found(int(a[0].word), inBothTitle)
			}
			a, b = a[1:], b[1:]
		}
	}
	for _, c := range a {
		alone(c)
	}
	for _, c := range b {
		alone(c)
	}
	for i := range l.topics {
		v.compareBits(v.topics+64*i, l.titleTopics[i], l.topics[i], m.titleTopics[i], m.topics[i], found)
	}
	v.compareBits(v.kinds, uint64(l.titled), uint64(l.allTold), uint64(m.titled), uint64(m.allTold), found)
}

// compareBits is compare of sets of at most 64 from a number on.
func (v *vocabulary) compareBits(from int, title, all, titleM, allM uint64, found func(number, place int)) {
	for _, s := range [placesOf]struct {
		set   uint64
		place int
	}{
		{title&^allM | titleM&^all, inOneTitle},
		{(all ^ allM) &^ (title | titleM), inOneLead},
		{all & allM, inBoth},
		{title & titleM, inBothTitle},
	} {
		for ; s.set != 0; s.set &= s.set - 1 {
			found(from+bits.TrailingZeros64(s.set), s.place)
		}
	}
}

// telling is how much the words of the vocabulary say for one event.
func (l *look) telling(m *look) float64 {
	var sum float32
	tellings.compare(l, m, func(number, place int) { sum += tellings.weight[number][place] })
	return float64(sum)
}

// mostTelling names the words that say most, at most n.
func (l *look) mostTelling(m *look, n int) string {
	type part struct {
		name string
		says float32
	}
	var parts []part
	tellings.compare(l, m, func(number, place int) {
		says := tellings.weight[number][place]
		if says == 0 {
			return
		}
		name := strings.TrimLeft(tellings.names[number], "#@")
		if i := slices.IndexFunc(parts, func(p part) bool { return p.name == name }); i >= 0 {
			parts[i].says += says
			return
		}
		parts = append(parts, part{name, says})
	})
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.says*b.says, a.says*a.says) })
	var out []string
	for _, p := range parts[:min(len(parts), n)] {
		out = append(out, fmt.Sprintf("%s %+.1f", strings.TrimRight(p.name, "*"), p.says))
	}
	return strings.Join(out, ", ")
}
