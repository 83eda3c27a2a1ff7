package issue

import (
	"fmt"
	"strings"
)

// SetSummary replaces the summary of an entry by Markdown; none takes it out.
// Lines that would begin another entry are indented, so that they belong to it.
func SetSummary(file []byte, key, markdown string) ([]byte, error) {
	d, i, err := open(file, key)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, l := range splitLines([]byte(strings.TrimSpace(markdown))) {
		t := strings.TrimRight(l.text, " \t")
		switch {
		case strings.TrimSpace(t) == "":
			continue
		case b.Len() == 0:
			t = "摘要：" + strings.TrimSpace(t)
		}
		if _, ok := bulletAt(line{text: t}); ok && l.indent < 2 {
			t = "  " + strings.TrimSpace(t)
		}
		b.WriteString(t + "  \n")
	}
	sp := d.spans[i]
	from, to := d.summaryLines(sp)
	start, end := d.bytes(from, to)
	if from == to {
		start = sp.end
		if from < sp.to {
			start = d.lines[from].start
		}
		end = start
	}
	text := b.String()
	if l := d.lines[from-1]; from == to && l.end == l.next {
		text = "\n" + text
	}
	out, err := checked(d, applyEdits(d.src, []edit{{start, end, text}}, d.nl), 0, i)
	if after, e := Parse(out); err == nil && (e != nil || len(after.parts) != len(d.parts)) {
		return nil, ErrStructure
	}
	return out, err
}

// Summary gives the Markdown of an entry's summary as the file has it, without
// the label.
func Summary(file []byte, key string) (string, error) {
	d, i, err := open(file, key)
	if err != nil {
		return "", err
	}
	return d.Summary(i), nil
}

// Summary gives the Markdown of the summary of the entry at i, without the label.
func (d *Document) Summary(i int) string {
	from, to := d.summaryLines(d.spans[i])
	var out []string
	for _, l := range d.lines[from:to] {
		t := strings.TrimRight(l.text, " \t")
		if lb, ok := splitLabel(strings.TrimSpace(t)); ok && isSummaryLabel(lb.name) {
			t = lb.rest
		}
		out = append(out, t)
	}
	return strings.Join(out, "\n")
}

// summaryLines gives the lines of an entry's summary: from the label 摘要 to the
// next labelled line, 见 or note. An empty range is where one would stand.
func (d *Document) summaryLines(sp entrySpan) (from, to int) {
	from = -1
	i := sp.from + 1
	for ; i < sp.to; i++ {
		t := strings.TrimSpace(d.lines[i].text)
		lb, ok := splitLabel(t)
		switch {
		case strings.HasPrefix(t, "<!-- embai"), seeLine.MatchString(plain(t)):
			if from < 0 {
				return i, i
			}
			return from, i
		case ok && isSummaryLabel(lb.name):
			if from < 0 {
				from = i
			}
		case ok && from >= 0 && d.lines[i].indent < 2:
			return from, i
		}
	}
	if from < 0 {
		return i, i
	}
	return from, i
}

// SetGuide replaces the 导读; the empty one takes it out. Plain text.
func SetGuide(file []byte, words string) ([]byte, error) {
	d, err := Parse(file)
	if err != nil {
		return nil, fmt.Errorf("issue: reading the draft: %w", err)
	}
	text := renderGuide(words)
	start, end := d.bytes(d.guide[0], d.guide[1])
	if d.guide[0] == d.guide[1] {
		if text == "" || d.headTo == 0 {
			return file, nil
		}
		at := d.headTo - 1
		for at > 0 && d.lines[at].blank {
			at--
		}
		return checked(d, applyEdits(d.src, []edit{d.after(at, text, true)}, d.nl), 0)
	}
	return checked(d, applyEdits(d.src, []edit{{start, end, text}}, d.nl), 0)
}

// FreshGuide gives the 导读 that the entries of a draft would be given now.
func FreshGuide(file []byte) (string, error) {
	d, err := Parse(file)
	if err != nil {
		return "", fmt.Errorf("issue: reading the draft: %w", err)
	}
	return guide(d.Entries), nil
}
