package issue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"
)

// readHead takes the title line apart: tags, title, account, link, more links.
func readHead(e *Entry, head string) {
	ls := slices.DeleteFunc(links(head), func(l span) bool { return l.image })
	mainLink := pickMain(head, ls)
	lead := head
	if mainLink >= 0 {
		lead = head[:ls[mainLink].start]
		for _, l := range ls[:mainLink] { // a tag that is a link
			e.Tags = append(e.Tags, strings.Trim(plain(head[l.textAt:l.textTo]), "[] "))
			e.Further = append(e.Further, Link{plain(head[l.textAt:l.textTo]), l.url})
			lead = strings.Replace(lead, head[l.start:l.end], "", 1)
		}
	}
	tags, lead := leadingTags(lead)
	e.Tags = append(e.Tags, tags...)
	title := strings.TrimPrefix(strings.TrimRight(plain(lead), "：: "), untitled)
	after := ""
	if mainLink >= 0 {
		l := ls[mainLink]
		e.URL = l.url
		words := strings.TrimPrefix(plain(head[l.textAt:l.textTo]), untitled)
		switch {
		case l.bare || title != "" && genericWord(words):
		case title == "":
			title = words
		default:
			title += " " + words
		}
		for _, f := range ls[mainLink+1:] {
			e.Further = append(e.Further, Link{strings.Trim(plain(head[f.textAt:f.textTo]), "[] "), f.url})
		}
		after = head[l.end:]
		if len(ls) > mainLink+1 {
			after = head[l.end:ls[mainLink+1].start]
		}
	}
	if !hasBar(title) && strings.HasPrefix(strings.TrimSpace(after), "|") {
		title += " " + plain(after)
	}
	e.Title, e.Account = splitAccount(title)
	if id, ok := item.Identify(e.URL); ok && id.Scheme() == "arxiv" && e.Account != "" {
		e.Account, e.Authors = "", e.Account
	}
}

// pickMain gives the index of the link that the entry is about, -1 for none: the
// first that is neither a bare address nor a tag, else the first.
func pickMain(head string, ls []span) int {
	first := -1
	for i, l := range ls {
		if l.bare {
			continue
		}
		words := strings.Trim(plain(head[l.textAt:l.textTo]), "[] ")
		if first < 0 {
			first = i
		}
		if !arxivID.MatchString(words) && !tagLike.MatchString(words) {
			if i == 0 || first == 0 {
				return i
			}
			return first
		}
	}
	if first < 0 && len(ls) > 0 {
		return 0
	}
	return first
}

// leadingTags takes the groups in brackets off the beginning.
func leadingTags(s string) (tags []string, rest string) {
	s = strings.TrimSpace(s)
	for strings.HasPrefix(s, "[") || strings.HasPrefix(s, `\[`) {
		end := strings.IndexByte(s, ']')
		if end < 0 || end > 200 {
			break
		}
		if t := strings.Trim(plain(s[strings.IndexByte(s, '[')+1:end]), `\ []`); t != "" {
			tags = append(tags, t)
		}
		s = strings.TrimSpace(s[end+1:])
	}
	return tags, s
}

func leadIsTags(lead string) bool {
	_, rest := leadingTags(lead)
	return strings.TrimSpace(rest) == ""
}

// genericWord reports whether the words of a link only say that it is one.
func genericWord(s string) bool {
	s = strings.ToLower(strings.Trim(s, " []【】()（）"))
	switch s {
	case "", "原文", "链接", "原文链接", "论文", "解读", "知乎", "报道", "报道原文", "代码", "地址", "link", "paper", "code", "pdf", "url", "github", "here", "详情", "查看", "阅读原文":
		return true
	}
	return strings.HasPrefix(s, "http")
}

// hasBar reports whether a title line names an account.
func hasBar(s string) bool { return barAt(s) >= 0 }

func barAt(s string) int {
	i := max(strings.LastIndex(s, "|"), strings.LastIndex(s, "｜"))
	if i < 0 {
		i = strings.LastIndex(s, " 丨 ")
	}
	return i
}

// maxAccountRunes is how long an account's name may be: what stands behind a
// bar and is longer belongs to the title.
const maxAccountRunes = 40

// splitAccount parts the account from a title. An address in its place is none.
func splitAccount(s string) (title, account string) {
	i := barAt(s)
	if i < 0 {
		return strings.TrimSpace(s), ""
	}
	title = strings.TrimSpace(s[:i])
	account = strings.Join(strings.Fields(strings.Trim(s[i:], "|｜丨 ")), " ")
	switch {
	case strings.HasPrefix(account, "http"):
		return title, ""
	case title == "" || utf8.RuneCountInString(account) > maxAccountRunes && !strings.Contains(account, "、"):
		return strings.TrimSpace(s), ""
	}
	return title, account
}
