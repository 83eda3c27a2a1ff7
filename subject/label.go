package subject

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// inTitle reports whether the repository's name stands in the title.
func (c context) inTitle(id item.ID) bool {
	_, name, _ := strings.Cut(id.Key(), "/")
	return len(name) > 2 && containsWord(text.Fold(c.it.Title), strings.ToLower(name))
}

// hasLabel reports whether the words before a naming of id offer it: 论文：, 代码：, "code at".
func (c context) hasLabel(id item.ID) bool {
	return c.near(id, func(before, _ string) bool { return offered(before) })
}

// offered reports whether a text that ends where an address begins, or within
// the address, ends in a label.
func offered(before string) bool {
	before = strings.TrimRight(addressStart.ReplaceAllString(before, ""), " \t([（【<\"'`*")
	if strings.HasSuffix(before, "：") || strings.HasSuffix(before, ":") {
		return true // NCNN版：https://…
	}
	if i := strings.LastIndex(before, "\n"); i >= 0 && strings.TrimSpace(before[i:]) != "" {
		before = before[i:] // a label is on the same line, or alone on the one before
	}
	for _, l := range labels {
		if i := strings.LastIndex(before, l); i >= 0 && !clauseEnds(before[i+len(l):]) {
			return true
		}
	}
	return false
}

// isReport reports whether the words before the only naming of an article say that
// it is a translation or report of what the item is about: 译文见：.
func (c context) isReport(id item.ID) bool {
	return c.near(id, func(before, _ string) bool {
		before = strings.TrimRight(addressStart.ReplaceAllString(before, ""), " \t([（【<\"'`*：:见")
		return slices.ContainsFunc(reportLabels, func(l string) bool { return strings.HasSuffix(before, l) })
	})
}

// reportLabels stand before an article on the same thing.
var reportLabels = []string{"译文", "中文解读", "论文解读", "详细解读", "报道", "原文", "全文", "中文版"}

// builtOn reports whether a naming of id says that it is a tool or a base.
func (c context) builtOn(id item.ID) bool {
	return c.near(id, func(before, _ string) bool {
		for _, p := range passingWords {
			if i := strings.LastIndex(before, p); i >= 0 && len(before)-i < 90 && !strings.ContainsAny(addressStart.ReplaceAllString(before[i+len(p):], ""), "。！？；：:\n") {
				return true
			}
		}
		return false
	})
}

// ownLine reports whether an address stands on a line of its own.
func (c context) ownLine(id item.ID) bool {
	return c.near(id, func(before, after string) bool {
		line := before[strings.LastIndexByte(before, '\n')+1:]
		line = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(line, "github.com/"), "https://"))
		rest, _, _ := strings.Cut(after, "\n")
		return len(line) == 0 && len(strings.TrimSpace(rest)) < 40
	})
}

// near calls f with the text before and after each naming of id, at most twelve
// of them, until f returns true.
func (c context) near(id item.ID, f func(before, after string) bool) bool {
	key := strings.ToLower(id.Key())
	for from, n := 0, 0; n < 12; n++ {
		i := strings.Index(c.low[from:], key)
		if i < 0 {
			return false
		}
		i += from
		from = i + len(key)
		if f(c.low[max(0, i-120):i], c.low[from:min(len(c.low), from+80)]) {
			return true
		}
	}
	return false
}

// addressStart matches the beginning of an address that ends where its key begins.
var addressStart = regexp.MustCompile(`(?:(?:https?://)[a-z0-9./_@-]*|arxiv ?[:：] ?|doi ?[:：] ?|[a-z0-9./_@-]*)$`)

// labels stand before what an article or abstract offers.
var labels = []string{
	"论文", "代码", "已开源", "开源地址", "开源在", "开源于", "项目", "地址", "链接", "仓库", "源码", "主页", "原文", "github", "paper", "code", "project", "repo", "source", "available", "released", "implementation", "link",
}

// passingWords stand before what something is made with.
var passingWords = []string{
	"基于", "借助", "依赖", "使用了", "参考了", "受启发于", "对比", "built on", "based on", "on top of", "built with", "powered by", "depends on", "using", "inspired by", "similar to", "compared with", "forked from", "thanks to",
}

// clauseEnds reports whether what stands between a label and an address is more
// than "is available at" or "地址（点击复制）：", so that the label belongs to something else.
func clauseEnds(between string) bool {
	return utf8.RuneCountInString(between) > 24 || strings.ContainsAny(between, "。！？!?；;，") || strings.Contains(between, ". ") || strings.Contains(between, "://")
}

// arxivMonth returns when an arXiv number was given: 1912.13200 in December 2019.
func arxivMonth(id item.ID) (time.Time, bool) {
	key := id.Key()
	if id.Scheme() != "arxiv" || len(key) < 9 || key[4] != '.' {
		return time.Time{}, false
	}
	year, err1 := strconv.Atoi(key[:2])
	month, err2 := strconv.Atoi(key[2:4])
	if err1 != nil || err2 != nil {
		return time.Time{}, false
	}
	return time.Date(2000+year, time.Month(month), 1, 0, 0, 0, 0, time.UTC), true
}
