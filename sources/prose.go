package sources

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// prose collects the text of a document from its tags in reading order.
type prose struct {
	base   *url.URL
	images bool // pictures become paragraphs

	frames [][]block // finished blocks: of the document, and of each table cell around the place
	tables []table
	extra  int // open tables beyond maxTables
	lists  []list
	cur    strings.Builder // the paragraph in the making
	space  spacing         // what stands before the next word
	breaks int             // line breaks since the last word
	prefix string          // "- " of an item whose text has not begun
	inItem bool            // the paragraph belongs to a list item
	pre    int             // open <pre>
	code   bool            // a <code> within <pre> has just ended
	skip   skipping
	math   formula

	pending []string // pictures met within the paragraph, printed after it
	links   []string
	seen    map[string]bool
}

type block struct {
	text string
	line bool // a list item or table row, which stands on the line after the one before
}

// table is an open table: the finished cells of its row in the making.
type table struct {
	cells [][]block
	open  bool // a cell is open, its blocks are the last frame
}

type list struct {
	ordered bool
	n       int
}

type spacing uint8

const (
	noSpace spacing = iota
	someSpace
	newline // white space that holds a line end, which vanishes between Han characters
)

// skipping is an element whose content is left out.
type skipping struct {
	tag   string
	depth int
}

func newProse(base *url.URL) *prose {
	return &prose{base: base, frames: make([][]block, 1), seen: map[string]bool{}}
}

// text returns all paragraphs, separated by one blank line.
func (w *prose) text() string {
	if w.pre > 0 {
		w.endPre()
	}
	w.endFormula()
	w.flush()
	for len(w.tables) > 0 {
		w.endTable()
	}
	return strings.TrimRightFunc(join(w.frames[0]), unicode.IsSpace)
}

func join(blocks []block) string {
	var b strings.Builder
	for i, block := range blocks {
		switch {
		case i == 0:
		case block.line && blocks[i-1].line:
			b.WriteByte('\n')
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(block.text)
	}
	return b.String()
}

// add appends a finished block to the innermost frame.
func (w *prose) add(b block) {
	last := len(w.frames) - 1
	w.frames[last] = append(w.frames[last], b)
}

// flush ends the paragraph in the making.
func (w *prose) flush() {
	s := strings.TrimRight(w.cur.String(), " \n")
	w.cur.Reset()
	w.space, w.breaks = noSpace, 0
	if s != "" {
		w.add(block{text: s, line: w.inItem})
		w.inItem = false
	}
	for _, image := range w.pending {
		w.add(block{text: image})
	}
	w.pending = w.pending[:0]
}

// write appends running text.
func (w *prose) write(s string) {
	switch {
	case w.skip.tag != "":
		return
	case w.math.tag != "":
		w.math.write(s)
		return
	case w.pre > 0:
		w.verbatim(s)
		return
	}
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case r == '\n' || r == '\r':
			w.space = newline
		case r == '\u3000' && w.cur.Len() == 0: // the indent of a Chinese paragraph
		case unicode.IsSpace(r):
			w.space = max(w.space, someSpace)
		case invisible(r) || r == utf8.RuneError && size == 1:
		default:
			w.rune(r)
			n := plainRun(s)
			w.cur.WriteString(s[:n])
			s = s[n:]
		}
	}
}

// plainRun returns how many bytes at the start of s are of visible characters
// between which nothing is to be decided.
func plainRun(s string) int {
	for i, r := range s {
		if (r <= ' ' || '\u007f' <= r) && (r < '\u4e00' || '\u9fff' < r) {
			return i
		}
	}
	return len(s)
}

// rune appends one visible rune, after the space that is due.
func (w *prose) rune(r rune) {
	if w.breaks > 0 {
		if w.cur.Len() > 0 {
			w.cur.WriteByte('\n')
		}
	} else if w.space != noSpace && w.cur.Len() > 0 && (w.space != newline || !w.between(r)) {
		w.cur.WriteByte(' ')
	}
	w.space, w.breaks = noSpace, 0
	if w.prefix != "" {
		w.cur.WriteString(w.prefix)
		w.prefix, w.inItem = "", true
	}
	w.cur.WriteRune(r)
}

// between reports whether a line end before r stands between two characters of
// a script that writes no spaces.
func (w *prose) between(r rune) bool {
	last, _ := utf8.DecodeLastRuneInString(w.cur.String())
	return wide(last) && wide(r)
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || '\u3000' <= r && r <= '\u30ff' || '\uff00' <= r && r <= '\uffef'
}

// invisible holds for characters that take no room: control characters, joiners
// and marks that text editors leave behind. The zero-width joiner of emoji stays.
func invisible(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200e', '\u200f', '\u2060', '\ufeff', '\u00ad', '\ufffc':
		return true
	}
	return r < ' ' || '\u007f' <= r && r < '\u00a0' || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// verbatim appends text of <pre>, whose white space counts.
func (w *prose) verbatim(s string) {
	w.code = w.code && s == ""
	for _, r := range s {
		switch {
		case r == '\u00a0':
			w.cur.WriteByte(' ')
		case r == '\n' || r == '\t' || !invisible(r) && r != utf8.RuneError:
			w.cur.WriteRune(r)
		}
	}
}

// lineBreak is <br>: one ends a line, two in a row end the paragraph.
func (w *prose) lineBreak() {
	if w.pre > 0 {
		w.cur.WriteByte('\n')
		return
	}
	w.breaks++
	if w.breaks > 1 {
		w.flush()
	}
}

// endPre writes the text of <pre> as fenced lines.
func (w *prose) endPre() {
	s := strings.Trim(w.cur.String(), "\n")
	w.cur.Reset()
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	s = strings.Trim(strings.Join(lines, "\n"), "\n")
	if s == "" {
		return
	}
	fence := "```"
	for strings.Contains(s, fence) && len(fence) < 64 {
		fence += "`"
	}
	w.prefix, w.inItem = "", false
	w.add(block{text: fence + "\n" + s + "\n" + fence})
}

// link remembers an address that the text links to.
func (w *prose) link(ref string) {
	address := resolve(w.base, ref)
	if address == "" || w.seen[address] || len(w.links) >= maxLinks {
		return
	}
	w.seen[address] = true
	w.links = append(w.links, address)
}

// image remembers a picture; it is printed when the paragraph ends.
func (w *prose) image(ref, alt string) {
	if !w.images {
		return
	}
	address := resolve(w.base, ref)
	if address == "" {
		return
	}
	address = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(address)
	alt = strings.NewReplacer("[", " ", "]", " ", "\n", " ").Replace(alt)
	image := "![" + strings.Join(strings.Fields(alt), " ") + "](" + address + ")"
	if slices.Contains(w.pending, image) {
		return
	}
	w.pending = append(w.pending, image)
	if w.cur.Len() == 0 {
		w.flush()
	}
}
