package subject

import (
	"testing"

	"embai-crawl/item"
)

// TestDealCloses holds that a deal that was closed is told from one that was agreed, in both
// languages, and from rounds and lists that are closed.
func TestDealCloses(t *testing.T) {
	for title, want := range map[string]bool{
		"softbank closes ampere deal":           true,
		"syntiant completes $150m knowles deal": true,
		"英特尔完成altera多数股权出售,银湖入主":                true,
		"arduino 正式归入高通":                        true,
		"英特尔出售altera 51%股权给银湖":                  false,
		"微纳核芯完成超亿元b轮融资":                         false,
		"encharge ai closes series b":           false,
	} {
		if got := eventsOf(title)&done != 0; got != want {
			t.Errorf("%q: closed %v, want %v", title, got, want)
		}
	}
}

// TestPart holds what is no part of a series: a quarter, and two boards.
func TestPart(t *testing.T) {
	for title, want := range map[string]string{
		"asml第三季:净销售75亿欧元":          "",
		"内存涨价:树莓派4/5全线上调":           "",
		"从零写编译器 第三季":                "三",
		"writing a compiler (2/3)":  "2",
		"deepseek开源flashmla,开源周第一弹": "",
		"编译器系列第二弹":                  "二",
		"阿里开源qwen3全系列:8款混合推理模型":     "",
		"手写推理引擎系列 3":                "3",
		"手写推理引擎(三)":                 "三",
		"手写推理引擎三":                   "三",
		"紫光展锐份额升至第四":                "",
		"这块域控省了一千四":                 "",
		"营收翻了三":                     "",
	} {
		if got := part(title); got != want {
			t.Errorf("%q: part %q, want %q", title, got, want)
		}
	}
}

// TestSumsOfMoney has two sums make two events where both titles tell of money raised, and
// one is not the other rounded; a worth is no sum that was paid.
func TestSumsOfMoney(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"微纳核芯完成3亿元融资", "微纳核芯完成5亿元融资", true},
		{"wayve raises $1.05 billion", "softbank leads $1bn funding of wayve", false},
		{"英伟达季度净利润148.81亿美元", "英伟达季度营收260亿美元", false},
		{"地平线募资54亿港元", "地平线市值一度破700亿港元", false},
		{"400亿美元收购告吹", "放弃收购，保留12.5亿美元定金", false},
	} {
		a, b := newLook(&item.Item{Kind: item.KindArticle, Title: c.a}), newLook(&item.Item{Kind: item.KindArticle, Title: c.b})
		if got := a.differs(b); (got != "") != c.want {
			t.Errorf("%s and %s: %q", c.a, c.b, got)
		}
	}
}

// TestNoLesson has what a ministry issues, a robot that guides and what is approved make no lesson and no end of a deal.
func TestNoLesson(t *testing.T) {
	for title, want := range map[string]bool{
		"工信部印发《国家汽车芯片标准体系建设指南》":         false,
		"maker of airport guide robots": false,
		"ncnn 部署指南":                     true,
		"a guide to quantization":       true,
	} {
		if got := eventsOf(title)&lesson != 0; got != want {
			t.Errorf("%q: a lesson %v, want %v", title, got, want)
		}
	}
	a := newLook(&item.Item{Kind: item.KindArticle, Title: "特朗普放行H200：可以卖给中国"})
	b := newLook(&item.Item{Kind: item.KindArticle, Title: "Washington to let Nvidia ship H200 chips to China for a quarter of the revenue"})
	if why := a.conflict(b); why != "" {
		t.Error(why)
	}
}

// TestDaysAhead has what a text looks forward to be no day of what it tells, and days tell the more the
// further they lie apart.
func TestDaysAhead(t *testing.T) {
	for text, want := range map[string]int{
		"10月17日,公司宣布新规":             1,
		"新规将于11月17日生效":              0,
		"11月3日开售":                   0,
		"orders open on november 3": 0,
		"announced on november 3":   1,
	} {
		if d := datesOf(text); len(d.days) != want {
			t.Errorf("%q: days %v, want %d", text, d.days, want)
		}
	}
	if p := period("amd财报好于预期但四季度指引偏弱"); p != "" {
		t.Errorf("the quarter that is looked forward to is taken for that of the report: %s", p)
	}
	for _, c := range []struct {
		a, b string
		want float64
	}{{"10-24", "10-25", 0}, {"12-31", "1-1", 0}, {"10-24", "10-20", 0.5}, {"10-24", "11-20", 0.75}, {"10-24", "3-1", 1}} {
		if got := daysApart([]string{c.a}, []string{c.b}); got != c.want {
			t.Errorf("%s and %s: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestShareModel has a family of controllers meet its parts, and no part another.
func TestShareModel(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"32h7", "32h77x", true}, {"32n657", "32n6", true}, {"3588", "3588s", false}, {"32h743", "32h750", false}} {
		if got := shareModel([]string{c.a}, []string{c.b}); got != c.want {
			t.Errorf("%s and %s: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestIsCollection has a word that lists use make no list of a report.
func TestIsCollection(t *testing.T) {
	for title, want := range map[string]bool{
		"摩尔线程今日上市，开盘大涨":                      false,
		"传高通将以24亿美元收购Alphawave，最快本周官宣":       false,
		"Arm files for IPO this week":        false,
		"端侧AI周报：第12期":                        true,
		"今日AI要闻：高通发布新芯片":                     true,
		"本周论文速递：端侧大模型":                       true,
		"论文速递：本周量化论文":                        true,
		"论文速递 | MobileKV：手机端 2-bit KV Cache": false,
		"ETH 新作 QuaRot速递":                    false,
		"做 AI 玩具只要一周？":                       false,
		"AI 一周：端侧大模型":                        true,
		"地平线机器人今日港股上市":                       false,
		"MACE今日上GitHub":                      false,
		"机器之心今日头条：端侧大模型":                     true,
		"浪潮、龙芯等28家实体被美列入清单":                  false,
		"端侧推理框架清单":                           true,
		"嵌入式AI推荐 20个开源项目":                    true,
		"高通推出AI Hub，75个优化模型可下载":              false,
		"值得一看的75个优化模型":                       true,
		"NeurIPS 2026论文速递|4GB板子微调7B模型":       false,
		"This week in edge AI: new releases": true,
	} {
		if got := isCollection(title); got != want {
			t.Errorf("isCollection(%q) = %v", title, got)
		}
	}
}
