package rank

import "math"

// Scales of the parts of an item's vector, found by cross-validation over the
// issues of a training archive.
const (
	sectionScale = 2.5  // length of the title's vector when sections are told
	groupScale   = 1.3  // a group of the lexicon is penalised less than a word
	rankBody     = 0.35 // what the body counts beside the title when items are ranked
	idfPower     = 0.5
)

// titleScale is the length of the title's vector by kind: the longer, the more
// single words are trusted beside the groups of the lexicon.
func titleScale(k kind) float32 {
	switch k {
	case kindProject:
		return 3
	case kindPaper:
		return 1.5
	}
	return 2.5
}

// vocabulary numbers the features that training met more than once.
type vocabulary struct {
	slots  []int32   // a table of numbers, raised by one, by hash; 0 is empty
	hashes []uint64  // by number
	idf    []float32 // by number; for groups 1
}

// index makes the table anew, for at least room entries. A map of that many
// numbers takes twice the memory and most of the time of loading a model.
func (v *vocabulary) index(room int) {
	size := 64
	for size < room {
		size *= 2
	}
	v.slots = make([]int32, size)
	for id := range v.hashes {
		v.enter(id)
	}
}

func (v *vocabulary) enter(id int) {
	at := v.slot(v.hashes[id])
	for v.slots[at] != 0 {
		at = (at + 1) & (len(v.slots) - 1)
	}
	v.slots[at] = int32(id) + 1
}

// slot is where the search for a hash begins.
func (v *vocabulary) slot(hash uint64) int { return int(hash^hash>>32) & (len(v.slots) - 1) }

func (v *vocabulary) find(hash uint64) (id int32, ok bool) {
	if len(v.slots) == 0 {
		return 0, false
	}
	for at := v.slot(hash); ; at = (at + 1) & (len(v.slots) - 1) {
		id := v.slots[at] - 1
		if id < 0 {
			return 0, false
		}
		if v.hashes[id] == hash {
			return id, true
		}
	}
}

// cell is one known feature of an item.
type cell struct {
	id         int32
	value      float32
	start, end int32
	body       bool
	group      bool
}

// encode turns what f has read into a vector: title and body are brought to
// one length each, so that a long text can't outvote a short one.
func (v *vocabulary) encode(f *features, length, body float32, cells []cell) []cell {
	cells = cells[:0]
	var square [2]float64
	for _, x := range f.list {
		id, ok := v.find(x.hash)
		if !ok || x.body && body == 0 {
			continue
		}
		c := cell{id: id, start: x.start, end: x.end, body: x.body, group: x.group}
		if x.group {
			c.value = x.value * groupScale
		} else {
			c.value = v.idf[id]
			square[part(x.body)] += float64(c.value * c.value)
		}
		cells = append(cells, c)
	}
	var factor [2]float32
	factor[0] = length / float32(math.Sqrt(max(1, square[0])))
	factor[1] = body * length / float32(math.Sqrt(max(1, square[1])))
	for i := range cells {
		c := &cells[i]
		switch {
		case c.group && c.body:
			c.value *= body
		case !c.group:
			c.value *= factor[part(c.body)]
		}
	}
	return cells
}

func part(body bool) int {
	if body {
		return 1
	}
	return 0
}

// counter finds the features that occur often enough to learn from: a table
// of small counts by hash is exact enough and has a fixed size.
type counter struct{ counts []uint16 }

const counterSize = 1 << 21

func newCounter() *counter { return &counter{counts: make([]uint16, counterSize)} }

func (c *counter) add(h uint64) {
	if n := &c.counts[h>>43]; *n < math.MaxUint16 {
		*n++
	}
}

func (c *counter) of(h uint64) int { return int(c.counts[h>>43]) }

// number gives every feature seen at least least times a number, in the order
// of the samples.
func (v *vocabulary) number(f *features, c *counter, least, total int) {
	for _, x := range f.list {
		n := c.of(x.hash)
		if n < least {
			continue
		}
		if _, ok := v.find(x.hash); ok {
			continue
		}
		v.hashes = append(v.hashes, x.hash)
		if 2*len(v.hashes) > len(v.slots) {
			v.index(4 * len(v.hashes))
		} else {
			v.enter(len(v.hashes) - 1)
		}
		idf := float32(1)
		if !x.group {
			idf = float32(math.Pow(max(0.1, math.Log(float64(total)/float64(n))), idfPower))
		}
		v.idf = append(v.idf, idf)
	}
}
