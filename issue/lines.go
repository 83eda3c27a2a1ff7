package issue

import (
	"bytes"
	"strings"
)

// line is one line of a file: its words and where they are.
type line struct {
	start, end int // byte range without the line end
	next       int // start of the next line
	text       string
	indent     int // columns of white space before the words, a tab reaching the next multiple of 4
	blank      bool
}

// bom is what some editors of Windows put before UTF-8.
const bom = "\ufeff"

// splitLines cuts b into lines at LF, CRLF or a lone CR.
func splitLines(b []byte) []line {
	out := make([]line, 0, bytes.Count(b, []byte("\n"))+1)
	s := string(b)
	at := 0
	if strings.HasPrefix(s, bom) {
		at = len(bom)
	}
	for at < len(s) {
		end, next := len(s), len(s)
		if i := strings.IndexAny(s[at:], "\r\n"); i >= 0 {
			end, next = at+i, at+i+1
			if s[end] == '\r' && next < len(s) && s[next] == '\n' {
				next++
			}
		}
		l := line{start: at, end: end, next: next, text: s[at:end]}
		l.indent, l.blank = indentOf(l.text)
		out = append(out, l)
		at = next
	}
	return out
}

func indentOf(s string) (cols int, blank bool) {
	for i := range len(s) {
		switch s[i] {
		case ' ':
			cols++
		case '\t':
			cols += 4 - cols%4
		default:
			return cols, strings.TrimSpace(s[i:]) == ""
		}
	}
	return cols, true
}

// newline gives the line end that a file uses: that of its first line.
func newline(b []byte) string {
	i := bytes.IndexAny(b, "\r\n")
	switch {
	case i < 0 || b[i] == '\n':
		return "\n"
	case i+1 < len(b) && b[i+1] == '\n':
		return "\r\n"
	}
	return "\r"
}

// withNewline rewrites text, which has LF line ends, for a file that uses nl.
func withNewline(text, nl string) string {
	if nl == "\n" {
		return text
	}
	return strings.ReplaceAll(text, "\n", nl)
}

// same reports whether two texts differ in nothing but line ends, white space
// at the end of lines and blank lines around: what an editor program changes
// without its user.
func same(a, b string) bool {
	return a == b || settle(a) == settle(b)
}

// settle gives the form of a text in which same compares.
func settle(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, l := range splitLines([]byte(s)) {
		b.WriteString(strings.TrimRight(l.text, " \t\u3000"))
		b.WriteByte('\n')
	}
	return strings.Trim(b.String(), "\n")
}
