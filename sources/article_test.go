package sources

import (
	"fmt"
	"testing"
)

func TestArticleSource(t *testing.T) {
	wechatBody := fixture(t, "wechat", "2025_article.html")
	tests := []struct {
		url  string
		body []byte
		want string
	}{
		{"https://mp.weixin.qq.com/s/Ab1_cD2-eF3gH4iJ5kL6mN", nil, "sources.weChat"},
		{"http://127.0.0.1:8080/s/Ab1_cD2-eF3gH4iJ5kL6mN", wechatBody, "sources.weChat"},
		{"http://127.0.0.1:8080/deleted", fixture(t, "wechat", "status_deleted.html"), "sources.weChat"},
		{"http://127.0.0.1:8080/blog", fixture(t, "page", "jsonld.html"), "sources.page"},
		{"https://github.com/Tencent/ncnn", nil, "sources.repositories"},
		{"https://github.com/Tencent/ncnn/releases/tag/20260526", nil, "sources.repositories"},
		{"https://github.com/features", nil, "sources.page"},
		{"https://arxiv.org/abs/2510.01234v2", fixture(t, "repository", "paper.html"), "sources.papers"},
		{"https://huggingface.co/papers/2510.01234", fixture(t, "page", "jsonld.html"), "sources.page"},
		{"https://zhuanlan.zhihu.com/p/1", nil, "sources.page"},
		{"https://blog.example.org/js_content", []byte(`<p>about id=&quot;js_content&quot; and rich_media_content</p>`), "sources.page"},
		{"", nil, "sources.page"},
	}
	for _, tt := range tests {
		if got := fmt.Sprintf("%T", articleSource(Page{URL: tt.url, Body: tt.body}, Spec{})); got != tt.want {
			t.Errorf("%s is read by %s, want %s", tt.url, got, tt.want)
		}
	}
}

// TestSpecIsPassedOn holds that what the configuration says of a source stands
// in its items.
func TestSpecIsPassedOn(t *testing.T) {
	spec := Spec{Name: "mine", Account: "某公众号", Section: "blog"}
	for _, k := range []struct {
		kind, file string
		source     Source
	}{
		{"wechat", "2025_article.html", weChat{spec}},
		{"album", "page.json", album{spec}},
		{"trending", "2024_rows.html", trending{spec}},
		{"page", "gbk.html", page{spec}},
		{"repository", "repository.html", repositories{spec}},
	} {
		p := Page{URL: "https://github.com/Example-Org/Tiny-Infer?__biz=MzA5MDAwMDAwMQ%3D%3D", Body: fixture(t, k.kind, k.file), Fetched: fetched}
		items, _, err := k.source.Parse(t.Context(), p)
		if err != nil || len(items) == 0 {
			t.Errorf("%s: %d items, %v", k.kind, len(items), err)
			continue
		}
		if items[0].Source != "mine" || items[0].Section != "blog" {
			t.Errorf("%s: source %q, section %q", k.kind, items[0].Source, items[0].Section)
		}
		if k.kind == "page" && items[0].Account != "某公众号" {
			t.Errorf("page: account %q", items[0].Account)
		}
	}
}
