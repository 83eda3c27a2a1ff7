package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"embai-crawl/packed"
)

// Fold returns s in the one form in which two spellings of the same text are
// equal: compatibility forms normalised (full-width letters, ligatures,
// circled digits), traditional characters turned into simplified ones, letters
// in lower case, quotation marks and dashes in their ASCII forms, zero-width marks
// taken out, emoji and white space turned into one space, ends trimmed. It is for
// comparing, not for printing. Fold(Fold(s)) is Fold(s) for text as people write it.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	folded, again := foldOnce(s)
	if again {
		// Compatibility forms expand to characters that fold themselves, such
		// as ℡ to TEL or a compatibility ideograph to a traditional one.
		folded, _ = foldOnce(norm.NFKC.String(folded))
	}
	return folded
}

// isFolded reports whether s is ASCII that folds to itself.
func isFolded(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c >= 0x7f || c >= 'A' && c <= 'Z' || c == '`':
			return false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return false
		}
	}
	return true
}

// foldOnce folds what a table or a range decides and reports whether s also
// has characters for which the Unicode tables must be asked.
func foldOnce(s string) (folded string, again bool) {
	simple := simplified()
	b := make([]byte, 0, len(s))
	space := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'A' && c <= 'Z':
				c |= 0x20
			case c == '`':
				c = '\''
			case c == ' ', c >= '\t' && c <= '\r':
				space = true
				continue
			case c < ' ' || c == 0x7f:
				continue
			}
			if space && len(b) > 0 {
				b = append(b, ' ')
			}
			space = false
			b = append(b, c)
			continue
		}
		r, n := RuneAt(s, i)
		i += n
		switch {
		case r >= 0x3400 && r <= 0x9fff:
			r = simple.of(r)
		case r >= 0xff01 && r <= 0xff5e: // full-width ASCII
			r = unicode.ToLower(r - 0xfee0)
		case r == utf8.RuneError, dropped(r):
			continue
		case isEmoji(r), unicode.IsSpace(r):
			space = true
			continue
		default:
			if f, ok := punctuation(r); ok {
				r = f
				break
			}
			again = again || !settled(r)
			if r >= 0x20000 {
				r = simple.of(r)
			}
			r = unicode.ToLower(r)
		}
		if space && len(b) > 0 {
			b = append(b, ' ')
		}
		space = stop(r)
		if space {
			r = '.'
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b), again
}

// dropped reports whether Fold leaves r out without a trace.
func dropped(r rune) bool {
	return unseen(r) || r == 0x200d || r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}

// settled reports whether no Unicode table needs to be asked for r, neither
// alone nor because of what stands beside it. Wrong only on the slow side.
func settled(r rune) bool {
	return r >= 0x3001 && r <= 0x3029 || r >= 0xc0 && r <= 0x17f && r != 0x132 && r != 0x133 && r != 0x13f && r != 0x140 && r != 0x149 && r != 0x17f ||
		r >= 0x391 && r <= 0x3c9 || r >= 0x410 && r <= 0x44f || r == 0xb7 || r == 0xd7 || r == 0xb0 || r >= 0x20000 && r < 0x2f800
}

// punctuation gives the one form of a mark that is written in several ways.
func punctuation(r rune) (rune, bool) {
	switch r {
	case '‘', '’', '‛', '′', '＇', 'ʼ':
		return '\'', true
	case '“', '”', '„', '‟', '″', '「', '」', '『', '』', '〝', '〞':
		return '"', true
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹣':
		return '-', true
	case '、', '﹑', '､':
		return ',', true
	case '【', '〔', '〖':
		return '[', true
	case '】', '〕', '〗':
		return ']', true
	case '·', '•', '・', '･', '∙', '⋅':
		return '·', true
	case '…', '⋯':
		return '…', true
	case '〜', '～', '∼':
		return '~', true
	}
	return 0, false
}

// stop reports whether r is an ideographic full stop. It folds to a stop and a
// space, so that the Latin words on its two sides stay two.
func stop(r rune) bool { return r == '。' || r == '｡' }

// isEmoji reports whether r is a pictograph. Arrows, mathematical operators and
// currency stay; signs that WeChat titles use as ornaments go with the emoji.
func isEmoji(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff && !(r >= 0x1f100 && r <= 0x1f1ad) ||
		r >= 0x1f1e6 && r <= 0x1f1ff || r >= 0x2600 && r <= 0x27bf || r >= 0x2b00 && r <= 0x2bff ||
		r >= 0x2300 && r <= 0x23ff || r >= 0x25a0 && r <= 0x25ff || r == 0x20e3 ||
		r >= 0xe000 && r <= 0xf8ff
}

// packedTraditional is OpenCC's table of traditional and simplified characters, in
// pairs, packed for the program to stay small; opencc/NOTICE says where it is from.
// After a change: go test ./text -run TestPacked -update.
//
//go:embed opencc/TSCharacters.txt.gz
var packedTraditional []byte

// table turns a traditional character into its simplified one.
type table struct {
	plane0 [0x9fff - 0x3400 + 1]rune
	beyond map[rune]rune
}

// of returns the simplified form of r, r itself where it has none.
func (t *table) of(r rune) rune {
	if r >= 0x3400 && r <= 0x9fff {
		if s := t.plane0[r-0x3400]; s != 0 {
			return s
		}
		return r
	}
	if s, ok := t.beyond[r]; ok {
		return s
	}
	return r
}

// simplified builds the table once, when the first text is folded.
var simplified = sync.OnceValue(func() *table {
	t := &table{beyond: map[rune]rune{}}
	pairs := make(map[rune]rune, 3300)
	for line := range strings.SplitSeq(strings.TrimSpace(packed.Text(packedTraditional)), "\n") {
		rs := []rune(line)
		for i := 0; i+1 < len(rs); i += 2 {
			pairs[rs[i]] = rs[i+1]
		}
	}
	for from, to := range pairs {
		if next, ok := pairs[to]; ok { // 薴 is 苧 is 苎
			to = next
		}
		if from >= 0x3400 && from <= 0x9fff {
			t.plane0[from-0x3400] = to
		} else {
			t.beyond[from] = to
		}
	}
	return t
})
