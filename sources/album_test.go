package sources

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
)

// albumPageOf makes an answer with n articles from number first on, each a day
// older than the one before, or newer where step is negative.
func albumPageOf(first, n, step int) []byte {
	var articles []string
	for i := range n {
		articles = append(articles, fmt.Sprintf(
			`{"title":"第 %d 篇","url":"http://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ==&mid=%d&idx=1&sn=a#rd","create_time":"%d","msgid":"%d","itemidx":"1"}`,
			first+i, 2247500000+first+i, 1760000000-step*(first+i)*86400, 2247500000+first+i))
	}
	return []byte(`{"base_resp":{"ret":0},"getalbum_resp":{"article_list":[` + strings.Join(articles, ",") +
		`],"base_info":{"nickname":"编译器前线"},"continue_flag":"1"}}`)
}

func TestAlbumPaging(t *testing.T) {
	source := album{Spec{Kind: "wechat-album", URL: "https://mp.weixin.qq.com/mp/appmsgalbum?__biz=MzA5MDAwMDAwMQ==&album_id=77&scene=1#wechat_redirect"}}
	start := source.Start(time.Time{})
	if len(start) != 1 {
		t.Fatal(start)
	}
	u, err := url.Parse(start[0])
	if err != nil {
		t.Fatal(err)
	}
	if q := u.Query(); q.Get("action") != "getalbum" || q.Get("f") != "json" || q.Get("__biz") != "MzA5MDAwMDAwMQ==" || q.Get("album_id") != "77" ||
		q.Get("count") != "20" || q.Has("begin_msgid") || u.Fragment != "" {
		t.Errorf("start at %s", start[0])
	}
	seen := func(n int) func(item.ID) bool {
		known := item.WeChatID("MzA5MDAwMDAwMQ==", fmt.Sprint(2247500000+n), "1")
		return func(id item.ID) bool { return id == known }
	}
	tests := []struct {
		name string
		page Page
		step int
		next string // begin_msgid of the next page; empty: none
	}{
		{"all new", Page{Known: seen(99)}, 1, "2247500019"},
		{"no store", Page{}, 1, "2247500019"},
		{"one known", Page{Known: seen(7)}, 1, ""},
		{"oldest first, one known", Page{Known: seen(7)}, -1, "2247500019"},
		{"too deep", Page{Depth: maxAlbumDepth}, 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.page.URL, tt.page.Body, tt.page.Fetched = start[0], albumPageOf(0, 20, tt.step), fetched
			items, next, err := source.Parse(t.Context(), tt.page)
			if err != nil || len(items) != 20 {
				t.Fatalf("%d items, %v", len(items), err)
			}
			got := ""
			if len(next) > 0 {
				got = parameter(next[0], "begin_msgid")
				if parameter(next[0], "album_id") != "77" {
					t.Errorf("next is %s", next[0])
				}
			}
			if got != tt.next {
				t.Errorf("goes on behind %q, want %q", got, tt.next)
			}
		})
	}
	limited := album{Spec{URL: source.spec.URL, Max: 40}}
	for depth, want := range []int{1, 0} {
		_, next, err := limited.Parse(t.Context(), Page{URL: start[0], Body: albumPageOf(0, 20, 1), Fetched: fetched, Depth: depth})
		if err != nil || len(next) != want {
			t.Errorf("max 40, page %d: next %q, %v", depth, next, err)
		}
	}
	same := albumAddress(u, "2247500019", "1")
	if _, next, _ := source.Parse(t.Context(), Page{URL: same, Body: albumPageOf(0, 20, 1), Fetched: fetched, Depth: 1}); len(next) != 0 {
		t.Errorf("a page that repeats itself is asked for again: %q", next)
	}
}
