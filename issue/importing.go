package issue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"embai-crawl/item"
)

// Issue is a past issue as it was printed.
type Issue struct {
	Path     string
	Date     string // 2020-01-27
	Title    string // the newsletter's name in the title line
	Headline string
	Guide    string
	Entries  []Entry // in the order of the file, short news first; nothing of shelf and footer
	Loose    []Link  // links in running text that belongs to no entry
	Notes    []Note  // what was not understood, with its line
	Hash     string  // changes when the words of the file do
}

// Skipped is a Markdown file that is no past issue.
type Skipped struct {
	Path   string
	Reason string
}

// Imported is what Import has read, oldest issue first.
type Imported struct {
	Issues  []Issue
	Skipped []Skipped
}

// NoIssueError says why a file is no past issue.
type NoIssueError struct{ Reason string }

func (e *NoIssueError) Error() string { return "issue: no past issue: " + e.Reason }

// Import reads past issues from files and folders. Of a folder every Markdown
// file is looked at; what is no issue is skipped with its reason. It fails only
// where a path cannot be read.
func Import(ctx context.Context, paths ...string) (Imported, error) {
	var out Imported
	read := func(path string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := readFile(path)
		if err != nil {
			return err
		}
		if b == nil {
			return fmt.Errorf("issue: reading %s: %w", path, fs.ErrNotExist)
		}
		is, err := ReadIssue(path, b)
		var no *NoIssueError
		switch {
		case errors.As(err, &no):
			out.Skipped = append(out.Skipped, Skipped{path, no.Reason})
		case err != nil:
			return err
		default:
			out.Issues = append(out.Issues, is)
		}
		return nil
	}
	for _, p := range paths {
		files, err := markdownIn(p)
		if err != nil {
			return out, err
		}
		for _, f := range files {
			if err := read(f); err != nil {
				return out, err
			}
		}
	}
	slices.SortStableFunc(out.Issues, func(a, b Issue) int { return cmp.Compare(a.Date, b.Date) })
	out.dropDoubles()
	return out, nil
}

// dropDoubles keeps the first of two files about one date.
func (im *Imported) dropDoubles() {
	kept := im.Issues[:0]
	for _, is := range im.Issues {
		if n := len(kept); n > 0 && kept[n-1].Date == is.Date {
			if kept[n-1].Path != is.Path {
				im.Skipped = append(im.Skipped, Skipped{is.Path, "the issue of " + is.Date + " was read from " + kept[n-1].Path})
			}
			continue
		}
		kept = append(kept, is)
	}
	im.Issues = kept
}

// markdownIn lists the Markdown files of a folder and what is below it; of a
// file the file itself.
func markdownIn(path string) ([]string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("issue: reading past issues: %w", err)
	}
	if !st.IsDir() {
		return []string{path}, nil
	}
	var out []string
	err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != path && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return filepath.SkipDir
		case d.IsDir():
		case strings.EqualFold(filepath.Ext(p), ".md"), strings.EqualFold(filepath.Ext(p), ".markdown"):
			out = append(out, p)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("issue: reading past issues: %w", err)
	}
	return out, nil
}

// ReadIssue reads one past issue. The name gives the date where the title line
// does not. A file that is none is a *NoIssueError.
func ReadIssue(name string, b []byte) (Issue, error) {
	base := filepath.Base(name)
	for _, suffix := range []string{".candidates.md", ".new.md"} {
		if strings.HasSuffix(base, suffix) {
			return Issue{}, &NoIssueError{"it belongs to a draft"}
		}
	}
	d, err := Parse(b)
	if err != nil {
		return Issue{}, &NoIssueError{err.Error()}
	}
	is := Issue{Path: name, Date: d.Date, Title: d.Title, Headline: d.Headline, Guide: d.Guide, Notes: d.Notes, Hash: fingerprint(b)}
	if is.Date == "" {
		is.Date = issueDate.FindString(base)
	}
	switch {
	case is.Date == "":
		return is, &NoIssueError{"no date in its title line or name"}
	case !d.hasSection():
		return is, &NoIssueError{"none of the newsletter's sections is in it"}
	case strings.Contains(string(b), markerOpen):
		return is, &NoIssueError{"a draft that is not published: it holds markers"}
	}
	for _, e := range d.Entries {
		switch {
		case e.Held, e.Hidden:
		case e.Title == "" && e.URL == "" && e.Summary == "":
			is.Notes = append(is.Notes, Note{e.Line, "an entry without title, link and summary"})
		default:
			is.Entries = append(is.Entries, e)
		}
	}
	slices.SortStableFunc(is.Notes, func(a, b Note) int { return cmp.Compare(a.Line, b.Line) })
	is.Loose = d.looseLinks()
	return is, nil
}

// hasSection reports whether one of the four sections is there.
func (d *Document) hasSection() bool {
	return slices.ContainsFunc(d.parts, func(p part) bool { return p.kind == partSection && p.section.Valid() })
}

// looseLinks gives the links of running text in the sections.
func (d *Document) looseLinks() []Link {
	var out []Link
	for i, p := range d.parts {
		if p.kind != partSection {
			continue
		}
		for l := p.from; l < p.to; l++ {
			if !slices.ContainsFunc(d.spans, func(s entrySpan) bool { return s.part == i && s.from <= l && l < s.to }) {
				out = append(out, textLinks(d.lines[l].text)...)
			}
		}
	}
	return uniqueLinks(out, "")
}

// Counts says how many entries stand in each section, by its name; short news
// under "short".
type Counts map[string]int

// String lists the counts in the order of an issue: news 5, paper 3.
func (c Counts) String() string {
	var out []string
	for _, s := range append([]string{"short"}, sectionNames()...) {
		if c[s] > 0 {
			out = append(out, fmt.Sprintf("%s %d", s, c[s]))
		}
	}
	return strings.Join(out, ", ")
}

func sectionNames() []string {
	var out []string
	for _, s := range item.Sections() {
		out = append(out, string(s))
	}
	return append(out, "other")
}

// Count counts the entries. Those of a section of another name count where they belong.
func (is *Issue) Count() Counts {
	out := Counts{}
	for i := range is.Entries {
		out[orElse(place(is.Entries[i].Section, is.Entries[i].Short), "other")]++
	}
	return out
}

// Draft gives the issue as something that Render prints.
func (is *Issue) Draft(o Options) Draft {
	d := Draft{Date: is.Date, Options: o, Headline: is.Headline, Guide: is.Guide}
	if is.Title != "" {
		d.Options.Title = is.Title
	}
	for _, e := range is.Entries {
		if e.Short {
			d.Short = append(d.Short, e)
			continue
		}
		if !e.Section.Valid() {
			e.Section = item.SectionNews
		}
		d.Entries = append(d.Entries, e.withAllLinks())
	}
	return d
}

// withAllLinks gives an entry whose printed lines hold every link it had: one
// that stood within the words of the summary gets a line of its own.
func (e Entry) withAllLinks() Entry {
	printed := readEntry(RenderEntry(&e))
	e.Lines = slices.Clone(e.Lines)
	for _, l := range e.Links {
		if !slices.ContainsFunc(printed.Links, func(p Link) bool { return p.URL == escapeURL(l.URL) || p.URL == l.URL }) {
			e.Lines = append(e.Lines, Line{seeAlso, l.Text, l.URL})
		}
	}
	return e
}

// seeAlso labels a link that an entry mentions without being about it.
const seeAlso = "另见"
