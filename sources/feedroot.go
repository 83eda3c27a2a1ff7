package sources

import (
	"fmt"
	"strings"
)

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
