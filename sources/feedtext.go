package sources

import (
	"net/url"
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

func (m *mender) openTag(name string, tag xmlTag) {
	m.out = append(append(m.out, '<'), name...)
	if tag.attrs != "" {
		for _, a := range tag.attributes() {
			m.attribute(tag, a)
		}
	}
	m.out = append(m.out, '>')
}

// empty writes an element without content.
func (m *mender) empty(name string, tag xmlTag) {
	m.openTag(name, tag)
	m.out = append(append(append(m.out, "</"...), name...), '>')
}

// attribute writes an attribute down, if it is one that is read.
func (m *mender) attribute(tag xmlTag, a attribute) {
	switch a.name {
	case "rel", "type", "term", "label":
	case "href", "url", "src":
		a.value = m.absolute(tag, a.value)
	case "ispermalink":
		a.name = "isPermaLink"
	default:
		return
	}
	m.out = append(append(append(m.out, ' '), a.name...), `="`...)
	m.attributeValue(a.value)
	m.out = append(m.out, '"')
}

func (m *mender) attributeValue(s string) {
	if strings.ContainsAny(s, "<>&\"\n\t\r") {
		s = attributeEscaper.Replace(s)
	}
	m.characters(s)
}

var attributeEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", " ", "\t", " ", "\r", " ")

// baseOf returns the xml:base of tag, resolved against outer, or outer.
func (m *mender) baseOf(tag xmlTag, outer *url.URL) *url.URL {
	if !strings.Contains(tag.attrs, "xml:base") {
		return outer
	}
	for _, a := range tag.attributes() {
		if a.name != "xml:base" {
			continue
		}
		u, err := url.Parse(a.value)
		if err != nil {
			break
		}
		if outer != nil {
			u = outer.ResolveReference(u)
		}
		if u.IsAbs() {
			return u
		}
	}
	return outer
}

// absolute resolves an address within tag against the xml:base that holds
// there. Without one it is left to those who know the feed's own address.
func (m *mender) absolute(tag xmlTag, ref string) string {
	outer := m.rootBase
	if m.inItem {
		outer = m.itemBase
	}
	base := m.baseOf(tag, outer)
	if base == nil {
		return ref
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ref
	}
	return base.ResolveReference(u).String()
}
