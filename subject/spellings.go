package subject

import (
	"strings"
	"unicode/utf8"

	"embai-crawl/text"
)

// spellings replace what is written in several ways by one name. Most texts hold
// none, which is found in one pass that asks a bit for a character.
type spellings struct {
	byStart map[uint32][]spelling // by the beginning, the longest first, of equal ones the one that was added first
	begins  beginnings
}

// spelling is one way to write a name.
type spelling struct{ from, to string }

// add takes in another spelling of a name.
func (l *spellings) add(from, to string) {
	if l.byStart == nil {
		l.byStart = map[uint32][]spelling{}
	}
	start := beginning(from)
	l.begins.add(start)
	ss := append(l.byStart[start], spelling{from, to})
	for i := len(ss) - 1; i > 0 && len(ss[i-1].from) < len(from); i-- {
		ss[i-1], ss[i] = ss[i], ss[i-1]
	}
	l.byStart[start] = ss
}

// replace returns a folded text with every other spelling replaced by its name,
// set off by spaces.
func (l *spellings) replace(s string) string {
	var b []byte
	done := 0
	for i := 0; i < len(s); {
		r, n := text.RuneAt(s, i)
		if found := l.at(s[i:], r); found != nil {
			if b == nil {
				b = make([]byte, 0, len(s)+64)
			}
			b = append(append(b, s[done:i]...), ' ')
			b = append(append(b, found.to...), ' ')
			n = len(found.from)
			done = i + n
		}
		i += n
	}
	if b == nil {
		return s
	}
	return string(append(b, s[done:]...))
}

// at returns the spelling with which s begins, nil for none; r is its first character.
func (l *spellings) at(s string, r rune) *spelling {
	start := beginsWith(s, r)
	if !l.begins.has(start) {
		return nil
	}
	ss := l.byStart[start]
	for i := range ss {
		if strings.HasPrefix(s, ss[i].from) {
			return &ss[i]
		}
	}
	return nil
}

// beginning is the first character of a word, of a Latin one the first two letters.
func beginning(s string) uint32 {
	r, _ := utf8.DecodeRuneInString(s)
	return beginsWith(s, r)
}

// beginsWith is the beginning of a word of which the first character is known.
func beginsWith(s string, r rune) uint32 {
	if r < utf8.RuneSelf && len(s) > 1 {
		return uint32(s[0])<<8 | uint32(s[1])
	}
	return 1<<24 | uint32(r)
}

// beginnings tells for most beginnings that there is no word with it.
type beginnings [1 << 14 / 64]uint64

func (b *beginnings) add(start uint32) {
	h := start * 0x9e3779b1 >> 18
	b[h/64] |= 1 << (h % 64)
}

func (b *beginnings) has(start uint32) bool {
	h := start * 0x9e3779b1 >> 18
	return b[h/64]>>(h%64)&1 != 0
}
