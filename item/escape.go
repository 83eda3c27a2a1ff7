package item

import "strings"

// Bytes, besides letters and digits, that stand for themselves in a canonical
// address. Everything else is escaped: what is left has no space, no quote, no
// bracket that Markdown or HTML could take for its own, and no byte above
// ASCII, so that a path in raw Chinese, in escaped UTF-8 or in escaped GBK each
// has one spelling.
const (
	unreserved = "-._~"
	pathSafe   = unreserved + "!$&'()*+,;=:@"
	querySafe  = unreserved + "!$'()*+,;:@/?="
)

const upperHex = "0123456789ABCDEF"

// escape escapes every byte of s but letters, digits and those in safe.
func escape(s, safe string) string {
	var b strings.Builder
	for i := range len(s) {
		writeEscaped(&b, s[i], safe)
	}
	return b.String()
}

// normalEscapes brings the escapes of s into one form: letters, digits and
// unreserved bytes are never escaped, an escaped reserved byte stays escaped
// (%2F is no slash), and a "%" that starts no escape is one itself.
func normalEscapes(s, safe string) string {
	if only(s, func(c byte) bool { return isAlnum(c) || strings.IndexByte(safe, c) >= 0 }) {
		return s // no set of safe bytes holds the "%"
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c, ok := unhex(s, i); ok {
			writeEscaped(&b, c, unreserved)
			i += 2
			continue
		}
		writeEscaped(&b, s[i], safe)
	}
	return b.String()
}

// unescape undoes all escapes. It is false where the result is no printable
// text.
func unescape(s string) (string, bool) {
	if strings.Contains(s, "%") {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			c, ok := unhex(s, i)
			if ok {
				i += 2
			} else {
				c = s[i]
			}
			b.WriteByte(c)
		}
		s = b.String()
	}
	return s, validText(s)
}

// unhex returns the byte that an escape at s[i] stands for.
func unhex(s string, i int) (byte, bool) {
	if s[i] != '%' || i+2 >= len(s) {
		return 0, false
	}
	high := strings.IndexByte(upperHex, s[i+1]&^0x20)
	if isDigit(s[i+1]) {
		high = int(s[i+1] - '0')
	}
	low := strings.IndexByte(upperHex, s[i+2]&^0x20)
	if isDigit(s[i+2]) {
		low = int(s[i+2] - '0')
	}
	if high < 0 || low < 0 {
		return 0, false
	}
	return byte(high<<4 | low), true
}

func writeEscaped(b *strings.Builder, c byte, safe string) {
	if isAlnum(c) || strings.IndexByte(safe, c) >= 0 {
		b.WriteByte(c)
		return
	}
	b.WriteByte('%')
	b.WriteByte(upperHex[c>>4])
	b.WriteByte(upperHex[c&15])
}
