package item

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMergeKeepsTheRicher(t *testing.T) {
	day := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	feed := Item{
		URL: "http://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2650001234&idx=1&sn=ab", Title: "端侧大模型…", Summary: "短",
		Source: "bridge", Published: day.Add(time.Hour), Links: []string{"https://example.com/a"}, Stars: 3,
		Status: StatusOK, StatusAt: day,
	}
	page := Item{
		URL: "https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt", Title: "端侧大模型的量化", Text: "全文 github.com/o/r", Account: "机器之心",
		Source: "add", Given: true, Published: day, Links: []string{"https://github.com/o/r"},
		WeChat: &WeChat{Biz: "MzA4MTE3MTg1OA==", Mid: "2650001234"}, Status: StatusDeleted, StatusAt: day.Add(time.Hour),
	}
	Normalize(&feed)
	Normalize(&page)
	m := Merge(feed, page)
	if m.ID != "wechat:MzA4MTE3MTg1OA==/2650001234/1" || !slices.Equal(m.Aliases, []ID{"wechat:s/Ab3_dE-fGhIjKlMnOpQrSt"}) {
		t.Errorf("identity: %q %q", m.ID, m.Aliases)
	}
	if m.URL != page.URL || m.Title != page.Title || m.Summary != "短" || m.Text != page.Text || m.Account != "机器之心" || !m.Given {
		t.Errorf("fields: %+v", m)
	}
	if !m.Published.Equal(day) || m.Status != StatusDeleted || len(m.Links) != 2 || m.Stars != 3 || len(m.Refs) != 1 {
		t.Errorf("fields: %+v", m)
	}
}

func TestMergeStatus(t *testing.T) {
	day := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	for _, row := range []struct{ a, b, want Status }{
		{"", StatusOK, StatusOK},
		{StatusOK, StatusVerify, StatusOK}, // asks for a human: says nothing of the item
		{StatusDeleted, StatusVerify, StatusDeleted},
		{StatusOK, StatusEmpty, StatusOK},
		{StatusOK, StatusDeleted, StatusDeleted},
		{StatusUnavailable, StatusOK, StatusOK}, // seen later: it is back
	} {
		m := Merge(Item{Status: row.a, StatusAt: day}, Item{Status: row.b, StatusAt: day.Add(time.Hour)})
		if m.Status != row.want {
			t.Errorf("%q then %q: %q, want %q", row.a, row.b, m.Status, row.want)
		}
	}
}

// TestNormalizeContradiction: a page of another account under the link that was
// asked for does not make both one.
func TestNormalizeContradiction(t *testing.T) {
	it := Item{
		URL:    "https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2650001234&idx=1",
		WeChat: &WeChat{Biz: "MzA4MTE3MTg1OQ==", Mid: "77"},
	}
	Normalize(&it)
	if it.ID != "wechat:MzA4MTE3MTg1OQ==/77/1" || len(it.Aliases) != 0 {
		t.Errorf("%q %q", it.ID, it.Aliases)
	}
}

func TestNormalize(t *testing.T) {
	it := Item{
		ID:        "nonsense",
		URL:       " https://github.com/Tencent/ncnn/releases/tag/v1%2F2 ",
		Title:     "  a\u202eb\x00\tc\r\nd  ",
		Summary:   "x\r\n\r\n\r\n\ty \n z",
		Text:      strings.Repeat("字", maxText+5),
		Authors:   []string{"A", " A ", "", "B"},
		Stars:     -1,
		Published: time.Unix(0, 0),
		Updated:   time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
		Section:   "nonsense",
		Image:     "javascript:alert(1)",
		Links:     []string{"https://example.com/a", "javascript:x", " https://example.com/a "},
		Original:  &Original{},
		Refs:      []Ref{{ID: "nonsense", Where: InText, Count: 1}},
	}
	Normalize(&it)
	want := Item{
		ID: "github:tencent/ncnn@v1/2", Kind: KindRelease, Version: "v1/2",
		URL: "https://github.com/Tencent/ncnn/releases/tag/v1%2F2", Title: "ab c d", Summary: "x\n\n\ty\n z",
		Text: strings.Repeat("字", maxText), Authors: []string{"A", "B"}, Links: []string{"https://example.com/a"},
	}
	if !reflect.DeepEqual(it, want) {
		it.Text, want.Text = "", ""
		t.Errorf("got  %+v\nwant %+v", it, want)
	}
	long := Item{URL: "https://example.com/", Title: strings.Repeat("e\u0301", maxTitle)}
	Normalize(&long)
	if n := len([]rune(long.Title)); n > maxTitle || !strings.HasSuffix(long.Title, "\u0301") {
		t.Errorf("%d runes, ends in %q", n, long.Title[len(long.Title)-3:])
	}
	paper := Item{URL: "https://arxiv.org/abs/1912.13200v2", DOI: "10.1109/CVPR.2020.1"}
	Normalize(&paper)
	if paper.Kind != KindPaper || !slices.Equal(paper.Aliases, []ID{"doi:10.1109/cvpr.2020.1"}) || len(paper.Refs) != 0 {
		t.Errorf("%+v", paper)
	}
}

// random makes an item out of bytes, of few values each, so that many are
// alike.
func random(r *rand.Rand) Item {
	one := func(values ...string) string { return values[r.IntN(len(values))] }
	some := func(values ...string) []string {
		var s []string
		for range r.IntN(4) {
			s = append(s, one(values...))
		}
		return s
	}
	at := func() time.Time {
		if r.IntN(3) == 0 {
			return time.Time{}
		}
		return time.Unix(1_700_000_000+int64(r.IntN(3)), 0).UTC()
	}
	it := Item{
		URL: one("https://example.com/a", "http://www.example.com/a/", "https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt",
			"https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2650001234&idx=1", "https://mp.weixin.qq.com/s?src=11&timestamp=1&ver=1&signature=x", "https://arxiv.org/abs/1912.13200"),
		Title: one("", "短", "标题", "标题 a", "标题 b"), Summary: one("", "摘要", "更长的摘要 arXiv:1912.13201"), Text: one("", "正文 github.com/o/r", "正文 github.com/o/s"),
		Account: one("", "甲", "乙"), Authors: some("A", "B", "C"), Image: one("", "https://example.com/i.png"), Source: one("", "s1", "s2"),
		Section: Section(one("", "news", "paper", "x")), Given: r.IntN(2) == 0, Published: at(), Updated: at(),
		Links: some("https://example.com/l1", "https://github.com/o/t", "https://doi.org/10.1109/CVPR.2016.90"), Status: Status(one("", "ok", "deleted", "verify", "unavailable")), StatusAt: at(),
		Venue: one("", "CVPR2026"), Comment: one("", "8 pages"), DOI: one("", "10.1109/CVPR.2016.90", "10.1109/CVPR.2016.91"),
		Categories: some("cs.LG", "cs.CV"), Topics: some("tinyml", "ncnn"), Stars: r.IntN(3), PeriodStars: r.IntN(3), Period: one("", "weekly", "daily"),
		Kind: Kind(one("", "article", "paper", "x")), Version: one("", "v1"), Language: one("", "C++", "C"),
	}
	if r.IntN(3) == 0 {
		it.WeChat = &WeChat{Biz: one("", "MzA4MTE3MTg1OA=="), Mid: one("", "2650001234", "2650001235"), Idx: one("", "1", "2"), Sn: one("", "ab", "cd"), ShowType: r.IntN(2)}
	}
	if r.IntN(3) == 0 {
		it.Original = &Original{URL: one("", "https://example.com/o"), Account: one("", "丙"), Title: one("", "原文")}
	}
	return it
}

func dump(it Item) string {
	b, _ := json.MarshalIndent(it, "", " ")
	return string(b)
}

func TestMergeProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 3000 {
		a, b, c := random(r), random(r), random(r)
		Normalize(&a)
		Normalize(&b)
		Normalize(&c)
		again := a
		if Normalize(&again); !reflect.DeepEqual(a, again) {
			t.Fatalf("%d: Normalize twice\n%s\n%s", n, dump(a), dump(again))
		}
		if m := Merge(a, a); !reflect.DeepEqual(m, a) {
			t.Fatalf("%d: Merge(a, a)\n%s\n%s", n, dump(a), dump(m))
		}
		ab, ba := Merge(a, b), Merge(b, a)
		if !reflect.DeepEqual(ab, ba) {
			t.Fatalf("%d: Merge(a, b), Merge(b, a)\n%s\n%s", n, dump(ab), dump(ba))
		}
		if m := Merge(ab, b); !reflect.DeepEqual(m, ab) {
			t.Fatalf("%d: Merge(Merge(a, b), b)\n%s\n%s", n, dump(ab), dump(m))
		}
		x, y := Merge(ab, c), Merge(a, Merge(b, c))
		if x.ID != y.ID || !slices.Equal(x.Aliases, y.Aliases) {
			t.Fatalf("%d: identities depend on the order: %q %q, %q %q", n, x.ID, x.Aliases, y.ID, y.Aliases)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add("https://example.com/a", "标题", "摘要", "正文", "arxiv:1912.13200", "10.1109/x", int64(0))
	f.Fuzz(func(t *testing.T, url, title, summary, text, id, doi string, at int64) {
		it := Item{URL: url, Title: title, Summary: summary, Text: text, ID: ID(id), DOI: doi, Published: time.Unix(at, 0), Kind: KindPaper, Links: []string{url, text}}
		Normalize(&it)
		if it.ID != "" && !it.ID.Valid() {
			t.Errorf("ID %q", it.ID)
		}
		if strings.ContainsAny(it.Title, "\n\r\t\x00\u202e") {
			t.Errorf("title %q", it.Title)
		}
		if _, err := json.Marshal(it); err != nil {
			t.Error(err)
		}
		again := it
		if Normalize(&again); !reflect.DeepEqual(it, again) {
			t.Errorf("twice:\n%s\n%s", dump(it), dump(again))
		}
		if m := Merge(it, it); !bytes.Equal([]byte(fmt.Sprint(m.ID, m.Title, m.URL)), []byte(fmt.Sprint(it.ID, it.Title, it.URL))) {
			t.Errorf("Merge(it, it):\n%s\n%s", dump(it), dump(m))
		}
	})
}

func BenchmarkNormalize(b *testing.B) {
	paragraph := "模型压缩是端侧部署的关键。本文提出的方法在 ImageNet 上把 ResNet-50 压到 3.5 MB，代码见 github.com/o/r。\n\n"
	text := strings.Repeat(paragraph, 60)
	b.ReportAllocs()
	for b.Loop() {
		it := Item{URL: "https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt", Title: "标题", Summary: paragraph, Text: text}
		Normalize(&it)
	}
}
