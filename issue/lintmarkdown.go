package issue

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// markdownParser reads as GitHub does, but for addresses that are spelled out.
func markdownParser() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
}

// markdown compares what CommonMark sees in the file with what was meant.
func (l *linter) markdown() {
	if err := tame(l.d.lines); err != nil {
		l.add(0, KindMarkdown, Error, "", "%v", err)
		return
	}
	body := l.d.src
	if l.d.frontMatter() {
		start, _ := l.d.bytes(l.d.afterFrontMatter(), len(l.d.lines))
		body = append([]byte(strings.Repeat("\n", l.d.afterFrontMatter())), body[start:]...)
	}
	seen := map[string]int{}
	bold := map[int]bool{}
	root := markdownParser().Parser().Parse(text.NewReader(body))
	//nolint:errcheck // the walker below returns none
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			seen[unescape(string(n.Destination))]++
		case *ast.Text:
			if strings.Contains(string(n.Value(body)), "**") {
				line := bytes.Count(body[:n.Segment.Start], []byte("\n")) + 1
				if bold[line] {
					break
				}
				bold[line] = true
				l.add(line, KindMarkdown, Warning, "", "** that is no bold type: %s", clean(string(n.Value(body)), 40))
			}
		}
		return ast.WalkContinue, nil
	})
	for i := range l.d.Entries {
		if l.d.Entries[i].Hidden {
			continue
		}
		l.brackets(i)
		raw := l.d.raw(i)
		for _, s := range links(raw) {
			if s.bare || s.image || s.url == "" {
				continue
			}
			if seen[s.url] == 0 {
				e := &l.d.Entries[i]
				l.add(e.Line+strings.Count(raw[:s.start], "\n"), KindMarkdown, Error, firstID(e), "not a link in Markdown: %s", clean(raw[s.start:s.end], 80))
				continue
			}
			seen[s.url]--
		}
		l.broken(i)
	}
	for i := 0; i < len(l.d.lines); i++ {
		if end := l.d.fenceEnd(i); end > i {
			i = end
		} else if fenceLine.MatchString(l.d.lines[i].text) {
			l.add(i+1, KindMarkdown, Error, "", "a code fence that is not closed before the next section")
		}
	}
}

// broken finds what was meant as a link and is none even for a forgiving reader.
func (l *linter) broken(i int) {
	raw := l.d.raw(i)
	ls := links(raw)
	for _, m := range meantAsLink.FindAllStringIndex(raw, -1) {
		if slices.ContainsFunc(ls, func(s span) bool { return !s.bare && s.start <= m[0] && m[0] < s.end }) {
			continue
		}
		e := &l.d.Entries[i]
		l.add(e.Line+strings.Count(raw[:m[0]], "\n"), KindMarkdown, Error, firstID(e), "not a link in Markdown: %s", clean(raw[m[0]:], 60))
	}
}

var meantAsLink = regexp.MustCompile(`\]\s*[(（]\s*https?:`)

// brackets checks the title line of an entry.
func (l *linter) brackets(i int) {
	e, sp := &l.d.Entries[i], l.d.spans[i]
	first := l.d.lines[sp.from].text
	if m := bulletMark.FindStringSubmatch(first); m != nil && m[2] == "[" {
		l.add(e.Line, KindMarkdown, Warning, firstID(e), "no list item: a space is missing behind the %s", m[1])
	}
	depth := 0
	for j := 0; j < len(first); j++ {
		switch first[j] {
		case '\\':
			j++
		case '`':
			j = afterCode(first, j) - 1
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	if depth != 0 {
		l.add(e.Line, KindMarkdown, Warning, firstID(e), "brackets do not match: %s", clean(first, 80))
	}
	if open := strings.LastIndex(l.d.raw(i), "<!--"); open >= 0 && !strings.Contains(l.d.raw(i)[open:], commentEnd) {
		l.add(e.Line, KindMarkdown, Error, firstID(e), "a comment that is not closed")
	}
}
