package sources

import (
	"cmp"
	"slices"
	"strings"

	"embai-crawl/item"
	"embai-crawl/text"
)

// newPaper makes an item of an entry of the query API or of an announcement.
func newPaper(e *feedEntry, spec Spec, dates dateReader) item.Item {
	it := item.Item{
		Kind: item.KindPaper, Source: spec.Name, Section: spec.Section, Status: item.StatusOK,
		Title:      paperTitle(feedLine(e.title)),
		Summary:    abstract(cmp.Or(e.summary, e.content)),
		Comment:    text.Squash(extension(e.extra, "arxiv", "comment")),
		JournalRef: text.Squash(extension(e.extra, "arxiv", "journal_ref")),
		DOI:        strings.TrimSpace(extension(e.extra, "arxiv", "doi")),
		Published:  dates.parse(e.published),
		Updated:    dates.parse(e.updated),
	}
	for _, candidate := range append([]string{e.guid}, e.links...) {
		if id, ok := item.Identify(candidate); ok && id.Scheme() == "arxiv" {
			it.ID = id
			break
		}
	}
	for _, author := range e.authors {
		it.Authors = append(it.Authors, paperAuthors(author)...)
	}
	for _, x := range e.extra["arxiv"]["primary_category"] {
		it.Categories = append(it.Categories, x.Attrs["term"])
	}
	it.Categories = append(it.Categories, e.labels...)
	finishPaper(&it)
	return it
}

// finishPaper sets what follows from the rest of a paper.
func finishPaper(it *item.Item) {
	if it.ID == "" {
		return
	}
	it.URL = it.ID.Address()
	it.Account = "arXiv"
	var categories []string
	for _, c := range it.Categories {
		if isArXivCategory(c) && !slices.Contains(categories, c) {
			categories = append(categories, c)
		}
	}
	it.Categories = categories
	it.Venue = Venue(it.Comment, it.JournalRef)
	it.Links = item.FindLinks(it.Comment + "\n" + it.Summary)
	item.Normalize(it)
}

// isArXivCategory tells arXiv's own categories from those of the ACM and the
// AMS, which authors add: cs.LG, quant-ph; not I.2.6, 68T07.
func isArXivCategory(s string) bool {
	archive, _, _ := strings.Cut(s, ".")
	return archive != "" && len(s) < 30 && strings.Trim(archive, "abcdefghijklmnopqrstuvwxyz-") == ""
}

// paperTitle takes the number out of a title, as announcements had it until
// 2023: "Title. (arXiv:2101.00001v1 [cs.LG])".
func paperTitle(title string) string {
	if i := strings.LastIndex(title, "(arXiv:"); i > 0 && strings.HasSuffix(title, ")") {
		title = strings.TrimSuffix(strings.TrimSpace(title[:i]), ".")
	}
	return title
}

// abstract returns the abstract of a paper on one line. In announcements it
// follows "arXiv:2508.13426v1 Announce Type: new" and a word.
func abstract(s string) string {
	if strings.Contains(s, "<p") {
		s = feedLine(s)
	}
	if strings.HasPrefix(strings.TrimSpace(s), "arXiv:") {
		if _, rest, ok := strings.Cut(s, "Abstract:"); ok {
			s = rest
		}
	}
	return text.Squash(s)
}

// paperAuthors splits the names that announcements hold in one element, with
// links around them until 2023.
func paperAuthors(s string) []string {
	if strings.Contains(s, "<") {
		s = feedLine(s)
	}
	var names []string
	for name := range strings.SplitSeq(s, ", ") {
		if name = text.Squash(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}
