package issue

import (
	"slices"

	"embai-crawl/item"
)

// matching says which entries of the file are which remembered ones.
type matching struct {
	doc *Document
	mem *Memory

	memOf  [][]int // entry of the file → remembered ones that it prints, by marker or main link
	fileOf [][]int // remembered → entries of the file that print it so
	within []int   // remembered without such → entry of the file whose text links to it, -1 for none

	at map[item.ID][]int // identity → entries of the file that print or link to it
}

// match compares the file with what is remembered. An entry is known by its
// markers and main link; only where nothing of it is left so, by a link that
// the editor has put into another entry.
func match(doc *Document, mem *Memory) *matching {
	m := &matching{
		doc: doc, mem: mem,
		memOf:  make([][]int, len(doc.Entries)),
		fileOf: make([][]int, len(mem.Entries)),
		within: make([]int, len(mem.Entries)),
		at:     map[item.ID][]int{},
	}
	index := map[item.ID]int{}
	for r := range mem.Entries {
		m.within[r] = -1
		for _, id := range mem.Entries[r].keys() {
			if _, ok := index[id]; !ok {
				index[id] = r
			}
		}
	}
	for f := range doc.Entries {
		for _, id := range mainKeys(&doc.Entries[f]) {
			m.put(id, f)
			if r, ok := index[id]; ok && !slices.Contains(m.memOf[f], r) {
				m.memOf[f] = append(m.memOf[f], r)
				m.fileOf[r] = append(m.fileOf[r], f)
			}
		}
	}
	for f := range doc.Entries {
		for _, id := range m.addedLinks(f) {
			m.put(id, f)
			if r, ok := index[id]; ok && len(m.fileOf[r]) == 0 && m.within[r] < 0 {
				m.within[r] = f
			}
		}
	}
	return m
}

func (m *matching) put(id item.ID, f int) {
	if !slices.Contains(m.at[id], f) {
		m.at[id] = append(m.at[id], f)
	}
}

// mainKeys gives the identities that an entry of the file states: its markers
// and its main link. Without a marker the first link is all there is.
func mainKeys(e *Entry) []item.ID {
	return withAddress(slices.Clone(e.IDs), escapeURL(e.URL))
}

// addedLinks gives the identities of links in an entry of the file that were
// not in it when it was offered: the editor put them there.
func (m *matching) addedLinks(f int) []item.ID {
	e := &m.doc.Entries[f]
	had := map[string]bool{}
	for _, r := range m.memOf[f] {
		old := readEntry(m.mem.Entries[r].Text)
		for _, l := range old.Links {
			had[l.URL] = true
		}
	}
	var out []item.ID
	for _, l := range e.Links {
		if !had[l.URL] && !item.Temporary(l.URL) {
			out = withAddress(out, escapeURL(l.URL))
		}
	}
	return out
}

// gone reports whether nothing of a remembered entry is left in the file.
func (m *matching) gone(r int) bool {
	return len(m.fileOf[r]) == 0 && m.within[r] < 0
}

// in gives the entries of the file that print or link to one of the identities.
func (m *matching) in(ids []item.ID) []int {
	var out []int
	for _, id := range ids {
		for _, f := range m.at[id] {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// decisions tells what the editor has done with what was offered, in the order
// of the file, what was cut last.
func (m *matching) decisions() []Decision {
	var out []Decision
	for f := range m.doc.Entries {
		out = append(out, m.decided(f)...)
	}
	for r := range m.mem.Entries {
		x := &m.mem.Entries[r]
		if m.gone(r) {
			out = append(out, Decision{What: Cut, IDs: x.IDs, Title: x.Title, From: string(x.Section)})
		} else if len(m.fileOf[r]) == 0 {
			into := &m.doc.Entries[m.within[r]]
			out = append(out, Decision{What: Merged, IDs: x.IDs, Title: x.Title, From: string(x.Section), To: into.Key()})
		}
	}
	return out
}

// decided tells what was done with one entry of the file.
func (m *matching) decided(f int) []Decision {
	e := &m.doc.Entries[f]
	var out []Decision
	add := func(what What, from, to string) {
		out = append(out, Decision{What: what, IDs: e.IDs, Title: e.Title, From: from, To: to})
	}
	if e.Held {
		add(Held, "", "")
	}
	if len(m.memOf[f]) == 0 {
		add(m.origin(f), "", place(e.Section, e.Short))
		return out
	}
	r := m.memOf[f][0]
	old := &m.mem.Entries[r]
	if old.By != "" {
		add(old.By, "", place(e.Section, e.Short))
		return out
	}
	if !e.Held && (e.Section != old.Section && e.Section.Valid() || e.Short != old.Short) {
		add(Moved, place(old.Section, old.Short), place(e.Section, e.Short))
	}
	switch untouched := same(m.doc.raw(f), old.Text); {
	case untouched:
	case e.Title != readEntry(old.Text).Title:
		add(Retitled, old.Title, e.Title)
	default:
		add(Rewritten, "", "")
	}
	for _, other := range m.memOf[f][1:] {
		x := &m.mem.Entries[other]
		if len(m.fileOf[other]) == 1 {
			out = append(out, Decision{What: Merged, IDs: x.IDs, Title: x.Title, From: string(x.Section), To: e.Key()})
		}
	}
	if first := m.fileOf[r][0]; first != f {
		a, b := m.doc.Entries[first].IDs, e.IDs
		if len(a) > 0 && len(b) > 0 && a[0] != b[0] {
			out = append(out, Decision{What: Parted, IDs: []item.ID{a[0], b[0]}, Title: e.Title})
		}
	}
	return out
}

// origin tells how an entry that was never offered came into the file: one with
// a marker from the candidates, another from the editor.
func (m *matching) origin(f int) What {
	if len(comments(m.doc.raw(f))) > 0 {
		return Chosen
	}
	return Added
}

// place names where an entry stands: short news has a place of its own.
func place(s item.Section, short bool) string {
	if short {
		return "short"
	}
	return string(s)
}
