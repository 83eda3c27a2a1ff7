package sources

import (
	"context"
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"embai-crawl/item"
)

// TestHostile gives every parser documents that are costly for one that
// recurses, backtracks or trusts lengths. What they give does not matter: that
// they end, soon, does.
func TestHostile(t *testing.T) {
	docs := hostile()
	maps.Copy(docs, map[string]string{
		"deep cgi":          "<script>window.cgiDataNew = " + strings.Repeat("{a:", 1<<18),
		"deep cgi list":     "<script>window.cgiDataNew = {x: " + strings.Repeat("[", 1<<18),
		"closers":           "<script>window.cgiDataNew = {x: [ ) ] }",
		"many var":          "<script>" + strings.Repeat("var ct = ", 1<<18),
		"many cgi":          "<script>" + strings.Repeat("window.cgiDataNew = {", 1<<17),
		"open strings":      "<script>" + strings.Repeat("var ct = '", 1<<17),
		"open xml":          "<script>" + strings.Repeat("getXmlValue('title.DATA') : '", 1<<16),
		"escapes":           "<script>var ct = '" + strings.Repeat(`\u`, 1<<20) + "'</script>",
		"many scripts":      strings.Repeat("<script></script>", 1<<14),
		"open scripts":      strings.Repeat("<script>", 1<<16),
		"nested js_content": strings.Repeat(`<div id="js_content" class="rich_media_content">`, 1<<14) + "x",
		"titles":            strings.Repeat(`<h1 id="activity-name">`, 1<<14) + "x",
		"rows":              strings.Repeat("<article class=Box-row>", 1<<16),
		"siblings":          strings.Repeat("<p>a, b, c</p>", 1<<14),
		"json":              strings.Repeat(`{"getalbum_resp":`, 1<<16),
		"json lists":        strings.Repeat("[", 1<<18),
		"json strings":      `{"getalbum_resp":{"article_list":"` + strings.Repeat(`\"`, 1<<18) + `"}}`,
		"linked data":       `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 1<<12) + "</script><p>x",
	})
	for _, k := range goldenKinds {
		for name, doc := range docs {
			if len(doc) > 1<<20 && k.kind != "wechat" && k.kind != "page" {
				continue // they build the same tree as page does
			}
			t.Run(k.kind+"/"+name, func(t *testing.T) {
				p := Page{URL: k.url, Body: []byte(doc), Fetched: fetched}
				check(t, k.source(p), p)
			})
		}
	}
}

// check holds what is promised of every result.
func check(t *testing.T, s Source, p Page) {
	t.Helper()
	items, next, err := s.Parse(context.Background(), p)
	if err == nil && len(next) > 0 && len(items) == 0 {
		t.Errorf("next %q without items", next)
	}
	for _, it := range items {
		if !it.ID.Valid() {
			t.Errorf("ID %q", it.ID)
		}
		if it.Title == "" && (it.Status == "" || it.Status == item.StatusOK) {
			t.Errorf("%s has no title", it.ID)
		}
		if it.Published.After(p.Fetched.Add(maxAhead)) {
			t.Errorf("%s is of the future: %s", it.ID, it.Published)
		}
		for _, s := range []string{it.Title, it.Text, it.Summary, it.Account, it.URL} {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				t.Errorf("%s: bad text %.100q", it.ID, s)
			}
		}
		if it.Status.Gone() && (it.Title != "" || it.Text != "") {
			t.Errorf("%s is %s and has text", it.ID, it.Status)
		}
	}
}

func seeds(f *testing.F, kind string) {
	f.Helper()
	for _, body := range fixtures(f, kind) {
		f.Add(body)
	}
}

func FuzzWeChat(f *testing.F) {
	seeds(f, "wechat")
	f.Fuzz(func(t *testing.T, body []byte) {
		check(t, weChat{}, Page{URL: "https://mp.weixin.qq.com/s/AskedForThisTokenHere1", Body: body, Fetched: fetched})
	})
}

func FuzzAlbum(f *testing.F) {
	seeds(f, "album")
	f.Fuzz(func(t *testing.T, body []byte) {
		check(t, album{}, Page{URL: "https://mp.weixin.qq.com/mp/appmsgalbum?__biz=MzA5MDAwMDAwMQ%3D%3D", Body: body, Fetched: fetched})
	})
}

func FuzzPage(f *testing.F) {
	seeds(f, "page")
	seeds(f, "repository")
	f.Fuzz(func(t *testing.T, body []byte) {
		check(t, page{}, Page{URL: "https://zhuanlan.zhihu.com/p/1", Body: body, Fetched: fetched})
		check(t, repositories{}, Page{URL: "https://github.com/Example-Org/Tiny-Infer", Body: body, Fetched: fetched})
	})
}

func FuzzTrending(f *testing.F) {
	seeds(f, "trending")
	f.Fuzz(func(t *testing.T, body []byte) {
		check(t, trending{}, Page{URL: "https://github.com/trending", Body: body, Fetched: fetched})
	})
}
