package rank

import (
	"math"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
)

// Titles that a feed has sent or might send.
var oddTitles = []string{
	"", " \t\n", "🔥🔥🔥", "！？。，", strings.Repeat("量化", 500_000), strings.Repeat("a", 2_000_000), strings.Repeat("ncnn ", 300_000),
	"Квантование нейронных сетей", "ニューラルネットワークの量子化", "양자화", "تكميم الشبكات العصبية", "\xff\xfe\x00\xc3\x28", "\u202e倒过来", "é̀̂̃̄", "𠀀𠀁𠀂", "〇", "c++ c# c+++++", "/", "a/", "/b", ".5", "1.", "1.2.3.4.5.6",
}

func TestOddTitles(t *testing.T) {
	dates, examples := archive(4)
	for name, m := range map[string]*Model{"keywords": New(words3), "learned": trained(t, words3, dates, examples), "nothing": New(Config{})} {
		for _, title := range oddTitles {
			for _, k := range []item.Kind{"", item.KindArticle, item.KindPaper, item.KindRepo, item.KindRelease, "unheard of"} {
				it := item.Item{Kind: k, Title: title, Summary: title, Text: title, Account: title, URL: title}
				checkResult(t, m.Score(&it, now()))
			}
		}
		if r := m.Score(&item.Item{Title: "🔥"}, now()); r.Reason != "no readable words" && name != "learned" {
			t.Errorf("%s: reason %q", name, r.Reason)
		}
	}
}

func TestOddNumbers(t *testing.T) {
	c := Config{
		Keywords: map[string]float64{"量化": math.NaN(), "剪枝": math.Inf(1), "": 3, "  ": 2, "🔥": 1, "蒸馏": 1e300},
		Negative: map[string]float64{"招聘": math.Inf(-1)},
		Sources:  map[string]float64{"x": math.NaN(), "y": 1e9},
	}
	m := New(c)
	it := item.Item{Title: "量化 剪枝 蒸馏 招聘", Source: "y", PeriodStars: math.MaxInt, Published: time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC)}
	checkResult(t, m.Score(&it, now()))
	it.PeriodStars, it.Published = -7, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	checkResult(t, m.Score(&it, time.Time{}))
}

func TestKeywords(t *testing.T) {
	m := New(Config{
		Keywords: map[string]float64{"量化": 2, "NCNN": 3, "model compression": 2, "AI芯片": 2, "模型壓縮": 2},
		Negative: map[string]float64{"招聘": 3, "量化交易": 5},
		Sources:  map[string]float64{"good": 1},
		Accounts: map[string]float64{"某 号": -1},
	})
	plain := m.Score(&item.Item{Title: "平平无奇"}, now()).Score
	for _, c := range []struct {
		name string
		it   item.Item
		up   bool
		says string
	}{
		{"Han inside a run", item.Item{Title: "模型量化入门"}, true, "+量化"},
		{"a Latin word whatever its case", item.Item{Title: "用ncnn部署"}, true, "+ncnn"},
		{"full width", item.Item{Title: "ＮＣＮＮ"}, true, "+ncnn"},
		{"words in a row", item.Item{Title: "On Model Compression"}, true, "+model"},
		{"a term of two scripts", item.Item{Title: "国产AI芯片量产"}, true, "+ai"},
		{"traditional characters", item.Item{Title: "模型压缩"}, true, "+模型压缩"},
		{"below the title", item.Item{Title: "x", Summary: "讲量化"}, true, "+量化"},
		{"a negative term", item.Item{Title: "招聘"}, false, "−招聘"},
		{"a negative term that holds a good one", item.Item{Title: "量化交易"}, false, "−"},
		{"a source", item.Item{Title: "x", Source: "good"}, true, "+good"},
		{"an account", item.Item{Title: "x", Account: "某　号"}, false, "−某"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := m.Score(&c.it, now())
			if up := r.Score > plain; up != c.up || !strings.Contains(r.Reason, c.says) {
				t.Errorf("score %.3f against %.3f, reason %q, want %q", r.Score, plain, r.Reason, c.says)
			}
		})
	}
	if r := m.Score(&item.Item{Title: "ncnnx xncnn"}, now()); r.Score != plain {
		t.Errorf("a Latin term was found inside another word: %q", r.Reason)
	}
}

func TestTitleCountsMoreThanText(t *testing.T) {
	m := New(words3)
	title := m.Score(&item.Item{Title: "ncnn"}, now()).Score
	text := m.Score(&item.Item{Title: "x", Text: "ncnn"}, now()).Score
	twice := m.Score(&item.Item{Title: "ncnn ncnn", Text: "ncnn"}, now()).Score
	if !(title > text) || twice != title {
		t.Errorf("in the title %.3f, in the text %.3f, thrice %.3f", title, text, twice)
	}
}

func TestAge(t *testing.T) {
	m := New(words3)
	score := func(k item.Kind, days int) float64 {
		it := item.Item{Kind: k, Title: "ncnn", Published: now().AddDate(0, 0, -days)}
		return m.Score(&it, now()).Score
	}
	if score(item.KindArticle, 10) != score(item.KindArticle, 50) {
		t.Error("an article of 50 days is worse than one of 10")
	}
	if score(item.KindArticle, 120) >= score(item.KindArticle, 10) {
		t.Error("an article of 120 days is as good as one of 10")
	}
	if score(item.KindPaper, 120) != score(item.KindPaper, 10) {
		t.Error("a paper of 120 days is worse than one of 10: a fifth of the printed ones was older")
	}
}

func TestRuleSections(t *testing.T) {
	m := New(words3)
	for _, c := range []struct {
		it   item.Item
		want item.Section
	}{
		{item.Item{Kind: item.KindPaper, Title: "x"}, item.SectionPaper},
		{item.Item{Kind: item.KindRepo, Title: "a/b"}, item.SectionProject},
		{item.Item{URL: "https://arxiv.org/abs/1912.13200", Title: "x"}, item.SectionPaper},
		{item.Item{URL: "https://github.com/a/b", Title: "x"}, item.SectionProject},
		{item.Item{Title: "CVPR2024 | 一种新网络"}, item.SectionPaper},
		{item.Item{Title: "owner/repo: 一个工具"}, item.SectionProject},
		{item.Item{Title: "某公司完成亿元融资"}, item.SectionNews},
		{item.Item{Title: "骁龙新平台跑分曝光"}, item.SectionNews},
		{item.Item{Title: "推理框架MNN发布新版本"}, item.SectionProject},
		{item.Item{Title: "GEMM优化详解"}, item.SectionBlog},
		{item.Item{Title: "在 Cortex-M55 上手写 INT8 卷积：从 38 毫秒到 9 毫秒"}, item.SectionBlog},
		{item.Item{Title: "一种通道剪枝"}, item.SectionPaper},
		{item.Item{Title: "x", Section: item.SectionNews, Kind: item.KindPaper}, item.SectionNews},
		{item.Item{}, item.SectionBlog},
	} {
		if got := m.Score(&c.it, now()).Section; got != c.want {
			t.Errorf("%q %s: %s, want %s", c.it.Title, c.it.URL, got, c.want)
		}
	}
}

func TestVersionIn(t *testing.T) {
	for title, want := range map[string]bool{
		"MNN 1.0.0正式发布": true, "OpenCV4.3发布": true, "v0.5": true, "精度高1.5%": false, "快2.5倍": false, "主频3.0GHz": false, "arXiv 1912.13200": false, "1.": false, "": false,
	} {
		if got := versionIn(title); got != want {
			t.Errorf("%q: %v", title, got)
		}
	}
}

func FuzzScore(f *testing.F) {
	for _, title := range oddTitles {
		if len(title) < 1000 {
			f.Add(title, title, "article", "https://mp.weixin.qq.com/s/x")
		}
	}
	f.Add("低比特量化：INT8推理加速3.5倍 | 开源", "论文 https://arxiv.org/abs/1912.13200", "paper", "https://arxiv.org/abs/1912.13200")
	dates, examples := archive(4)
	m := trained(f, words3, dates, examples)
	f.Fuzz(func(t *testing.T, title, body, k, url string) {
		it := item.Item{Kind: item.Kind(k), Title: title, Summary: body, Text: body, Account: url, URL: url, Links: []string{url, body}, Language: k}
		a, b := m.Score(&it, now()), m.Score(&it, now())
		checkResult(t, a)
		if a.Score != b.Score || a.Reason != b.Reason {
			t.Errorf("two judgements of one item differ: %v %v", a, b)
		}
		checkResult(t, New(Config{Keywords: map[string]float64{title: 1, body: 2}, Negative: map[string]float64{url: 1}}).Score(&it, now()))
	})
}

// TestReasonKeepsWordsWhole has the reason name what a person would.
func TestReasonKeepsWordsWhole(t *testing.T) {
	m := New(Config{Keywords: map[string]float64{"on-device": 2, "RISC-V": 2, "量化": 1}})
	it := item.Item{ID: "url:https://a.example/1", Kind: item.KindArticle, Title: "On-Device inference on RISC-V: 量化"}
	r := m.Score(&it, time.Time{})
	for _, want := range []string{"+on-device", "+risc-v", "+量化"} {
		if !strings.Contains(r.Reason, want) {
			t.Errorf("reason %q lacks %q", r.Reason, want)
		}
	}
}
