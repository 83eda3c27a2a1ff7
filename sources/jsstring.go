package sources

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsString reads the JavaScript string literal at the start of b, whatever its
// quotes, and returns its value and the number of bytes that it takes. It is
// false where b begins with no literal or the literal does not end: that of a
// cut page is none.
func jsString(b []byte) (value string, n int, ok bool) {
	end := jsStringEnd(b)
	if end < 0 {
		return "", 0, false
	}
	return jsUnescape(b[1 : end-1]), end, true
}

// jsStringEnd returns the length of the literal at the start of b, with its
// quotes, or -1.
func jsStringEnd(b []byte) int {
	if len(b) < 2 || b[0] != '\'' && b[0] != '"' && b[0] != '`' {
		return -1
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case b[0]:
			return i + 1
		case '\\':
			i++
		case '\n':
			if b[0] != '`' { // only a template holds line ends
				return -1
			}
		}
	}
	return -1
}

// jsUnescape decodes the escapes of a string literal. Pairs of surrogates are
// joined, lone ones replaced.
func jsUnescape(b []byte) string {
	i := bytes.IndexByte(b, '\\')
	if i < 0 {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	var s strings.Builder
	s.Grow(len(b))
	for i >= 0 {
		s.Write(b[:i])
		b = b[i+1:]
		if len(b) == 0 {
			break
		}
		n := jsEscape(&s, b)
		b = b[n:]
		i = bytes.IndexByte(b, '\\')
	}
	s.Write(b)
	return strings.ToValidUTF8(s.String(), "\ufffd")
}

// jsEscape writes what the escape whose backslash stands before b means, and
// returns its length without the backslash.
func jsEscape(s *strings.Builder, b []byte) int {
	switch b[0] {
	case 'n':
		s.WriteByte('\n')
	case 't':
		s.WriteByte('\t')
	case 'r', 'b', 'f', 'v', '0':
		s.WriteByte(' ')
	case '\n': // continues on the next line
	case 'x':
		if r, ok := hex(b[1:], 2); ok {
			s.WriteRune(r)
			return 3
		}
		s.WriteByte('x')
	case 'u':
		r, n := jsRune(b)
		s.WriteRune(r)
		return n
	default: // \' \" \\ \/ and whatever needs no escape
		_, n := utf8.DecodeRune(b)
		s.Write(b[:n])
		return n
	}
	return 1
}

// jsRune reads uHHHH, u{H…} or two uHHHH that are a pair of surrogates.
func jsRune(b []byte) (rune, int) {
	if len(b) > 1 && b[1] == '{' {
		end := bytes.IndexByte(b[:min(len(b), 10)], '}')
		if end > 2 {
			if r, ok := hex(b[2:], end-2); ok {
				return r, end + 1
			}
		}
		return 'u', 1
	}
	r, ok := hex(b[1:], 4)
	if !ok {
		return 'u', 1
	}
	if !utf16.IsSurrogate(r) {
		return r, 5
	}
	if len(b) >= 11 && b[5] == '\\' && b[6] == 'u' {
		if low, ok := hex(b[7:], 4); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 11
			}
		}
	}
	return utf8.RuneError, 5
}

// hex reads n hexadecimal digits at the start of b.
func hex(b []byte, n int) (rune, bool) {
	if len(b) < n {
		return 0, false
	}
	var r rune
	for _, c := range b[:n] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// jsValue reads the constant expression at the start of b, of the forms that
// pages are rendered with: literals and numbers, joined by ||, times 1, within
// a decoding function or followed by .html(false). The value is the first that
// is not empty. It is false where b begins with none of these: a variable, a
// function.
func jsValue(b []byte) (value string, n int, ok bool) {
	for range maxTerms {
		term, m, isTerm := jsTerm(b[n:])
		if !isTerm {
			return value, n, ok
		}
		ok = true
		if value == "" {
			value = term
		}
		n += m
		next := n + blanks(b[n:])
		if !bytes.HasPrefix(b[next:], []byte("||")) {
			break
		}
		n = next + 2
	}
	return value, n, ok
}

// maxTerms bounds the alternatives of one expression; real ones have three.
const maxTerms = 8

func jsTerm(b []byte) (value string, n int, ok bool) {
	n = blanks(b)
	word := n
	for n < len(b) && isWord(b[n]) {
		n++
	}
	if n == len(b) {
		return "", 0, false // a number or name that may be cut
	}
	call := false
	name := string(b[word:min(n, word+20)])
	switch name {
	case "":
	case "htmlDecode", "JsDecode", "decodeURIComponent", "String", "Number":
		n += blanks(b[n:])
		if n == len(b) || b[n] != '(' {
			return "", 0, false
		}
		n++
		n += blanks(b[n:])
		call = true
	default:
		if strings.Trim(name, "0123456789") != "" {
			return "", 0, false
		}
		return name, n + times(b[n:]), true
	}
	value, m, ok := jsString(b[n:])
	if !ok {
		return "", 0, false
	}
	n += m
	if call {
		n += blanks(b[n:])
		if n == len(b) || b[n] != ')' {
			return "", 0, false
		}
		n++
	}
	if name == "JsDecode" {
		value = jsDecode(value)
	}
	return value, n + times(b[n:]), true
}

// jsDecode undoes the escapes that WeChat's own function of that name undoes,
// once the literal is read: those of a text that was escaped twice.
func jsDecode(s string) string {
	if !strings.Contains(s, `\x`) {
		return s
	}
	return jsDecoder.Replace(s)
}

var jsDecoder = strings.NewReplacer(`\x0a`, "\n", `\x0d`, "", `\x22`, `"`, `\x26`, "&", `\x27`, "'", `\x3c`, "<", `\x3e`, ">", `\x5c`, `\`)

// times returns the length of what follows a literal without a change of what
// it says: * 1 and .html(false).
func times(b []byte) int {
	n := blanks(b)
	rest := b[n:]
	if after, ok := bytes.CutPrefix(rest, []byte(".html(false)")); ok {
		return len(b) - len(after)
	}
	if len(rest) == 0 || rest[0] != '*' {
		return 0
	}
	n++
	n += blanks(b[n:])
	if n < len(b) && b[n] == '1' {
		return n + 1
	}
	return 0
}

// blanks returns the number of white space bytes at the start of b.
func blanks(b []byte) int {
	n := 0
	for n < len(b) && (b[n] == ' ' || b[n] == '\t' || b[n] == '\n' || b[n] == '\r') {
		n++
	}
	return n
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$'
}
