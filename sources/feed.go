package sources

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// feed reads a feed: RSS 0.9 to 2.0, RDF, Atom, JSON Feed, in any state. It is
// kind feed, and what bridges make of WeChat accounts, what GitHub tells of
// releases and what arXiv announces are read by it too.
type feed struct{ spec Spec }

// Start gives the configured address.
func (f feed) Start(time.Time) []string { return startURL(f.spec) }

// Parse reads the feed, and at greater depth the articles that it led to. Items
// without any address are left out: nobody could open them. An error that comes
// with items says that the feed stops in the middle.
func (f feed) Parse(ctx context.Context, p Page) ([]item.Item, []string, error) {
	if p.Depth > 0 {
		return Article(ctx, p, f.spec)
	}
	all, err := readFeedPage(p, f.spec)
	items := all[:0]
	var next []string
	for _, it := range all {
		if it.ID == "" || it.Title == "" && !f.spec.FetchArticles {
			continue
		}
		items = append(items, it)
		if f.spec.FetchArticles && isTeaser(&it) && (p.Known == nil || !p.Known(it.ID)) {
			if !slices.Contains(next, it.URL) {
				next = append(next, it.URL)
			}
		}
	}
	return items, next, err
}

// ReadsBeginning implements [Beginning]: the item within which a feed ends is left out.
func (feed) ReadsBeginning() {}

// shortText is the length, in characters, below which a text is but the
// beginning of an article.
const shortText = 300

// isTeaser reports whether the page of an article would tell more than the feed
// did.
func isTeaser(it *item.Item) bool {
	return it.Kind == item.KindArticle && utf8.RuneCountInString(it.Text) < shortText
}

// readFeedPage reads all entries of a feed, in its order.
func readFeedPage(p Page, spec Spec) ([]item.Item, error) {
	decoded, _ := Decode(p.Body, p.ContentType)
	doc, err := readFeed(decoded)
	if err != nil {
		return nil, fmt.Errorf("sources: reading a feed: %w", err)
	}
	r := newFeedReader(&doc, p, spec)
	items := make([]item.Item, 0, len(doc.entries))
	for i := range doc.entries {
		items = append(items, r.item(&doc.entries[i]))
	}
	switch {
	case doc.over:
		return items, fmt.Errorf("sources: reading a feed: %w: it has more than %d items, the first of them are taken", ErrFormat, maxEntries)
	case !doc.whole && len(items) == 0:
		return items, fmt.Errorf("sources: reading a feed: %w: it stops before the end of its first item", ErrFormat)
	case !doc.whole:
		return items, fmt.Errorf("sources: reading a feed: %w: it stops in the middle, after item %d", ErrFormat, len(items))
	}
	return items, nil
}

// feedReader makes items of the entries of one feed.
type feedReader struct {
	spec   Spec
	base   *url.URL // what relative links belong to
	title  string
	author string
	site   string // host of the feed's site
	bundle bool   // articles of several accounts in one feed
	dates  dateReader
}

func newFeedReader(doc *feedDocument, p Page, spec Spec) *feedReader {
	r := &feedReader{spec: spec}
	r.base, _ = url.Parse(p.Address())
	if site := resolve(r.base, doc.link); site != "" {
		r.base, _ = url.Parse(site)
	}
	if r.base != nil {
		r.site = r.base.Hostname()
	}
	r.title = accountName(feedLine(doc.title))
	r.author = feedLine(doc.author)
	chinese := isChinese(doc, p, r.site)
	r.dates = dateReader{zone: time.UTC, cst: beijing, now: p.Fetched}
	switch language := strings.ToLower(doc.language); {
	case chinese:
		r.dates.zone = beijing
	case language == "en-us" || language == "en-ca" || language == "es-mx":
		r.dates.cst = zoneAt(-6 * 3600)
	}
	r.bundle = isBundle(doc, r.title)
	return r
}

// isChinese reports whether a date without a zone is one of Beijing: on a host
// under .cn, in a feed that says that it is Chinese or whose titles are, and in
// feeds of WeChat articles.
func isChinese(doc *feedDocument, p Page, site string) bool {
	language := strings.ToLower(doc.language)
	if strings.HasSuffix(hostOf(p.Address()), ".cn") || strings.HasSuffix(site, ".cn") || language == "zh" || strings.HasPrefix(language, "zh-") {
		return !strings.HasSuffix(language, "-tw") && !strings.HasSuffix(language, "-hk") || strings.HasSuffix(site, ".cn")
	}
	titles := doc.title
	for i := range doc.entries[:min(len(doc.entries), 10)] {
		e := &doc.entries[i]
		titles += " " + e.title
		if len(e.links) > 0 && strings.Contains(e.links[0], "mp.weixin.qq.com") {
			return true
		}
	}
	return text.Han(titles) > 0.3
}

// item makes an item of one entry.
func (r *feedReader) item(e *feedEntry) item.Item {
	it := item.Item{
		Kind: item.KindArticle, Source: r.spec.Name, Section: r.spec.Section, Status: item.StatusOK,
		Title: feedLine(e.title),
		Image: resolve(r.base, e.image),
	}
	it.URL, it.Aliases = r.address(e)
	it.ID, _ = item.Identify(it.URL)
	if strings.HasPrefix(string(it.ID), "arxiv:") {
		return newPaper(e, r.spec, r.dates)
	}
	for _, name := range e.authors {
		if name = feedLine(name); name != "" {
			it.Authors = append(it.Authors, name)
		}
	}
	r.describe(&it, e)
	it.Published = r.dates.parse(e.published)
	it.Updated = r.dates.parse(e.updated)
	if it.Published.IsZero() {
		it.Published = it.Updated
	}
	it.Account = r.account(&it, e)
	if it.Title == "" {
		it.Title = text.Cut(strings.TrimSpace(firstLine(it.Summary+"\n"+it.Text)), 60)
	}
	if strings.Contains(string(it.ID), "@") {
		describeRelease(&it)
	}
	item.Normalize(&it)
	return it
}

// longSummary is the length, in characters, from which on the description of an
// item without any other text is its text.
const longSummary = 500

// describe sets summary, text, links and picture.
func (r *feedReader) describe(it *item.Item, e *feedEntry) {
	base := r.base
	if u, err := url.Parse(it.URL); err == nil && u.Host != "" {
		base = u
	}
	body, links := e.content, []string(nil)
	switch {
	case body == "":
		body, links = Paragraphs(properMarkup(e.summary), base)
	case e.plain:
		body = strings.TrimSpace(body)
	default:
		body, links = Paragraphs(properMarkup(body), base)
	}
	plain := strings.TrimSpace(withoutPictures(body))
	if it.Image == "" {
		it.Image = firstPicture(body)
	}
	switch {
	case plain == it.Title: // bridges without the text repeat the title
	case e.content != "":
		it.Text = body
		if e.summary != "" && e.summary != e.content {
			it.Summary = feedLine(e.summary)
			if utf8.RuneCountInString(it.Summary) > 2*longSummary {
				it.Summary = ""
			}
		}
	case utf8.RuneCountInString(plain) > longSummary:
		it.Text = body
	default:
		it.Summary = text.Squash(plain)
	}
	it.Links = addLinks(links, item.FindLinks(withoutPictures(it.Text)))
}
