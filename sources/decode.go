package sources

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Names of the character sets that this file treats by name, as the WHATWG
// Encoding Standard spells them. The two of 32 bits are not in it.
const (
	charsetUTF8    = "utf-8"
	charsetUTF16LE = "utf-16le"
	charsetUTF16BE = "utf-16be"
	charsetUTF32LE = "utf-32le"
	charsetUTF32BE = "utf-32be"
	charsetGB18030 = "gb18030"
	charsetLatin1  = "windows-1252"
)

// Decode turns the bytes of an HTML or XML document into valid UTF-8 and names
// the character set that it read. What a document is written in is decided by
// what its bytes can be, and only then by what is said of them:
//
//  1. a byte order mark, or zero bytes where those of UTF-16 stand;
//  2. UTF-8, where the bytes are such: nothing else looks like it by chance;
//  3. contentType, the XML declaration and <meta>, the first of them under
//     which the bytes make sense. A header that says ISO-8859-1 counts last: it
//     is what web servers say of files that they know nothing about;
//  4. what the letters look like: Chinese, Japanese, Korean, Cyrillic, Thai;
//  5. Windows-1252.
//
// Bytes that make no sense cost a character each, U+FFFD, never the document.
// A declaration within the document is left as it is: the text that comes out
// is UTF-8 whatever it says.
func Decode(body []byte, contentType string) (text, name string) {
	if name, size := byteOrderMark(body); name != "" {
		return decodeAs(body[size:], name), name
	}
	if name := zeroPattern(body); name != "" {
		return decodeAs(body, name), name
	}
	declared := declaredCharsets(body, contentType)
	if sevenBit(body, declared) {
		return decodeAs(body, declared[0]), declared[0]
	}
	if utf8.Valid(body) {
		return string(body), charsetUTF8
	}
	valid, broken := countUTF8(body)
	if broken == 0 || valid > 4*broken {
		return decodeAs(body, charsetUTF8), charsetUTF8
	}
	name = chooseCharset(body, declared)
	if name == charsetUTF8 && valid < broken {
		name = charsetLatin1
	}
	return decodeAs(body, name), name
}

// chooseCharset picks a character set for bytes that are not UTF-8.
func chooseCharset(body []byte, declared []string) string {
	sample := highSample(body)
	for _, name := range declared {
		if name == charsetUTF8 || strings.HasPrefix(name, "utf-") {
			continue
		}
		if multiByte(name) {
			if readsWell(sample, name) {
				return name
			}
			continue
		}
		// Every byte is a letter in these, so that they can't be held against
		// the bytes. Text of a Chinese site under the default of its server is
		// told apart by its most frequent characters.
		if guess, sure := guessCharset(sample); sure && multiByte(guess) {
			return guess
		}
		return name
	}
	if guess, _ := guessCharset(sample); guess != "" {
		return guess
	}
	for _, name := range declared {
		if name == charsetUTF8 || multiByte(name) {
			return name
		}
	}
	return charsetLatin1
}

// decodeAs converts body from the named character set; name is one of this
// package's or of the WHATWG index.
func decodeAs(body []byte, name string) string {
	if name == charsetUTF8 {
		return strings.ToValidUTF8(string(body), "\ufffd")
	}
	enc := encodingOf(name)
	if enc == nil {
		return strings.ToValidUTF8(string(body), "\ufffd")
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		// A decoder replaces what it can't read; only a sequence that the end
		// cuts can still fail. What came before it is kept.
		out = bytes.ToValidUTF8(out, []byte("\ufffd"))
	}
	return string(out)
}

// encodingOf returns the encoding of a name that canonicalCharset gave.
func encodingOf(name string) encoding.Encoding {
	switch name {
	case charsetUTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case charsetUTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case charsetUTF32LE:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case charsetUTF32BE:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case charsetGB18030:
		return simplifiedchinese.GB18030
	case "hz-gb-2312":
		return simplifiedchinese.HZGB2312
	}
	enc, _ := charset.Lookup(name)
	return enc
}

// canonicalCharset returns the name of the character set that label means,
// else "". GB2312 and GBK are read as GB18030, which holds both.
func canonicalCharset(label string) string {
	label = strings.ToLower(strings.Trim(label, " \t\r\n\"';,"))
	switch label {
	case "":
		return ""
	case "hz", "hz-gb-2312":
		return "hz-gb-2312"
	case "utf-16", "utf16", "ucs-2", "iso-10646-ucs-2", "unicode":
		return charsetUTF16LE
	case "utf-32", "utf32", "ucs-4", "iso-10646-ucs-4", charsetUTF32LE:
		return charsetUTF32LE
	case charsetUTF32BE:
		return charsetUTF32BE
	case "gb_2312", "gb-2312", "gb18030-2000", "gb-18030", "cp936", "ms936", "euc-cn":
		return charsetGB18030
	case "big-5", "cp950", "ms950":
		return "big5"
	case "sjis", "shift-jis", "x-ms-cp932", "cp932", "windows-932":
		return "shift_jis"
	}
	_, name := charset.Lookup(label)
	switch name {
	case "gbk":
		return charsetGB18030
	case "replacement", "x-user-defined":
		return ""
	}
	return name
}

// headerCharset returns the character set that a Content-Type header names.
func headerCharset(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return canonicalCharset(params["charset"])
	}
	// Headers that break the rules still tell: text/xml; charset="gbk
	_, rest, ok := strings.Cut(strings.ToLower(contentType), "charset")
	if !ok {
		return ""
	}
	rest = strings.TrimLeft(rest, " =\"'")
	if i := strings.IndexAny(rest, " ;,\"'"); i >= 0 {
		rest = rest[:i]
	}
	return canonicalCharset(rest)
}

// countUTF8 counts the sequences of two and more bytes that are UTF-8, and the
// places that are not. One that the end of body cuts is neither.
func countUTF8(body []byte) (valid, broken int) {
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		switch {
		case r != utf8.RuneError || size > 1:
			valid++
		case !utf8.FullRune(body[i:]):
			return valid, broken
		default:
			broken++
		}
		i += size
	}
	return valid, broken
}
