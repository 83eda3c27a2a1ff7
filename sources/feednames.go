package sources

import (
	"slices"
	"strings"
)

// namespaces are those that this program reads, each under the prefix that it
// uses for it, with further addresses that feeds bind it to.
var namespaces = []struct {
	prefix, uri string
	more        []string
}{
	{"content", "http://purl.org/rss/1.0/modules/content/", nil},
	{"dc", "http://purl.org/dc/elements/1.1/", []string{"http://purl.org/dc/elements/1.0/"}},
	{"dcterms", "http://purl.org/dc/terms/", nil},
	{"atom", "http://www.w3.org/2005/Atom", []string{"http://purl.org/atom/ns#"}},
	{"media", "http://search.yahoo.com/mrss/", []string{"http://search.yahoo.com/mrss"}},
	{"itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd", []string{"http://www.itunes.com/DTDs/Podcast-1.0.dtd"}},
	{"feedburner", "http://rssnamespace.org/feedburner/ext/1.0", nil},
	{"arxiv", "http://arxiv.org/schemas/atom", nil},
	{"opensearch", "http://a9.com/-/spec/opensearch/1.1/", []string{"http://a9.com/-/spec/opensearchrss/1.0/"}},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", nil},
}

// nativeSpaces are the namespaces of the formats themselves.
var nativeSpaces = []string{
	"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/",
	"http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://backend.userland.com/rss2",
}

// declare takes note of the prefixes that a tag declares.
func (m *mender) declare(tag xmlTag) {
	if !strings.Contains(tag.attrs, "xmlns") {
		return
	}
	for _, a := range tag.attributes() {
		if name, ok := strings.CutPrefix(a.name, "xmlns:"); ok && len(m.spaces) < maxFeedAttributes {
			m.spaces[name] = a.value
		}
	}
}

// prefix returns the prefix under which an element is written down: "" for
// those of the feed's own format. A prefix that is not declared stands for what
// it is commonly bound to.
func (m *mender) prefix(tag xmlTag) string {
	uri := m.spaces[tag.prefix]
	if tag.prefix == "" {
		if !strings.Contains(tag.attrs, "xmlns") {
			return ""
		}
		for _, a := range tag.attributes() {
			if a.name == "xmlns" {
				uri = a.value
			}
		}
	}
	known := knownPrefix(uri)
	switch {
	case uri == "":
		known = tag.prefix
	case known == "" && slices.Contains(nativeSpaces, uri):
		return ""
	case known == "" && tag.prefix == "":
		return ""
	}
	if known == "rdf" && (tag.local == "rdf" || tag.local == "item") || known == "rss" ||
		m.atom && (known == "atom" || known == "atom03") {
		return ""
	}
	if known == "" {
		return tag.prefix
	}
	return known
}

func knownPrefix(uri string) string {
	for _, space := range namespaces {
		if strings.EqualFold(uri, space.uri) || slices.ContainsFunc(space.more, func(s string) bool { return strings.EqualFold(s, uri) }) {
			return space.prefix
		}
	}
	return ""
}

// wantedElements are those that are read within an item, by prefix; feedElements
// those of the format itself that are read before the items.
var (
	wantedElements = map[string][]string{
		"": {
			"title", "link", "description", "guid", "pubdate", "author", "category", "enclosure", "source", "comments",
			"id", "updated", "modified", "published", "issued", "summary", "content", "name", "date", "encoded", "url",
		},
		"content":    {"encoded"},
		"dc":         {"creator", "date", "description", "language", "title"},
		"dcterms":    {"created", "issued", "modified"},
		"atom":       {"link", "author", "updated", "published", "summary"},
		"media":      {"thumbnail", "description"},
		"itunes":     {"author", "image", "summary"},
		"feedburner": {"origlink"},
		"arxiv":      {"comment", "journal_ref", "doi", "primary_category", "announce_type"},
		"opensearch": {"totalresults", "startindex", "itemsperpage"},
	}
	feedElements = []string{
		"title", "link", "description", "language", "generator", "subtitle", "id", "managingeditor",
	}
)

// wanted reports whether an element is read, within an item or before the
// items. Everything else is passed over with all that it holds.
func wanted(prefix, local string, item bool) bool {
	if prefix == "" && !item {
		return slices.Contains(feedElements, local)
	}
	return slices.Contains(wantedElements[prefix], local)
}

// isLong reports whether an element commonly holds markup, so that a tag within
// it is no sign that its end was forgotten.
func isLong(local string) bool {
	switch local {
	case "description", "summary", "content", "encoded":
		return true
	}
	return false
}
