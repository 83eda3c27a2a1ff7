package issue

import (
	"bytes"
	"slices"
	"strings"

	"embai-crawl/item"
)

// Published is an issue ready for the archive.
type Published struct {
	Date string
	File []byte // without markers, notes and shelf; the table of earlier issues made anew
	Outcome
}

// Outcome is what became of everything that the draft ever held: what a store
// records in one transaction.
type Outcome struct {
	Printed   []Entry     // in the order of the issue, with every identity that is known of each
	Held      []Entry     // on the shelf: offered first in the next issue
	Dropped   []Decision  // taken out
	Moved     []Decision  // from which section to which
	Retitled  []Decision  // from what to what
	Decisions []Decision  // all of them, the above included
	Parted    [][]item.ID // pairs that are not about one subject
}

// Publish makes the issue of a draft. back lists the earlier issues, mem is what
// was offered. It changes no word of the editor's; the 导读 is brought up to date
// only if it is as it was generated. Publishing what was published changes nothing.
// A draft that cannot be understood is an *UnreadableError.
func Publish(draft []byte, mem *Memory, back []Back, o Options) (Published, error) {
	o = o.Defaults()
	d, err := Parse(draft)
	switch {
	case err != nil:
		return Published{}, &UnreadableError{Reason: err.Error()}
	case d.h1 < 0 || d.Date == "":
		return Published{}, &UnreadableError{Reason: "no title line with a date"}
	}
	if _, err := readDraft(draft, nil, d.Date, ""); err != nil {
		return Published{}, err
	}
	if mem == nil {
		mem = &Memory{Version: memoryVersion}
	}
	out := Published{Date: d.Date, Outcome: outcome(d, mem)}
	out.File, err = publishedBytes(d, mem, back, o)
	return out, err
}

// outcome compares what the draft holds with what was offered.
func outcome(d *Document, mem *Memory) Outcome {
	m := match(d, mem)
	out := Outcome{Decisions: m.decisions()}
	for f, e := range d.Entries {
		for _, r := range m.memOf[f] {
			x := &mem.Entries[r]
			if len(m.fileOf[r]) == 1 {
				e.IDs = addIDs(e.IDs, x.IDs)
				e.Aliases = addIDs(e.Aliases, x.Aliases)
			}
		}
		for r := range mem.Entries {
			if m.within[r] == f {
				e.IDs = addIDs(e.IDs, mem.Entries[r].IDs)
			}
		}
		switch {
		case e.Held:
			out.Held = append(out.Held, e)
		case !e.Hidden:
			out.Printed = append(out.Printed, e)
		}
	}
	for _, x := range out.Decisions {
		switch x.What {
		case Cut:
			out.Dropped = append(out.Dropped, x)
		case Moved:
			out.Moved = append(out.Moved, x)
		case Retitled:
			out.Retitled = append(out.Retitled, x)
		case Parted:
			out.Parted = append(out.Parted, x.IDs)
		}
	}
	return out
}

func addIDs(have, more []item.ID) []item.ID {
	have = slices.Clone(have)
	for _, id := range more {
		if !slices.Contains(have, id) {
			have = append(have, id)
		}
	}
	return have
}

// publishedBytes takes the machine's traces and the shelf out, and makes the
// table of earlier issues anew.
func publishedBytes(d *Document, mem *Memory, back []Back, o Options) ([]byte, error) {
	text := d.refreshedGuide(mem)
	d, err := Parse(text)
	if err != nil {
		return nil, &UnreadableError{Reason: err.Error()}
	}
	var edits []edit
	for _, p := range d.parts {
		if p.kind == partShelf {
			start, _ := d.bytes(p.head, p.to)
			_, end := d.bytes(p.head, p.to)
			edits = append(edits, edit{start, end, ""})
		}
	}
	inShelf := func(i int) bool {
		return slices.ContainsFunc(edits, func(e edit) bool { return e.start <= i && i < e.end })
	}
	var traces []edit
	for _, c := range comments(string(d.src)) {
		start, end := d.wholeLine(c.start, c.end)
		if !inShelf(start) {
			traces = append(traces, edit{start, end, ""})
		}
	}
	edits = append(edits, traces...)
	edits = append(edits, d.backEdit(back, o)...)
	if !d.frontMatter() {
		at := 0
		if bytes.HasPrefix(d.src, []byte(bom)) {
			at = len(bom)
		}
		edits = append(edits, edit{at, at, "---\nlayout: default\n---\n\n"})
	}
	out := bytes.TrimPrefix(applyEdits(d.src, edits, d.nl), []byte(bom))
	if n := len(out); n > 0 && out[n-1] != '\n' && out[n-1] != '\r' {
		out = append(out, d.nl...)
	}
	return out, nil
}

// wholeLine widens a range to its line where the line holds nothing else.
func (d *Document) wholeLine(start, end int) (int, int) {
	i, ok := slices.BinarySearchFunc(d.lines, start, func(l line, at int) int { return l.start - at })
	if !ok {
		i--
	}
	if i < 0 {
		return start, end
	}
	l := d.lines[i]
	if end <= l.end && strings.TrimSpace(string(d.src[l.start:start])) == "" && strings.TrimSpace(string(d.src[end:l.end])) == "" {
		return l.start, l.next
	}
	return start, end
}

// backEdit makes the table below 往期回顾 anew, with the heading where the file
// has none.
func (d *Document) backEdit(back []Back, o Options) []edit {
	var earlier []Back
	for _, b := range back {
		if b.Date < d.Date {
			earlier = append(earlier, b)
		}
	}
	earlier = o.linked(earlier)
	table := backTable(earlier)
	for _, p := range d.parts {
		if p.kind != partBack || p.head < 0 {
			continue
		}
		want := "\n"
		if table != "" {
			want = "\n" + table
		}
		last := p.to >= len(d.lines)
		if !last {
			want += "\n"
		}
		start, end := d.bytes(p.from, p.to)
		if p.from >= len(d.lines) {
			if l := d.lines[p.head]; l.end == l.next {
				want = "\n" + want
			}
			start, end = len(d.src), len(d.src)
		}
		if settle(string(d.src[start:end])) == settle(want) {
			return nil
		}
		return []edit{{start, end, want}}
	}
	if table == "" {
		return nil
	}
	text := renderTail(Draft{Options: Options{BackIssuesURL: o.BackIssuesURL}, Back: earlier})
	for _, p := range d.parts {
		if p.kind == partFooter {
			at := d.lines[p.from].start
			return []edit{{at, at, text + "\n"}}
		}
	}
	return []edit{d.after(len(d.lines)-1, text, true)}
}
