package subject

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// act is a set of kinds of event.
type act uint16

const (
	launch act = 1 << iota // something new can be had: released, opened, produced
	deal                   // bought, merged
	money                  // funding, going public
	earnings
	review   // somebody tried it
	tutorial // somebody explains it
	rumour
	people // hired, fired
	price
)

// actWords are the words of headlines by kind of event, folded. A Latin word
// stands between others; one that ends in * may go on.
var actWords = [...]struct {
	kind  act
	words []string
}{
	{launch, []string{
		"发布", "推出", "亮相", "登场", "来了", "上市", "量产", "开售", "开源", "公布", "官宣", "流片", "转正", "获批", "迎来",
		"unveil*", "launch*", "announc*", "introduc*", "releas*", "ship", "ships", "available", "official", "land", "lands", "open", "opens", "detail", "details", "detailed", "is out", "arrive", "arrives", "debut*",
	}},
	{deal, []string{"收购", "并购", "买下", "买了", "入股", "acqui*", "buy", "buys", "to buy", "bought", "merger", "merge with", "merges with"}},
	{money, []string{
		"融资", "募资", "配股", "配售", "定增", "ipo*", "聆讯", "上市申请", "估值", "领投", "a轮*", "b轮*", "c轮*", "d轮*", "e轮*", "a+轮*", "b+轮*", "c+轮*", "d+轮*", "e+轮*",
		"raise $*", "raises $*", "funding", "secure", "secures", "round", "valuation*",
	}},
	{earnings, []string{"营收", "财报", "净利", "季报", "业绩", "财季", "revenue*", "earnings*", "quarter results", "quarter profit", "quarterly results", "quarterly profit"}},
	{review, []string{"评测", "实测", "测评", "体验", "跑分", "对比", "横评", "review", "reviews", "reviewed", "hands-on", "tested", "benchmarked", "benchmarking"}},
	{tutorial, []string{
		"教程", "手把手", "入门", "源码", "原理", "拆解", "笔记", "详解", "解析", "解读", "剖析", "实战", "为什么", "为何", "如何", "指南", "怎么", "踩坑",
		"how to", "how we", "walkthrough*", "guide", "tutorial*", "fine-tuning", "explained", "deep dive", "why",
	}},
	{rumour, []string{"曝光", "爆料", "传闻", "或将", "消息称", "rumor*", "rumour*", "leak*"}},
	{people, []string{"招聘", "裁员", "离职", "加盟", "layoff", "layoffs", "lay off", "lay offs", "lays off", "hiring"}},
	{price, []string{"降价", "涨价", "price cut*", "price hike*", "price rise*", "raises prices", "prices"}},
}

// opinion matches the questions of discussion sites.
var opinion = regexp.MustCompile(`如何(?:看待|评价)|怎么(?:看|评价)`)

// actsOf returns the kinds of event that a folded title tells of.
func actsOf(title string) act {
	if strings.ContainsAny(title, "看评") && opinion.MatchString(title) || strings.HasPrefix(title, "what do you think") {
		return tutorial // of what it discusses the title says that it was released
	}
	var a act
	for _, w := range actWords {
		if slices.ContainsFunc(w.words, func(word string) bool { return holds(title, word) }) {
			a |= w.kind
		}
	}
	// What begins with a word for another thing: 上手机 and 上手, raises 5 million.
	if i := strings.Index(title, "上手"); i >= 0 && !strings.HasPrefix(title[i:], "上手机") {
		a |= review
	}
	if i := strings.Index(title, "raise"); i >= 0 {
		rest := strings.TrimPrefix(strings.TrimPrefix(title[i:], "raise"), "s")
		if len(rest) > 1 && rest[0] == ' ' && (digit(rest[1]) || rest[1] == '.') {
			a |= money
		}
	}
	return a
}

// holds reports whether a title holds a word of actWords.
func holds(title, word string) bool {
	word, open := strings.CutSuffix(word, "*")
	if word[0] >= utf8.RuneSelf {
		return strings.Contains(title, word)
	}
	for from := 0; ; {
		i := strings.Index(title[from:], word)
		if i < 0 {
			return false
		}
		from += i
		end := from + len(word)
		if (from == 0 || !alnum(title[from-1])) && (open || end == len(title) || !alnum(title[end])) {
			return true
		}
		from = end
	}
}

// comment are the kinds that talk about what happened before.
const comment = review | tutorial | people | price | earnings

// opposed reports whether one title tells that something happened and the other
// only talks about it, or of something else that a company does.
func (a act) opposed(b act) bool {
	return a.clash(b) && (a&comment == a || b&comment == b)
}

// clash reports whether two titles tell of different kinds of event.
func (a act) clash(b act) bool { return a != 0 && b != 0 && a&b == 0 }
