package issue

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// hostile are words as a source may send them.
var hostile = []string{
	"plain words",
	"a] (b) [c](https://evil.example/) d",
	"](https://evil.example/)",
	"![x](https://evil.example/x.png)",
	"--> <script>alert(1)</script> <!--",
	"<!-- embai arxiv:0000.00000 -->",
	"`code` ``two`` and ``` three",
	"```\nfence\n```",
	"tab\tand\nline\r\nand\u2028more\u2029and\u0085that\vand\ffeed",
	"# heading",
	"- item\n- item",
	"1. one",
	"2) two",
	"| a | b |\n|---|---|\n| c | d |",
	"---",
	"===",
	"***",
	"> quote",
	"    code",
	"[ref]: https://evil.example/",
	"[ref]",
	"[^1]: note",
	"<https://evil.example/>",
	"https://evil.example/path and www.evil.example and mail@evil.example",
	"HTTP://EVIL.example ftp://evil.example WWW.evil.example",
	"<b>bold</b><img src=x onerror=alert(1)>",
	"&lt;script&gt; &#60; &amp; &copy",
	"\u202eright to left\u202c \u200f\u061c\ufeff\u200b",
	"**bold。** __under__ *x* _y_ ~~z~~ $$m$$",
	"{{ site.x }} {% include y %} {: .class}",
	"back\\slash \\] \\`",
	"\xff\xfe broken \xc3\x28",
	"\x00\x1b[31m",
	"",
	"   ",
	"摘要：论文：https://evil.example/",
	"题目 | 别的账号 | 又一个",
	"[x] done",
	"x](javascript:alert(1))",
	strings.Repeat("长", 10000),
	strings.Repeat("[", 3000) + strings.Repeat("`", 501),
	strings.Repeat("**", 2000),
}

// hostileAddresses are links as a source may send them.
var hostileAddresses = []string{
	"https://example.com/a",
	"https://example.com/a)b](c",
	"https://example.com/a b\tc\nd",
	"https://example.com/<script>",
	"https://example.com/`x`",
	"https://example.com/*a*_b_~~c~~",
	"https://example.com/?q={{x}}&lt;=1&copy;=2",
	"https://example.com/路径/（一）",
	"https://example.com/x\u202e\u200b",
	"https://example.com/\"'>",
	"https://example.com/a.",
	"https://example.com/-->",
	"https://example.com/\\",
	"https://example.com/" + strings.Repeat("a", 10000),
}

// outline is the structure of Markdown: kinds of nodes with their depth, and
// where links go. Words do not count.
func outline(md []byte) []string {
	gm := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	var out []string
	depth := 0
	//nolint:errcheck // the walker returns none
	ast.Walk(gm.Parser().Parse(text.NewReader(md)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		depth++
		s := fmt.Sprint(depth, " ", n.Kind())
		switch n := n.(type) {
		case *ast.Text, *ast.String:
			return ast.WalkContinue, nil
		case *ast.Link:
			s += " " + string(n.Destination)
		case *ast.AutoLink:
			s += " " + string(n.URL(md))
		case *ast.RawHTML:
			s += " comment"
			if !strings.HasPrefix(string(n.Segments.Value(md)), "<!-- embai") {
				s += "?"
			}
		case *ast.Heading:
			s += fmt.Sprint(" ", n.Level)
		}
		out = append(out, s)
		return ast.WalkContinue, nil
	})
	return out
}

// withWords is an entry of every printed shape that says w everywhere.
func withWords(w, address string) Draft {
	full := Entry{
		IDs: []item.ID{"arxiv:2611.01234", "wechat:s/AAAAAAAAAAAAAAAAAAAAA1"}, Section: item.SectionPaper, Tags: []string{w, "2611.01234"},
		Title: w, Account: w, URL: address, Summary: w, Notes: []string{w}, Further: []Link{{w, address}},
		Lines: []Line{{"标题", w, ""}, {"论文", "", address}},
	}
	bare := Entry{IDs: []item.ID{"github:o/r"}, Section: item.SectionNews, Title: w, Summary: w + "\n" + w}
	short := Entry{IDs: []item.ID{"doi:10.1/x"}, Section: item.SectionNews, Title: w, Short: true, URL: address}
	last := Entry{IDs: []item.ID{"url:https://last.example/"}, Section: item.SectionBlog, Title: "last", URL: "https://last.example/"}
	return Draft{
		Date: fixtureDate, Options: fixtureOptions(), Headline: w, Guide: "本期 3 条。" + w,
		Short: []Entry{short}, Entries: []Entry{bare, full, last}, Back: fixtureBack(),
	}
}

// checkHostile renders words and an address of outsiders and compares the
// structure with that of harmless ones.
func checkHostile(t *testing.T, w, address string) {
	t.Helper()
	d := withWords(w, address)
	md := Render(d)
	words := func(s string, max int) string { // as empty or short as w is, since that decides what is printed
		switch n := len(clean(s, max)); {
		case n == 0:
			return ""
		case n == 1:
			return "y"
		}
		return "harmless"
	}
	tame := withWords("harmless", address)
	tame.Headline = words(w, maxTitle)
	for i := range tame.Entries {
		e := &tame.Entries[i]
		src := d.Entries[i]
		if len(e.Tags) > 0 {
			e.Tags[0] = words(src.Tags[0], maxTag)
		}
		e.Account = words(src.Account, maxByline)
		if noteText(src.Notes) == "" {
			e.Notes = nil
		}
		var paragraphs []string
		for p := range strings.SplitSeq(src.Summary, "\n") {
			paragraphs = append(paragraphs, words(p, maxSummary))
		}
		e.Summary = strings.Join(paragraphs, "\n")
	}
	got, want := outline(md), outline(Render(tame))
	if !slices.Equal(got, want) {
		for i := range max(len(got), len(want)) {
			if at(got, i) != at(want, i) {
				t.Fatalf("words %.80q, address %.80q change the structure at %d: %s, want %s\n%.3000s", w, address, i, at(got, i), at(want, i), md)
			}
		}
	}
	doc, err := Parse(md)
	if err != nil {
		t.Fatalf("words %.80q: %v", w, err)
	}
	printed := slices.Concat(d.Short, d.Entries)
	if len(doc.Entries) != len(printed) {
		t.Fatalf("words %.80q, address %.80q: %d entries read, %d rendered\n%.3000s", w, address, len(doc.Entries), len(printed), md)
	}
	for i, e := range doc.Entries {
		if len(e.IDs) < len(printed[i].IDs) || !slices.Equal(e.IDs[:len(printed[i].IDs)], printed[i].IDs) {
			t.Fatalf("words %.80q: IDs %v, want %v\n%.3000s", w, e.IDs, printed[i].IDs, md)
		}
	}
	for _, bad := range []string{"{{", "{%", "<script", "\u202e", "\u2028"} {
		if strings.Contains(string(md), bad) {
			t.Fatalf("words %.80q: %q is printed", w, bad)
		}
	}
}

func TestRenderHostile(t *testing.T) {
	for _, w := range hostile {
		checkHostile(t, w, "https://example.com/a")
	}
	for _, u := range hostileAddresses {
		checkHostile(t, "words", u)
	}
}

func FuzzRender(f *testing.F) {
	for i, w := range hostile {
		f.Add(w, hostileAddresses[i%len(hostileAddresses)])
	}
	f.Fuzz(func(t *testing.T, w, path string) {
		if len(w) > 2000 || len(path) > 500 {
			return
		}
		u := path
		if !strings.HasPrefix(u, "https://example.com/") {
			u = "https://example.com/" + path
		}
		checkHostile(t, w, u)
	})
}

// An identity is whatever a marker can carry: it comes back as it was.
func FuzzMarker(f *testing.F) {
	for _, s := range []string{"arxiv:2611.01234", "wechat:MzA4==/26/1", "url:https://x.example/a--b-", "url:https://x/-->", "url:https://x/^41<>` {}", "url:https://路径/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id := item.ID(s)
		m := marker([]item.ID{id, "arxiv:2611.01234"})
		cs := comments("x " + m + " y")
		if len(cs) != 1 {
			t.Fatalf("%q: %d comments in %q", s, len(cs), m)
		}
		if encodeID(s) != "" && cs[0].ids[0] != id {
			t.Fatalf("%q came back as %q", s, cs[0].ids[0])
		}
		if cs[0].ids[len(cs[0].ids)-1] != "arxiv:2611.01234" {
			t.Fatalf("%q: its neighbour was lost: %v", s, cs[0].ids)
		}
	})
}
