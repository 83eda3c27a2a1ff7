package sources

import (
	"strings"
)

// text reads the text of the element whose start tag was read, past its end
// tag. What is escaped is decoded once, CDATA is taken as it is, markup that
// was not escaped at all stays markup. It is false where the document ends
// first. The end tag may be missing: then the text ends before the next item,
// or before the next element if short says that it holds no markup.
func (m *mender) text(tag xmlTag, short bool) (value string, whole bool) {
	var parts []textPart
	markup, open := false, false // open: within a section that is not closed
	from := m.i
	finish := func() string {
		parts = append(parts, textPart{s: m.s[from:m.i]})
		value := joinParts(parts, markup)
		if open {
			value = strings.TrimRight(value, "]>")
		}
		return value
	}
	for {
		at := strings.IndexByte(m.s[m.i:], '<')
		if at < 0 {
			m.i = len(m.s)
			return "", false
		}
		m.i += at
		rest := m.s[m.i:]
		switch {
		case strings.HasPrefix(rest, cdataStart):
			parts = append(parts, textPart{s: m.s[from:m.i]})
			from = m.i + len(cdataStart)
			end := m.cdataEnd.from(m.i)
			if next := m.cdata.from(from); end < 0 || next >= 0 && next < end {
				// The section is not closed: CDATA can't hold another one.
				m.i, markup, open = from, true, true
				continue
			}
			parts = append(parts, textPart{s: m.s[from:end], raw: true})
			m.i = end + len(cdataEnd)
			from = m.i
			continue
		case strings.HasPrefix(rest, "<!--"):
			if end := m.commentEnd.from(m.i + 4); end >= 0 {
				parts = append(parts, textPart{s: m.s[from:m.i]})
				m.i = end + len("-->")
				from = m.i
				continue
			}
		}
		inner, size, ok := readTag(rest)
		if !ok {
			m.i++
			continue
		}
		if inner.end && strings.EqualFold(inner.raw, tag.raw) {
			value = finish()
			m.i += size
			return value, true
		}
		if m.breaks(inner, short) {
			return finish(), true
		}
		markup = true
		m.i += size
	}
}

// breaks reports whether a tag can't stand within the text of an element, so
// that the end of that was forgotten.
func (m *mender) breaks(tag xmlTag, short bool) bool {
	switch tag.local {
	case "item", "entry", "channel", "rss", "rdf", "feed":
		if m.prefix(tag) == "" {
			return tag.end || tag.local == "item" || tag.local == "entry"
		}
	case "title", "link", "description", "guid", "pubdate", "author", "category", "updated", "published", "content", "summary", "id":
		return short && !tag.end && m.prefix(tag) == ""
	}
	return false
}

// textPart is a piece of an element's text; raw: from a CDATA section.
type textPart struct {
	s   string
	raw bool
}

// joinParts puts the pieces together. Between unescaped tags, entities are part
// of the markup and stay as they are.
func joinParts(parts []textPart, markup bool) string {
	if len(parts) == 1 {
		if markup {
			return strings.TrimSpace(parts[0].s)
		}
		return strings.TrimSpace(unescapeXML(parts[0].s))
	}
	var b strings.Builder
	for _, part := range parts {
		if part.raw || markup {
			b.WriteString(part.s)
		} else {
			b.WriteString(unescapeXML(part.s))
		}
	}
	return strings.TrimSpace(b.String())
}
