package sources

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the parsers give into testdata/*/*.golden")

// fetched is when every page of testdata was fetched.
var fetched = time.Date(2026, 11, 23, 12, 0, 0, 0, beijing)

// asked is how a fixture says which address it answers, and where that ended.
var asked = regexp.MustCompile(`^<!-- asked: (\S+)(?: final: (\S+))? -->\n`)

// goldenKinds are the parsers whose fixtures are pairs testdata/kind/name and
// name.golden: a bug report becomes such a pair, without new code.
var goldenKinds = []struct {
	kind, url string
	source    func(Page) Source
}{
	{"wechat", "https://mp.weixin.qq.com/s/AskedForThisTokenHere1", func(Page) Source { return weChat{} }},
	{"album", "https://mp.weixin.qq.com/mp/appmsgalbum?__biz=MzA5MDAwMDAwMQ%3D%3D&action=getalbum&album_id=1&count=20&f=json&is_reverse=1", func(Page) Source { return album{} }},
	{"trending", "https://github.com/trending/c++?since=weekly", func(Page) Source { return trending{} }},
	{"repository", "https://github.com/Example-Org/Tiny-Infer", func(p Page) Source { return articleSource(p, Spec{}) }},
	{"page", "https://blog.example.org/2026/11/02/post.html", func(Page) Source { return page{} }},
}

func TestGolden(t *testing.T) {
	for _, k := range goldenKinds {
		for _, file := range fixtureNames(t, k.kind) {
			t.Run(k.kind+"/"+filepath.Base(file), func(t *testing.T) {
				body, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				p := Page{URL: k.url, Body: body, Fetched: fetched}
				if m := asked.FindSubmatch(body); m != nil {
					p.URL, p.Final, p.Body = string(m[1]), string(m[2]), body[len(m[0]):]
				}
				items, next, err := k.source(p).Parse(t.Context(), p)
				compare(t, file+".golden", describe(items, next, err))
			})
		}
	}
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%s", golden, diff)
	}
}

// describe prints a result for people: empty fields are left out, text is
// set off by a bar.
func describe(items []item.Item, next []string, err error) string {
	var b strings.Builder
	line := func(name string, value any) {
		if s := strings.TrimSpace(fmt.Sprint(value)); s != "" && s != "0" && s != "[]" {
			fmt.Fprintf(&b, "%s: %s\n", name, strings.ReplaceAll(s, "\n", "\n  | "))
		}
	}
	for _, it := range items {
		line("id", it.ID)
		line("aliases", it.Aliases)
		line("kind", it.Kind)
		line("url", it.URL)
		line("title", it.Title)
		line("account", it.Account)
		line("authors", strings.Join(it.Authors, "; "))
		line("summary", it.Summary)
		line("image", it.Image)
		if !it.Published.IsZero() {
			line("published", it.Published.Format(time.RFC3339))
		}
		line("status", it.Status)
		if !it.StatusAt.IsZero() {
			line("status at", it.StatusAt.Format(time.RFC3339))
		}
		line("venue", it.Venue)
		line("comment", it.Comment)
		line("journal", it.JournalRef)
		line("doi", it.DOI)
		line("categories", it.Categories)
		line("language", it.Language)
		line("license", it.License)
		line("topics", strings.Join(it.Topics, "; "))
		line("stars", it.Stars)
		line("forks", it.Forks)
		line("period", strings.TrimSpace(fmt.Sprintf("%s %s", strings.TrimPrefix(fmt.Sprint(it.PeriodStars), "0"), it.Period)))
		line("version", it.Version)
		if w := it.WeChat; w != nil {
			line("wechat", fmt.Sprintf("biz %s, mid %s, idx %s, sn %q, type %d", w.Biz, w.Mid, w.Idx, w.Sn, w.ShowType))
		}
		if o := it.Original; o != nil {
			line("original", fmt.Sprintf("%s, %s, %q, %q", o.ID, o.URL, o.Account, o.Title))
		}
		for _, link := range it.Links {
			line("link", link)
		}
		for _, ref := range it.Refs {
			line("names", fmt.Sprintf("%s in %s, %d times", ref.ID, ref.Where, ref.Count))
		}
		if it.Text != "" {
			fmt.Fprintf(&b, "text:\n  | %s\n", strings.ReplaceAll(it.Text, "\n", "\n  | "))
		}
		b.WriteString("\n")
	}
	for _, address := range next {
		line("next", address)
	}
	if err != nil {
		line("error", err)
		for _, known := range []error{ErrLayout, ErrFormat, ErrVerify, ErrNotArticle} {
			if errors.Is(err, known) {
				line("is", known)
			}
		}
	}
	s := b.String()
	return strings.Join(slices.Collect(trimmedLines(s)), "")
}

// trimmedLines keeps golden files free of blanks at line ends.
func trimmedLines(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for l := range strings.Lines(s) {
			if !yield(strings.TrimRight(l, " \n") + "\n") {
				return
			}
		}
	}
}

// fixtureNames lists the documents of testdata/kind.
func fixtureNames(t testing.TB, kind string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", kind, "*.*"))
	files = slices.DeleteFunc(files, func(file string) bool { return filepath.Ext(file) == ".golden" })
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures of %s: %v", kind, err)
	}
	return files
}

// fixtures returns their contents.
func fixtures(t testing.TB, kind string) [][]byte {
	t.Helper()
	var all [][]byte
	for _, file := range fixtureNames(t, kind) {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, body)
	}
	return all
}
