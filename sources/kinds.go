package sources

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"

	"embai-crawl/item"
)

// Kind is one kind of source.
type Kind struct {
	Name string // as in the configuration and in extract --kind
	Doc  string // one line for a reader
	New  func(Spec) (Source, error)
}

// Kinds is the table of all kinds. A new one is a line here, a file with its
// type, and a fixture pair in testdata.
func Kinds() []Kind {
	return []Kind{
		{"feed", "RSS, RDF, Atom or JSON Feed, bridges of WeChat accounts and releases of GitHub among them", newFeed},
		{"arxiv", "the query API of arXiv, its announcements as RSS or Atom, its OAI records", newArXiv},
		{"github-trending", "the list of trending repositories", plain(func(s Spec) Source { return trending{s} })},
		{"github-search", "a search for repositories through GitHub's REST API", newGitHubSearch},
		{"hf-papers", "the daily papers of Hugging Face", newHFPapers},
		{"wechat-album", "an album of a WeChat public account", plain(func(s Spec) Source { return album{s} })},
		{"wechat", "one article of a WeChat public account", plain(func(s Spec) Source { return weChat{s} })},
		{"page", "one article of any site", plain(func(s Spec) Source { return page{s} })},
		{"inbox", "links that a person wrote into a file, one or more a line", newInbox},
	}
}

// New makes the source that spec describes.
func New(spec Spec) (Source, error) {
	for _, kind := range Kinds() {
		if kind.Name == spec.Kind {
			return kind.New(spec)
		}
	}
	return nil, fmt.Errorf("sources: source %q: unknown kind %q", spec.Name, spec.Kind)
}

// plain makes a constructor of one that needs an address and can't fail.
func plain(source func(Spec) Source) func(Spec) (Source, error) {
	return func(spec Spec) (Source, error) {
		if spec.URL == "" {
			if spec.URL = defaultURL(spec.Kind); spec.URL == "" {
				return nil, fmt.Errorf("sources: source %q: kind %s needs a url", spec.Name, spec.Kind)
			}
		}
		return source(spec), nil
	}
}

func newFeed(spec Spec) (Source, error) {
	return plain(func(s Spec) Source { return feed{s} })(spec)
}

// defaultURL is the address of kinds that have but one.
func defaultURL(kind string) string {
	switch kind {
	case "github-trending":
		return "https://github.com/trending?since=weekly"
	case "github-search":
		return "https://api.github.com/search/repositories"
	case "arxiv":
		return "https://export.arxiv.org/api/query"
	case "hf-papers":
		return "https://huggingface.co/api/daily_papers"
	}
	return ""
}

// ParseAs reads one page as a page of kind, whatever source it came from; an
// empty kind is found out. It is what extract does: entries without any
// address are given too, and announcements of new versions of papers.
func ParseAs(ctx context.Context, kind string, p Page) ([]item.Item, []string, error) {
	if kind == "" {
		kind = Detect(p)
	}
	spec := Spec{Kind: kind, URL: p.URL}
	switch kind {
	case "feed":
		items, err := readFeedPage(p, spec)
		return items, nil, err
	case "arxiv":
		items, _, err := readArXiv(p, spec)
		return items, nil, err
	case "inbox":
		return ReadInbox(p.Body), nil, nil
	}
	spec.URL = cmp.Or(spec.URL, "https://localhost/") // the page is there: none is asked for
	source, err := New(spec)
	if err != nil {
		return nil, nil, err
	}
	return source.Parse(ctx, p)
}

// Detect names the kind of page that p is, by its address and its content;
// "page" where nothing else fits.
func Detect(p Page) string {
	address := p.Address()
	host := strings.TrimPrefix(hostOf(address), "www.")
	path := ""
	if _, rest, ok := strings.Cut(address, "://"); ok {
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			path = rest[i:]
		}
	}
	head := bytes.TrimSpace(p.Body[:min(len(p.Body), 4<<10)])
	low := strings.ToLower(string(head))
	switch {
	case host == "mp.weixin.qq.com" && strings.HasPrefix(path, "/mp/appmsgalbum"):
		return "wechat-album"
	case isWeChat(p) || looksLikeWeChat(p.Body):
		return "wechat"
	case host == "github.com" && (path == "/trending" || strings.HasPrefix(path, "/trending/") || strings.HasPrefix(path, "/trending?")):
		return "github-trending"
	case host == "huggingface.co" && strings.HasPrefix(path, "/api/daily_papers"):
		return "hf-papers"
	case host == "api.github.com" && strings.HasPrefix(path, "/search/"):
		return "github-search"
	case strings.HasPrefix(host, "export.arxiv.org") && !strings.HasPrefix(path, "/abs"), host == "rss.arxiv.org",
		strings.Contains(low, "arxiv.org/schemas/atom"), strings.Contains(low, "arxiv.org/oai"), strings.Contains(low, "arxiv.org/api"):
		return "arxiv"
	case strings.HasPrefix(low, "{"), strings.HasPrefix(low, "["):
		return detectJSON(low)
	case isFeedHead(low):
		return "feed"
	}
	return "page"
}

// detectJSON tells the lists of services and feeds apart by their first names.
func detectJSON(low string) string {
	switch {
	case strings.Contains(low, `"getalbum_resp"`):
		return "wechat-album"
	case strings.Contains(low, `"total_count"`) && strings.Contains(low, `"items"`):
		return "github-search"
	case strings.Contains(low, `"paper"`) && strings.HasPrefix(low, "["):
		return "hf-papers"
	}
	return "feed"
}

// isFeedHead reports whether the first element of a document is that of a feed.
func isFeedHead(low string) bool {
	if strings.HasPrefix(low, "<!doctype html") || strings.HasPrefix(low, "<html") {
		return false
	}
	low = strings.ReplaceAll(low, "\x00", "") // UTF-16
	for _, root := range []string{"<rss", "<rdf:rdf", "<feed", ":feed", "<rdf"} {
		if strings.Contains(low, root) {
			return !strings.Contains(low, "<html")
		}
	}
	return false
}
