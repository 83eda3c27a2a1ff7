package issue

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// findParts cuts the file at its headings.
func (d *Document) findParts(from int) {
	d.parts = append(d.parts, part{kind: partLead, head: -1, from: from})
	for i := from; i < len(d.lines); i++ {
		if end := d.fenceEnd(i); end > i {
			i = end
			continue
		}
		level, title, ok := d.headingAt(i)
		if !ok {
			continue
		}
		if level == 1 && d.h1 < 0 && len(d.parts) == 1 {
			d.h1 = i
			d.readTitle(title)
			continue
		}
		kind, section := classify(title)
		last := &d.parts[len(d.parts)-1]
		if level > 2 && kind == partSection && section == "" { // a heading within a section
			kind, section = last.kind, last.section
			if kind == partLead {
				kind = partSection
			}
		}
		last.to = i
		d.parts = append(d.parts, part{kind: kind, section: section, title: title, head: i, from: i + 1})
	}
	d.parts[len(d.parts)-1].to = len(d.lines)
	d.cutFooters()
	d.readLead()
}

// headingAt reads line i as a heading. Without a space after the # it is one
// only if it opens a part: #1 may begin a sentence.
func (d *Document) headingAt(i int) (level int, title string, ok bool) {
	if d.lines[i].indent > 3 || !strings.HasPrefix(strings.TrimLeft(d.lines[i].text, " "), "#") {
		return 0, "", false
	}
	m := atxHeading.FindStringSubmatch(d.lines[i].text)
	if m == nil {
		return 0, "", false
	}
	title = plain(m[3])
	if m[2] == "" {
		kind, section := classify(title)
		if kind == partSection && section == "" || utf8.RuneCountInString(title) > 12 {
			return 0, "", false
		}
	}
	return len(m[1]), title, true
}

// fenceEnd gives the closing line of a code fence that opens at line i, or i
// where none opens or it is not closed before the next heading of a section: a
// forgotten fence must not swallow the rest of the issue.
func (d *Document) fenceEnd(i int) int {
	if t := strings.TrimLeft(d.lines[i].text, " "); !strings.HasPrefix(t, "```") && !strings.HasPrefix(t, "~~~") {
		return i
	}
	m := fenceLine.FindStringSubmatch(d.lines[i].text)
	if m == nil {
		return i
	}
	end := d.closer(i+1, m[1])
	if end < 0 || end-i > maxFence {
		return i
	}
	for j := i + 1; j < end; j++ {
		if level, title, ok := d.headingAt(j); ok && level <= 2 {
			if kind, section := classify(title); kind != partSection || section != "" {
				return i
			}
		}
	}
	return end
}

// closer gives the first line from at on that can close a fence, -1 for none.
func (d *Document) closer(at int, fence string) int {
	if d.closers == nil {
		d.closers = make([]int, len(d.lines)+1)
		d.closers[len(d.lines)] = -1
		for i := len(d.lines) - 1; i >= 0; i-- {
			d.closers[i] = d.closers[i+1]
			if t := strings.TrimSpace(d.lines[i].text); len(t) >= 3 && (t[0] == '`' || t[0] == '~') && strings.Trim(t, t[:1]) == "" {
				d.closers[i] = i
			}
		}
	}
	for j, n := d.closers[min(at, len(d.lines))], 0; j >= 0 && n < maxFence; j, n = d.closers[j+1], n+1 {
		if strings.HasPrefix(strings.TrimSpace(d.lines[j].text), fence) {
			return j
		}
	}
	return -1
}

// readTitle takes the title line apart: 嵌入式AI简报 (2020-11-15)：headline.
func (d *Document) readTitle(title string) {
	d.Title = strings.TrimSpace(title)
	loc := dateInText.FindStringSubmatchIndex(title)
	if loc == nil {
		return
	}
	month, _ := strconv.Atoi(title[loc[4]:loc[5]])
	day, _ := strconv.Atoi(title[loc[6]:loc[7]])
	d.Date = title[loc[2]:loc[3]] + "-" + two(month) + "-" + two(day)
	d.Title = strings.TrimRight(strings.TrimSpace(title[:loc[0]]), "(（[【 ")
	d.Headline = strings.Trim(title[loc[1]:], " )）]】:：|｜-—·,，\t")
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// cutFooters parts the footer off: what follows a rule that no entry follows,
// or the lines of account, editor and licence.
func (d *Document) cutFooters() {
	var out []part
	for _, p := range d.parts {
		out = append(out, p)
		if p.kind == partLead && len(d.parts) > 1 {
			continue
		}
		last := d.lastEntry(p)
		for i := max(p.from, last+1); i < p.to; i++ {
			if t := d.lines[i].text; !footerWord.MatchString(t) && !thematic.MatchString(t) {
				continue
			}
			out[len(out)-1].to = i
			out = append(out, part{kind: partFooter, head: -1, from: i, to: p.to})
			break
		}
	}
	d.parts = out
}

// lastEntry gives the last line of a part that looks like the beginning of an
// entry, -1 for none. Below 往期回顾 there are none.
func (d *Document) lastEntry(p part) int {
	if p.kind == partBack {
		return -1
	}
	for i := p.to - 1; i >= p.from; i-- {
		l := d.lines[i]
		if strings.Contains(l.text, markerOpen) {
			return i
		}
		if _, ok := bulletAt(l); ok && l.indent < 2 && !footerWord.MatchString(l.text) && len(links(l.text)) > 0 {
			return i
		}
	}
	return -1
}

// readLead finds title, tagline and 导读 before the first section.
func (d *Document) readLead() {
	p := &d.parts[0]
	i := p.from
	if d.h1 >= 0 {
		i = d.h1 + 1
	}
	d.headTo = i
	for j := i; j < p.to; j++ {
		t := strings.TrimSpace(d.lines[j].text)
		if strings.HasPrefix(t, ">") {
			end := j + 1
			for end < p.to && strings.HasPrefix(strings.TrimSpace(d.lines[end].text), ">") {
				end++
			}
			d.guide = [2]int{j, end}
			d.headTo = j
			p.from = end
			var words []string
			for ; j < end; j++ {
				words = append(words, strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(d.lines[j].text), "> ")))
			}
			d.Guide = guideWord.ReplaceAllString(plain(strings.TrimSpace(strings.Join(words, " "))), "")
			return
		}
		if _, ok := bulletAt(d.lines[j]); ok {
			d.headTo = j
			break
		}
	}
	if d.headTo == i {
		d.headTo = p.to
	}
	p.from = i
}

// hiddenLines gives the lines of a part that an editor has put into a comment:
// from a line that opens one to the line that closes it. Markers within do not
// count, and one that is not closed in its part hides nothing.
func (d *Document) hiddenLines(p part) [][2]int {
	var out [][2]int
	for i := p.from; i < p.to; i++ {
		t := strings.TrimSpace(d.lines[i].text)
		if !strings.HasPrefix(t, "<!--") || strings.HasPrefix(t, "<!-- embai") || closesComment(t[4:]) {
			continue
		}
		for j := i + 1; j < min(p.to, i+maxFence); j++ {
			if closesComment(d.lines[j].text) {
				out = append(out, [2]int{i, j + 1})
				i = j
				break
			}
		}
	}
	return out
}

func closesComment(s string) bool {
	return strings.Contains(stripped(s), commentEnd)
}
