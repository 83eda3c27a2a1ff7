package issue

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/summary"
	"embai-crawl/text"
)

// compose makes the entry that the newsletter would print of a candidate.
func compose(c *Candidate) Entry {
	it := &c.Items[0]
	e := Entry{Section: sectionOf(c), URL: address(it), See: slices.Clone(c.See), gone: it.Status.Gone()}
	for i := range c.Items {
		x := &c.Items[i]
		if x.ID != "" && !slices.Contains(e.IDs, x.ID) {
			e.IDs = append(e.IDs, x.ID)
		}
		e.Aliases = append(e.Aliases, x.Aliases...)
	}
	if id, ok := item.Identify(e.URL); ok && !slices.Contains(e.IDs, id) {
		if len(e.IDs) == 0 {
			e.IDs = append(e.IDs, id)
		} else {
			e.Aliases = append(e.Aliases, id)
		}
	}
	e.Title, e.Account = titleOf(it), accountOf(it)
	if e.Account == "" { // a bar in the title would name one
		e.Title = strings.NewReplacer(" | ", "丨", "|", "丨", "｜", "丨", " 丨 ", "丨").Replace(e.Title)
	}
	paper := first(c.Items, func(x *item.Item) bool { return x.ID.Scheme() == "arxiv" || x.Kind == item.KindPaper })
	if paper != nil {
		if v := orElse(it.Venue, paper.Venue); v != "" {
			e.Tags = append(e.Tags, v)
		}
		if paper.ID.Scheme() == "arxiv" {
			e.Tags = append(e.Tags, paper.ID.Key())
		}
	} else if it.Venue != "" {
		e.Tags = append(e.Tags, it.Venue)
	}
	e.Lines = linesOf(c, paper)
	e.Summary = digest(c)
	if c.Summary != "" && c.Machine {
		e.Notes = []string{"机器摘要"}
	}
	return e
}

func sectionOf(c *Candidate) item.Section {
	for i := range c.Items {
		if s := c.Items[i].Section; s.Valid() {
			return s
		}
	}
	if c.Result.Section.Valid() {
		return c.Result.Section
	}
	switch c.Items[0].Kind {
	case item.KindPaper:
		return item.SectionPaper
	case item.KindRepo, item.KindRelease:
		return item.SectionProject
	}
	return item.SectionNews
}

// first gives the first item that has a property, nil for none.
func first(items []item.Item, has func(*item.Item) bool) *item.Item {
	for i := range items {
		if has(&items[i]) {
			return &items[i]
		}
	}
	return nil
}

// address gives the address that is printed: the one found, else that of the identity.
func address(it *item.Item) string {
	if it.URL != "" && !item.Temporary(it.URL) {
		return shortWeChat(it.URL)
	}
	return orElse(it.ID.Address(), it.URL)
}

// shortWeChat leaves of the long link of a WeChat article what names it. The
// rest (chksm, scene, #rd …) tells WeChat how the link was passed on.
func shortWeChat(address string) string {
	u, err := url.Parse(address)
	if err != nil || !strings.EqualFold(u.Hostname(), "mp.weixin.qq.com") || u.Path != "/s" {
		return address
	}
	q := u.Query()
	if q.Get("__biz") == "" || q.Get("mid") == "" || q.Get("sn") == "" {
		return address
	}
	return "https://mp.weixin.qq.com/s?__biz=" + url.QueryEscape(q.Get("__biz")) + "&mid=" + url.QueryEscape(q.Get("mid")) +
		"&idx=" + url.QueryEscape(orElse(q.Get("idx"), "1")) + "&sn=" + url.QueryEscape(q.Get("sn"))
}

// titleOf prints a repository as owner/repo: description.
func titleOf(it *item.Item) string {
	title := clean(it.Title, maxTitle)
	if it.Kind != item.KindRepo {
		return title
	}
	desc := clean(it.Summary, maxTitle)
	if desc == "" || strings.Contains(title, ": ") || strings.Contains(title, "：") || !strings.Contains(title, "/") {
		return title
	}
	return title + ": " + text.Cut(desc, 100)
}

// accountOf names who published: the original's account where the item repeats
// one. Papers and repositories are printed without.
func accountOf(it *item.Item) string {
	if it.Kind == item.KindPaper || it.Kind == item.KindRepo || it.Kind == item.KindRelease {
		return ""
	}
	if it.Original != nil && it.Original.Account != "" {
		return barless(it.Original.Account)
	}
	return byline(it)
}

func byline(it *item.Item) string { return barless(it.Account) }

func barless(s string) string {
	return clean(strings.NewReplacer("|", " ", "｜", " ", "丨", " ").Replace(s), maxAccountRunes)
}

// linesOf gives the labelled lines, in the newsletter's order: the paper's
// title, paper, code or project, other reports, the repost.
func linesOf(c *Candidate, paper *item.Item) []Line {
	it := &c.Items[0]
	var out []Line
	add := func(label, text, url string) {
		if (text != "" || url != "") && len(out) < 12 {
			out = append(out, Line{label, text, url})
		}
	}
	if paper != nil && paper != it {
		add("标题", clean(paper.Title, maxTitle), "")
		add("论文", "", address(paper))
	}
	for i := range c.Items {
		x := &c.Items[i]
		repo := x.Kind == item.KindRepo || x.Kind == item.KindRelease
		switch {
		case repo && i == 0:
			add("地址", "", address(x))
		case repo && paper != nil:
			add("代码", "", address(x))
		case repo:
			add("项目", "", address(x))
		}
	}
	for i := range c.Items[1:] {
		if x := &c.Items[1+i]; x.Kind == item.KindArticle && x.Original == nil {
			add("报道", byline(x), address(x))
		}
	}
	if it.Original != nil && it.Original.Account != "" && it.Original.Account != it.Account {
		add("转载", byline(it), "")
	}
	for i := range c.Items[1:] {
		if x := &c.Items[1+i]; x.Original != nil && byline(x) != byline(it) {
			add("转载", byline(x), "")
		}
	}
	return out
}

// summaryRunes is how long a summary may be.
const summaryRunes = 400

// digest takes the summary that was made for the candidate, else what the main
// item says of itself, else what another one says.
func digest(c *Candidate) string {
	if s := clean(c.Summary, maxSummary); s != "" {
		return s
	}
	for i := range c.Items {
		if s := clean(digestOf(&c.Items[i]), maxSummary); s != "" {
			return s
		}
	}
	return ""
}

func digestOf(it *item.Item) string {
	switch it.Kind {
	case item.KindPaper:
		if s := summary.Abstract(it.Summary, summaryRunes); s != "" {
			return s
		}
	case item.KindRelease:
		if s := summary.Release(orElse(it.Text, it.Summary), summaryRunes); s != "" {
			return s
		}
	}
	s := summary.Choose(it.Title, it.Summary, it.Text, summary.Options{Max: summaryRunes})
	if it.Kind == item.KindRepo && it.Version != "" {
		return withVersion(s, it)
	}
	return s
}

// withVersion adds the newest release of a repository and what it changes.
func withVersion(s string, it *item.Item) string {
	newest := "最新版本 " + clean(it.Version, 40)
	if it.Comment != "" {
		newest += "：" + strings.TrimRight(clean(it.Comment, maxSummary), "。.；;")
	}
	if s == "" {
		return newest + "。"
	}
	if end, _ := utf8.DecodeLastRuneInString(s); !strings.ContainsRune("。.！!？?…", end) {
		s += "。"
	}
	return s + newest + "。"
}
