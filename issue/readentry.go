package issue

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"
)

// addEntry reads the entry that stands at sp.
func (d *Document) addEntry(sp entrySpan) {
	p := d.parts[sp.part]
	e := readEntry(string(d.src[sp.start:sp.end]))
	e.Section, e.Heading = p.section, p.title
	e.Held = p.kind == partShelf
	e.Short = p.kind == partLead
	if e.Short {
		e.Section = item.SectionNews
		e.Title = strings.TrimRight(e.Title, "；;。 ")
	}
	e.Line = sp.from + 1
	d.Entries = append(d.Entries, e)
	d.spans = append(d.spans, sp)
}

var (
	labelWord = regexp.MustCompile(`^(?:(?:论文|项目|代码|开源|原文|官方|相关|课程|教程|文章|视频|白皮书|英文|中文)?` +
		`(?:摘要|简介|标题|题目|论文|代码|项目|源码|地址|链接|报道|转载|原文|作者|主页|官网|文档|博客|网址|知乎|视频|来源|另见)|(?i:github|code|paper|project|link|abstract|summary)(?:地址|链接)?)\s*\d{0,2}$`)
	seeLine = regexp.MustCompile(`^见\s*(20\d\d-\d\d-\d\d(?:、20\d\d-\d\d-\d\d)*)\s*期$`)
	arxivID = regexp.MustCompile(`^(?:arXiv:?\s*)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?$`)
	tagLike = regexp.MustCompile(`^[A-Za-z]{2,12}[ ']?(?:20)?\d\d(?: \w{2,12})?$`)
)

// label is a line that says what it holds.
type label struct {
	name string
	rest string
}

// splitLabel reads a labelled line: a label of the newsletter before a colon,
// or any few words before a colon and an address.
func splitLabel(s string) (label, bool) {
	s = strings.TrimLeft(s, "*")
	i, n := strings.Index(s, "："), len("：")
	if j := strings.IndexByte(s, ':'); j >= 0 && (i < 0 || j < i) {
		i, n = j, 1
	}
	if i <= 0 || i > 60 {
		return label{}, false
	}
	name := strings.Trim(plain(s[:i]), " *")
	rest := strings.TrimSpace(strings.TrimLeft(s[i+n:], "*"))
	if labelWord.MatchString(name) {
		return label{name, rest}, true
	}
	if utf8.RuneCountInString(name) > 20 || strings.ContainsAny(name, "，。,;；、（(") || strings.HasPrefix(name, "http") {
		return label{}, false
	}
	ls := links(rest)
	ok := len(ls) > 0 && ls[0].start == 0 && !ls[0].image && strings.TrimSpace(rest[ls[0].end:]) == ""
	return label{name, rest}, ok
}

func isSummaryLabel(name string) bool {
	switch strings.ToLower(strings.TrimRight(name, " 0123456789")) {
	case "摘要", "简介", "论文摘要", "论文简介", "项目简介", "abstract", "summary":
		return true
	}
	return false
}

// readEntry reads the Markdown of one entry.
func readEntry(raw string) Entry {
	var e Entry
	var marked []item.ID
	var b strings.Builder
	at := 0
	for _, c := range comments(raw) {
		b.WriteString(raw[at:c.start])
		at = c.end
		if c.note {
			e.Notes = append(e.Notes, c.notes(raw)...)
		}
		for _, id := range c.ids {
			if !slices.Contains(marked, id) {
				marked = append(marked, id)
			}
		}
	}
	b.WriteString(raw[at:])
	lines := splitLines([]byte(b.String()))
	head, rest := headLine(lines)
	readHead(&e, head)
	links := readBody(&e, lines[min(rest, len(lines)):])
	e.Links = uniqueLinks(slices.Concat(e.Further, links), e.URL)
	e.IDs = entryIDs(&e, marked)
	return e
}

// headLine gives the title line without its bullet, with the next line where
// the link stands there, and the index of the first line after it.
func headLine(lines []line) (head string, rest int) {
	if len(lines) == 0 {
		return "", 0
	}
	head = lines[0].text
	if words, ok := bulletAt(lines[0]); ok {
		head = head[words:]
	} else if m := numberMark.FindString(head); m != "" {
		head = head[len(m):]
	}
	head = strings.TrimSpace(head)
	if len(links(head)) > 0 || len(lines) < 2 || lines[1].blank {
		return head, 1
	}
	next := strings.TrimSpace(lines[1].text)
	if strings.HasPrefix(next, "(") && strings.HasSuffix(head, "]") {
		return head + next, 2
	}
	if ls := links(next); len(ls) == 1 && ls[0].bare && ls[0].start == 0 && ls[0].end == len(next) {
		return head + " " + next, 2
	}
	if joined := head + " " + next; strings.HasPrefix(head, "[") {
		if ls := links(joined); len(ls) > 0 && ls[0].start < len(head) && !ls[0].bare {
			return joined, 2
		}
	}
	return head, 1
}

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

// readBody reads the lines under the title; it gives their links, those of
// labelled lines first.
func readBody(e *Entry, lines []line) []Link {
	var summary []string
	var inLines, inText []Link
	for _, l := range lines {
		t := strings.TrimSpace(l.text)
		if t == "" {
			continue
		}
		words := t
		if n, ok := bulletAt(line{text: t}); ok {
			words = t[n:]
		} else if m := numberMark.FindString(t); m != "" {
			words = t[len(m):]
		}
		if m := seeLine.FindStringSubmatch(plain(t)); m != nil {
			e.See = append(e.See, strings.Split(m[1], "、")...)
			continue
		}
		lb, ok := splitLabel(words)
		switch {
		case ok && isSummaryLabel(lb.name):
			t = lb.rest
		case ok:
			inLines = append(inLines, textLinks(lb.rest)...)
			text, u := spell(lb.rest)
			e.Lines = append(e.Lines, Line{Label: lb.name, Text: text, URL: u})
			continue
		}
		inText = append(inText, textLinks(t)...)
		if p := clean(plain(t), maxSummary); p != "" {
			summary = append(summary, p)
		}
	}
	e.Summary = strings.Join(summary, "\n")
	return slices.Concat(inLines, inText)
}

// spell gives the words of a labelled line and its first address. Further ones
// stay spelled out in the words.
func spell(s string) (words, url string) {
	var b strings.Builder
	at := 0
	for _, l := range links(s) {
		b.WriteString(s[at:l.start])
		at = l.end
		if l.image {
			continue
		}
		text := strings.TrimSpace(plain(s[l.textAt:l.textTo]))
		if l.bare || strings.HasPrefix(text, "http") {
			text = ""
		}
		b.WriteString(text)
		if url == "" {
			url = l.url
		} else {
			b.WriteString(" " + l.url)
		}
	}
	b.WriteString(s[at:])
	return clean(mailEscaped.ReplaceAllString(unmark(b.String()), "$1@$2"), maxSummary), url
}

// textLinks gives the links of a text, and the addresses that its words spell
// out although they are escaped.
func textLinks(s string) []Link {
	var out []Link
	for _, l := range links(s) {
		if l.image {
			continue
		}
		words := ""
		if !l.bare {
			words = strings.Trim(plain(s[l.textAt:l.textTo]), "[] ")
		}
		out = append(out, Link{words, l.url})
	}
	if strings.Contains(s, `\:`) {
		for _, l := range links(plain(s)) {
			if l.bare {
				out = append(out, Link{URL: l.url})
			}
		}
	}
	return out
}

// uniqueLinks drops links to an address that came before, and to the main one.
func uniqueLinks(ls []Link, main string) []Link {
	seen := map[string]bool{main: true}
	var out []Link
	for _, l := range ls {
		if l.URL == "" || seen[l.URL] {
			continue
		}
		seen[l.URL] = true
		out = append(out, l)
	}
	return out
}

// entryIDs gives what the entry is about. A marker says it; an editor's own
// entry says it by its links.
func entryIDs(e *Entry, marked []item.ID) []item.ID {
	out := slices.Clone(marked)
	add := func(id item.ID, ok bool) {
		if ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	add(item.Identify(e.URL))
	if len(marked) > 0 {
		return out
	}
	for _, t := range e.Tags {
		if m := arxivID.FindStringSubmatch(t); m != nil {
			add(item.ArXiv(m[1]))
		}
	}
	lasting := func(u string) {
		if !item.Temporary(u) {
			add(item.Identify(u))
		}
	}
	for _, l := range e.Further {
		lasting(l.URL)
	}
	for _, l := range e.Lines {
		if l.Label == seeAlso {
			continue
		}
		lasting(l.URL)
	}
	return out
}
