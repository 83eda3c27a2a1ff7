package issue

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"embai-crawl/item"
)

// UnreadableError says why a draft's file is left as it is.
type UnreadableError struct {
	Reason string
	Line   int // from 1; 0 where no line is meant
}

func (e *UnreadableError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("issue: draft not understood: line %d: %s", e.Line, e.Reason)
	}
	return "issue: draft not understood: " + e.Reason
}

// readDraft reads the file of the draft that next belongs to, or tells why
// nothing may be written into it.
func readDraft(file []byte, m *Memory, date, title string) (*Document, error) {
	no := func(line int, format string, args ...any) (*Document, error) {
		return nil, &UnreadableError{Reason: fmt.Sprintf(format, args...), Line: line}
	}
	d, err := Parse(file)
	switch {
	case errors.Is(err, ErrTooBig):
		return no(0, "it is %v", ErrTooBig)
	case err != nil:
		return no(0, "it is not UTF-8 text")
	case len(bytes.TrimSpace(file)) == 0:
		return no(0, "it is empty")
	}
	for i, l := range d.lines {
		if strings.HasPrefix(l.text, "<<<<<<< ") || strings.HasPrefix(l.text, ">>>>>>> ") {
			return no(i+1, "a conflict marker of a version control system")
		}
	}
	switch {
	case d.h1 < 0:
		return no(0, "no title line such as # %s (%s)", title, date)
	case !strings.Contains(d.Title, title):
		return no(d.h1+1, "it belongs to another newsletter: %s", clean(d.Title, 60))
	case d.Date == "":
		return no(d.h1+1, "no date in the title line")
	case d.Date != date:
		return no(d.h1+1, "it belongs to the issue of %s, not of %s", d.Date, date)
	}
	if reason := cutShort(d, m); reason != "" {
		return no(0, "%s", reason)
	}
	return d, nil
}

// cutShort tells whether the file looks as if its end or most of it was lost,
// so that what is missing was hardly decided upon.
func cutShort(d *Document, m *Memory) string {
	if m == nil || m.Tail == "" || len(m.Entries) == 0 {
		return ""
	}
	sections, tail := map[item.Section]bool{}, false
	for _, p := range d.parts {
		switch p.kind {
		case partSection:
			sections[p.section] = true
		case partBack, partFooter:
			tail = true
		}
	}
	switch {
	case len(sections) == 0:
		return "no section is left in it"
	case tail:
		return ""
	}
	for _, s := range item.Sections() {
		if !sections[s] {
			return fmt.Sprintf("its end is missing: neither ## %s nor ## %s is there", heading(s), backHeading)
		}
	}
	if n := len(d.src); d.src[n-1] != '\n' && d.src[n-1] != '\r' {
		return fmt.Sprintf("its end is missing: it stops within a line, and ## %s is not there", backHeading)
	}
	return ""
}
