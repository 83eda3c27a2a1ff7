package issue

import (
	"slices"
	"strings"

	"embai-crawl/item"
)

// Merge puts one entry into another: its identities into the marker, its link
// into a labelled line, and takes it out where it stood.
func Merge(file []byte, into, from string) ([]byte, error) {
	d, i, err := open(file, into)
	if err != nil {
		return nil, err
	}
	_, j, err := open(file, from)
	if err != nil {
		return nil, err
	}
	if i == j {
		return file, nil
	}
	e, x := &d.Entries[i], &d.Entries[j]
	edits := []edit{{d.spans[j].start, d.spans[j].end, ""}}
	edits = append(edits, d.markerEdit(i, addIDs(e.IDs, x.IDs)))
	if x.URL != "" {
		at := d.lineAfterLabels(d.spans[i])
		text := renderLine(Line{labelFor(x), x.byline(), x.URL})
		if l := d.lines[at-1]; l.end == l.next {
			text = "\n" + text
		}
		pos := d.spans[i].end
		if at < d.spans[i].to {
			pos = d.lines[at].start
		}
		edits = append(edits, edit{pos, pos, text})
	}
	return checked(d, applyEdits(d.src, edits, d.nl), -1, i, j)
}

// labelFor gives the label of the line that an entry becomes within another.
func labelFor(e *Entry) string {
	if len(e.IDs) > 0 {
		switch e.IDs[0].Scheme() {
		case "arxiv":
			return "论文"
		case "github":
			return "代码"
		}
	}
	return "报道"
}

// lineAfterLabels gives the first line of an entry behind its title and labelled lines.
func (d *Document) lineAfterLabels(sp entrySpan) int {
	for i := sp.from + 1; i < sp.to; i++ {
		lb, ok := splitLabel(strings.TrimSpace(d.lines[i].text))
		if !ok || isSummaryLabel(lb.name) {
			return i
		}
	}
	return sp.to
}

// markerEdit gives the edit that makes ids the marker of entry i: in place of
// its first, or at the end of its title line.
func (d *Document) markerEdit(i int, ids []item.ID) edit {
	sp := d.spans[i]
	if cs := slices.DeleteFunc(comments(d.raw(i)), func(c comment) bool { return c.note }); len(cs) > 0 {
		return edit{sp.start + cs[0].start, sp.start + cs[0].end, " " + marker(ids)}
	}
	l := d.lines[sp.from]
	end := l.start + len(strings.TrimRight(l.text, " \t"))
	return edit{end, end, " " + marker(ids)}
}

// Part takes what apart is about out of an entry, marker and labelled lines, and
// puts it behind as an entry of its own.
func Part(file []byte, key string, apart Entry) ([]byte, error) {
	d, i, err := open(file, key)
	if err != nil {
		return nil, err
	}
	sp := d.spans[i]
	own := entryKeys(&apart) // the line names it by its link, the marker may by another form
	left := slices.DeleteFunc(slices.Clone(d.Entries[i].IDs), func(id item.ID) bool { return slices.Contains(own, id) })
	edits := []edit{d.markerEdit(i, left)}
	for l := sp.from + 1; l < sp.to; l++ {
		lb, ok := splitLabel(strings.TrimSpace(d.lines[l].text))
		if !ok || isSummaryLabel(lb.name) {
			continue
		}
		for _, x := range links(lb.rest) {
			if id, ok := item.Identify(x.url); ok && slices.Contains(own, id) {
				edits = append(edits, edit{d.lines[l].start, d.lines[l].next, ""})
				break
			}
		}
	}
	apart.Notes = nil
	edits = append(edits, d.after(sp.to-1, RenderEntry(&apart), false))
	return checked(d, applyEdits(d.src, edits, d.nl), 1, i)
}

// Compose gives the entry that the newsletter would print of a candidate.
func Compose(c Candidate) Entry {
	if len(c.Items) == 0 {
		return Entry{}
	}
	return compose(&c)
}
