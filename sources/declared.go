package sources

import (
	"bytes"
	"slices"
)

// byteOrderMark returns the character set that a mark at the start of body
// tells, and the size of the mark in bytes.
func byteOrderMark(body []byte) (name string, size int) {
	for _, mark := range []struct{ name, bytes string }{
		{charsetUTF8, "\xef\xbb\xbf"},
		{charsetUTF32LE, "\xff\xfe\x00\x00"},
		{charsetUTF32BE, "\x00\x00\xfe\xff"},
		{charsetUTF16LE, "\xff\xfe"},
		{charsetUTF16BE, "\xfe\xff"},
	} {
		if bytes.HasPrefix(body, []byte(mark.bytes)) {
			return mark.name, len(mark.bytes)
		}
	}
	return "", 0
}

// patternSize is how many bytes zeroPattern looks at.
const patternSize = 1024

// zeroPattern recognises UTF-16 and UTF-32 without a mark: in markup, most
// characters are ASCII, and so every other byte is zero, or three of four.
func zeroPattern(body []byte) string {
	head := body[:min(len(body), patternSize)]
	head = head[:len(head)&^3]
	if len(head) < 8 {
		return ""
	}
	var zeros [4]int
	for i, b := range head {
		if b == 0 {
			zeros[i&3]++
		}
	}
	most, none := len(head)/4*2/3, len(head)/4/10
	switch {
	case zeros[0] == len(head)/4 && zeros[1] >= most:
		return charsetUTF32BE
	case zeros[3] == len(head)/4 && zeros[2] >= most:
		return charsetUTF32LE
	case zeros[1]+zeros[3] >= most && zeros[0]+zeros[2] <= 2*none && asciiMarkup(head, 0):
		return charsetUTF16LE
	case zeros[0]+zeros[2] >= most && zeros[1]+zeros[3] <= 2*none && asciiMarkup(head, 1):
		return charsetUTF16BE
	}
	return ""
}

// asciiMarkup reports whether a "<" or "{" stands among the first 16-bit units
// of head, whose low bytes begin at low.
func asciiMarkup(head []byte, low int) bool {
	for i := low; i < min(len(head), 64); i += 2 {
		if (head[i] == '<' || head[i] == '{') && head[i^1] == 0 {
			return true
		}
	}
	return false
}

// Bytes of a document in which declarations are looked for. Pages with styles
// before their <meta> exist.
const (
	declarationSize = 1024
	metaSize        = 64 << 10
)

// declaredCharsets lists what is said of body, in the order in which it is to
// be believed, each once, without what no one can read.
func declaredCharsets(body []byte, contentType string) []string {
	header := headerCharset(contentType)
	xml := canonicalCharset(xmlEncoding(body))
	order := []string{header, xml, ""}
	if xml == "" {
		order[2] = canonicalCharset(metaCharset(body))
	}
	if header == charsetLatin1 {
		order = append(order[1:], header)
	}
	var names []string
	for _, name := range order {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// xmlEncoding returns the encoding that an XML declaration names, as written.
func xmlEncoding(body []byte) string {
	head := body[:min(len(body), declarationSize)]
	start := bytes.Index(head, []byte("<?xml"))
	if start < 0 {
		return ""
	}
	head = head[start:]
	if end := bytes.Index(head, []byte("?>")); end >= 0 {
		head = head[:end]
	} else if end := bytes.IndexByte(head, '>'); end >= 0 {
		head = head[:end]
	}
	return attributeValue(head, "encoding")
}

// metaCharset returns the character set that a <meta> of an HTML document
// names, as written: charset=…, or within content="text/html; charset=…".
func metaCharset(body []byte) string {
	head := body[:min(len(body), metaSize)]
	for {
		i := indexFold(head, "<meta")
		if i < 0 {
			return ""
		}
		head = head[i+len("<meta"):]
		end := bytes.IndexByte(head, '>')
		if end < 0 {
			return ""
		}
		if value := attributeValue(head[:end], "charset"); value != "" {
			return value
		}
		head = head[end:]
	}
}

// attributeValue returns what follows name and "=" in a tag, without quotes.
func attributeValue(tag []byte, name string) string {
	i := indexFold(tag, name)
	if i < 0 {
		return ""
	}
	rest := bytes.TrimLeft(tag[i+len(name):], " \t\r\n")
	if len(rest) == 0 || rest[0] != '=' {
		return ""
	}
	rest = bytes.TrimLeft(rest[1:], " \t\r\n\"'")
	if end := bytes.IndexAny(rest, "\"' \t\r\n;/?>"); end >= 0 {
		rest = rest[:end]
	}
	return string(rest[:min(len(rest), 40)])
}

// indexFold is bytes.Index for a lower-case word, whatever the case in s.
func indexFold(s []byte, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0]|0x20 && bytes.EqualFold(s[i:i+len(word)], []byte(word)) {
			return i
		}
	}
	return -1
}

// sevenBit reports whether body is in one of the character sets that are
// written in ASCII bytes alone and are told by their name.
func sevenBit(body []byte, declared []string) bool {
	if len(declared) == 0 {
		return false
	}
	switch declared[0] {
	case "iso-2022-jp":
		return bytes.Contains(body, []byte("\x1b$"))
	case "hz-gb-2312":
		return bytes.Contains(body, []byte("~{"))
	}
	return false
}
