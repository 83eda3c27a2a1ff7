package sources

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// feedDocument is a feed of any format, as it tells of itself.
type feedDocument struct {
	title    string
	link     string // of the site; may be relative
	language string
	author   string
	entries  []feedEntry
	extra    ext.Extensions
	whole    bool // it did not stop in the middle
	over     bool // it has more than maxEntries entries
}

// feedEntry is one entry of a feed of any format, still with its markup.
type feedEntry struct {
	title     string
	links     []string // best first; may be relative
	guid      string
	summary   string
	content   string
	plain     bool // content is plain text
	authors   []string
	source    string // title of the feed that the entry was taken from
	published string
	updated   string
	labels    []string // categories
	image     string
	extra     ext.Extensions
}

// errEmptyFeed is what is said of a document that has the elements of a feed and
// nothing in them.
var errEmptyFeed = fmt.Errorf("%w: a feed without title, link and entries", ErrFormat)

// readFeed reads a feed of any format and in any state.
func readFeed(text string) (feedDocument, error) {
	if isJSON(text) {
		return readJSONFeed(text)
	}
	m, err := mendFeed(text)
	if err != nil {
		return feedDocument{}, err
	}
	var doc feedDocument
	if m.atom {
		f, err := (&atom.Parser{}).Parse(bytes.NewReader(m.doc))
		if err != nil {
			return doc, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		doc = atomDocument(f)
	} else {
		f, err := (&rss.Parser{}).Parse(bytes.NewReader(m.doc))
		if err != nil {
			return doc, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		doc = rssDocument(f)
	}
	if len(doc.entries) == 0 && doc.title == "" && doc.link == "" && len(doc.extra) == 0 {
		return doc, errEmptyFeed
	}
	doc.whole, doc.over = m.whole, m.over
	for i := range doc.entries {
		e := &doc.entries[i]
		e.summary, e.content = m.text(e.summary), m.text(e.content)
	}
	return doc, nil
}

func rssDocument(f *rss.Feed) feedDocument {
	doc := feedDocument{
		title: f.Title, link: f.Link, language: f.Language,
		author: cmp.Or(personName(f.ManagingEditor), extension(f.Extensions, "itunes", "author")),
		extra:  f.Extensions,
	}
	doc.language = cmp.Or(doc.language, extension(f.Extensions, "dc", "language"))
	for _, it := range f.Items {
		e := feedEntry{
			title:   cmp.Or(it.Title, extension(it.Extensions, "dc", "title")),
			summary: cmp.Or(it.Description, extension(it.Extensions, "dc", "description"), extension(it.Extensions, "atom", "summary"), extension(it.Extensions, "media", "description")),
			content: cmp.Or(it.Content, it.Custom["encoded"], it.Custom["content"]),
			extra:   it.Extensions,
		}
		e.links = rssLinks(it)
		if it.GUID != nil {
			e.guid = it.GUID.Value
		}
		for _, author := range append([]string{it.Author, extension(it.Extensions, "itunes", "author")}, extensions(it.Extensions, "dc", "creator")...) {
			if name := personName(author); name != "" {
				e.authors = append(e.authors, name)
			}
		}
		if it.Source != nil {
			e.source = it.Source.Title
		}
		e.published = cmp.Or(
			it.PubDate, extension(it.Extensions, "dc", "date"), extension(it.Extensions, "dcterms", "issued"),
			extension(it.Extensions, "dcterms", "created"), extension(it.Extensions, "atom", "published"),
			it.Custom["published"], it.Custom["date"], extension(it.Extensions, "atom", "updated"), it.Custom["updated"],
		)
		e.updated = cmp.Or(extension(it.Extensions, "dcterms", "modified"), extension(it.Extensions, "atom", "updated"))
		for _, c := range it.Categories {
			e.labels = append(e.labels, c.Value)
		}
		e.image = extensionImage(it.Extensions)
		for _, enclosure := range it.Enclosures {
			if e.image == "" && strings.HasPrefix(enclosure.Type, "image/") {
				e.image = enclosure.URL
			}
		}
		doc.entries = append(doc.entries, e)
	}
	return doc
}

// rssLinks lists the addresses of an item, best first. FeedBurner keeps the one
// that it replaced; a guid is one unless it says otherwise; RSS 1.0 names items
// by theirs.
func rssLinks(it *rss.Item) []string {
	links := []string{extension(it.Extensions, "feedburner", "origlink")}
	links = append(links, it.Links...)
	for _, l := range it.Extensions["atom"]["link"] {
		if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
			links = append(links, l.Attrs["href"])
		}
	}
	if it.GUID != nil && !strings.EqualFold(it.GUID.IsPermalink, "false") {
		links = append(links, it.GUID.Value)
	}
	links = append(links, extension(it.Extensions, "rdf", "about"), it.Custom["url"])
	if it.GUID != nil {
		links = append(links, absoluteOnly(it.GUID.Value))
	}
	for _, enclosure := range it.Enclosures {
		links = append(links, enclosure.URL)
	}
	return append(links, it.Comments)
}

func atomDocument(f *atom.Feed) feedDocument {
	doc := feedDocument{title: f.Title, language: f.Language, extra: f.Extensions}
	if links := atomLinks(f.Links, f.ID, ""); len(links) > 0 {
		doc.link = links[0]
	}
	if len(f.Authors) > 0 {
		doc.author = f.Authors[0].Name
	}
	for _, entry := range f.Entries {
		e := feedEntry{
			title:     entry.Title,
			guid:      entry.ID,
			summary:   cmp.Or(entry.Summary, extension(entry.Extensions, "media", "description")),
			published: cmp.Or(entry.Published, extension(entry.Extensions, "dc", "date"), extension(entry.Extensions, "dcterms", "issued"), entry.Updated),
			updated:   entry.Updated,
			image:     extensionImage(entry.Extensions),
			extra:     entry.Extensions,
		}
		src := ""
		if c := entry.Content; c != nil {
			e.content, src = c.Value, c.Src
			e.plain = c.Type == "text" || c.Type == "text/plain"
		}
		e.links = append([]string{extension(entry.Extensions, "feedburner", "origlink")}, atomLinks(entry.Links, entry.ID, src)...)
		for _, a := range entry.Authors {
			e.authors = append(e.authors, cmp.Or(a.Name, personName(a.Email)))
		}
		e.authors = append(e.authors, extensions(entry.Extensions, "dc", "creator")...)
		if entry.Source != nil {
			e.source = entry.Source.Title
		}
		for _, c := range entry.Categories {
			e.labels = append(e.labels, cmp.Or(c.Label, c.Term))
		}
		doc.entries = append(doc.entries, e)
	}
	return doc
}

// atomLinks orders the addresses of an entry: the page for readers, then what
// may be one.
func atomLinks(links []*atom.Link, id, src string) []string {
	var pages, others []string
	for _, l := range links {
		switch l.Rel {
		case "alternate", "":
			if l.Type == "" || strings.Contains(l.Type, "html") {
				pages = append(pages, l.Href)
			} else {
				others = append(others, l.Href)
			}
		case "via", "canonical":
			others = append(others, l.Href)
		}
	}
	pages = append(pages, others...)
	return append(pages, absoluteOnly(id), src)
}

func absoluteOnly(s string) string {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return s
	}
	return ""
}

// extension returns the text of the first element of a name under a prefix.
func extension(e ext.Extensions, prefix, name string) string {
	for _, x := range e[prefix][name] {
		if x.Value != "" {
			return x.Value
		}
	}
	return ""
}

func extensions(e ext.Extensions, prefix, name string) []string {
	var all []string
	for _, x := range e[prefix][name] {
		if x.Value != "" {
			all = append(all, x.Value)
		}
	}
	return all
}

// extensionImage returns the picture that extensions of podcasts and pictures
// name.
func extensionImage(e ext.Extensions) string {
	for _, x := range e["media"]["thumbnail"] {
		if x.Attrs["url"] != "" {
			return x.Attrs["url"]
		}
	}
	for _, x := range e["media"]["content"] {
		if x.Attrs["url"] != "" && strings.HasPrefix(cmp.Or(x.Attrs["type"], x.Attrs["medium"]), "image") {
			return x.Attrs["url"]
		}
	}
	for _, x := range e["itunes"]["image"] {
		if x.Attrs["href"] != "" {
			return x.Attrs["href"]
		}
	}
	return ""
}

// personName returns the name in "jane@example.org (Jane Doe)", in
// "Jane Doe <jane@example.org>", and in a name alone; an address alone is none.
func personName(s string) string {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "@") {
		return strings.TrimSpace(strings.Trim(s, "()"))
	}
	if _, rest, ok := strings.Cut(s, "("); ok {
		return strings.TrimSpace(strings.TrimRight(rest, ") "))
	}
	if name, _, ok := strings.Cut(s, "<"); ok {
		return strings.TrimSpace(strings.Trim(strings.TrimSpace(name), `"`))
	}
	return ""
}
