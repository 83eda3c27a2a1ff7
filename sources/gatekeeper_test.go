package sources

import (
	"os"
	"testing"
)

func TestAsksForHuman(t *testing.T) {
	for file, want := range map[string]bool{
		"page/cloudflare.html": true, "page/captcha_zh.html": true,
		"page/about_captcha.html": false, "page/not_found.html": false, "page/login.html": false, "page/zhihu.html": false, "page/nothing.html": false,
		"feed/cut_in_third_item.xml": false,
	} {
		body, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if words, ok := AsksForHuman(Page{URL: "https://x.example/feed", Body: body}); ok != want {
			t.Errorf("%s: %v, %q", file, ok, words)
		}
	}
}
