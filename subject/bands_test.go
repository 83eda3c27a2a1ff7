package subject_test

import (
	"fmt"
	"hash/fnv"
	"testing"

	"embai-crawl/item"
	"embai-crawl/subject"
)

// TestBandsStay holds the bands that stores hold already. Where a change of words
// or weights moves them, bandsVersion moves too, and old items are found by
// identifiers alone until they leave the window.
func TestBandsStay(t *testing.T) {
	it := item.Item{
		ID: "url:https://a.example/1", Kind: item.KindArticle, Title: "云雀发布 LarkEngine 2：手机上每秒 28 个词",
		Text: "云雀团队今天公布端侧推理引擎 LarkEngine 2，七十亿参数的模型在手机上每秒输出 28 个词。",
	}
	h := fnv.New64a()
	fmt.Fprint(h, subject.Bands(&it))
	if got, want := fmt.Sprintf("%x", h.Sum64()), "733bd85149afea48"; got != want {
		t.Errorf("bands %s, want %s", got, want)
	}
}

func TestBandsOfThings(t *testing.T) {
	for _, it := range []item.Item{
		{},
		{ID: "arxiv:2611.01234", Kind: item.KindPaper, Title: "A Paper"},
		{ID: "github:a/b", Kind: item.KindRepo, Title: "a/b"},
		{ID: "github:a/b@v1", Kind: item.KindRelease, Title: "b v1"},
	} {
		if got := subject.Bands(&it); got != nil {
			t.Errorf("Bands(%s) = %v, want none", it.ID, got)
		}
	}
	a, b := readPairs(t, "pairs.jsonl")[0].items()
	if n := len(subject.Bands(&a)); n == 0 || n > 14 {
		t.Errorf("%d bands", n)
	}
	if !shareBand(subject.Bands(&a), subject.Bands(&b)) {
		t.Error("two reports of one launch share no band")
	}
}
