package sources

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"embai-crawl/item"

	"github.com/PuerkitoBio/goquery"
)

// papers is the Source of single pages of papers on arXiv, as a reader sees
// them at /abs/: what a link that a person gave leads to. Lists come from the
// interfaces for programs, which arxiv reads.
type papers struct{ spec Spec }

// Start gives the configured address.
func (s papers) Start(time.Time) []string { return startURL(s.spec) }

// Parse reads one page. Its <meta> are those of Google Scholar, in which arXiv
// tells of every paper since 2012.
func (s papers) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	doc, err := parsePage(p)
	if err != nil {
		return nil, nil, fmt.Errorf("sources: reading the page of a paper: %w", err)
	}
	if n := readPageNotice(doc, p); n.status != "" {
		it, err := n.gonePage(p)
		return []item.Item{it}, nil, err
	}
	meta := readPageMeta(doc)
	it := item.Item{Kind: item.KindPaper, Source: s.spec.Name, Section: s.spec.Section, Status: item.StatusOK}
	if id, ok := item.ArXiv(meta.get("citation_arxiv_id")); ok {
		it.ID = id
	} else if id, ok := item.Identify(p.Address()); ok && id.Scheme() == "arxiv" {
		it.ID = id
	}
	it.Title = squash(cmp.Or(meta.get("citation_title"), labelled(doc, "h1.title", "Title:"), meta.get("og:title")))
	if it.ID == "" || it.Title == "" {
		return nil, nil, &LayoutError{URL: p.Address(), Want: `meta[name=citation_title] and meta[name=citation_arxiv_id]`}
	}
	it.URL = it.ID.Address()
	it.Summary = squash(cmp.Or(labelled(doc, "blockquote.abstract", "Abstract:"), meta.get("citation_abstract", "og:description")))
	for _, author := range doc.Find("meta[name=citation_author]").EachIter() {
		it.Authors = append(it.Authors, turnedName(author.AttrOr("content", "")))
	}
	it.Comment = labelled(doc, "td.comments", "Comments:")
	it.JournalRef = labelled(doc, "td.jref", "Journal reference:")
	it.Venue = Venue(it.Comment, it.JournalRef)
	it.DOI = meta.get("citation_doi")
	for _, m := range subjectCode.FindAllStringSubmatch(doc.Find("td.subjects").Text(), -1) {
		it.Categories = append(it.Categories, m[1])
	}
	r := dateReader{zone: time.UTC, cst: beijing, now: p.Fetched}
	versions := submitted.FindAllStringSubmatch(doc.Find(".submission-history").Text(), -1)
	if len(versions) > 0 {
		it.Published = r.parse(versions[0][1])
		it.Updated = r.parse(versions[len(versions)-1][1])
	} else {
		it.Published = r.parse(meta.get("citation_date"))
		it.Updated = r.parse(meta.get("citation_online_date"))
	}
	item.Normalize(&it)
	return []item.Item{it}, nil, nil
}

// subjectCode finds cs.LG in "Machine Learning (cs.LG); …".
var subjectCode = regexp.MustCompile(`\(([a-z-]+(?:\.[A-Za-z-]+)?)\)`)

// submitted finds the time of each version: [v2] Tue, 4 Nov 2025 10:00:00 UTC (1,234 KB).
var submitted = regexp.MustCompile(`\[v\d+\]\s*(\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d \w{3})`)

// labelled is the text of an element without the label that begins it.
func labelled(doc *goquery.Document, selector, label string) string {
	return strings.TrimSpace(strings.TrimPrefix(squash(doc.Find(selector).First().Text()), label))
}

// turnedName turns "Last, First" round.
func turnedName(s string) string {
	last, first, ok := strings.Cut(squash(s), ", ")
	if !ok {
		return last
	}
	return first + " " + last
}
