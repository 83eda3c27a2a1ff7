package sources

import (
	"slices"
	"testing"

	"embai-crawl/item"
)

func TestRememberAsked(t *testing.T) {
	for _, c := range []struct {
		name, asked string
		id          item.ID
		want        bool
	}{
		{"a shortener to an article", "https://t.example/abc", "wechat:MzA4MTE3MTg1OA==/2651/1", true},
		{"a mirror of a paper", "https://mirror.example/1912.13200.html", "arxiv:1912.13200", true},
		{"an address that leads to a front page", "https://blog.example/dead", "url:https://blog.example", false},
		{"the thing itself", "https://arxiv.org/abs/1912.13200", "arxiv:1912.13200", false},
	} {
		it := item.Item{ID: c.id}
		rememberAsked(&it, Page{URL: c.asked})
		asked, _ := item.Identify(c.asked)
		if got := slices.Contains(it.Aliases, asked); got != c.want {
			t.Errorf("%s: alias %v, want %v", c.name, got, c.want)
		}
	}
}
