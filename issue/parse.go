package issue

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"
)

// Document is a draft or a past issue as a file holds it: its entries in the
// order of the file, and where each of them stands.
type Document struct {
	Date     string // of the title line, 2026-11-30; empty where it has none
	Title    string // of the title line, without date and headline
	Headline string // after the date in the title line
	Guide    string // words of the 导读, without the word itself
	Entries  []Entry
	Notes    []Note // what was not understood, in the order of the file

	src    []byte
	nl     string
	lines  []line
	parts  []part
	spans  []entrySpan // of Entries, one each
	h1     int         // line of the title, -1 without
	guide  [2]int      // lines of the 导读: from, to (exclusive); equal without
	headTo int         // first line after title and tagline

	closers []int // line → the next one that can close a code fence, -1 for none
}

// Note is something in a file that the parser passed over.
type Note struct {
	Line int // from 1
	Text string
}

// part is a heading with what stands under it, up to the next part.
type part struct {
	kind    partKind
	section item.Section
	title   string
	head    int // line of the heading, -1 for the lead and the footer
	from    int // first line under the heading
	to      int // line after its last
}

// entrySpan is where an entry stands.
type entrySpan struct {
	from, to   int // lines, to exclusive
	start, end int // bytes, the last line end included
	part       int
}

// maxFile bounds a file that is read as a draft or issue, in bytes. The largest
// past issue has 22 KB.
const maxFile = 4 << 20

// Further bounds: what has more is no issue, and would cost without end.
const (
	maxParts   = 500
	maxEntries = 3000
	maxFence   = 400 // lines of a code fence
)

// Errors of Parse. They say that a file is no Markdown at all.
var (
	ErrTooBig  = errors.New("larger than any issue: over 4 MiB, 500 headings or 3000 entries")
	ErrNotText = errors.New("not UTF-8 text")
)

var (
	atxHeading = regexp.MustCompile(`^ {0,3}(#{1,6})([ \t]*)(.*?)[ \t]*#*[ \t]*$`)
	thematic   = regexp.MustCompile(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	fenceLine  = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	dateInText = regexp.MustCompile(`(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?`)
	footerWord = regexp.MustCompile(`(?i)^\s*(?:[-*+]\s*)?(?:wechat id|editor|project|微信号|公众号|编辑|license)\s*[:：]|rel="license"|creativecommons\.org`)
	guideWord  = regexp.MustCompile(`^\s*(?:\*\*)?导读(?:\*\*)?\s*[:：]?\s*(?:\*\*)?\s*`)
)

// Parse reads a draft or a past issue. It fails with ErrNotText or ErrTooBig
// alone: of any other text it takes what it understands and notes the rest.
func Parse(b []byte) (*Document, error) {
	switch {
	case len(b) > maxFile:
		return nil, ErrTooBig
	case !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0:
		return nil, ErrNotText
	}
	d := &Document{src: b, nl: newline(b), lines: splitLines(b), h1: -1}
	d.findParts(d.afterFrontMatter())
	if len(d.parts) > maxParts {
		return nil, ErrTooBig
	}
	for i := range d.parts {
		switch d.parts[i].kind {
		case partLead, partSection, partShelf:
			d.findEntries(i)
		}
		if len(d.Entries) > maxEntries {
			return nil, ErrTooBig
		}
	}
	return d, nil
}

// afterFrontMatter gives the first line behind the front matter.
func (d *Document) afterFrontMatter() int {
	if len(d.lines) == 0 || strings.TrimSpace(d.lines[0].text) != "---" {
		return 0
	}
	for i := 1; i < min(len(d.lines), 60); i++ {
		if t := strings.TrimSpace(d.lines[i].text); t == "---" || t == "..." {
			return i + 1
		}
	}
	return 0
}

// frontMatter reports whether the file begins with one.
func (d *Document) frontMatter() bool { return d.afterFrontMatter() > 0 }

// bytes gives the range of the lines from, to (exclusive).
func (d *Document) bytes(from, to int) (start, end int) {
	if from >= len(d.lines) {
		return len(d.src), len(d.src)
	}
	start = d.lines[from].start
	if to <= from {
		return start, start
	}
	return start, d.lines[to-1].next
}

// raw gives the bytes of entry i as the file has them.
func (d *Document) raw(i int) string {
	return string(d.src[d.spans[i].start:d.spans[i].end])
}

// Raw gives the Markdown of entry i, 0 ≤ i < len(d.Entries), markers included.
func (d *Document) Raw(i int) string { return d.raw(i) }

// Keys gives a name for every entry, different for each: its Key, and for a
// second one of the same key that with #2.
func (d *Document) Keys() []string {
	seen := make(map[string]int, len(d.Entries))
	out := make([]string, len(d.Entries))
	for i := range d.Entries {
		k := d.Entries[i].Key()
		if seen[k]++; seen[k] > 1 {
			k += "#" + strconv.Itoa(seen[k])
		}
		out[i] = k
	}
	return out
}
