package sources

import (
	"cmp"
	"fmt"
	"strings"

	"embai-crawl/item"

	"github.com/PuerkitoBio/goquery"
)

// readRepository reads the page of a repository, or of one of its releases, on
// GitHub: what an editor's link to it needs.
func readRepository(p Page, spec Spec) (item.Item, error) {
	doc, err := parsePage(p)
	if err != nil {
		return item.Item{}, fmt.Errorf("sources: reading a repository: %w", err)
	}
	if n := readPageNotice(doc, p); n.status != "" {
		return n.gonePage(p)
	}
	it := item.Item{Kind: item.KindRepo, Source: spec.Name, Section: spec.Section, Status: item.StatusOK}
	it.ID, _ = item.Identify(p.Address())
	if asked, ok := item.Identify(p.URL); ok && asked != it.ID { // renamed: the site redirects
		it.Aliases = append(it.Aliases, asked)
	}
	meta := readPageMeta(doc)
	owner, name := repositoryName(doc, meta, it.ID)
	if name == "" {
		return item.Item{}, &LayoutError{URL: p.Address(), Want: `meta[property="og:title"] or [itemprop=name] a with owner/repository`}
	}
	full := owner + "/" + name
	it.Title, it.Account, it.URL = full, owner, "https://github.com/"+full
	it.Summary = repositoryDescription(doc, meta, full)
	for _, topic := range doc.Find("a.topic-tag, a[data-octo-click=topic_click]").EachIter() {
		it.Topics = append(it.Topics, squash(topic.Text()))
	}
	it.Language = squash(doc.Find(`[itemprop=programmingLanguage], a[href*="/search?l="] .text-bold`).First().Text())
	it.Stars = counter(doc.Find(`#repo-stars-counter-star, a[href$="/stargazers"] .Counter, a.social-count[href$="/stargazers"], a[href$="/stargazers"] strong`))
	it.Forks = counter(doc.Find(`#repo-network-counter, a[href$="/forks"] strong, a.social-count[href$="/network/members"]`))
	for _, a := range doc.Find(`.Layout-sidebar a, .BorderGrid a, a[href*="LICENSE"], a[href*="license"], a[href*="COPYING"]`).EachIter() {
		if words := squash(a.Text()); strings.HasSuffix(strings.ToLower(words), "license") && len(words) < 60 {
			it.License = strings.TrimSuffix(strings.TrimSuffix(words, " license"), " License")
			break
		}
	}
	for _, a := range doc.Find(`a[href*="/releases/tag/"]`).EachIter() {
		if id, ok := item.Identify("https://github.com" + a.AttrOr("href", "")); ok && id.Repo() == it.ID.Repo() {
			_, it.Version, _ = strings.Cut(id.Key(), "@")
			break
		}
	}
	w := newProse(baseOf(doc, p))
	w.tree(doc.Find("article.markdown-body, #readme .markdown-body, .markdown-body").First().Nodes, maxToken)
	it.Text, it.Links = w.text(), w.links
	if it.ID != it.ID.Repo() {
		readRelease(&it, doc, meta, full, p)
	}
	it.Links = addLinks(it.Links, item.FindLinks(it.Text))
	item.Normalize(&it)
	return it, nil
}

// readRelease makes the item that of a release.
func readRelease(it *item.Item, doc *goquery.Document, meta pageMeta, full string, p Page) {
	it.Kind, it.URL = item.KindRelease, p.Address()
	name := squash(doc.Find("[data-hpc] h1, .release-header a, h1.d-inline").First().Text())
	_, tag, _ := strings.Cut(it.ID.Key(), "@")
	it.Title = full + " " + cmp.Or(name, tag)
	it.Version = tag
	r := dateReader{zone: beijing, cst: beijing, now: p.Fetched}
	it.Published = r.parse(doc.Find("relative-time[datetime], time[datetime]").First().AttrOr("datetime", ""))
	it.Summary = meta.get("og:description", "description")
}

// repositoryName finds the name in the spelling of its owner.
func repositoryName(doc *goquery.Document, meta pageMeta, id item.ID) (owner, name string) {
	said := []string{meta.get("octolytics-dimension-repository_nwo"), doc.Find("[itemprop=name] a").First().AttrOr("href", "")}
	title, _, _ := strings.Cut(meta.get("og:title"), ":")
	for word := range strings.FieldsSeq(title) {
		said = append(said, word)
	}
	for _, s := range said {
		owner, name, _ = repositoryPath("/" + strings.TrimPrefix(s, "/"))
		if found, ok := item.GitHub(owner, name); ok && (found == id.Repo() || id.Scheme() != "github") {
			return owner, name
		}
	}
	return "", ""
}

// repositoryDescription is what stands beside the name, not the sentence with
// which the site asks for contributions.
func repositoryDescription(doc *goquery.Document, meta pageMeta, full string) string {
	if about := plainText(doc.Find(".Layout-sidebar p.f4, [itemprop=about], .BorderGrid-cell p.f4").First()); about != "" {
		return about
	}
	s := meta.get("og:description", "description", "twitter:description")
	s = strings.TrimSuffix(s, " - "+full)
	if i := strings.Index(s, "Contribute to "+full); i >= 0 {
		s = strings.TrimRight(s[:i], " .")
	}
	return s
}

// counter reads a number that is shortened for the reader from its title.
func counter(s *goquery.Selection) int {
	s = s.First()
	return cmp.Or(number(s.AttrOr("title", "")), number(s.Text()))
}
