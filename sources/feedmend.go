package sources

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
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
	whole bool     // the end of the document was there
	over  bool     // it has more items than are read
	aside []string // the long texts: see asideMark
}

// mender writes a feed down anew.
type mender struct {
	s     string
	i     int // where the reading is
	out   []byte
	aside []string
	used  uint64 // prefixes in out, by their place in namespaces

	cdata, cdataEnd, commentEnd finder
	bracket, square             finder // ">" and "]"

	atom     bool
	spaces   map[string]string // prefix as declared → namespace
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
	m.out = make([]byte, 0, rootRoom+len(text)/2)
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
	return mended{doc: m.closeRoot(), atom: m.atom, items: m.items, whole: whole, over: m.over, aside: m.aside}, nil
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
			m.use("rdf:about")
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
