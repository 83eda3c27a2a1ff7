package rank

import (
	"math"
	"strings"
)

// Shapes of a paper's title. Of two papers about the same, the one that people
// come to talk of has a name of its own and says in few words what it is; of
// these there are too few in an archive to learn them by their words.
var (
	shapeLength = hashTerm("\x00shape length") // against an ordinary title's, on a log scale
	shapeNamed  = hashTerm("\x00shape named")  // a name and a colon: MixNet: Mixed Depthwise…
)

const (
	ordinaryWords = 9 // of a paper's title
	lengthScale   = 1.5
	longestName   = 24
)

// shapes adds the shapes of a title that has been read. They stand nowhere in
// the text.
func (f *features) shapes(title string) {
	words := 0.0
	for _, t := range f.words.tokens {
		switch {
		case t.end > f.body:
		case t.han:
			words += float64(t.end-t.start) / 6 // two characters
		default:
			words++
		}
	}
	push := func(hash uint64, value float64) {
		f.list = append(f.list, feature{hash: hash, value: float32(value), group: true})
	}
	push(shapeLength, lengthScale*math.Log(max(3, words)/ordinaryWords))
	name, _, ok := strings.Cut(head(title, 4*longestName), ":")
	name = strings.TrimSpace(name)
	if ok && len(name) > 1 && len(name) <= longestName && isName(strings.ReplaceAll(name, "+", "")) {
		push(shapeNamed, 1)
	}
}

// shapeName is what a reason calls a shape.
func shapeName(hash uint64) string {
	if hash == shapeLength {
		return "length"
	}
	return "name"
}
