package issue

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// describe prints what was read of an issue for a golden file.
func describe(is Issue) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s headline=%q\nguide=%q\n", is.Title, is.Date, is.Headline, is.Guide)
	for _, e := range is.Entries {
		fmt.Fprintf(&b, "\n%d: %s (%s)", e.Line, orElse(string(e.Section), "?"), e.Heading)
		if e.Short {
			b.WriteString(" short")
		}
		fmt.Fprintf(&b, "\n  title   %s\n", e.Title)
		field := func(name, v string) {
			if v != "" {
				fmt.Fprintf(&b, "  %-7s %s\n", name, strings.ReplaceAll(v, "\n", "\n          "))
			}
		}
		field("account", e.Account)
		field("authors", e.Authors)
		field("tags", strings.Join(e.Tags, ", "))
		field("url", e.URL)
		for _, id := range e.IDs {
			field("id", string(id))
		}
		for _, l := range e.Lines {
			field("line", strings.Join(strings.Fields(l.Label+" = "+l.Text+" "+l.URL), " "))
		}
		for _, l := range e.Links {
			field("link", strings.TrimSpace(l.Text+" "+l.URL))
		}
		field("summary", e.Summary)
	}
	for _, l := range is.Loose {
		fmt.Fprintf(&b, "\nloose %s %s", l.Text, l.URL)
	}
	for _, n := range is.Notes {
		fmt.Fprintf(&b, "\nnote %d: %s", n.Line, n.Text)
	}
	return []byte(b.String() + "\n")
}

// Each testdata/issues/NAME.md is a past issue as editors write them; beside it
// stands what is read of it.
func TestImportGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/issues/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no issues", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		is, err := ReadIssue(f, b)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		golden(t, "issues/"+strings.TrimSuffix(filepath.Base(f), ".md")+".txt", describe(is))
		roundTrip(t, is)
	}
}

// roundTrip renders an issue and reads it again: the same items.
func roundTrip(t *testing.T, is Issue) {
	t.Helper()
	once := Render(is.Draft(fixtureOptions()))
	// Published issues carry no markers.
	got, err := ReadIssue(is.Path, stripComments(once))
	if err != nil {
		t.Errorf("%s: %v\n%s", is.Path, err, once)
		return
	}
	want := flat(is)
	if again := flat(got); !slices.Equal(want, again) {
		for i := range max(len(want), len(again)) {
			if i >= len(want) || i >= len(again) || want[i] != again[i] {
				t.Errorf("%s: item %d\n first %.600s\n again %.600s", is.Path, i, at(want, i), at(again, i))
			}
		}
	}
}

func at(s []string, i int) string {
	if i < len(s) {
		return s[i]
	}
	return "(none)"
}

// flat gives the items of an issue in the order of sections, for comparing.
func flat(is Issue) []string {
	var out []string
	for _, e := range is.Entries {
		var urls []string
		for _, l := range e.Links {
			urls = append(urls, escapeURL(l.URL))
		}
		slices.Sort(urls)
		ids := slices.Clone(e.IDs)
		slices.Sort(ids)
		section := string(e.Section)
		if section == "" || e.Short {
			section = "news"
		}
		out = append(out, fmt.Sprintf("%v|%s|%q|%s|%s|%s|%v|%v|%v|%s", !e.Short, sectionRank(section), e.Title, e.Account, e.Authors, escapeURL(e.URL), urls, ids, e.Tags, e.Summary))
	}
	slices.SortStableFunc(out, func(a, b string) int {
		return cmp.Compare(a[:strings.IndexByte(a, '"')], b[:strings.IndexByte(b, '"')])
	})
	return out
}

func sectionRank(s string) string {
	for i, x := range sectionsInOrder {
		if string(x) == s {
			return fmt.Sprint(i)
		}
	}
	return "9"
}

func stripComments(b []byte) []byte {
	s := string(b)
	for _, c := range slices.Backward(comments(s)) {
		s = s[:c.start] + s[c.end:]
	}
	return []byte(s)
}

// A folder given by hand, for measuring on a real archive:
// ISSUES=/path go test -run ImportFolder -v
func TestImportFolder(t *testing.T) {
	dir := os.Getenv("ISSUES")
	if dir == "" {
		t.Skip("ISSUES names no folder")
	}
	im, err := Import(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, is := range im.Issues {
		n := 0
		for _, l := range strings.Split(string(mustRead(t, is.Path)), "\n") {
			if strings.Contains(l, "往期回顾") || strings.HasPrefix(l, "----") {
				break
			}
			if strings.HasPrefix(l, "- ") || strings.HasPrefix(l, "-[") {
				n++
			}
		}
		t.Logf("%s: %d entries, %d by counting bullets, %v, %d notes", is.Date, len(is.Entries), n, is.Count(), len(is.Notes))
		if n != len(is.Entries) {
			t.Errorf("%s: %d entries, %d bullets", is.Date, len(is.Entries), n)
		}
		total += len(is.Entries)
		roundTrip(t, is)
	}
	t.Logf("%d issues, %d entries, skipped %v", len(im.Issues), total, im.Skipped)
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCounts(t *testing.T) {
	is, err := ReadIssue("later.md", mustRead(t, "testdata/issues/later.md"))
	if got := is.Count().String(); err != nil || got != "short 3, news 3, paper 2, blog 1" {
		t.Errorf("%q %v", got, err)
	}
}
