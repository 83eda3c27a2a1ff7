package sources

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A feed as sites send it is seldom what an XML parser takes: control
// characters, bare ampersands, prefixes that nothing declares, markup that is
// not closed, a document that stops in the middle. gofeed gives up the whole
// feed at the first of these, recurses as deep as elements are nested, and
// takes prefixes by what they are bound to. So it is never given the feed
// itself, but what mendFeed writes down of it: the elements that this program
// reads, each with its text as one CDATA section, under prefixes of its own.
// Well-formed feeds come out with the same content.

// mended is a feed in the form that gofeed reads without fail.
type mended struct {
	doc   []byte
	atom  bool // root is <feed>, else <rss>
	items int
	whole bool // the end of the document was there
	over  bool // it has more items than are read
	aside []string
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

// mender writes a feed down anew.
type mender struct {
	s     string
	i     int // where the reading is
	out   []byte
	aside []string

	cdata, cdataEnd, commentEnd finder
	bracket, square             finder // ">" and "]"

	atom     bool
	spaces   map[string]string // prefix as declared → namespace
	native   string            // default namespace of the root
	items    int
	inItem   bool
	itemAt   int // where in out the open item begins
	persons  int // in the open item, or before the items
	person   string
	closing  string // element that holds person, source: how it ends in out
	skipped  string // element that is passed over
	depth    int    // of elements of that name within it
	rootDone bool
	over     bool // there are more items than are read
	// xml:base of the root and of the open item; nil: none
	rootBase, itemBase *url.URL
}

// mendFeed reads a feed in any state. An error says what text is instead of a
// feed.
func mendFeed(text string) (mended, error) {
	m := mender{
		s:          text,
		cdata:      newFinder(text, cdataStart),
		cdataEnd:   newFinder(text, cdataEnd),
		commentEnd: newFinder(text, "-->"),
		bracket:    newFinder(text, ">"),
		square:     newFinder(text, "]"),
		spaces:     map[string]string{},
	}
	root, err := m.root()
	if err != nil {
		return mended{}, err
	}
	m.out = make([]byte, 0, len(text)/4+1024)
	m.open(root)
	for m.i < len(m.s) {
		at := strings.IndexByte(m.s[m.i:], '<')
		if at < 0 {
			break
		}
		m.i += at
		if m.passOver() {
			continue
		}
		tag, size, ok := readTag(m.s[m.i:])
		if !ok {
			m.i++
			continue
		}
		m.i += size
		if tag.end {
			m.end(tag)
		} else {
			m.start(tag)
		}
	}
	whole := m.rootDone && !m.inItem || m.over
	m.cut()
	m.closeRoot()
	return mended{doc: m.out, atom: m.atom, items: m.items, whole: whole, over: m.over, aside: m.aside}, nil
}

const (
	cdataStart = "<![CDATA["
	cdataEnd   = "]]>"
	// maxPreamble is how far into a document its root is looked for: warnings
	// of a script, a license, a style sheet may stand before it.
	maxPreamble = 64 << 10
	// maxEntries bounds the items that are read of one feed. Archives of a
	// whole blog have some thousand.
	maxEntries = 5000
	// maxPersons bounds the authors of one item. The longest lists are those
	// of detectors at colliders, which are no news here.
	maxPersons = 500
)

// root finds the element that the feed is in.
func (m *mender) root() (xmlTag, error) {
	if strings.TrimSpace(m.s) == "" {
		return xmlTag{}, fmt.Errorf("%w: nothing was sent for a feed", ErrFormat)
	}
	first := ""
	for m.i < min(len(m.s), maxPreamble) {
		at := strings.IndexByte(m.s[m.i:], '<')
		if at < 0 {
			break
		}
		m.i += at
		if strings.HasPrefix(strings.ToLower(m.s[m.i:min(len(m.s), m.i+14)]), "<!doctype html") {
			first = "html"
			break
		}
		if m.passOver() {
			continue
		}
		tag, size, ok := readTag(m.s[m.i:])
		if !ok {
			m.i++
			continue
		}
		switch tag.local {
		case "rss", "rdf", "feed":
			if !tag.end {
				m.i += size
				return tag, nil
			}
		case "item", "entry", "channel":
			// The root was lost. In capitals they are those of Microsoft's
			// Channel Definition Format, which nobody reads any more.
			if !tag.end && tag.raw != strings.ToUpper(tag.raw) {
				if tag.local == "entry" {
					return xmlTag{local: "feed"}, nil
				}
				return xmlTag{local: "rss"}, nil
			}
		}
		if first == "" {
			first = tag.raw
		}
		if tag.local == "html" || tag.local == "body" {
			first = "html"
			break
		}
		m.i += size
	}
	switch first {
	case "":
		return xmlTag{}, fmt.Errorf("%w: no markup where a feed was expected", ErrFormat)
	case "html":
		return xmlTag{}, fmt.Errorf("%w: a web page (HTML) where a feed was expected", ErrFormat)
	}
	return xmlTag{}, fmt.Errorf("%w: no feed, but a document of <%.40s>", ErrFormat, first)
}

// passOver passes over a comment, a processing instruction, a declaration, or
// CDATA outside of any element that is read.
func (m *mender) passOver() bool {
	rest := m.s[m.i:]
	if len(rest) < 2 || rest[1] != '!' && rest[1] != '?' {
		return false
	}
	end := -1
	switch {
	case strings.HasPrefix(rest, "<!--"):
		if end = m.commentEnd.from(m.i + 4); end >= 0 {
			end += len("-->")
		}
	case strings.HasPrefix(rest, cdataStart):
		if end = m.cdataEnd.from(m.i); end >= 0 {
			end += len(cdataEnd)
		}
	default:
		end = m.bracket.from(m.i)
		// A document type may hold tags of its own between square brackets.
		if end >= 0 && rest[1] == '!' && strings.Contains(m.s[m.i:end], "[") {
			if closing := m.square.from(m.i); closing > end && closing-m.i < maxPreamble {
				end = m.bracket.from(closing)
			}
		}
		if end >= 0 {
			end++
		}
	}
	m.i = max(end, m.i+2)
	return true
}

// open writes the root down, with the prefixes that this program uses.
func (m *mender) open(root xmlTag) {
	m.atom = root.local == "feed"
	m.declare(root)
	if m.atom {
		m.out = append(m.out, `<feed xmlns="http://www.w3.org/2005/Atom"`...)
	} else {
		m.out = append(m.out, `<rss version="2.0"`...)
	}
	for _, space := range namespaces {
		m.out = fmt.Appendf(m.out, ` xmlns:%s="%s"`, space.prefix, space.uri)
	}
	m.rootBase = m.baseOf(root, nil)
	m.out = append(m.out, '>')
	if !m.atom {
		m.out = append(m.out, "<channel>"...)
	}
}

func (m *mender) closeRoot() {
	if m.atom {
		m.out = append(m.out, "</feed>"...)
		return
	}
	m.out = append(m.out, "</channel></rss>"...)
}

// start takes a start tag.
func (m *mender) start(tag xmlTag) {
	m.declare(tag)
	prefix := m.prefix(tag)
	native := prefix == ""
	if native && (tag.local == "item" || tag.local == "entry") && (m.atom == (tag.local == "entry") || !m.inItem) {
		m.closeItem()
		m.openItem(tag)
		return
	}
	switch {
	case m.rootDone && !m.inItem:
	case m.skipped != "":
		if tag.raw == m.skipped && !tag.empty {
			m.depth++
		}
	case native && slices.Contains([]string{"rss", "rdf", "feed", "channel"}, tag.local):
		m.rootBase = m.baseOf(tag, m.rootBase)
	case prefix == "media" && (tag.local == "group" || tag.local == "content"):
		// What these hold is the item's own.
		if tag.local == "content" {
			m.empty("media:content", tag)
		}
	case m.atom && native && slices.Contains([]string{"author", "contributor", "source"}, tag.local):
		m.closePerson()
		m.persons++
		if !tag.empty && m.persons <= maxPersons {
			m.person = tag.raw
			m.out = append(append(append(m.out, '<'), tag.local...), '>')
			m.closing = "</" + tag.local + ">"
		}
	default:
		m.leaf(prefix, tag)
	}
}

// leaf takes the start tag of an element that holds text or nothing.
func (m *mender) leaf(prefix string, tag xmlTag) {
	if !wanted(prefix, tag.local, m.inItem || m.person != "") {
		if !tag.empty {
			m.skipped, m.depth = tag.raw, 0
		}
		return
	}
	name := tag.local
	if prefix != "" {
		name = prefix + ":" + name
	}
	if tag.empty {
		m.empty(name, tag)
		return
	}
	value, whole := m.text(tag, prefix == "" && !isLong(tag.local))
	if !whole { // the document ends within it
		return
	}
	m.openTag(name, tag)
	switch {
	case name == "link":
		value = m.absolute(tag, value)
	case isLong(tag.local) && (len(value) >= asideSize || strings.HasPrefix(value, asideMark)):
		m.aside = append(m.aside, withoutForbidden(value))
		value = asideMark + strconv.Itoa(len(m.aside)-1)
	}
	m.write(value)
	m.out = append(append(append(m.out, "</"...), name...), '>')
}

// end takes an end tag.
func (m *mender) end(tag xmlTag) {
	prefix := m.prefix(tag)
	switch {
	case prefix == "" && (tag.local == "item" || tag.local == "entry"):
		m.closeItem()
	case prefix == "" && (tag.local == "rss" || tag.local == "rdf" || tag.local == "feed"):
		m.closeItem()
		m.rootDone = true
	case m.skipped != "":
		if tag.raw == m.skipped {
			if m.depth == 0 {
				m.skipped = ""
			}
			m.depth--
		}
	case m.person != "" && tag.raw == m.person:
		m.closePerson()
	}
}

func (m *mender) openItem(tag xmlTag) {
	if m.items == maxEntries {
		m.over, m.i = true, len(m.s)
		return
	}
	m.closePerson()
	m.inItem, m.itemAt, m.skipped, m.persons = true, len(m.out), "", 0
	if m.atom {
		m.out = append(m.out, "<entry>"...)
	} else {
		m.out = append(m.out, "<item>"...)
	}
	m.itemBase = m.baseOf(tag, m.rootBase)
	for _, a := range tag.attributes() {
		// RSS 1.0 names an item by an attribute of it.
		if strings.HasSuffix(a.name, ":about") && !m.atom {
			m.out = append(m.out, "<rdf:about>"...)
			m.write(a.value)
			m.out = append(m.out, "</rdf:about>"...)
		}
	}
	if tag.empty {
		m.closeItem()
	}
}

func (m *mender) closeItem() {
	m.closePerson()
	m.skipped = ""
	if !m.inItem {
		return
	}
	m.inItem = false
	m.items++
	if m.atom {
		m.out = append(m.out, "</entry>"...)
	} else {
		m.out = append(m.out, "</item>"...)
	}
}

func (m *mender) closePerson() {
	if m.person != "" {
		m.out = append(m.out, m.closing...)
		m.person = ""
	}
}

// cut drops the item within which the document ends: its text or its link may
// be half of what they were. Where it is all there is, what was closed of it is
// kept.
func (m *mender) cut() {
	if !m.inItem || m.items == 0 {
		m.closeItem()
		return
	}
	m.out = m.out[:m.itemAt]
	m.inItem, m.person = false, ""
}

// write writes text as one CDATA section, without characters that XML forbids.
func (m *mender) write(text string) {
	if text == "" {
		return
	}
	m.out = append(m.out, cdataStart...)
	for {
		i := strings.Index(text, cdataEnd)
		if i < 0 {
			break
		}
		m.characters(text[:i+2])
		m.out = append(m.out, cdataEnd+cdataStart...)
		text = text[i+2:]
	}
	m.characters(text)
	m.out = append(m.out, cdataEnd...)
}

func (m *mender) characters(text string) {
	for {
		i := forbidden(text)
		m.out = append(m.out, text[:i]...)
		if i == len(text) {
			return
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		text = text[i+size:]
	}
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
