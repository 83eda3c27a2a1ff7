package sources

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// listKinds are the kinds that read lists, in the same harness as the pages:
// pairs testdata/kind/name and name.golden.
var listKinds = []struct {
	kind, url string
	source    Source
}{
	{"feed", "https://feed.example.org/feed.xml", feed{Spec{Name: "test", FetchArticles: true}}},
	{"arxiv", "https://export.arxiv.org/api/query?search_query=x", arXiv{Spec{Name: "test", Max: 300}}},
	{"hfpapers", "https://huggingface.co/api/daily_papers", hfPapers{Spec{Name: "test"}}},
	{"githubsearch", "https://api.github.com/search/repositories?q=x", gitHubSearch{Spec{Name: "test"}}},
}

func TestGoldenLists(t *testing.T) {
	for _, k := range listKinds {
		for _, file := range fixtureNames(t, k.kind) {
			t.Run(k.kind+"/"+filepath.Base(file), func(t *testing.T) {
				body, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				p := Page{URL: k.url, Body: body, Fetched: fetched}
				if m := asked.FindSubmatch(body); m != nil {
					p.URL, p.Body = string(m[1]), body[len(m[0]):]
				}
				items, next, err := k.source.Parse(t.Context(), p)
				compare(t, file+".golden", describe(items, next, err))
			})
		}
	}
}

func TestGoldenInbox(t *testing.T) {
	for _, file := range fixtureNames(t, "inbox") {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		items := ReadInbox(body)
		for i := range items {
			if !items[i].Given {
				t.Errorf("%s: %s is not marked as given by a person", file, items[i].ID)
			}
		}
		compare(t, file+".golden", describe(items, nil, nil))
	}
}

func TestGoldenOPML(t *testing.T) {
	for _, file := range fixtureNames(t, "opml") {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		specs, err := ReadOPML(body)
		var b strings.Builder
		for _, s := range specs {
			fmt.Fprintf(&b, "name: %s\nkind: %s\nurl: %s\naccount: %s\n\n", s.Name, s.Kind, s.URL, s.Account)
		}
		compare(t, file+".golden", b.String()+describe(nil, nil, err))
	}
}
