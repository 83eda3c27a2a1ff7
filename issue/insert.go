package issue

import (
	"bytes"
	"slices"
	"strings"

	"embai-crawl/item"
)

// insert appends new entries, each to its section, and remembers them.
func (u *update) insert(entries []Entry) {
	for i := range entries {
		u.mem.Entries = append(u.mem.Entries, offered(&entries[i]))
	}
	u.out.Added = entries
	short := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return !e.Short })
	if len(short) > 0 {
		u.edits = append(u.edits, u.doc.appendShort(renderEntries(short)))
	}
	for _, s := range item.Sections() {
		var b strings.Builder
		for i := range entries {
			e := &entries[i]
			if !e.Short && (e.Section == s || s == item.SectionNews && !e.Section.Valid()) {
				b.WriteString(RenderEntry(e))
			}
		}
		if b.Len() > 0 {
			u.edits = append(u.edits, u.doc.appendTo(s, b.String()))
		}
	}
}

// appendTo gives the edit that puts text, whole lines, at the end of a section,
// under a new heading where the file has none.
func (d *Document) appendTo(s item.Section, text string) edit {
	at := d.sectionPart(s)
	if at < 0 {
		return d.newSection(s, text)
	}
	return d.appendPart(at, text)
}

// appendPart puts text behind the last entry of a part; where it has none,
// below its heading.
func (d *Document) appendPart(at int, text string) edit {
	last := -1
	for f, sp := range d.spans {
		if sp.part == at {
			last = f
		}
	}
	if last >= 0 {
		return d.after(d.spans[last].to-1, text, false)
	}
	p := d.parts[at]
	line := p.head
	if p.from < p.to && d.lines[p.from].blank {
		line = p.from
	}
	return d.after(line, text, line == p.head)
}

// after puts text behind line i, with a blank line before if apart, and a blank
// line behind where a line follows that would run into it.
func (d *Document) after(i int, text string, apart bool) edit {
	if i < 0 {
		return edit{start: 0, end: 0, text: text + "\n"}
	}
	l := d.lines[i]
	if apart {
		text = "\n" + text
	}
	if l.end == l.next { // the file ends without a line end
		text = "\n" + text
	}
	if i+1 < len(d.lines) && !d.lines[i+1].blank {
		if _, bullet := bulletAt(d.lines[i+1]); !bullet {
			text += "\n"
		}
	}
	return edit{start: l.next, end: l.next, text: text}
}

// newSection puts a section that the file lacks before the next one of the
// newsletter's order, or before shelf, earlier issues and footer.
func (d *Document) newSection(s item.Section, text string) edit {
	order := item.Sections()
	mine := slices.Index(order, s)
	return d.newPart(heading(s), text, func(p part) bool {
		return p.kind != partSection || slices.Index(order, p.section) > mine
	})
}

// newPart puts a heading with text below it before the first part that comes
// after it, at the end where none does.
func (d *Document) newPart(title, text string, later func(part) bool) edit {
	text = "## " + title + "\n\n" + text
	for _, p := range d.parts[1:] {
		if !later(p) {
			continue
		}
		i := p.head
		if i < 0 {
			i = p.from
		}
		at := d.lines[i].start
		if i > 0 && !d.lines[i-1].blank {
			text = "\n" + text
		}
		return edit{at, at, text + "\n"}
	}
	return d.after(len(d.lines)-1, text, true)
}

// appendShort puts short news behind what stands of it, else behind the 导读,
// else behind the tagline.
func (d *Document) appendShort(text string) edit {
	for f := len(d.spans) - 1; f >= 0; f-- {
		if d.spans[f].part == 0 {
			return d.after(d.spans[f].to-1, text, false)
		}
	}
	line := d.headTo - 1
	if d.guide[1] > d.guide[0] {
		line = d.guide[1] - 1
	}
	for line > 0 && d.lines[line].blank {
		line--
	}
	return d.after(line, text, true)
}

// furniture brings head and tail up to date where nobody touched them.
func (u *update) furniture() {
	d := u.doc
	head, tail := renderHead(u.next), renderTail(u.next)
	if start, end := d.bytes(0, d.headTo); same(string(d.src[start:end]), u.mem.Head) && u.mem.Head != "" {
		if !same(head, u.mem.Head) {
			u.edits = append(u.edits, edit{start, end, head})
		}
		u.mem.Head = head
	}
	if start, ok := d.tailStart(); ok && u.mem.Tail != "" && same(string(d.src[start:]), u.mem.Tail) {
		if !same(tail, u.mem.Tail) {
			u.edits = append(u.edits, edit{start, len(d.src), tail})
		}
		u.mem.Tail = tail
	}
}

// tailStart gives where 往期回顾 and what follows it begins, if nothing else follows.
func (d *Document) tailStart() (int, bool) {
	at := -1
	for _, p := range d.parts {
		switch {
		case p.kind == partBack && at < 0 && p.head >= 0:
			at = d.lines[p.head].start
		case p.kind == partFooter || p.kind == partBack:
		default:
			at = -1
		}
	}
	return at, at >= 0
}

// refreshGuide writes the 导读 anew from what the file holds now, while it is
// as it was generated. One that the editor wrote, or took out, stays.
func (u *update) refreshGuide(text []byte) []byte {
	doc, err := Parse(text)
	if err != nil {
		return text
	}
	if doc.guide[0] == doc.guide[1] && u.mem.Guide == "" && doc.headTo > 0 { // there was nothing to tell of
		now := renderGuide(guide(doc.Entries))
		if now == "" {
			return text
		}
		line := doc.headTo - 1
		for line > 0 && doc.lines[line].blank {
			line--
		}
		u.mem.Guide = now
		return applyEdits(text, []edit{doc.after(line, now, true)}, doc.nl)
	}
	out := doc.refreshedGuide(u.mem)
	if !bytes.Equal(out, text) {
		u.mem.Guide = renderGuide(guide(doc.Entries))
	}
	return out
}

// refreshedGuide gives the file with the 导读 told anew, if it stands there as
// it was generated last.
func (d *Document) refreshedGuide(mem *Memory) []byte {
	start, end := d.bytes(d.guide[0], d.guide[1])
	now := renderGuide(guide(d.Entries))
	old := string(d.src[start:end])
	if d.guide[0] == d.guide[1] || mem.Guide == "" || now == "" || !same(old, mem.Guide) || same(old, now) {
		return d.src
	}
	for end > start && (d.src[end-1] == '\n' || d.src[end-1] == '\r') {
		end--
	}
	return applyEdits(d.src, []edit{{start, end, strings.TrimSuffix(now, "\n")}}, d.nl)
}
