package sources

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"

	ext "github.com/mmcdole/gofeed/extensions"
)

// arXiv reads the query API of arXiv (Atom), its daily announcements (RSS or
// Atom) and its OAI records. It is kind arxiv.
// https://info.arxiv.org/help/api/user-manual.html
type arXiv struct{ spec Spec }

// Bounds of one request to the query API: pages of this size answer reliably,
// and the operators ask for no more than that in three seconds.
const (
	arXivPage    = 100
	arXivDefault = 100 // items of a source that sets no max
)

func newArXiv(spec Spec) (Source, error) {
	if spec.URL == "" && spec.Query == "" {
		return nil, fmt.Errorf("sources: source %q: kind arxiv needs a query", spec.Name)
	}
	spec.URL = cmp.Or(spec.URL, defaultURL("arxiv"))
	if _, err := url.Parse(spec.URL); err != nil {
		return nil, fmt.Errorf("sources: source %q: url: %w", spec.Name, err)
	}
	return arXiv{spec}, nil
}

// isQueryAPI tells the address of the query API from those of announcements
// and records, on a mirror too.
func isQueryAPI(u *url.URL) bool {
	return !strings.Contains(u.Path, "/rss") && !strings.Contains(u.Path, "/atom") && !strings.Contains(u.Path, "oai")
}

// Start gives the first page of the query, newest papers first.
func (a arXiv) Start(time.Time) []string {
	u, err := url.Parse(a.spec.URL)
	if err != nil {
		return nil
	}
	q := u.Query()
	if !isQueryAPI(u) || a.spec.Query == "" && q.Get("search_query") == "" && q.Get("id_list") == "" {
		return []string{a.spec.URL} // announcements, or an answer that lies there as it is
	}
	return []string{a.pageAddress(u, 0)}
}

// limit is how many papers are wanted in all.
func (a arXiv) limit() int {
	if a.spec.Max > 0 {
		return a.spec.Max
	}
	return arXivDefault
}

// pageAddress asks for the papers from start on.
func (a arXiv) pageAddress(u *url.URL, start int) string {
	q := u.Query()
	if a.spec.Query != "" {
		q.Set("search_query", a.spec.Query)
	}
	for name, value := range map[string]string{"sortBy": "submittedDate", "sortOrder": "descending"} {
		if q.Get(name) == "" && q.Get("id_list") == "" {
			q.Set(name, value)
		}
	}
	q.Set("start", strconv.Itoa(start))
	size := min(arXivPage, a.limit()-start)
	if ids := q.Get("id_list"); ids != "" {
		size = strings.Count(ids, ",") + 1
	}
	q.Set("max_results", strconv.Itoa(size))
	page := *u
	page.RawQuery = q.Encode()
	return page.String()
}

// IDList gives the addresses that ask for the papers of ids, a hundred at a
// time. Without its own bound the API would return ten of each hundred. What
// is no arXiv identity is left out, and the second of two that are equal.
func IDList(ids []item.ID) []string {
	var keys []string
	for _, id := range ids {
		if id.Scheme() == "arxiv" && id.Valid() && !slices.Contains(keys, id.Key()) {
			keys = append(keys, id.Key())
		}
	}
	var addresses []string
	for batch := range slices.Chunk(keys, arXivPage) {
		q := url.Values{"id_list": {strings.Join(batch, ",")}, "max_results": {strconv.Itoa(len(batch))}}
		addresses = append(addresses, defaultURL("arxiv")+"?"+q.Encode())
	}
	return addresses
}

// Parse reads one answer. Of announcements only those of new papers become
// items: a replaced paper was announced before. The pages of the query API are
// followed until enough papers were seen, or one that is stored already.
func (a arXiv) Parse(ctx context.Context, p Page) ([]item.Item, []string, error) {
	if strings.Contains(p.Address(), "/abs/") {
		return Article(ctx, p, a.spec)
	}
	items, answer, err := readArXiv(p, a.spec)
	known := false
	kept := items[:0]
	for i := range items {
		if i < len(answer.replaced) && answer.replaced[i] {
			continue
		}
		known = known || p.Known != nil && p.Known(items[i].ID)
		kept = append(kept, items[i])
	}
	if err != nil {
		return kept, nil, err
	}
	u, err := url.Parse(p.URL)
	if err != nil || known {
		return kept, nil, nil
	}
	switch behind := answer.start + len(items); {
	case answer.token != "":
		q := url.Values{"verb": {"ListRecords"}, "resumptionToken": {answer.token}}
		page := *u
		page.RawQuery = q.Encode()
		return kept, []string{page.String()}, nil
	case isQueryAPI(u) && len(items) > 0 && behind < min(answer.total, a.limit()) && u.Query().Get("id_list") == "":
		return kept, []string{a.pageAddress(u, behind)}, nil
	}
	return kept, nil, nil
}

// arXivAnswer is what an answer tells besides its papers.
type arXivAnswer struct {
	total, start int    // of the query API
	token        string // of OAI: there is more
	replaced     []bool // by place: announcements of new versions
}

// readArXiv reads an answer of any of arXiv's interfaces.
func readArXiv(p Page, spec Spec) ([]item.Item, arXivAnswer, error) {
	decoded, _ := Decode(p.Body, p.ContentType)
	if strings.Contains(decoded[:min(len(decoded), 2048)], "<OAI-PMH") {
		return readOAI(decoded, spec)
	}
	doc, err := readFeed(decoded)
	if err != nil {
		return nil, arXivAnswer{}, fmt.Errorf("sources: reading arXiv: %w", err)
	}
	answer := arXivAnswer{
		total: extensionNumber(doc.extra, "totalresults"),
		start: extensionNumber(doc.extra, "startindex"),
	}
	dates := dateReader{zone: time.UTC, cst: beijing, now: p.Fetched}
	var items []item.Item
	for i := range doc.entries {
		e := &doc.entries[i]
		if strings.Contains(e.guid, "api/errors") {
			return nil, answer, fmt.Errorf("sources: reading arXiv: %w: it answers with an error: %s", ErrFormat, text.Squash(e.summary))
		}
		it := newPaper(e, spec, dates)
		if it.ID.Scheme() != "arxiv" {
			continue
		}
		kind := extension(e.extra, "arxiv", "announce_type")
		answer.replaced = append(answer.replaced, strings.HasPrefix(kind, "replace"))
		items = append(items, it)
	}
	switch {
	case !doc.whole || doc.over:
		return items, answer, fmt.Errorf("sources: reading arXiv: %w: the answer stops in the middle, after %d papers", ErrFormat, len(items))
	case len(items) == 0 && len(doc.entries) > 0:
		return nil, answer, fmt.Errorf("sources: reading arXiv: %w", &LayoutError{URL: p.Address(), Want: "entries with the id of a paper"})
	case len(items) == 0 && answer.total > answer.start && !strings.Contains(p.URL, "max_results=0"):
		return nil, answer, fmt.Errorf("sources: reading arXiv: %w: an empty page, though %d papers were found: it is overloaded", ErrFormat, answer.total)
	}
	return items, answer, nil
}

func extensionNumber(e ext.Extensions, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(extension(e, "opensearch", name)))
	if err != nil {
		return 0
	}
	return n
}
