package issue

import (
	"fmt"
	"strings"

	"embai-crawl/item"
)

// Bounds of what is printed, in runes. Titles of real articles end below 100.
const (
	maxTitle   = 200
	maxByline  = 200 // a paper's authors
	maxTag     = 40
	maxLabel   = 20
	maxSummary = 6000
)

// untitled is printed where an entry has no title.
const untitled = "（无标题）"

// Render prints the draft in the house format: LF line ends, two spaces before
// the end of a line within an entry, a marker after each title.
func Render(d Draft) []byte {
	d.Options = d.Options.Defaults()
	var b strings.Builder
	b.WriteString(renderHead(d))
	if g := renderGuide(d.Guide); g != "" {
		b.WriteString(g + "\n")
	}
	if len(d.Short) > 0 {
		b.WriteString(renderEntries(d.Short) + "\n")
	}
	for _, s := range item.Sections() {
		b.WriteString("## " + heading(s) + "\n\n")
		if body := renderEntries(d.in(s)); body != "" {
			b.WriteString(body + "\n")
		}
	}
	b.WriteString(renderTail(d))
	return []byte(b.String())
}

// in gives the draft's entries of one section, in their order.
func (d *Draft) in(s item.Section) []Entry {
	var out []Entry
	for _, e := range d.Entries {
		if e.Section == s || s == item.SectionNews && !e.Section.Valid() {
			out = append(out, e)
		}
	}
	return out
}

// renderHead prints front matter, title line and tagline, and the blank line
// that follows them.
func renderHead(d Draft) string {
	title := "# " + escape(clean(d.Options.Title, maxTitle)) + " (" + clean(d.Date, 20) + ")"
	if h := clean(d.Headline, maxTitle); h != "" {
		title += "：" + escape(h)
	}
	return "---\nlayout: default\n---\n\n" + title + "\n\n" + bold(clean(d.Options.Tagline, maxTitle)) + "\n\n"
}

// bold prints s in bold type. A closing mark at the end stands outside: **…。**
// before a letter is no bold at all by CommonMark's rule of flanking runs.
func bold(s string) string {
	core := strings.TrimRight(s, "。，、；：！？…》」』）】”’.,;:!?)")
	if core == "" {
		return escapeStart(s)
	}
	return "**" + escape(core) + "**" + escape(s[len(core):])
}

// renderGuide prints the 导读 as a quotation, with its line end.
func renderGuide(guide string) string {
	g := clean(guide, maxSummary)
	if g == "" {
		return ""
	}
	return "> 导读：" + escape(g) + "\n"
}

// renderTail prints the table of earlier issues and the footer.
func renderTail(d Draft) string {
	var b strings.Builder
	head := backHeading
	if u := escapeURL(d.Options.BackIssuesURL); u != "" {
		head = "[" + backHeading + "](" + u + ")"
	}
	b.WriteString("## " + head + "\n")
	if t := backTable(d.Options.linked(d.Back)); t != "" {
		b.WriteString("\n" + t)
	}
	if f := strings.TrimSpace(strings.ReplaceAll(d.Options.Footer, "\r\n", "\n")); f != "" {
		b.WriteString("\n----\n\n" + f + "\n")
	}
	return b.String()
}

// RenderRest prints the candidates file: what did not make the draft, best
// first in each section, in the form of the draft, so that an entry moves there
// by cutting its lines. Under each stands why it is where it is.
func RenderRest(d Draft) []byte {
	d.Options = d.Options.Defaults()
	var b strings.Builder
	b.WriteString("# " + escape(clean(d.Options.Title, maxTitle)) + " (" + clean(d.Date, 20) + ") 候选\n\n")
	b.WriteString("> 没有进入草稿的候选，每节最好的在前。剪下一条粘贴到草稿里就是选用它。本文件每次运行都会重写，请不要在这里修改。\n\n")
	for _, s := range item.Sections() {
		r := Draft{Entries: d.Rest}
		b.WriteString("## " + heading(s) + "\n\n")
		if body := renderEntries(r.in(s)); body != "" {
			b.WriteString(body + "\n")
		}
	}
	return []byte(b.String())
}

func renderEntries(entries []Entry) string {
	var b strings.Builder
	for i := range entries {
		b.WriteString(RenderEntry(&entries[i]))
	}
	return b.String()
}

// RenderEntry prints one entry with its line ends.
func RenderEntry(e *Entry) string {
	var b strings.Builder
	b.WriteString("- ")
	for _, t := range e.Tags {
		switch t = clean(t, maxTag); {
		case t == "":
		case len(t) == 1: // [x] would be a box to tick
			b.WriteString(`\[` + escape(t) + `\] `)
		default:
			b.WriteString("[" + escape(t) + "] ")
		}
	}
	title := escape(clean(e.Title, maxTitle))
	if title == "" {
		title = untitled
	}
	if a := clean(e.byline(), maxByline); a != "" {
		title += " | " + escape(a)
	}
	switch title {
	case "x", "X", " ": // [x] would be a box to tick even before an address
		title = fmt.Sprintf("&#%d;", title[0])
	}
	if u := escapeURL(e.URL); u != "" {
		b.WriteString("[" + title + "](" + u + ")")
	} else {
		if len(e.Tags) == 0 {
			title = guardStart(title)
		}
		b.WriteString(title)
	}
	for _, l := range e.Further {
		if u := escapeURL(l.URL); u != "" {
			b.WriteString(" [[" + escape(orElse(clean(l.Text, maxTitle), "链接")) + "]](" + u + ")")
		}
	}
	if len(e.IDs) > 0 {
		b.WriteString(" " + marker(e.IDs))
	}
	b.WriteString("  \n")
	for _, l := range e.Lines {
		b.WriteString(renderLine(l))
	}
	b.WriteString(renderSummary(e.Summary))
	if len(e.See) > 0 {
		b.WriteString("见 " + escape(clean(strings.Join(e.See, "、"), maxTitle)) + " 期  \n")
	}
	if n := noteText(e.Notes); n != "" {
		b.WriteString("  " + n + "\n")
	}
	return b.String()
}

func (e *Entry) byline() string {
	return orElse(e.Account, e.Authors)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// renderLine prints a labelled line: the words, then the address as a link.
func renderLine(l Line) string {
	label := strings.Trim(clean(l.Label, maxLabel), "：: ")
	if label == "" {
		label = "链接"
	}
	text := escape(clean(l.Text, maxSummary))
	if u := bareURL(asciiURL(l.URL)); u != "" {
		text = strings.TrimSpace(text + " " + u)
	}
	return escapeStart(label) + "：" + text + "  \n"
}

// renderSummary prints 摘要 and its further paragraphs, a line each.
func renderSummary(s string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(s, "\n") {
		p = clean(p, maxSummary)
		switch {
		case p == "":
		case b.Len() == 0:
			fmt.Fprintf(&b, "摘要：%s  \n", escape(p))
		default:
			b.WriteString(escapeStart(p) + "  \n")
		}
	}
	return b.String()
}
