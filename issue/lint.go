package issue

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"embai-crawl/item"
)

// Finding is something in a draft that a reader would stumble over.
type Finding struct {
	Line     int      `json:"line"` // from 1; 0 means the whole file
	Kind     string   `json:"kind"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	ID       item.ID  `json:"id,omitempty"` // the entry that is meant
}

// Severity says whether an issue can be published with a finding.
type Severity string

// The severities. An error stays one whatever the editor says.
const (
	Warning Severity = "warning"
	Error   Severity = "error"
)

// The kinds of finding. Values are printed and may be matched by scripts.
const (
	KindUnreadable = "unreadable"
	KindMarkdown   = "markdown"
	KindEmptyLink  = "link-empty"
	KindTemporary  = "link-temporary"
	KindDead       = "link-dead"
	KindDuplicate  = "link-duplicate"
	KindRepeat     = "repeat"
	KindSummary    = "summary-missing"
	KindGuide      = "guide-count"
	KindEmpty      = "section-empty"
	KindMarker     = "marker-doubled"
)

// Lint checks a draft or an issue against itself and against what was printed
// before; h may be nil. Findings come in the order of the file.
func Lint(file []byte, h History) []Finding {
	d, err := Parse(file)
	if err != nil {
		return []Finding{{Kind: KindUnreadable, Severity: Error, Message: err.Error()}}
	}
	l := &linter{d: d, h: h}
	l.structure()
	l.markdown()
	for i := range d.Entries {
		l.entry(i)
	}
	l.doubles()
	l.guide()
	slices.SortStableFunc(l.out, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	return l.out
}

type linter struct {
	d   *Document
	h   History
	out []Finding
}

func (l *linter) add(line int, kind string, sev Severity, id item.ID, format string, args ...any) {
	l.out = append(l.out, Finding{line, kind, sev, fmt.Sprintf(format, args...), id})
}

func firstID(e *Entry) item.ID {
	if len(e.IDs) > 0 {
		return e.IDs[0]
	}
	return ""
}

// structure checks title line, sections and what must not be in a file at all.
func (l *linter) structure() {
	if l.d.h1 < 0 {
		l.add(0, KindUnreadable, Error, "", "no title line")
	} else if l.d.Date == "" {
		l.add(l.d.h1+1, KindUnreadable, Error, "", "no date in the title line")
	}
	for i, x := range l.d.lines {
		if strings.HasPrefix(x.text, "<<<<<<< ") || strings.HasPrefix(x.text, ">>>>>>> ") {
			l.add(i+1, KindUnreadable, Error, "", "a conflict marker of a version control system")
		}
	}
	for i, p := range l.d.parts {
		if p.kind != partSection || slices.ContainsFunc(l.d.spans, func(s entrySpan) bool { return s.part == i }) {
			continue
		}
		l.add(p.head+1, KindEmpty, Warning, "", "section %s has no entry", p.title)
	}
}

// entry checks one entry by itself and against what was printed.
func (l *linter) entry(i int) {
	e := &l.d.Entries[i]
	id := firstID(e)
	raw := l.d.raw(i)
	for _, s := range links(raw) {
		if strings.TrimSpace(s.url) == "" {
			l.add(e.Line, KindEmptyLink, Error, id, "a link without an address: %s", clean(raw[s.start:s.end], 60))
		}
	}
	if e.Held || e.Hidden {
		return
	}
	if e.Summary == "" && !e.Short {
		l.add(e.Line, KindSummary, Warning, id, "no 摘要: %s", clean(e.Title, 60))
	}
	for _, u := range slices.Concat([]Link{{URL: e.URL}}, e.Links) {
		if item.Temporary(u.URL) {
			l.add(e.Line, KindTemporary, Warning, id, "a temporary WeChat link, dead within a day: %s", clean(e.Title, 60))
		}
	}
	if l.h == nil {
		return
	}
	ids := slices.Clone(e.IDs)
	if x, ok := item.Identify(e.URL); ok && !slices.Contains(ids, x) {
		ids = append(ids, x)
	}
	for _, x := range ids {
		if st, ok := l.h.StatusOf(x); ok && st.Gone() {
			l.add(e.Line, KindDead, Warning, id, "%s is %s", x, st)
		}
	}
	l.repeat(e, ids)
}

// repeat names the issues that printed an entry before, but those that it
// refers to itself.
func (l *linter) repeat(e *Entry, ids []item.ID) {
	before := func(dates []string) []string {
		return slices.DeleteFunc(slices.Clone(dates), func(d string) bool {
			return l.d.Date != "" && d >= l.d.Date || slices.Contains(e.See, d)
		})
	}
	for _, id := range ids {
		if dates := before(l.h.PrintedIn(id)); len(dates) > 0 {
			l.add(e.Line, KindRepeat, Warning, firstID(e), "printed before in %s: %s (%s)", strings.Join(dates, ", "), clean(e.Title, 60), id)
			return
		}
	}
	if t, ok := l.h.(titled); ok {
		if dates := before(t.TitledIn(e.Title)); len(dates) > 0 {
			l.add(e.Line, KindRepeat, Warning, firstID(e), "the same title was printed in %s: %s", strings.Join(dates, ", "), clean(e.Title, 60))
		}
	}
}

// doubles finds what stands in the file twice: markers, main links, further
// links that are another entry's main one.
func (l *linter) doubles() {
	markers, mains := map[item.ID]int{}, map[item.ID]int{}
	for i := range l.d.Entries {
		e := &l.d.Entries[i]
		own := map[item.ID]bool{}
		for _, c := range comments(l.d.raw(i)) {
			for _, id := range c.ids {
				if at, ok := markers[id]; ok && !own[id] {
					l.add(e.Line, KindMarker, Warning, id, "the marker of line %d stands here again: %s", at, id)
				}
				own[id] = true
			}
		}
		for id := range own {
			if _, ok := markers[id]; !ok {
				markers[id] = e.Line
			}
		}
		id, ok := item.Identify(e.URL)
		if !ok {
			continue
		}
		if at, ok := mains[id]; ok {
			l.add(e.Line, KindDuplicate, Warning, firstID(e), "the link of line %d again: %s", at, clean(e.Title, 60))
			continue
		}
		mains[id] = e.Line
	}
	for i := range l.d.Entries {
		e := &l.d.Entries[i]
		for _, x := range e.Links {
			if id, ok := item.Identify(x.URL); ok && mains[id] != 0 && mains[id] != e.Line && !item.Temporary(x.URL) {
				l.add(e.Line, KindDuplicate, Warning, firstID(e), "it links to the entry of line %d: %s", mains[id], clean(x.URL, 80))
			}
		}
	}
}

// guide compares the count in the 导读 with the entries that will be printed.
func (l *linter) guide() {
	n := 0
	for i := range l.d.Entries {
		if e := &l.d.Entries[i]; !e.Held && !e.Short && !e.Hidden {
			n++
		}
	}
	told, ok := guideCount(l.d.Guide)
	if ok && told != n {
		l.add(l.d.guide[0]+1, KindGuide, Warning, "", "导读 tells of %d entries, there are %d", told, n)
	}
}
