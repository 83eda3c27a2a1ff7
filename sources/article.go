package sources

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"embai-crawl/item"
)

// Article reads the page behind one link, whichever kind it is: an article of
// WeChat, a repository or release on GitHub, a paper on arXiv, or an article of
// any other site. It is what followed pages and links of a person go through.
// The items, addresses and errors are those of Source.Parse.
func Article(ctx context.Context, p Page, spec Spec) ([]item.Item, []string, error) {
	items, next, err := articleSource(p, spec).Parse(ctx, p)
	if err == nil && len(items) == 1 {
		rememberAsked(&items[0], p)
	}
	return items, next, err
}

// rememberAsked makes the address that was asked for an alias where it says
// nothing by itself (a shortener, a relay, a mirror) and the page names what it
// is by an identity of its own. A page that is known by its address alone gets
// none: sites lead many dead addresses to one page.
func rememberAsked(it *item.Item, p Page) {
	asked, ok := item.Identify(p.URL)
	if !ok || asked.Scheme() != "url" || it.ID == asked || it.ID.Scheme() == "url" || slices.Contains(it.Aliases, asked) {
		return
	}
	it.Aliases = append(it.Aliases, asked)
}

// articleSource chooses the parser by the address, or where that tells nothing
// (a mirror, a test server) by what only one site's pages hold.
func articleSource(p Page, spec Spec) Source {
	id, _ := item.Identify(p.Address())
	switch {
	case isWeChat(p) || looksLikeWeChat(p.Body):
		return weChat{spec}
	case id.Scheme() == "github" && strings.HasSuffix(hostOf(p.Address()), "github.com"):
		return repositories{spec}
	case id.Scheme() == "arxiv" && bytes.Contains(p.Body, []byte("citation_title")):
		return papers{spec}
	}
	return page{spec}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// looksLikeWeChat reports whether a body has the elements and scripts of a
// page of WeChat public accounts. Articles that quote them escape them.
func looksLikeWeChat(body []byte) bool {
	return bytes.Contains(body, []byte("window.cgiDataNew")) && bytes.Contains(body, []byte("js_article")) ||
		bytes.Contains(body, []byte(`id="js_content"`)) && bytes.Contains(body, []byte("rich_media_content")) ||
		bytes.Contains(body, []byte("weui-msg__title")) && bytes.Contains(body, []byte("mmbizwap"))
}

// repositories is the Source of single pages of GitHub.
type repositories struct{ spec Spec }

// Start gives the configured address.
func (r repositories) Start(time.Time) []string { return startURL(r.spec) }

// Parse reads one page of a repository or release.
func (r repositories) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	it, err := readRepository(p, r.spec)
	if it.ID == "" {
		return nil, nil, err
	}
	return []item.Item{it}, nil, err
}
