package issue

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is escaped answers three readers: CommonMark with GitHub's extensions
// (github.com/github/cmark-gfm), kramdown as Jekyll runs it, and Liquid, which
// Jekyll runs over the file before any Markdown is read.

// schemeInText finds what GitHub and goldmark turn into a link by themselves.
var (
	schemeInText = regexp.MustCompile(`(?i)(https?|ftp|mailto|xmpp):`)
	wwwInText    = regexp.MustCompile(`(?i)www\.`)
	mailInText   = regexp.MustCompile(`([\w.+-])@([\w-]+\.)`)
	mailEscaped  = regexp.MustCompile(`([\w.+-])＠([\w-]+\.)`)
	entityInText = regexp.MustCompile(`&(#?\w{1,40};)`)
	orderedStart = regexp.MustCompile(`^(\d{1,9})([.)])`)
)

// clean makes one line of s: white space of every kind becomes one space,
// control, bidirectional and invisible characters and broken UTF-8 go. At most
// max runes are kept.
func clean(s string, max int) string {
	var b strings.Builder
	space, n := false, 0
	for len(s) > 0 && n < max {
		r, size := utf8.DecodeRuneInString(s)
		bad := r == utf8.RuneError && size == 1
		s = s[size:]
		switch {
		case bad || invisible(r):
		case unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				n++
			}
			space = false
			b.WriteRune(r)
			n++
		}
	}
	return b.String()
}

// invisible reports characters that change how text runs or hide in it. The
// joiner U+200D stays: emoji are made with it.
func invisible(r rune) bool {
	switch {
	case r == '\u200d':
		return false
	case r == '\u00ad', r == '\u061c', r == '\u180e', r == '\ufeff', r == '\ufffd', r == '\u034f':
		return true
	case r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f':
		return true
	case r >= 0xfff0 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return r > unicode.MaxRune || !utf8.ValidRune(r)
}

// escape makes Markdown of one line of plain text, so that it prints as it is
// and opens no structure wherever in a line it stands.
func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\', '`', '*', '[', ']', '>', '~', '$':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '<': // not \<: whoever looks for <!-- or <script finds none
			b.WriteString("&lt;")
		case '_':
			if inWord(s, i) { // snake_case is no emphasis anywhere
				b.WriteByte(c)
			} else {
				b.WriteString(`\_`)
			}
		case '{': // Liquid reads {{ and {% before Markdown is, kramdown {:
			if i+1 < len(s) && strings.IndexByte("{%:", s[i+1]) >= 0 {
				b.WriteString("&#123;")
			} else {
				b.WriteByte(c)
			}
		case '&':
			if loc := entityInText.FindStringIndex(s[i:]); loc != nil && loc[0] == 0 {
				b.WriteString("&amp;")
			} else {
				b.WriteByte(c)
			}
		default:
			b.WriteByte(c)
		}
	}
	out := schemeInText.ReplaceAllString(b.String(), `$1\:`)
	out = wwwInText.ReplaceAllStringFunc(out, func(m string) string { return m[:3] + `\.` })
	// cmark-gfm joins text nodes before it looks for mail addresses, so that a
	// backslash does not stop it.
	return mailInText.ReplaceAllString(out, "$1＠$2")
}

// inWord reports whether the byte at i stands between two ASCII letters or digits.
func inWord(s string, i int) bool {
	return i > 0 && i+1 < len(s) && alnum(s[i-1]) && alnum(s[i+1])
}

func alnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// escapeStart escapes text that begins a line: nothing in it may open a block.
func escapeStart(s string) string {
	return guardStart(escape(s))
}

// guardStart takes text that is escaped already.
func guardStart(e string) string {
	if e == "" {
		return e
	}
	switch e[0] {
	case '#', '-', '+', '=', '|', ':', '!', '(', '^':
		return `\` + e
	}
	if m := orderedStart.FindStringSubmatchIndex(e); m != nil {
		return e[:m[4]] + `\` + e[m[4]:]
	}
	return e
}

// escapeURL makes an address fit for a link destination and for standing bare
// in text: what could end either is percent-encoded, which names the same page.
func escapeURL(u string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(u))
	for i := 0; i < len(u) && i < maxURL; {
		r, size := utf8.DecodeRuneInString(u[i:])
		c := u[i]
		switch {
		case r == utf8.RuneError && size == 1, size == 1 && (c <= ' ' || c == 0x7f || strings.IndexByte("()<>[]{}\"\\^`|", c) >= 0),
			size > 1 && (invisible(r) || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.IsPunct(r) || unicode.IsSymbol(r)),
			c == '~' && i+1 < len(u) && u[i+1] == '~',
			c == ';':
			for _, x := range []byte(u[i : i+size]) {
				b.WriteByte('%')
				b.WriteByte(hex[x>>4])
				b.WriteByte(hex[x&15])
			}
		default:
			b.WriteString(u[i : i+size])
		}
		i += size
	}
	return b.String()
}

// bareURL makes an address that stands in text by itself a link: GitHub ends one
// before closing punctuation, so that such an address goes between brackets.
func bareURL(u string) string {
	u = strings.ReplaceAll(escapeURL(u), "*", "%2A") // no emphasis for readers that make no link of it
	if u != "" && strings.IndexByte("?!.,:_~'&", u[len(u)-1]) >= 0 {
		return "<" + u + ">"
	}
	return u
}

// asciiURL percent-encodes what is not ASCII: in text a Han character ends an
// address.
func asciiURL(u string) string {
	u = escapeURL(u)
	if strings.IndexFunc(u, func(r rune) bool { return r > 0x7e }) < 0 {
		return u
	}
	var b strings.Builder
	for i := range len(u) {
		if u[i] > 0x7e {
			b.WriteString(url.QueryEscape(u[i : i+1]))
		} else {
			b.WriteByte(u[i])
		}
	}
	return b.String()
}

// maxURL bounds an address that is printed, in bytes.
const maxURL = 4096
