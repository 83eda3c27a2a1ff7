package sources

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// page reads an article of any site: a blog, a news page. It is kind page.
type page struct{ spec Spec }

// Start gives the configured address.
func (g page) Start(time.Time) []string { return startURL(g.spec) }

// Parse reads one page. A page that is no article gives one item that has ID,
// URL and Status, with ErrNotArticle or ErrVerify.
func (g page) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	doc, err := parsePage(p)
	if err != nil {
		return nil, nil, fmt.Errorf("sources: reading a page: %w", err)
	}
	if n := readPageNotice(doc, p); n.status != "" {
		it, err := n.gonePage(p)
		return []item.Item{it}, nil, err
	}
	it := readPage(doc, p, g.spec)
	switch {
	case it.Title == "" && it.Text == "":
		return nil, nil, &LayoutError{URL: p.Address(), Want: "a title and paragraphs of text"}
	case it.Text == "" && it.Summary == "":
		return []item.Item{it}, nil, &LayoutError{URL: p.Address(), Want: "paragraphs of text, or a description"}
	}
	return []item.Item{it}, nil, nil
}

// readPage reads a page that may be an article. It takes doc apart.
func readPage(doc *goquery.Document, p Page, spec Spec) item.Item {
	base := baseOf(doc, p)
	meta := readPageMeta(doc)
	it := item.Item{Kind: item.KindArticle, Source: spec.Name, Section: spec.Section, Status: item.StatusOK, URL: p.Address()}
	it.ID, _ = item.Identify(p.Address())
	if asked, ok := item.Identify(p.URL); ok && asked != it.ID {
		it.Aliases = append(it.Aliases, asked)
	}
	heading := squash(doc.Find("h1").First().Text())
	it.Summary = cmp.Or(meta.get("description", "og:description", "twitter:description", "dc.description"), meta.ld.description)
	it.Image = resolve(base, cmp.Or(meta.get("og:image", "twitter:image", "twitter:image:src"), meta.ld.image))
	known := siteBody(doc, base)
	articleText, article := mainText(doc, base, known)
	it.Title = pageTitle(cmp.Or(article.Title(), meta.get("og:title", "twitter:title"), meta.ld.headline), heading, meta)
	if it.Title == "" {
		it.Title = cmp.Or(heading, squash(doc.Find("h2, h3").First().Text()), squash(doc.Find("title").First().Text()), text.Cut(firstLine(articleText), maxDerived))
	}
	it.Published = meta.publishedAt(doc, it.Title, p)
	it.Account = cmp.Or(meta.siteName(""), spec.Account, hostName(p.Address()))
	it.Authors = meta.authors(doc, article.Byline())
	it.Text = tidy(articleText, it.Title)
	it.Links = article.links
	it.Links = addLinks(it.Links, item.FindLinks(it.Text))
	item.Normalize(&it)
	if it.Title == "" && it.Text != "" { // it was nothing that can be seen
		it.Title = cmp.Or(text.Cut(firstLine(it.Text), maxDerived), hostName(p.Address()))
	}
	return it
}

// baseOf is what links of the page are relative to.
func baseOf(doc *goquery.Document, p Page) *url.URL {
	base, err := url.Parse(p.Address())
	if err != nil {
		return nil
	}
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if u, err := base.Parse(strings.TrimSpace(href)); err == nil && strings.HasPrefix(u.Scheme, "http") {
			return u
		}
	}
	return base
}

// readArticle is what readability made of a page.
type readArticle struct {
	readability.Article
	links []string
}

// maxElements bounds the pages that readability is asked to weigh.
const maxElements = 100_000

// minText is how much text, in characters, the body of a known site has at
// least; with less it is a preview.
const minText = 100

// mainText finds the text of the article: known, where the site is, else what
// readability thinks, else all of the body.
func mainText(doc *goquery.Document, base *url.URL, known *goquery.Selection) (string, readArticle) {
	var a readArticle
	if known != nil {
		w := newProse(base)
		w.tree(known.Nodes, maxToken)
		if s := w.text(); utf8.RuneCountInString(s) >= minText {
			a.links = w.links
			return s, a
		}
	}
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	article, err := parser.ParseDocument(doc.Nodes[0], base)
	a.Article = article
	w := newProse(base)
	if err == nil && article.Node != nil {
		w.tree([]*html.Node{article.Node}, maxToken)
	} else {
		w.tree(doc.Find("body").Not("nav, header, footer, aside").Nodes, maxToken)
	}
	s := w.text()
	a.links = w.links
	return s, a
}

// siteBodies are the elements that hold the article on sites that this
// newsletter prints often, by host; checked on pages of 2017 to 2026.
var siteBodies = []struct{ host, selector string }{
	{"zhihu.com", ".Post-RichTextContainer .RichText, .Post-RichText, .RichText.ztext"},
	{"csdn.net", "#content_views, #article_content"},
	{"juejin.cn", "#article-root .markdown-body, .article-viewer, .markdown-body"},
	{"cnblogs.com", "#cnblogs_post_body"},
	{"oschina.net", ".article-detail .content, .article-content, #articleContent"},
	{"infoq.cn", ".article-preview, .article-content, .ProseMirror"},
	{"bilibili.com", "#read-article-holder, .article-content, .opus-module-content"},
	{"jiqizhixin.com", "#js-article-content, .article__content"},
}

func siteBody(doc *goquery.Document, base *url.URL) *goquery.Selection {
	if base == nil {
		return nil
	}
	host := "." + base.Hostname()
	for _, site := range siteBodies {
		if strings.HasSuffix(host, "."+site.host) {
			if s := doc.Find(site.selector).First(); s.Length() > 0 {
				return s
			}
		}
	}
	return nil
}

// pageTitle takes the names of site and section off a title: what follows the
// heading behind a dash, or the site's name at the end.
func pageTitle(title, heading string, meta pageMeta) string {
	title = squash(title)
	if rest, ok := strings.CutPrefix(title, heading); ok && rest != "" && utf8.RuneCountInString(heading) >= 6 &&
		strings.IndexAny(strings.TrimLeft(rest, " "), "-–—_") == 0 {
		return heading
	}
	site := cmp.Or(meta.get("og:site_name"), meta.ld.publisher)
	if site == "" {
		return title
	}
	rest, ok := strings.CutSuffix(title, site)
	trimmed := strings.TrimRight(rest, " -–—|_·:：,，/»›")
	if ok && trimmed != rest && utf8.RuneCountInString(trimmed) >= 4 {
		return trimmed
	}
	return title
}

// tidy drops the title where the text repeats it, and lines that are buttons.
func tidy(s, title string) string {
	var kept []string
	for i, paragraph := range strings.Split(s, "\n\n") {
		if i < 4 && squash(paragraph) == title || isButton(paragraph) {
			continue
		}
		kept = append(kept, paragraph)
	}
	return strings.Join(kept, "\n\n")
}

// isButton holds for paragraphs that are no more than the label of a button.
func isButton(s string) bool {
	switch strings.TrimRight(strings.TrimSpace(s), " 0123456789:：") {
	case "赞", "在看", "阅读", "分享", "收藏", "点赞", "评论", "举报", "打赏", "关注", "复制", "转发", "赞同", "分享到", "展开阅读全文", "阅读全文", "返回顶部",
		"Share", "Tweet", "Like", "Comments", "Copy link", "Share this", "Read more", "Advertisement", "Loading", "Subscribe":
		return true
	}
	return false
}
