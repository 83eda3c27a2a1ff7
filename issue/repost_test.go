package issue

import (
	"slices"
	"testing"

	"embai-crawl/item"
)

// TestRepostIsNamed: the original leads, and who printed it again is named.
func TestRepostIsNamed(t *testing.T) {
	original := item.Item{ID: "wechat:A/1/1", Kind: item.KindArticle, Title: "端侧芯片发布", Account: "原创号", URL: "https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAA1"}
	repost := item.Item{
		ID: "wechat:B/2/1", Kind: item.KindArticle, Title: "端侧芯片发布", Account: "转载号", URL: "https://mp.weixin.qq.com/s/BBBBBBBBBBBBBBBBBBBBB1",
		Original: &item.Original{ID: original.ID, Account: "原创号"},
	}
	e := Compose(Candidate{Items: []item.Item{original, repost}})
	if e.Account != "原创号" || !slices.Contains(e.Lines, Line{"转载", "转载号", ""}) {
		t.Errorf("printed as %q with %v", e.Account, e.Lines)
	}
	alone := Compose(Candidate{Items: []item.Item{repost}})
	if alone.Account != "原创号" || !slices.Contains(alone.Lines, Line{"转载", "转载号", ""}) {
		t.Errorf("alone it is printed as %q with %v", alone.Account, alone.Lines)
	}
}
