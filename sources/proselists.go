package sources

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// startItem begins an item of the innermost list.
func (w *prose) startItem() {
	w.flush()
	if len(w.lists) == 0 {
		w.prefix = "- "
		return
	}
	l := &w.lists[len(w.lists)-1]
	l.n++
	w.prefix = strings.Repeat("  ", min(len(w.lists)-1, maxIndent))
	if l.ordered {
		w.prefix += strconv.Itoa(l.n) + ". "
	} else {
		w.prefix += "- "
	}
}

// Nesting that is told apart: further levels are printed like the last one.
const (
	maxIndent = 4
	maxLists  = 64
	maxTables = 8
)

// startTable is <table>, <tr>, <td> or <th>.
func (w *prose) startTable(a atom.Atom) {
	w.flush()
	if a == atom.Table {
		if len(w.tables) == maxTables {
			w.extra++
			return
		}
		w.tables = append(w.tables, table{})
		return
	}
	if w.extra > 0 || len(w.tables) == 0 {
		return
	}
	w.endCell()
	if a == atom.Tr {
		w.endRow()
		return
	}
	w.tables[len(w.tables)-1].open = true
	w.frames = append(w.frames, nil)
}

// endOf is the end tag of the same.
func (w *prose) endOf(a atom.Atom) {
	switch {
	case w.extra > 0:
		if a == atom.Table {
			w.extra--
		}
	case len(w.tables) == 0:
	case a == atom.Table:
		w.endTable()
	default:
		w.endCell()
		if a == atom.Tr {
			w.endRow()
		}
	}
}

func (w *prose) endTable() {
	w.endCell()
	w.endRow()
	w.tables = w.tables[:len(w.tables)-1]
}

// endCell moves the blocks of the open cell to its row.
func (w *prose) endCell() {
	t := &w.tables[len(w.tables)-1]
	if !t.open {
		return
	}
	t.open = false
	last := len(w.frames) - 1
	t.cells = append(t.cells, w.frames[last])
	w.frames = w.frames[:last]
}

// maxCell is the longest cell, in runes, of a table that holds data. Longer
// ones, and cells of several paragraphs, are taken for page layout.
const maxCell = 400

// endRow writes the finished cells: on one line where they are data, else one
// below the other.
func (w *prose) endRow() {
	t := &w.tables[len(w.tables)-1]
	cells := t.cells
	t.cells = nil
	data, filled := len(cells) > 1, false
	for _, blocks := range cells {
		filled = filled || len(blocks) > 0
		if len(blocks) > 1 || len(blocks) == 1 && utf8.RuneCountInString(blocks[0].text) > maxCell {
			data = false
		}
	}
	switch {
	case !filled:
	case data:
		texts := make([]string, len(cells))
		for i, blocks := range cells {
			if len(blocks) == 1 {
				texts[i] = strings.ReplaceAll(blocks[0].text, "\n", " ")
			}
		}
		w.add(block{text: strings.TrimSpace(strings.Join(texts, " | ")), line: true})
	default:
		for _, blocks := range cells {
			for _, b := range blocks {
				w.add(b)
			}
		}
	}
}
