package issue

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"embai-crawl/item"
)

// The operations of a review page. Each takes the bytes of a draft and the key
// of an entry (Document.Keys), and gives the bytes with that one thing done: no
// other entry changes by a byte, or the operation fails with ErrStructure.

// Errors of the operations.
var (
	ErrNoEntry   = errors.New("issue: no such entry in the draft")
	ErrStructure = errors.New("issue: this text would change other entries or the structure of the draft")
)

// open reads a draft and finds an entry in it.
func open(file []byte, key string) (*Document, int, error) {
	d, err := Parse(file)
	if err != nil {
		return nil, 0, fmt.Errorf("issue: reading the draft: %w", err)
	}
	i := slices.Index(d.Keys(), key)
	if i < 0 {
		return nil, 0, fmt.Errorf("%w: %s", ErrNoEntry, clean(key, 80))
	}
	return d, i, nil
}

// checked gives text if of d's entries all but those named are in it as they were,
// and by more it has more or fewer.
func checked(d *Document, text []byte, more int, but ...int) ([]byte, error) {
	after, err := Parse(text)
	if err != nil || len(after.Entries) != len(d.Entries)+more || !sameParts(d.parts, after.parts) {
		return nil, ErrStructure
	}
	left := make([]string, len(after.Entries))
	for i := range left {
		left[i] = after.Entries[i].Heading + "\n" + strings.TrimRight(after.raw(i), "\r\n")
	}
	for i := range d.Entries {
		if slices.Contains(but, i) {
			continue
		}
		at := slices.Index(left, d.Entries[i].Heading+"\n"+strings.TrimRight(d.raw(i), "\r\n"))
		if at < 0 {
			return nil, ErrStructure
		}
		left = slices.Delete(left, at, at+1)
	}
	return text, nil
}

// sameParts reports whether the parts of a file are there as before, with at
// most one more: the section or shelf that an operation had to open.
func sameParts(before, after []part) bool {
	extra := 0
	for i := range after {
		switch j := i - extra; {
		case j < len(before) && before[j].kind == after[i].kind && before[j].title == after[i].title:
		case extra == 0:
			extra++
		default:
			return false
		}
	}
	return len(after)-extra == len(before) && (extra == 0 || len(after) == len(before)+1)
}

// Drop takes an entry out.
func Drop(file []byte, key string) ([]byte, error) {
	d, i, err := open(file, key)
	if err != nil {
		return nil, err
	}
	return checked(d, d.without(i), -1, i)
}

func (d *Document) without(i int) []byte {
	return applyEdits(d.src, []edit{{d.spans[i].start, d.spans[i].end, ""}}, d.nl)
}

// text gives the bytes of entry i with LF line ends, the last one included.
func (d *Document) text(i int) string {
	s := d.raw(i)
	if d.nl != "\n" {
		s = strings.ReplaceAll(s, d.nl, "\n")
	}
	if !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}

// Move puts an entry into a section, before the entry that stands there at place
// at, from 0; behind the last for a negative or too great one. It takes an entry
// off the shelf as well.
func Move(file []byte, key string, to item.Section, at int) ([]byte, error) {
	return move(file, key, at, func(d *Document) int { return d.sectionPart(to) }, to)
}

// Hold puts an entry on the shelf, behind what is there.
func Hold(file []byte, key string) ([]byte, error) {
	return move(file, key, -1, func(d *Document) int {
		return slices.IndexFunc(d.parts, func(p part) bool { return p.kind == partShelf })
	}, "")
}

func move(file []byte, key string, at int, find func(*Document) int, to item.Section) ([]byte, error) {
	d, i, err := open(file, key)
	if err != nil {
		return nil, err
	}
	rest, err := Parse(d.without(i))
	if err != nil {
		return nil, ErrStructure
	}
	return checked(d, applyEdits(rest.src, []edit{rest.place(find(rest), at, to, d.text(i))}, d.nl), 0, i)
}

// Take puts an entry into a section, as Move does; of a candidate that is the
// act of choosing it.
func Take(file []byte, e Entry, to item.Section, at int) ([]byte, error) {
	d, err := Parse(file)
	if err != nil {
		return nil, fmt.Errorf("issue: reading the draft: %w", err)
	}
	e.Notes = nil
	return checked(d, applyEdits(d.src, []edit{d.place(d.sectionPart(to), at, to, RenderEntry(&e))}, d.nl), 1)
}

// sectionPart gives the part of a section, -1 where the file has none.
func (d *Document) sectionPart(s item.Section) int {
	at := -1
	for i, p := range d.parts {
		if p.kind == partSection && p.section == s && (at < 0 || strings.Contains(p.title, heading(s)) && !strings.Contains(d.parts[at].title, heading(s))) {
			at = i
		}
	}
	return at
}

// place gives the edit that puts text into part p before its entry at; into a
// new part where there is none: the section, or the shelf for none.
func (d *Document) place(p, at int, s item.Section, text string) edit {
	if p < 0 {
		if s == "" {
			return d.newPart(shelfHeading, text, func(x part) bool { return x.kind == partBack || x.kind == partFooter })
		}
		return d.newSection(s, text)
	}
	var there []entrySpan
	for _, sp := range d.spans {
		if sp.part == p {
			there = append(there, sp)
		}
	}
	if at < 0 || at >= len(there) {
		return d.appendPart(p, text)
	}
	return edit{there[at].start, there[at].start, text}
}

// Retitle gives an entry another title; its account stays.
func Retitle(file []byte, key, title string) ([]byte, error) {
	d, i, err := open(file, key)
	if err != nil {
		return nil, err
	}
	e := &d.Entries[i]
	words := escape(clean(title, maxTitle))
	if words == "" {
		return nil, fmt.Errorf("issue: an entry needs a title")
	}
	if by := clean(e.byline(), maxByline); by != "" {
		words += " | " + escape(by)
	}
	start, end := titleRange(d.raw(i))
	if start == leadStart(d.raw(i)) && e.URL == "" {
		words = guardStart(words)
	}
	base := d.spans[i].start
	return checked(d, applyEdits(d.src, []edit{{base + start, base + end, words}}, d.nl), 0, i)
}

// leadStart gives where the words behind an entry's bullet begin.
func leadStart(raw string) int {
	ls := splitLines([]byte(raw))
	if len(ls) == 0 {
		return 0
	}
	n := 0
	if words, ok := bulletAt(ls[0]); ok {
		n = words
	} else {
		n = len(numberMark.FindString(ls[0].text))
	}
	for n < len(ls[0].text) && (ls[0].text[n] == ' ' || ls[0].text[n] == '\t') {
		n++
	}
	return n
}

// titleRange gives the bytes of an entry's title with its account: the words of
// the main link, or what stands between tags and marker where there is none.
func titleRange(raw string) (start, end int) {
	first := raw
	if i := strings.IndexAny(raw, "\r\n"); i >= 0 {
		first = raw[:i]
	}
	at := leadStart(raw)
	ls := slices.DeleteFunc(links(first[at:]), func(l span) bool { return l.image })
	if m := pickMain(first[at:], ls); m >= 0 && !ls[m].bare {
		return at + ls[m].textAt, at + ls[m].textTo
	}
	_, rest := leadingTags(first[at:])
	start = at + strings.LastIndex(first[at:], rest)
	end = len(first)
	if c := comments(first); len(c) > 0 {
		end = c[0].start
	}
	end = start + len(strings.TrimRight(first[start:max(start, end)], " \t"))
	if len(ls) > 0 { // a bare address behind the title stays
		if s := at + ls[0].start; s > start {
			end = start + len(strings.TrimRight(first[start:s], " \t"))
			return start, end
		}
	}
	return start, end
}
