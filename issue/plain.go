package issue

import (
	"html"
	"strings"
)

// plain gives the words of a piece of Markdown: links by their words, images
// and comments not at all, escapes and entities resolved.
func plain(s string) string {
	var b strings.Builder
	at := 0
	for _, l := range links(s) {
		if l.bare || l.start < at {
			continue
		}
		b.WriteString(s[at:l.start])
		if !l.image {
			b.WriteString(strings.Trim(s[l.textAt:l.textTo], "[]"))
		}
		at = l.end
	}
	b.WriteString(s[at:])
	return mailEscaped.ReplaceAllString(strings.TrimSpace(unmark(b.String())), "$1@$2")
}

// unmark takes comments, emphasis, code marks and escapes out of s.
func unmark(s string) string {
	for {
		i := strings.Index(s, "<!--")
		if i < 0 {
			break
		}
		end := strings.Index(s[i:], commentEnd)
		if end < 0 {
			break
		}
		s = s[:i] + s[i+end+len(commentEnd):]
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && punct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case c == '*' && i+1 < len(s) && s[i+1] == '*':
			i++
		case c == '`':
		default:
			b.WriteByte(c)
		}
	}
	return entities(b.String())
}

// entities resolves those that end with a semicolon: &timestamp= in an address
// is no multiplication sign.
func entities(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return entityInText.ReplaceAllStringFunc(s, html.UnescapeString)
}

// unescape resolves backslashes and entities.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && punct(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return entities(b.String())
}

func punct(c byte) bool {
	return c > ' ' && c < 0x7f && !alnum(c)
}
