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
	lasting := func(u string) { // a folder of a large repository is not that repository
		id, ok := item.Identify(u)
		add(id, ok && !item.Temporary(u) && (id.Scheme() != "github" || strings.Count(strings.TrimRight(u, "/"), "/") <= 4))
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
