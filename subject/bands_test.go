package subject_test

import (
	"fmt"
	"hash/fnv"
	"slices"
	"testing"

	"embai-crawl/item"
	"embai-crawl/subject"
)

// TestBandsStay holds the bands that stores hold already. Where a change of words
// or weights moves them, bandsVersion moves too, and old items are found by
// identifiers alone until they leave the window. The two bands of runs moved without
// it, twelve of names and Han pairs and six of makers and topics were added, and less of a long Chinese text is read, more of an
// English one: most of what an item had still meets.
func TestBandsStay(t *testing.T) {
	it := item.Item{
		ID: "url:https://a.example/1", Kind: item.KindArticle, Title: "云雀发布 LarkEngine 2：手机上每秒 28 个词",
		Text: "云雀团队今天公布端侧推理引擎 LarkEngine 2，七十亿参数的模型在手机上每秒输出 28 个词。",
	}
	h := fnv.New64a()
	fmt.Fprint(h, subject.Bands(&it))
	if got, want := fmt.Sprintf("%x", h.Sum64()), "cb50566d53b0db52"; got != want {
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
	if n := len(subject.Bands(&a)); n == 0 || n > 50 {
		t.Errorf("%d bands", n)
	}
	if !shareBand(subject.Bands(&a), subject.Bands(&b)) {
		t.Error("two reports of one launch share no band")
	}
}

// TestBandsOfProse has code, pictures and tables in a text count for nothing.
func TestBandsOfProse(t *testing.T) {
	it := item.Item{ID: "url:https://a.example/1", Kind: item.KindArticle, Title: "手写 INT8 卷积：从 38 毫秒到 9 毫秒", Text: "手里这块板子主频 400 MHz，带向量扩展。\n最后得到 9.1 毫秒。"}
	with := it
	with.Text = "手里这块板子主频 400 MHz，带向量扩展。\n```c\nint8_t a[4];\n```\n![图](https://a.example/1.png)\n版本 | 毫秒\n最后得到 9.1 毫秒。"
	if got, want := subject.Bands(&with), subject.Bands(&it); !slices.Equal(got, want) {
		t.Errorf("bands %x, want %x", got, want)
	}
	open := it
	open.Text = "```" + it.Text // never closed: the text is one all the same
	if got := subject.Bands(&open); !shareBand(got, subject.Bands(&it)) {
		t.Error("a fence that is not closed hides the text")
	}
}
