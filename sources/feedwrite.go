package sources

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

func (m *mender) openTag(name string, tag xmlTag) {
	m.use(name)
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
	m.out = append(m.out, withoutForbidden(s)...)
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

// asideMark begins what stands in the document for a long text: gofeed reads
// letter by letter, twice, and half of the time of reading a feed with full
// texts went into that. The mark is of the private use area; a text that begins
// with it is put aside too, so that no feed can name another text.
const (
	asideMark = "\ue000"
	asideSize = 128 // bytes from which on a text is put aside
)

// text returns the text that s stands for.
func (m *mended) text(s string) string {
	number, ok := strings.CutPrefix(s, asideMark)
	if !ok {
		return s
	}
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(m.aside) {
		return ""
	}
	return m.aside[i]
}

// open reads the root. It is written down last, when it is known which prefixes
// it must declare: gofeed copies all that are declared for every element.
func (m *mender) open(root xmlTag) {
	m.atom = root.local == "feed"
	m.declare(root)
	m.out = m.out[:rootRoom]
	m.rootBase = m.baseOf(root, nil)
	if !m.atom {
		m.out = append(m.out, "<channel>"...)
	}
}

// rootRoom is what the root takes in the document, at most.
const rootRoom = 1024

// closeRoot returns the document with its root around it.
func (m *mender) closeRoot() []byte {
	root := make([]byte, 0, rootRoom)
	if m.atom {
		m.out = append(m.out, "</feed>"...)
		root = append(root, `<feed xmlns="http://www.w3.org/2005/Atom"`...)
	} else {
		m.out = append(m.out, "</channel></rss>"...)
		root = append(root, `<rss version="2.0"`...)
	}
	for i, space := range namespaces {
		if m.used&(1<<i) != 0 {
			root = append(append(append(root, " xmlns:"...), space.prefix...), `="`...)
			root = append(append(root, space.uri...), '"')
		}
	}
	root = append(root, '>')
	doc := m.out[rootRoom-len(root):]
	copy(doc, root)
	return doc
}

// use has the prefix of a name declared.
func (m *mender) use(name string) {
	prefix, _, ok := strings.Cut(name, ":")
	if !ok {
		return
	}
	for i, space := range namespaces {
		if space.prefix == prefix {
			m.used |= 1 << i
		}
	}
}

// write writes text as one CDATA section, without characters that XML forbids.
func (m *mender) write(text string) {
	if text == "" {
		return
	}
	text = withoutForbidden(text) // first: it may bring "]]" and ">" together
	m.out = append(m.out, cdataStart...)
	for {
		i := strings.Index(text, cdataEnd)
		if i < 0 {
			break
		}
		m.out = append(append(m.out, text[:i+2]...), cdataEnd+cdataStart...)
		text = text[i+2:]
	}
	m.out = append(append(m.out, text...), cdataEnd...)
}

// withoutForbidden returns s without the characters that XML forbids.
func withoutForbidden(s string) string {
	i := forbidden(s)
	if i == len(s) {
		return s
	}
	var b strings.Builder
	for i < len(s) {
		b.WriteString(s[:i])
		_, size := utf8.DecodeRuneInString(s[i:])
		s = s[i+size:]
		i = forbidden(s)
	}
	b.WriteString(s)
	return b.String()
}

// forbidden returns where the first character is that XML forbids, or len(s).
func forbidden(s string) int {
	for i := range len(s) {
		switch b := s[i]; {
		case b < 0x20 && b != '\t' && b != '\n' && b != '\r':
			return i
		case b == 0xef && (strings.HasPrefix(s[i:], "\ufffe") || strings.HasPrefix(s[i:], "\uffff")):
			return i
		}
	}
	return len(s)
}
