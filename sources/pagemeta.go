package sources

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
)

// pageMeta is what a page says of its article outside of the text: in
// <meta> (names of HTML, Open Graph, Twitter and Dublin Core) and JSON-LD.
type pageMeta struct {
	names map[string]string // of <meta>, in lower case
	ld    linkedData
}

// linkedData is the article of the JSON-LD of a page, as schema.org names it.
type linkedData struct {
	headline, description, image string
	published, modified          string
	publisher                    string
	authors                      []string
}

// Bounds on what is read of JSON-LD.
const (
	maxLinkedData = 1 << 20 // bytes of one script
	maxGraph      = 500     // nodes
)

func readPageMeta(doc *goquery.Document) pageMeta {
	m := pageMeta{names: map[string]string{}}
	for _, s := range doc.Find("meta[content]").EachIter() {
		content := strings.TrimSpace(s.AttrOr("content", ""))
		for _, key := range [...]string{"property", "name", "itemprop"} {
			for name := range strings.FieldsSeq(strings.ToLower(s.AttrOr(key, ""))) {
				if _, known := m.names[name]; !known && content != "" && len(m.names) < 200 {
					m.names[name] = content
				}
			}
		}
	}
	for _, s := range doc.Find(`script[type="application/ld+json"]`).EachIter() {
		text := strings.TrimSpace(s.Text())
		var v any
		if len(text) > maxLinkedData || json.Unmarshal([]byte(text), &v) != nil {
			continue
		}
		left := maxGraph
		m.ld.read(v, &left)
	}
	return m
}

// get returns the first that is there.
func (m pageMeta) get(names ...string) string {
	for _, name := range names {
		if s := m.names[name]; s != "" {
			return s
		}
	}
	return ""
}

// read looks for the article in a value and in the lists and graphs in it.
func (d *linkedData) read(v any, left *int) {
	if *left--; *left < 0 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			d.read(e, left)
		}
	case map[string]any:
		if isArticleType(v["@type"]) && d.headline == "" {
			d.article(v)
		}
		d.read(v["@graph"], left)
		d.read(v["mainEntity"], left)
	}
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "Posting") || v == "Report"
	case []any:
		return slices.ContainsFunc(v, isArticleType)
	}
	return false
}

func (d *linkedData) article(v map[string]any) {
	d.headline = cmp.Or(stringOf(v["headline"]), stringOf(v["name"]))
	d.description = stringOf(v["description"])
	d.published = stringOf(v["datePublished"])
	d.modified = stringOf(v["dateModified"])
	d.publisher = nameOf(v["publisher"])
	d.image = addressOf(v["image"])
	authors, ok := v["author"].([]any)
	if !ok {
		authors = []any{v["author"]}
	}
	for _, a := range authors[:min(len(authors), 50)] {
		if name := nameOf(a); name != "" {
			d.authors = append(d.authors, name)
		}
	}
}

func stringOf(v any) string {
	s, _ := v.(string)
	return strings.TrimSpace(s)
}

// nameOf reads a person or organization, or the mere name of one.
func nameOf(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		return stringOf(v["name"])
	case []any:
		if len(v) > 0 {
			return nameOf(v[0])
		}
	}
	return ""
}

func addressOf(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		return stringOf(v["url"])
	case []any:
		if len(v) > 0 {
			return addressOf(v[0])
		}
	}
	return ""
}

// siteName is what the page calls its site, else its host.
func (m pageMeta) siteName(address string) string {
	if name := cmp.Or(m.get("og:site_name"), m.ld.publisher, m.get("application-name", "al:ios:app_name")); name != "" {
		return name
	}
	return hostName(address)
}

func hostName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// authors lists who wrote the article.
func (m pageMeta) authors(doc *goquery.Document, byline string) []string {
	said := m.ld.authors
	if len(said) == 0 {
		said = []string{
			m.get("author", "article:author", "dc.creator", "dcterms.creator", "og:article:author", "parsely-author", "sailthru.author"),
			squash(doc.Find(`[rel=author], [itemprop=author] [itemprop=name], [itemprop=author]`).First().Text()),
			byline,
		}
	}
	var authors []string
	for _, name := range said {
		if name = authorName(name); name != "" {
			authors = append(authors, name)
			if len(m.ld.authors) == 0 {
				break
			}
		}
	}
	return authors
}

// maxAuthor is the longest name, in characters. What is longer is a line of
// the page that holds a name among other things.
const maxAuthor = 40

// authorName takes the label off a name. It is empty for what names nobody:
// numbers, addresses, the editor, a whole line of particulars.
func authorName(s string) string {
	s = squash(s)
	for _, label := range [...]string{"作者", "文/", "文 /", "By ", "by "} {
		s = strings.TrimLeft(strings.TrimPrefix(s, label), ":： ")
	}
	switch {
	case utf8.RuneCountInString(s) > maxAuthor, strings.ContainsAny(s, "@!！:："), strings.Contains(s, "编辑"), strings.Contains(s, "时间"),
		strings.Trim(s, "0123456789 ") == "", s == "未知", s == "admin", s == "我已授权":
		return ""
	}
	return s
}
