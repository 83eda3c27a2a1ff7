package item

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine makes s one line of at most limit characters.
func oneLine(s string, limit int) string {
	if isClean(s, limit, false) {
		return s
	}
	s = bound(s, limit)
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unprintable(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return cut(strings.Join(strings.Fields(s), " "), limit)
}

// paragraphs keeps line breaks, at most one blank line between two lines.
func paragraphs(s string, limit int) string {
	if isClean(s, limit, true) {
		return s
	}
	s = bound(s, limit)
	s = lineBreaks.Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unprintable(r) {
			return -1
		}
		return r
	}, s)
	var b strings.Builder
	blank := 0
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" {
			blank++
			continue
		}
		if b.Len() > 0 {
			b.WriteString(strings.Repeat("\n", 1+min(blank, 1)))
		}
		b.WriteString(line)
		blank = 0
	}
	return cut(strings.TrimSpace(b.String()), limit)
}

// isClean reports whether oneLine, or paragraphs where breaks are allowed, would
// give s as it is: the usual case, answered in one pass and without memory.
func isClean(s string, limit int, breaks bool) bool {
	n, last, blank := 0, ' ', 0 // runes, the one before, line ends in a row
	for _, r := range s {
		if n++; n > limit {
			return false
		}
		if '\u4e00' <= r && r <= '\u9fff' { // most of all there is
			last, blank = r, 0
			continue
		}
		switch {
		case r == '\n' && breaks:
			if blank++; blank > 2 || last != '\n' && unicode.IsSpace(last) {
				return false
			}
		case unicode.IsSpace(r):
			// In paragraphs only those at the ends of lines are taken out; a line
			// may begin with them, the text may not.
			if !breaks && (r != ' ' || last == ' ') || r == '\r' || r == '\u2028' || r == '\u2029' || breaks && (n == 1 || r != '\t' && unprintable(r)) {
				return false
			}
			blank = 0
		case unprintable(r):
			return false
		default:
			blank = 0
		}
		last = r
	}
	return n == 0 || !unicode.IsSpace(last)
}

// bound cuts bytes that can't be part of the first limit characters, so that
// the passes after it cost what the result costs. Blanks before the text count.
func bound(s string, limit int) string {
	return s[:min(len(s), 8*limit)]
}

// cut returns the first limit characters of s, never a base letter without the
// marks that combine with it.
func cut(s string, limit int) string {
	n := 0
	for i, r := range s {
		if n++; n <= limit {
			continue
		}
		for i > 0 && unicode.Is(unicode.Mn, r) {
			var size int
			_, size = utf8.DecodeLastRuneInString(s[:i])
			i -= size
			r, _ = utf8.DecodeRuneInString(s[i:])
		}
		return strings.TrimRightFunc(s[:i], unicode.IsSpace)
	}
	return s
}

// unprintable holds for control characters and for those that change the
// direction of what follows them, with which a title could dress up as another.
func unprintable(r rune) bool {
	switch {
	case r == utf8.RuneError, r == '\ufeff', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c':
		return true
	}
	return unicode.IsControl(r) || cmp.Compare(r, 0) < 0
}

// lineBreaks brings the breaks of other systems and of Unicode to one form.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n")
