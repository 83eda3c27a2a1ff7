package sources

import (
	"html"
	"strings"
	"unicode/utf8"
)

// xmlTag is one tag of a document that need not be well-formed.
type xmlTag struct {
	prefix, local string // in lower case
	raw           string // the name as written
	end           bool   // </name>
	empty         bool   // <name/>
	attrs         string // what stands behind the name, unparsed
}

// maxTagName is the length, in bytes, beyond which nothing is a name.
const maxTagName = 64

// readTag reads the tag that s begins with, and its size in bytes; false where
// s begins with a "<" that starts none, which is text.
//
// A tag ends at the first ">" outside of quotes. Where a "<" comes before that,
// the quotes are broken and any ">" ends it: so one tag never costs more than
// its own bytes, and a lost quote never costs more than a tag.
func readTag(s string) (tag xmlTag, size int, ok bool) {
	i := 1
	if i < len(s) && s[i] == '/' {
		tag.end = true
		i++
	}
	start := i
	for i < len(s) && isNameByte(s[i], i == start) {
		i++
	}
	if i == start || i-start > maxTagName {
		return tag, 0, false
	}
	tag.raw = s[start:i]
	tag.prefix, tag.local, ok = strings.Cut(strings.ToLower(tag.raw), ":")
	if !ok {
		tag.prefix, tag.local = "", tag.prefix
	}
	end := tagClose(s[i:])
	if end < 0 {
		return tag, 0, false
	}
	tag.attrs = s[i : i+end]
	if rest, ok := strings.CutSuffix(tag.attrs, "/"); ok {
		tag.attrs, tag.empty = rest, !tag.end
	}
	return tag, i + end + 1, true
}

func isNameByte(b byte, first bool) bool {
	return isLetter(b) || b == '_' || b >= utf8.RuneSelf || !first && (isDigit(b) || b == '-' || b == '.' || b == ':')
}

// tagClose returns where in s the tag ends, whose name was read.
func tagClose(s string) int {
	var quote byte
	plain := -1
	for i := range len(s) {
		switch b := s[i]; {
		case b == '<':
			return plain
		case b == '>':
			if quote == 0 {
				return i
			}
			if plain < 0 {
				plain = i
			}
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			// A quote opens where a value begins; elsewhere it is a slip.
			if before := strings.TrimRight(s[:i], " \t\r\n"); strings.HasSuffix(before, "=") {
				quote = b
			}
		}
	}
	return plain
}

// attribute is one attribute of a tag; name is in lower case, with its prefix.
type attribute struct{ name, value string }

// maxFeedAttributes bounds what is read of one tag of a feed.
const maxFeedAttributes = 64

// attributes reads the attributes of a tag: in quotes of either kind, without
// any, and with blanks around the equals sign.
func (t xmlTag) attributes() []attribute {
	var all []attribute
	s := t.attrs
	for len(all) < maxFeedAttributes {
		s = strings.TrimLeft(s, " \t\r\n\"'/=")
		end := strings.IndexAny(s, " \t\r\n=\"'")
		if end <= 0 {
			return all
		}
		name := strings.ToLower(s[:end])
		s = strings.TrimLeft(s[end:], " \t\r\n")
		if !strings.HasPrefix(s, "=") {
			continue
		}
		var value string
		value, s = attributeText(strings.TrimLeft(s[1:], " \t\r\n"))
		all = append(all, attribute{name, strings.TrimSpace(unescapeXML(value))})
	}
	return all
}

// attributeText splits the value that s begins with from what follows.
func attributeText(s string) (value, rest string) {
	if s == "" {
		return "", ""
	}
	if quote := s[0]; quote == '"' || quote == '\'' {
		if end := strings.IndexByte(s[1:], quote); end >= 0 {
			return s[1 : 1+end], s[end+2:]
		}
		return s[1:], ""
	}
	if end := strings.IndexAny(s, " \t\r\n"); end >= 0 {
		return s[:end], s[end:]
	}
	return s, ""
}

// maxEntity is the length of the longest entity of HTML, with room.
const maxEntity = 40

// unescapeXML decodes the character references and entities of s. Only what
// ends with a semicolon is one: links carry "&copy=2" unescaped.
func unescapeXML(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), maxEntity)], ';')
		if end < 0 || strings.ContainsAny(s[1:end], "& \n") {
			b.WriteByte('&')
			s = s[1:]
		} else {
			b.WriteString(entity(s[:end+1]))
			s = s[end+1:]
		}
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// entity decodes one entity, "&" to ";"; what is none stays as it is.
func entity(s string) string {
	switch s {
	case "&lt;":
		return "<"
	case "&gt;":
		return ">"
	case "&amp;":
		return "&"
	case "&quot;":
		return `"`
	case "&apos;", "&#39;":
		return "'"
	}
	decoded := html.UnescapeString(s)
	if strings.HasSuffix(decoded, ";") { // a part of it was one, as in &notit;
		return s
	}
	return decoded
}

// finder finds the next place of a word from places that only grow, so that a
// word that is missing is looked for once, not once for each place.
type finder struct {
	s, word string
	at      int // the next place that is known; -1: none from known on
	known   int // from where on "at" holds
}

func newFinder(s, word string) finder { return finder{s: s, word: word, at: -2} }

// from returns the first place of the word at or after i, or -1.
func (f *finder) from(i int) int {
	switch {
	case f.at == -1 && i >= f.known, f.at >= i && i >= f.known:
		return f.at
	}
	f.known = i
	f.at = strings.Index(f.s[i:], f.word)
	if f.at >= 0 {
		f.at += i
	}
	return f.at
}
