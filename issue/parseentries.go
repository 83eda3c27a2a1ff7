package issue

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	bulletMark  = regexp.MustCompile(`^[ \t]*([-*+])([ \t]+|\[|$)`)
	numberMark  = regexp.MustCompile(`^[ \t]*\d{1,3}(?:[.)][ \t]+|、[ \t]*)`)
	nothingHere = regexp.MustCompile(`^(?:无|暂无|略|N/?A)[。.]?$`)
)

// bulletAt gives where the words after a bullet begin. The newsletter has
// bullets without a space before a bracket, and before Han characters.
func bulletAt(l line) (words int, ok bool) {
	t := l.text
	if l.blank || thematic.MatchString(t) {
		return 0, false
	}
	if m := bulletMark.FindStringSubmatchIndex(t); m != nil {
		if t[m[4]:m[5]] == "[" {
			return m[4], true
		}
		return m[5], true
	}
	i := len(t) - len(strings.TrimLeft(t, " \t"))
	if i < len(t) && (t[i] == '-' || t[i] == '+') {
		r, _ := utf8.DecodeRuneInString(t[i+1:])
		if unicode.Is(unicode.Han, r) || strings.ContainsRune("「【《“", r) {
			return i + 1, true
		}
	}
	return 0, false
}

// scan is the state of reading one part's entries.
type scan struct {
	d      *Document
	part   int
	base   int // indent of the part's first entry
	cur    entrySpan
	open   bool
	blank  bool // a blank line since the entry's last line
	nested bool // the last line was a bullet taken as part of the entry above
	short  bool // lead: a number opens an entry as well
	hidden [][2]int
}

// findEntries reads the entries of one part.
func (d *Document) findEntries(p int) {
	s := &scan{d: d, part: p, base: -1, short: d.parts[p].kind == partLead, hidden: d.hiddenLines(d.parts[p])}
	for i := d.parts[p].from; i < d.parts[p].to; i++ {
		l := d.lines[i]
		if l.blank {
			s.blank = true
			continue
		}
		if end := d.fenceEnd(i); end > i && end < d.parts[p].to {
			if s.open && (!s.blank || l.indent >= 2) {
				s.cur.to = end + 1
			} else {
				s.close()
			}
			i, s.blank = end, false
			continue
		}
		s.line(i, l)
		s.blank = false
	}
	s.close()
}

func (s *scan) line(i int, l line) {
	words, bullet := bulletAt(l)
	switch {
	case bullet && s.top(l) && !s.below(l, words):
		s.start(i, l)
	case s.open && s.continues(l):
		s.cur.to = i + 1
		s.nested = bullet && s.top(l)
		if s.nested {
			s.d.note(i, "taken as part of the entry above: "+l.text)
		}
	case s.bare(l):
		s.start(i, l)
	default:
		s.close()
		if s.d.parts[s.part].kind != partLead {
			s.loose(i, l)
		}
	}
}

// top reports whether a bullet stands at the level of entries.
func (s *scan) top(l line) bool {
	return l.indent < 2 || !s.open && l.indent < 4 || s.base >= 2 && l.indent <= s.base+1
}

// below reports whether a bullet without link or marker carries on the entry
// above, which announced a list.
func (s *scan) below(l line, words int) bool {
	if !s.open || s.blank || strings.Contains(l.text, markerOpen) || len(links(l.text)) > 0 || hasBar(l.text[words:]) {
		return false
	}
	if s.nested {
		return true
	}
	if s.cur.to-s.cur.from < 2 {
		return false
	}
	last := strings.TrimRight(s.d.lines[s.cur.to-1].text, " \t")
	return strings.HasSuffix(last, "：") || strings.HasSuffix(last, ":")
}

// continues reports whether a line that opens no entry belongs to the open one.
func (s *scan) continues(l line) bool {
	if thematic.MatchString(l.text) {
		return false
	}
	if !s.blank || l.indent >= 2 {
		return true
	}
	if s.short {
		return false
	}
	_, ok := splitLabel(strings.TrimSpace(l.text))
	return ok
}

// bare reports whether a line without a bullet begins an entry all the same:
// it carries a marker, or nothing but a link, or a number before one.
func (s *scan) bare(l line) bool {
	if strings.Contains(l.text, markerOpen) && len(comments(l.text)) > 0 {
		return true
	}
	t := strings.TrimSpace(l.text)
	if m := numberMark.FindString(t); m != "" {
		if s.short {
			return true
		}
		t = t[len(m):]
	} else if s.short {
		return false
	}
	if !strings.HasPrefix(t, "[") {
		return false
	}
	ls := links(t)
	return len(ls) > 0 && !ls[0].bare && !ls[0].image && leadIsTags(t[:ls[0].start])
}

func (s *scan) start(i int, l line) {
	s.close()
	if s.base < 0 {
		s.base = l.indent
	}
	s.cur = entrySpan{from: i, to: i + 1, part: s.part}
	s.open, s.nested = true, false
}

func (s *scan) close() {
	if !s.open {
		return
	}
	s.open, s.nested = false, false
	s.cur.start, s.cur.end = s.d.bytes(s.cur.from, s.cur.to)
	s.d.addEntry(s.cur)
	e := &s.d.Entries[len(s.d.Entries)-1]
	e.Hidden = slices.ContainsFunc(s.hidden, func(h [2]int) bool { return h[0] <= s.cur.from && s.cur.from < h[1] })
}

// loose notes a line that belongs to no entry, unless it says that there is none.
func (s *scan) loose(i int, l line) {
	t := strings.TrimSpace(l.text)
	if nothingHere.MatchString(t) || thematic.MatchString(t) || strings.HasPrefix(t, "<") {
		return
	}
	what := "text outside an entry"
	if len(links(t)) > 0 {
		what = "link outside an entry"
	}
	s.d.note(i, what+": "+t)
}

func (d *Document) note(i int, text string) {
	if len(d.Notes) < 200 {
		d.Notes = append(d.Notes, Note{Line: i + 1, Text: clean(text, 80)})
	}
}
