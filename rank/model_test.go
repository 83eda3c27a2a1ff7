package rank

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
)

var quietLog = slog.New(slog.DiscardHandler)

// archive makes issues a fortnight apart, each with what it printed and what
// it passed over. All titles are made up for this test.
func archive(issues int) ([]time.Time, []Example) {
	printed := []struct {
		title, account, summary string
		section                 item.Section
	}{
		{"某厂发布新一代手机芯片，AI算力提升%d倍", "芯闻", "近日该公司宣布芯片量产，采用新工艺，搭载新款处理器。", item.SectionNews},
		{"一家芯片公司完成%d亿元融资", "芯闻", "该公司CEO表示将扩大市场合作。", item.SectionNews},
		{"低比特量化新方法，精度损失不到%d%%", "炼丹房", "论文提出一种量化方法，在ImageNet上准确率下降很小。", item.SectionPaper},
		{"剪枝遇上蒸馏：压缩模型%d倍", "炼丹房", "作者提出新的剪枝算法，实验结果优于基线。", item.SectionPaper},
		{"开源推理框架发布v0.%d版本", "推理社", "项目地址在GitHub，新增多个算子，支持移动端。", item.SectionProject},
		{"详解卷积优化（%d）", "推理社", "本文介绍GEMM优化的原理，笔者总结了步骤。", item.SectionBlog},
	}
	passed := []string{
		"前端工程师的第%d个面试题", "微服务架构里的%d种数据库方案", "某地房价连涨%d个月", "电影票房前%d名", "如何用爬虫抓取%d个网页",
		"春招内推：年薪%d万", "区块链周报第%d期", "旅行中的%d杯咖啡", "推荐系统的%d个指标", "浏览器缓存的%d种用法",
	}
	start := time.Date(2024, 1, 7, 0, 0, 0, 0, time.UTC)
	var dates []time.Time
	var examples []Example
	for n := range issues {
		day := start.AddDate(0, 0, 14*n)
		dates = append(dates, day)
		for i, p := range printed {
			url := fmt.Sprintf("https://mp.weixin.qq.com/s/printed%dand%d", n, i)
			it := item.Item{URL: url, Kind: item.KindArticle, Title: fmt.Sprintf(p.title, n+2), Account: p.account, Summary: p.summary, Published: day.AddDate(0, 0, -6)}
			it.ID, _ = item.Identify(url)
			examples = append(examples, Example{Item: it, Issue: day.Format(time.DateOnly), Section: p.section})
		}
		for i := range 40 {
			url := fmt.Sprintf("https://mp.weixin.qq.com/s/passed%dby%d", n, i)
			it := item.Item{URL: url, Kind: item.KindArticle, Title: fmt.Sprintf(passed[i%len(passed)], 10*n+i), Account: "杂谈", Published: day.AddDate(0, 0, -i%12-1)}
			it.ID, _ = item.Identify(url)
			examples = append(examples, Example{Item: it})
		}
	}
	return dates, examples
}

func trained(t testing.TB, c Config, dates []time.Time, examples []Example) *Model {
	t.Helper()
	m, err := Train(context.Background(), c, dates, slices.Values(examples), quietLog)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var words3 = Config{Learned: true, Keywords: map[string]float64{"量化": 2, "ncnn": 3, "AI芯片": 2}, Negative: map[string]float64{"招聘": 3}}

func now() time.Time { return time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC) }

func TestLearnsWhatIsPrinted(t *testing.T) {
	dates, examples := archive(8)
	m := trained(t, words3, dates, examples)
	if m.learned == nil {
		t.Fatal("nothing was learned")
	}
	good := item.Item{Kind: item.KindArticle, Title: "移动端推理框架支持低比特量化"}
	bad := item.Item{Kind: item.KindArticle, Title: "数据库面试题与房价"}
	g, b := m.Score(&good, now()), m.Score(&bad, now())
	if g.Score <= b.Score+0.1 {
		t.Errorf("score of a fitting title %.3f (%s), of another %.3f (%s)", g.Score, g.Reason, b.Score, b.Reason)
	}
	if !strings.Contains(g.Reason, "+") || !strings.Contains(b.Reason, "−") {
		t.Errorf("reasons %q and %q name nothing up and down", g.Reason, b.Reason)
	}
}

func TestAccountIsNamedWithItsPast(t *testing.T) {
	dates, examples := archive(8)
	for i := range 40 {
		e := Example{Item: item.Item{Kind: item.KindArticle, Title: "今日要闻", Account: "别处", Published: dates[i%8].AddDate(0, 0, -5)}}
		if i < 10 {
			e.Item.Account, e.Issue, e.Section = "可靠 消息", dates[i%8].Format(time.DateOnly), item.SectionNews
		}
		examples = append(examples, e)
	}
	m := trained(t, words3, dates, examples)
	it := item.Item{Kind: item.KindArticle, Title: "今日要闻", Account: "可靠　消息"}
	r := m.Score(&it, now())
	if !strings.Contains(r.Reason, "+可靠　消息(10/10 printed)") {
		t.Errorf("reason %q", r.Reason)
	}
	it.Account = "别处"
	if o := m.Score(&it, now()); o.Score >= r.Score || !strings.Contains(o.Reason, "−别处(0/30 printed)") {
		t.Errorf("%.4f, reason %q", o.Score, o.Reason)
	}
	it.Account = ""
	if w := m.Score(&it, now()); w.Score >= r.Score {
		t.Errorf("with its account %.4f, without %.4f", r.Score, w.Score)
	}
}

func TestSectionsAreLearned(t *testing.T) {
	dates, examples := archive(8)
	m := trained(t, words3, dates, examples)
	for _, c := range []struct {
		title, text string
		want        item.Section
	}{
		{"一家半导体公司完成3亿元融资", "", item.SectionNews},
		{"二值网络量化新方法", "论文提出一种方法，在ImageNet上准确率很高。", item.SectionPaper},
		{"推理引擎发布v1.2版本", "项目地址在GitHub，新增算子。", item.SectionProject},
		{"详解矩阵乘优化", "本文介绍原理。", item.SectionBlog},
	} {
		it := item.Item{Kind: item.KindArticle, Title: c.title, Text: c.text}
		if got := m.Score(&it, now()).Section; got != c.want {
			t.Errorf("%s: %s, want %s", c.title, got, c.want)
		}
	}
}

func TestSameExamplesSameModel(t *testing.T) {
	dates, examples := archive(6)
	a, err := trained(t, words3, dates, examples).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	b, _ := trained(t, words3, dates, examples).MarshalBinary()
	if !bytes.Equal(a, b) {
		t.Error("two trainings on the same examples differ")
	}
}

func TestTooLittleToLearnFrom(t *testing.T) {
	dates, examples := archive(3)
	onlyPrinted := slices.DeleteFunc(slices.Clone(examples), func(e Example) bool { return e.Issue == "" })
	nonePrinted := slices.DeleteFunc(slices.Clone(examples), func(e Example) bool { return e.Issue != "" })
	_, one := archive(1)
	for name, c := range map[string]struct {
		dates    []time.Time
		examples []Example
	}{
		"nothing":      {nil, nil},
		"all printed":  {dates, onlyPrinted},
		"none printed": {dates, nonePrinted},
		"one issue":    {dates[:1], one},
		"no dates":     {nil, examples},
		"one example":  {dates, examples[:1]},
	} {
		t.Run(name, func(t *testing.T) {
			m := trained(t, words3, c.dates, c.examples)
			good := item.Item{Kind: item.KindArticle, Title: "ncnn 量化实践"}
			bad := item.Item{Kind: item.KindArticle, Title: "咖啡招聘"}
			g, b := m.Score(&good, now()), m.Score(&bad, now())
			checkResult(t, g)
			checkResult(t, b)
			if g.Score <= b.Score {
				t.Errorf("%.4f (%s) is not above %.4f (%s)", g.Score, g.Reason, b.Score, b.Reason)
			}
		})
	}
}

func TestTrainStops(t *testing.T) {
	dates, examples := archive(6)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Train(ctx, words3, dates, slices.Values(examples), quietLog); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestAPaperNamedByAnArticleTeaches(t *testing.T) {
	dates, examples := archive(6)
	link := "https://arxiv.org/abs/2401.00001"
	examples[2].Item.Links = []string{link}
	paper := item.Item{URL: link, Kind: item.KindPaper, Title: "Zebra Stripes for Networks", Published: dates[0]}
	paper.ID, _ = item.Identify(link)
	for i := range 30 {
		p := item.Item{Kind: item.KindPaper, Title: fmt.Sprintf("On the Theory of Walruses, Part %d", i), Published: dates[0], ID: item.ID(fmt.Sprintf("arxiv:2401.1%04d", i))}
		examples = append(examples, Example{Item: p})
	}
	m := trained(t, words3, dates, append(examples, Example{Item: paper}))
	a := m.Score(&item.Item{Kind: item.KindPaper, Title: "Zebra Stripes"}, now())
	b := m.Score(&item.Item{Kind: item.KindPaper, Title: "Theory of Walruses"}, now())
	if a.Score <= b.Score {
		t.Errorf("%.4f (%s) is not above %.4f (%s)", a.Score, a.Reason, b.Score, b.Reason)
	}
}

func checkResult(t testing.TB, r Result) {
	t.Helper()
	if math.IsNaN(r.Score) || r.Score < 0 || r.Score > 1 {
		t.Errorf("score %v", r.Score)
	}
	if !r.Section.Valid() {
		t.Errorf("section %q", r.Section)
	}
	if r.Reason == "" || strings.ContainsAny(r.Reason, "\n\r") || len(r.Reason) > 2000 {
		t.Errorf("reason %q", r.Reason)
	}
	for _, term := range r.Terms {
		if math.IsNaN(term.Weight) || math.IsInf(term.Weight, 0) {
			t.Errorf("term %v", term)
		}
	}
}
