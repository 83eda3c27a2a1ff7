package sources

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

func TestKinds(t *testing.T) {
	for _, kind := range Kinds() {
		spec := Spec{Name: "x", Kind: kind.Name, URL: "https://x.example.org/", Query: "q", Path: "inbox.txt"}
		s, err := New(spec)
		if err != nil || kind.Doc == "" {
			t.Errorf("%s: %v, %q", kind.Name, err, kind.Doc)
			continue
		}
		// No parser may fall over a page that is none of its own.
		for _, body := range []string{"", "{", "<", "words", "\xff\xfe"} {
			_, _, err := s.Parse(t.Context(), Page{URL: spec.URL, Body: []byte(body), Fetched: fetched})
			if err == nil {
				t.Errorf("%s reads %q", kind.Name, body)
			}
		}
	}
	for _, spec := range []Spec{
		{Kind: "unheard-of"}, {Kind: "feed"}, {Kind: "page"}, {Kind: "wechat-album"}, {Kind: "inbox"}, {Kind: "arxiv"}, {Kind: "github-search"},
	} {
		if _, err := New(spec); err == nil {
			t.Errorf("%+v: no error", spec)
		}
	}
}

// The fixtures of each kind are recognised by their content, and the addresses
// of sites by themselves.
func TestDetect(t *testing.T) {
	for file, want := range map[string]string{
		"feed/rss20.xml": "feed", "feed/rss10.xml": "feed", "feed/atom.xml": "feed", "feed/atom_prefixed_03.xml": "feed",
		"feed/jsonfeed.json": "feed", "feed/utf16_no_mark.xml": "feed", "feed/gb2312.xml": "feed", "feed/html.xml": "page",
		"arxiv/query.xml": "arxiv", "arxiv/records.xml": "arxiv", "arxiv/announced.xml": "arxiv",
		"hfpapers/papers.json": "hf-papers", "githubsearch/search.json": "github-search",
		"album/page.json": "wechat-album", "wechat/2025_article.html": "wechat", "page/jsonld.html": "page",
	} {
		body, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		if m := asked.FindIndex(body); m != nil {
			body = body[m[1]:]
		}
		if got := Detect(Page{Body: body}); got != want {
			t.Errorf("%s is detected as %s, want %s", file, got, want)
		}
	}
	for address, want := range map[string]string{
		"https://github.com/trending/c++?since=weekly":               "github-trending",
		"https://github.com/trending":                                "github-trending",
		"https://huggingface.co/api/daily_papers?limit=50":           "hf-papers",
		"https://api.github.com/search/repositories?q=x":             "github-search",
		"https://export.arxiv.org/api/query?search_query=x":          "arxiv",
		"https://mp.weixin.qq.com/mp/appmsgalbum?__biz=x&album_id=1": "wechat-album",
		"https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA":          "wechat",
		"https://github.com/Tencent/ncnn":                            "page",
		"":                                                           "page",
	} {
		if got := Detect(Page{URL: address}); got != want {
			t.Errorf("%q is detected as %s, want %s", address, got, want)
		}
	}
}

func TestParseAsKeepsWhatACrawlLeavesOut(t *testing.T) {
	body := fixture(t, "arxiv", "announced.xml")
	items, _, err := ParseAs(t.Context(), "arxiv", Page{Body: body})
	if err != nil || len(items) != 4 {
		t.Errorf("%d papers announced, %v; want 4", len(items), err)
	}
	items, _, err = ParseAs(t.Context(), "feed", Page{Body: []byte("<rss><channel><item><title>Without a link</title></item></channel></rss>")})
	if err != nil || len(items) != 1 || items[0].Title != "Without a link" {
		t.Errorf("%+v, %v", items, err)
	}
	if _, _, err := ParseAs(t.Context(), "", Page{Body: []byte("<html><p>")}); err == nil {
		t.Error("an empty page is an article")
	}
	if _, _, err := ParseAs(t.Context(), "unheard-of", Page{}); err == nil {
		t.Error("an unknown kind is read")
	}
}

func TestArXivPages(t *testing.T) {
	s, err := New(Spec{Kind: "arxiv", Query: `cat:cs.LG AND abs:"low bit"`, Max: 150})
	if err != nil {
		t.Fatal(err)
	}
	want := "https://export.arxiv.org/api/query?max_results=100&search_query=cat%3Acs.LG+AND+abs%3A%22low+bit%22&sortBy=submittedDate&sortOrder=descending&start=0"
	if diff := cmp.Diff([]string{want}, s.Start(fetched)); diff != "" {
		t.Errorf("the first page: %s", diff)
	}
	page := arXivPageOf(100, 0, 1000)
	_, next, err := s.Parse(t.Context(), Page{URL: want, Body: page})
	second := strings.NewReplacer("start=0", "start=100", "max_results=100", "max_results=50").Replace(want)
	if diff := cmp.Diff([]string{second}, next); diff != "" || err != nil {
		t.Errorf("the second page: %v %s", err, diff)
	}
	if _, next, err = s.Parse(t.Context(), Page{URL: second, Body: arXivPageOf(50, 100, 1000), Depth: 1}); len(next) != 0 || err != nil {
		t.Errorf("behind the last paper that is wanted: %q, %v", next, err)
	}
	known := func(id item.ID) bool { return id == "arxiv:2611.00040" }
	if _, next, _ = s.Parse(t.Context(), Page{URL: want, Body: page, Known: known}); len(next) != 0 {
		t.Errorf("behind a paper that is known: %q", next)
	}
	if _, next, _ = s.Parse(t.Context(), Page{URL: want, Body: arXivPageOf(70, 0, 70)}); len(next) != 0 {
		t.Errorf("behind the last paper that there is: %q", next)
	}
	rss, err := New(Spec{Kind: "arxiv", URL: "https://rss.arxiv.org/rss/cs.LG+cs.CV"})
	if err != nil || rss.Start(fetched)[0] != "https://rss.arxiv.org/rss/cs.LG+cs.CV" {
		t.Errorf("announcements: %v, %v", rss, err)
	}
}

// arXivPageOf is an answer of the query API with n papers from start on.
func arXivPageOf(n, start, total int) []byte {
	var b strings.Builder
	number := func(i int) string { return "2611." + strings.Repeat("0", 5-len(strconv.Itoa(i))) + strconv.Itoa(i) }
	b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><opensearch:totalResults>` +
		strconv.Itoa(total) + `</opensearch:totalResults><opensearch:startIndex>` + strconv.Itoa(start) + `</opensearch:startIndex>`)
	for i := range n {
		b.WriteString("<entry><id>http://arxiv.org/abs/" + number(start+i+1) + "v1</id><title>t</title><summary>s</summary></entry>")
	}
	return []byte(b.String() + "</feed>")
}

func TestIDList(t *testing.T) {
	var ids []item.ID
	for i := range 120 {
		id, _ := item.ArXiv("2611." + strconv.Itoa(10001+i))
		ids = append(ids, id, id)
	}
	ids = append(ids, "github:a/b", "arxiv:", "arxiv:quant-ph/0201082")
	got := IDList(ids)
	if len(got) != 2 {
		t.Fatalf("%d requests, want 2", len(got))
	}
	if !strings.HasSuffix(got[0], "&max_results=100") || !strings.HasSuffix(got[1], "quant-ph%2F0201082&max_results=21") {
		t.Errorf("%q", got)
	}
	if IDList(nil) != nil {
		t.Error("a request for nothing")
	}
}

func TestGitHubSearchPages(t *testing.T) {
	s, err := New(Spec{Kind: "github-search", Query: "topic:tinyml created:>{-30d}", Max: 250})
	if err != nil {
		t.Fatal(err)
	}
	first := "https://api.github.com/search/repositories?order=desc&per_page=100&q=topic%3Atinyml+created%3A%3E2026-10-24&sort=stars"
	if diff := cmp.Diff([]string{first}, s.Start(fetched)); diff != "" {
		t.Error(diff)
	}
	body := []byte(`{"total_count":1000,"items":[` + strings.TrimSuffix(strings.Repeat(`{"full_name":"a/b"},`, 100), ",") + `]}`)
	_, next, err := s.Parse(t.Context(), Page{URL: first, Body: body})
	if len(next) != 1 || !strings.Contains(next[0], "&page=2&") || err != nil {
		t.Errorf("the second page: %q, %v", next, err)
	}
	if _, next, _ = s.Parse(t.Context(), Page{URL: first + "&page=3", Body: body}); len(next) != 0 {
		t.Errorf("behind the last page that is wanted: %q", next)
	}
}

func TestHFPapersStart(t *testing.T) {
	for limit, want := range map[int]string{0: "50", 20: "20", 999: "100", -1: "50"} {
		s, err := New(Spec{Kind: "hf-papers", Max: limit})
		if err != nil || s.Start(fetched)[0] != "https://huggingface.co/api/daily_papers?limit="+want {
			t.Errorf("max %d: %q, %v", limit, s.Start(fetched), err)
		}
	}
}

func TestInbox(t *testing.T) {
	path := filepath.Join(t.TempDir(), "inbox.txt")
	s, err := New(Spec{Kind: "inbox", Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Start(fetched); got != nil {
		t.Errorf("a file that is not there gives %q", got)
	}
	if err := os.WriteFile(path, []byte("看 https://blog.example.org/1 和 https://blog.example.org/2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"https://blog.example.org/1", "https://blog.example.org/2"}, s.Start(fetched)); diff != "" {
		t.Error(diff)
	}
	items, _, err := s.Parse(t.Context(), Page{URL: "https://blog.example.org/1", Body: fixture(t, "page", "jsonld.html"), Fetched: fetched})
	if err != nil || len(items) != 1 || !items[0].Given {
		t.Errorf("%+v, %v", items, err)
	}
}

// The pages that a feed leads to are read as articles.
func TestFeedFollowsArticles(t *testing.T) {
	s := feed{Spec{Name: "x", FetchArticles: true}}
	items, next, err := s.Parse(t.Context(), Page{URL: "https://blog.example.org/2026/11/02/post.html", Depth: 1, Body: fixture(t, "page", "jsonld.html"), Fetched: fetched})
	if err != nil || len(items) != 1 || len(next) != 0 || items[0].Source != "x" {
		t.Errorf("%+v, %q, %v", items, next, err)
	}
	known := func(id item.ID) bool { return strings.HasSuffix(string(id), "four-bits") }
	body := fixture(t, "feed", "rss20.xml")
	if _, next, _ = s.Parse(t.Context(), Page{URL: "https://edge.example.org/feed.xml", Body: body, Known: known}); len(next) != 1 || !strings.HasSuffix(next[0], "vector-int8") {
		t.Errorf("besides the known: %q", next)
	}
	full := strings.Replace(string(body), "<li>23 tokens", "<li>"+strings.Repeat("many words, ", 100)+"23 tokens", 1)
	if _, next, _ = s.Parse(t.Context(), Page{URL: "https://edge.example.org/feed.xml", Body: []byte(full)}); len(next) != 1 {
		t.Errorf("a feed with the full text costs fetches: %q", next)
	}
	if _, next, _ = (feed{}).Parse(t.Context(), Page{URL: "https://edge.example.org/feed.xml", Body: body}); next != nil {
		t.Errorf("a feed whose articles are not wanted: %q", next)
	}
}

func TestFeedOfTooManyItems(t *testing.T) {
	body := "<rss><channel>" + strings.Repeat("<item><title>x</title><link>https://x.example.org/1</link></item>", maxEntries+10) + "</channel></rss>"
	items, _, err := feed{}.Parse(context.Background(), Page{URL: "https://x.example.org/feed.xml", Body: []byte(body)})
	if len(items) != maxEntries || !errors.Is(err, ErrFormat) {
		t.Errorf("%d items, %v", len(items), err)
	}
}

func TestHints(t *testing.T) {
	for body, want := range map[string]FeedHints{
		"<rss><channel><ttl> 60 </ttl><item>":                                                     {TTL: time.Hour},
		"<rss><channel><ttl>0</ttl><item>":                                                        {},
		"<rss><channel><ttl>99999999999999999999</ttl><item>":                                     {},
		"<rss><channel><ttl>9999999</ttl><item>":                                                  {TTL: maxTTL},
		"<rss><channel><ttl>-5</ttl>":                                                             {},
		"<rss><channel><item><ttl>60</ttl>":                                                       {},
		"<rdf><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>": {TTL: 6 * time.Hour},
		"<rdf><sy:updatePeriod>yearly</sy:updatePeriod>":                                          {TTL: maxTTL},
		"<skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>99</hour></skipHours>":       {SkipHours: []int{0, 0, 7}},
		"<skipDays><day>Saturday</day><day>sunday</day><day>x</day></skipDays>":                   {SkipDays: []time.Weekday{time.Saturday, time.Sunday}},
		"<skipDays><day>Saturday":                                                                 {},
		"":                                                                                        {},
	} {
		if diff := cmp.Diff(want, Hints([]byte(body))); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}

// A feed tells the same in UTF-16, with its mark and without.
func TestHintsInUTF16(t *testing.T) {
	for name, enc := range map[string]encoding.Encoding{
		"with a mark": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "without": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	} {
		body := encode(t, enc, `<?xml version="1.0" encoding="utf-16"?><rss version="2.0"><channel><ttl>90</ttl><item></item></channel></rss>`)
		if got := Hints(body); got.TTL != 90*time.Minute {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAccountName(t *testing.T) {
	for title, want := range map[string]string{
		"量子位 | wechat-feeds":    "量子位",
		"量子位 - 微信公众号":           "量子位",
		"量子位的微信公众号":             "量子位",
		"【公众号】量子位":              "量子位",
		"微信公众号：量子位":             "量子位",
		"量子位（公众号":               "量子位",
		"机器公众号":                 "机器公众号",
		"RSSHub":                "RSSHub",
		"Ars Technica - RSSHub": "Ars Technica",
		"null":                  "",
		"":                      "",
	} {
		if got := accountName(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestPreRelease(t *testing.T) {
	for tag, want := range map[string]string{
		"20260526": "", "v1.2.3": "", "v3.0.0": "", "release-1.0": "", "2.9.0": "", "android-20260526": "", "v1.2-lts": "",
		"v2.0.0-rc.1": TopicPreRelease, "v2.0rc1": TopicPreRelease, "3.0.0-beta": TopicPreRelease, "1.0a2": TopicPreRelease, "v1.0.0-dev20261101": TopicPreRelease,
		"nightly-20261019": TopicNightly, "b6500": TopicNightly, "latest": TopicNightly, "main-0a1b2c3": TopicNightly, "continuous": TopicNightly, "v1.0-3-g0a1b2c3": TopicNightly,
	} {
		if got := PreRelease(tag, tag); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	if got := PreRelease("v1.0", "v1.0 Release Candidate"); got != TopicPreRelease {
		t.Errorf("by its title: %q", got)
	}
}

func TestWriteOPML(t *testing.T) {
	specs := []Spec{
		{Name: `R&D "notes" <x>`, Kind: "feed", URL: "https://rd.example.org/rss?a=1&b=2"},
		{Name: "trending", Kind: "github-trending", URL: "https://github.com/trending"},
		{Name: "arXiv", Kind: "arxiv", URL: "https://rss.arxiv.org/rss/cs.LG"},
	}
	var b strings.Builder
	left, err := WriteOPML(&b, "嵌入式AI简报", fetched, specs)
	if left != 1 || err != nil {
		t.Errorf("%d left out, %v", left, err)
	}
	compare(t, filepath.Join("testdata", "opml", "written.golden"), b.String())
	again, err := ReadOPML([]byte(b.String()))
	if err != nil || len(again) != 2 || again[0].Name != specs[0].Name || again[1].Kind != "arxiv" {
		t.Errorf("%+v, %v", again, err)
	}
}

// A feed that was cut anywhere gives the items that are whole, as they were,
// and says that it was cut.
func TestCutFeeds(t *testing.T) {
	for _, name := range []string{"rss20.xml", "rss10.xml", "atom.xml", "bridge_relayed_links.xml", "releases.xml", "links.xml", "jsonfeed.json", "dates.xml"} {
		body := fixture(t, "feed", name)
		p := Page{URL: "https://feed.example.org/feed.xml", Body: body, Fetched: fetched}
		full, err := readFeedPage(p, Spec{})
		if err != nil {
			t.Fatal(err)
		}
		for end := 0; end < len(body)-20; end += 5 {
			p.Body = body[:end]
			items, err := readFeedPage(p, Spec{})
			if err == nil || len(items) > len(full) {
				t.Fatalf("%s cut at %d: %d items, %v", name, end, len(items), err)
			}
			for i := range items {
				// The only item of a feed may be one that is not whole.
				if len(items) > 1 && (items[i].ID != full[i].ID || items[i].Title != full[i].Title || items[i].Text != full[i].Text) {
					t.Fatalf("%s cut at %d: item %d is %s %q, was %s %q", name, end, i, items[i].ID, items[i].Title, full[i].ID, full[i].Title)
				}
			}
		}
	}
}
