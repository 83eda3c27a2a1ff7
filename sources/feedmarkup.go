package sources

import (
	"strings"

	"embai-crawl/text"

	"golang.org/x/net/html/atom"
)

// escapedMarkup are tags that were escaped once more than the format asks for.
var escapedMarkup = []string{"&lt;p&gt;", "&lt;p ", "&lt;/p&gt;", "&lt;br", "&lt;a href", "&lt;div", "&lt;img ", "&lt;span"}

// properMarkup undoes what programs do to markup before it gets into a feed:
// escape it twice, and cut it at so many characters, within a tag.
func properMarkup(s string) string {
	if !strings.Contains(s, "<") {
		for _, tag := range escapedMarkup {
			if strings.Contains(s, tag) {
				s = unescapeXML(s)
				break
			}
		}
	}
	if i := strings.LastIndexByte(s, '<'); i >= 0 && i+1 < len(s) && !strings.Contains(s[i:], ">") && (s[i+1] == '/' || isLetter(s[i+1])) {
		s = s[:i]
	}
	return s
}

// firstPicture returns the address of the first picture in paragraphs.
func firstPicture(paragraphs string) string {
	_, rest, ok := strings.Cut(paragraphs, "![")
	if !ok {
		return ""
	}
	_, rest, ok = strings.Cut(rest, "](")
	address, _, closed := strings.Cut(rest, ")")
	if !ok || !closed || strings.ContainsAny(address, " \n") {
		return ""
	}
	return address
}

// feedLine turns what may be markup into one line of text. What looks like a
// tag but is none of HTML (vector<int>) is text.
func feedLine(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return text.Squash(s)
	}
	s = properMarkup(s)
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		name := strings.TrimPrefix(s, "/")
		if end := strings.IndexFunc(name, func(r rune) bool { return r > 0x7f || !isLetter(byte(r)) && !isDigit(byte(r)) }); end >= 0 {
			name = name[:end]
		}
		if strings.HasPrefix(s, "!--") || atom.Lookup([]byte(strings.ToLower(name))) != 0 {
			b.WriteByte('<')
		} else {
			b.WriteString("&lt;")
		}
	}
	b.WriteString(s)
	plain, _ := Paragraphs(b.String(), nil)
	return text.Squash(withoutPictures(plain))
}
