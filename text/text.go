// Package text makes strings comparable and cuts them for print: it folds
// spelling variants away, finds the words and sentences of Chinese and English
// text, and shortens text without breaking a word.
//
// It knows characters and nothing else. It must not know items, sources or
// the newsletter, and it imports nothing of this project. Every function takes
// any bytes, valid UTF-8 or not, and does not panic; cost is linear in the input.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Squash returns s on one line: white space of any kind becomes one space, the
// ends are trimmed, and what can't be seen or turns the reading direction
// (control characters, zero-width and bidirectional marks, invalid bytes) is
// taken out. Letters, case and emoji stay as they are.
func Squash(s string) string {
	if Squashed(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case !('\u4e00' <= r && r <= '\u9fff') && unicode.IsSpace(r):
			space = true
		case r == utf8.RuneError && n == 1, unseen(r):
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// Squashed reports whether s is text that Squash would not change: the usual
// case, answered without allocation. It knows ASCII, the bulk of the Han characters
// with their punctuation, and Latin letters; wrong only on the slow side.
func Squashed(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
				return false
			}
			i++
			continue
		}
		r, n := RuneAt(s, i)
		if !(r >= 0x3001 && r <= 0x9fff || r >= 0xff01 && r <= 0xff5e || r >= 0xc0 && r <= 0x17f || r >= 0x2010 && r <= 0x2027) {
			return false
		}
		i += n
	}
	return true
}

// unseen reports whether r has no picture of its own: control characters,
// byte order marks, zero-width and direction marks, soft hyphens. The
// zero-width joiner is kept: without it an emoji of a family falls apart.
func unseen(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0x9f:
		return true
	case r < 0xad:
		return false
	case r == 0x200d:
		return false
	}
	return r == 0xad || r == 0x61c || r == 0x180e ||
		r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e ||
		r >= 0x2060 && r <= 0x206f || r == 0xfeff || r >= 0xfff9 && r <= 0xfffb ||
		r >= 0xe0000 && r <= 0xe007f
}

// Han returns the share of Han characters among the letters of s, from 0 to 1;
// 0 where s has no letters. It tells a Chinese text (above some 0.3, since one
// Latin word counts as many letters) from an English one.
func Han(s string) float64 {
	var han, all int
	for _, r := range s {
		switch {
		case isHan(r):
			han++
			all++
		case r < utf8.RuneSelf:
			if c := r | 0x20; c >= 'a' && c <= 'z' {
				all++
			}
		case unicode.IsLetter(r):
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(han) / float64(all)
}

// HanDigit returns the value of a Han numeral from 0 to 9, and whether r is one.
func HanDigit(r rune) (value int, ok bool) {
	switch r {
	case '零', '〇':
		return 0, true
	case '一':
		return 1, true
	case '二', '两':
		return 2, true
	case '三':
		return 3, true
	case '四':
		return 4, true
	case '五':
		return 5, true
	case '六':
		return 6, true
	case '七':
		return 7, true
	case '八':
		return 8, true
	case '九':
		return 9, true
	}
	return 0, false
}

// isHan reports whether r is a Han character. The ranges are those of the
// unified ideographs and their extensions, without radicals and marks.
func isHan(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf ||
		r >= 0xf900 && r <= 0xfaff || r >= 0x20000 && r <= 0x323af || r == '〇'
}
