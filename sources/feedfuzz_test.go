package sources

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"embai-crawl/item"

	"github.com/google/go-cmp/cmp"
)

// seed gives the fixtures of a kind to a fuzz target.
func seed(f *testing.F, kind string) {
	for _, file := range fixtureNames(f, kind) {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
}

// checkItems holds what is true of items whatever bytes they were made of.
func checkItems(t *testing.T, items []item.Item, err error) {
	t.Helper()
	for _, it := range items {
		for _, s := range []string{it.Title, it.Summary, it.Text, it.Account, it.URL, it.Comment, it.Venue} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\x1b\u202e") {
				t.Fatalf("not clean: %q", s)
			}
		}
		if strings.Contains(it.Title, "\n") {
			t.Fatalf("a title of two lines: %q", it.Title)
		}
		if it.ID != "" && !it.ID.Valid() {
			t.Fatalf("no identity: %q", it.ID)
		}
		if address := strings.ToLower(it.URL); address != "" && !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
			t.Fatalf("no address of the web: %q", it.URL)
		}
		if y := it.Published.Year(); !it.Published.IsZero() && (y < 1970 || y > 2200) {
			t.Fatalf("published %v", it.Published)
		}
	}
	if err != nil && err.Error() == "" {
		t.Fatal("an error without words")
	}
}

func FuzzFeed(f *testing.F) {
	seed(f, "feed")
	f.Fuzz(func(t *testing.T, body []byte) {
		p := Page{URL: "https://feed.example.org/feed.xml", Body: body, Fetched: fetched}
		items, _, err := feed{Spec{FetchArticles: true}}.Parse(t.Context(), p)
		checkItems(t, items, err)
		if again, _, _ := (feed{Spec{FetchArticles: true}}).Parse(t.Context(), p); cmp.Diff(items, again) != "" {
			t.Fatal("reading twice gives two things")
		}
		Hints(body)
		// What was written down for gofeed is read as written: nothing is lost
		// between the two.
		text, _ := Decode(body, "")
		if isJSON(text) {
			return
		}
		if m, err := mendFeed(text); err == nil {
			doc, err := readFeed(text)
			if errors.Is(err, errEmptyFeed) && m.items == 0 {
				return
			}
			if err != nil {
				t.Fatalf("gofeed fails on what was mended: %v\n%s", err, m.doc)
			}
			if len(doc.entries) != m.items {
				t.Fatalf("%d items were written, %d read\n%s", m.items, len(doc.entries), m.doc)
			}
		}
	})
}

func FuzzArXiv(f *testing.F) {
	seed(f, "arxiv")
	f.Fuzz(func(t *testing.T, body []byte) {
		p := Page{URL: "https://export.arxiv.org/api/query?search_query=x", Body: body, Fetched: fetched}
		items, next, err := arXiv{Spec{Max: 200}}.Parse(t.Context(), p)
		checkItems(t, items, err)
		for _, it := range items {
			if it.ID.Scheme() != "arxiv" {
				t.Fatalf("no paper: %+v", it)
			}
		}
		if len(next) > 1 {
			t.Fatalf("more than one page follows: %q", next)
		}
	})
}

func FuzzHFPapers(f *testing.F) {
	seed(f, "hfpapers")
	f.Fuzz(func(t *testing.T, body []byte) {
		items, _, err := hfPapers{}.Parse(t.Context(), Page{URL: "https://huggingface.co/api/daily_papers", Body: body, Fetched: fetched})
		checkItems(t, items, err)
	})
}

func FuzzGitHubSearch(f *testing.F) {
	seed(f, "githubsearch")
	f.Fuzz(func(t *testing.T, body []byte) {
		items, next, err := gitHubSearch{Spec{Max: 1000}}.Parse(t.Context(), Page{URL: "https://api.github.com/search/repositories?q=x", Body: body, Fetched: fetched})
		checkItems(t, items, err)
		if len(next) > 1 {
			t.Fatalf("more than one page follows: %q", next)
		}
	})
}

func FuzzInbox(f *testing.F) {
	seed(f, "inbox")
	f.Fuzz(func(t *testing.T, body []byte) {
		items := ReadInbox(body)
		checkItems(t, items, nil)
		seen := map[item.ID]bool{}
		for _, it := range items {
			if it.ID == "" || seen[it.ID] || !it.Given {
				t.Fatalf("without identity, twice, or not given: %+v", it)
			}
			seen[it.ID] = true
		}
	})
}

// What is written is read as it was.
func FuzzOPML(f *testing.F) {
	seed(f, "opml")
	f.Fuzz(func(t *testing.T, body []byte) {
		specs, err := ReadOPML(body)
		if len(specs) == 0 {
			return
		}
		var b strings.Builder
		if _, werr := WriteOPML(&b, "x", fetched, specs); werr != nil {
			t.Fatal(werr)
		}
		again, werr := ReadOPML([]byte(b.String()))
		if werr != nil {
			t.Fatalf("%v (first: %v)\n%s", werr, err, b.String())
		}
		if len(again) != len(specs) {
			t.Fatalf("%d sources became %d\n%s", len(specs), len(again), b.String())
		}
		for i := range specs {
			if again[i].URL != specs[i].URL || again[i].Kind != specs[i].Kind {
				t.Fatalf("%+v became %+v", specs[i], again[i])
			}
		}
	})
}
