package subject

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/packed"
)

// packedFrequent is frequent.txt, packed as the program is to stay small. After a
// change: go test ./subject -run TestPacked -update.
//
//go:embed frequent.txt.gz
var packedFrequent []byte

// How often words are met.
const (
	isEverywhere = 1 + iota // half the headlines of the field hold it
	isCommon                // a Han pair that every other headline holds
	isFrequent              // one that is met now and then
	isLatin                 // a Latin word that names nothing
)

// frequency is the class of commonWords and of the words of frequent.txt.
var frequency = newFrequency()

func newFrequency() map[string]uint8 {
	classes := map[string]uint8{"common": isCommon, "frequent": isFrequent, "latin": isLatin}
	m := make(map[string]uint8, 6000)
	var class uint8
	for f := range table(packed.Text(packedFrequent)) {
		if c, ok := classes[f[0]]; ok && len(f) == 1 {
			class = c
			continue
		}
		for _, w := range f {
			m[w] = class
		}
	}
	for _, w := range commonWords {
		m[w] = isEverywhere
	}
	return m
}

// nameWeight is the least weight of a word that names something.
const nameWeight = 1.2

// weight says how much two texts have in common that share a word: less the more
// texts hold it.
func weight(w string) float64 {
	r, n := utf8.DecodeRuneInString(w)
	class := frequency[w]
	switch {
	case class == isEverywhere:
		return 0.2
	case r >= utf8.RuneSelf && n == len(w):
		return 0.2
	case r >= utf8.RuneSelf:
		switch class {
		case isCommon:
			return 0.2
		case isFrequent:
			return 0.4
		}
		return 0.8
	case !strings.ContainsFunc(w, unicode.IsLetter):
		return 0.7
	case class != 0:
		return 0.5
	case len(w) < 3 && !strings.ContainsFunc(w, unicode.IsDigit):
		return 0.3
	case len(w) < 3, w[0] >= '0' && w[0] <= '9':
		return 0.7
	}
	return 1.4
}
