package subject_test

import (
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
	"embai-crawl/subject"
)

// TestReprints: one headline in two outlets is one article, also where there is no text and
// whenever it comes; a column, a title of few words and the parts of a series are not.
func TestReprints(t *testing.T) {
	const text = "云雀团队拆开了推理引擎的内存规划：张量何时分配、何时复用，以及为什么两遍扫描就够了。"
	other := "这一期回答读者的问题：开发板怎么选，模型放在闪存里还是内存里，串口没有输出怎么办。"
	for _, c := range []struct {
		name         string
		titles       [2]string
		accounts     [2]string
		days         int
		texts        [2]string
		want         int
		headlineSays bool
	}{
		{"two accounts, titles alone", [2]string{"图解推理引擎的内存规划", "图解推理引擎的内存规划"}, [2]string{"甲", "乙"}, 12, [2]string{}, 1, true},
		{"spaced otherwise", [2]string{"图解 LarkEngine 的内存规划", "图解LarkEngine的内存规划？"}, [2]string{"甲", "乙"}, 1, [2]string{}, 1, true},
		{"English", [2]string{"Memory planning inside LarkEngine", "Memory planning inside LarkEngine"}, [2]string{"a", "b"}, 5, [2]string{}, 1, true},
		{"one with its text", [2]string{"图解推理引擎的内存规划", "图解推理引擎的内存规划"}, [2]string{"甲", "乙"}, 5, [2]string{text, ""}, 1, true},
		{"printed again by one account", [2]string{"图解推理引擎的内存规划", "图解推理引擎的内存规划"}, [2]string{"甲", "甲"}, 1, [2]string{}, 1, true},
		{"a column", [2]string{"读者来信里的嵌入式问题解答", "读者来信里的嵌入式问题解答"}, [2]string{"甲", "甲"}, 7, [2]string{}, 2, false},
		{"a column with its texts", [2]string{"读者来信里的嵌入式问题解答", "读者来信里的嵌入式问题解答"}, [2]string{"甲", "甲"}, 7, [2]string{text, other}, 2, false},
		{"few letters", [2]string{"更新公告", "更新公告"}, [2]string{"甲", "乙"}, 1, [2]string{}, 2, false},
		{"common words", [2]string{"A new release", "A new release"}, [2]string{"a", "b"}, 1, [2]string{}, 2, false},
		{"a series", [2]string{"你也能懂的神经网络编译器内存规划（理论篇）", "你也能懂的神经网络编译器内存规划（实战篇）"}, [2]string{"甲", "甲"}, 1, [2]string{}, 2, false},
		{"parts behind a bar", [2]string{"云雀推理引擎开发关键技术指南 | 内存规划", "云雀推理引擎开发关键技术指南 | 算子融合"}, [2]string{"甲", "甲"}, 1, [2]string{}, 2, false},
		{"accounts behind a bar", [2]string{"图解推理引擎的内存规划 | 嵌入式夜话", "图解推理引擎的内存规划｜端侧实验室"}, [2]string{"嵌入式夜话", "端侧实验室"}, 5, [2]string{}, 1, true},
		{"weekly", [2]string{"嵌入式视觉开源项目周报", "嵌入式视觉开源项目周报"}, [2]string{"甲", "乙"}, 3, [2]string{}, 2, false},
		{"too late", [2]string{"图解推理引擎的内存规划", "图解推理引擎的内存规划"}, [2]string{"甲", "乙"}, 20, [2]string{}, 2, true},
	} {
		day := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
		var items []*item.Item
		for i := range 2 {
			items = append(items, &item.Item{
				ID: item.ID([]string{"url:https://a.example/1", "url:https://b.example/1"}[i]), Kind: item.KindArticle,
				Title: c.titles[i], Account: c.accounts[i], Source: "wechat", Text: c.texts[i], Published: day.AddDate(0, 0, i*c.days),
			})
		}
		found := subject.Group(items, subject.Options{})
		if len(found) != c.want {
			_, why := subject.Similar(items[0], items[1])
			t.Errorf("%s: %d entries, want %d: %s", c.name, len(found), c.want, why)
		}
		if len(found) != 1 {
			continue
		}
		if says := strings.HasSuffix(found[0].Why[0], "one headline"); says != c.headlineSays {
			t.Errorf("%s: says %q", c.name, found[0].Why)
		}
		if _, why := subject.Similar(items[0], items[1]); why == "one headline" != c.headlineSays {
			t.Errorf("%s: Similar says %q", c.name, why)
		}
	}
}

// TestColumnOfTwoSources: an account is one outlet, whichever sources find its articles.
func TestColumnOfTwoSources(t *testing.T) {
	day := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	column := func(id, source string, day time.Time) *item.Item {
		return &item.Item{ID: item.ID("url:https://a.example/" + id), Kind: item.KindArticle, Title: "读者来信里的嵌入式问题解答", Account: "甲", Source: source, Published: day}
	}
	for _, c := range []struct {
		days, want int
	}{{0, 1}, {7, 2}} {
		items := []*item.Item{column("1", "bridge", day), column("2", "album", day.AddDate(0, 0, c.days))}
		if got := len(subject.Group(items, subject.Options{})); got != c.want {
			t.Errorf("%d days apart: %d entries, want %d", c.days, got, c.want)
		}
	}
}
