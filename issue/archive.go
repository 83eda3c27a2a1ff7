package issue

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	issueFile = regexp.MustCompile(`^(20\d\d-\d\d-\d\d)\.md$`)
	issueLink = regexp.MustCompile(`\[[^\[\]]*\]\(([^()\s]*?)(20\d\d-\d\d-\d\d)\.md\)`)
)

// ArchiveDates gives the dates of the issues in an archive folder, oldest first.
// Other files are none of its business; a folder that does not exist is empty.
func ArchiveDates(dir string) ([]string, error) {
	files, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("issue: reading the archive: %w", err)
	}
	var out []string
	for _, f := range files {
		if m := issueFile.FindStringSubmatch(f.Name()); m != nil && f.Type().IsRegular() {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return out, nil
}

// BackIssues gives the earlier issues of the archive as they are linked in the
// issue of date, newest first.
func BackIssues(dir, date string, o Options) ([]Back, error) {
	dates, err := ArchiveDates(dir)
	if err != nil {
		return nil, err
	}
	var out []Back
	for _, d := range slices.Backward(dates) {
		if d < date {
			out = append(out, Back{d, o.Defaults().BackPrefix + d + ".md"})
		}
	}
	return out, nil
}

// WriteIssue puts a published issue into the archive folder and brings the table
// in its README up to date, or that of the folder above where the table stands
// there. It gives the files that changed; the second time none does.
func WriteIssue(dir string, p Published, o Options) (changed []string, err error) {
	if !issueFile.MatchString(p.Date + ".md") {
		return nil, fmt.Errorf("issue: writing the issue: %q is no date", p.Date)
	}
	write := func(path string, old, data []byte) error {
		if old != nil && bytes.Equal(old, data) {
			return nil
		}
		if err := ReplaceFile(path, old, data); err != nil {
			return err
		}
		changed = append(changed, path)
		return nil
	}
	path := filepath.Join(dir, p.Date+".md")
	old, err := readFile(path)
	if err != nil {
		return nil, err
	}
	if err := write(path, old, p.File); err != nil {
		return changed, err
	}
	dates, err := ArchiveDates(dir)
	if err != nil {
		return changed, err
	}
	readme, prefix, old, err := findReadme(dir)
	if err != nil {
		return changed, err
	}
	return changed, write(readme, old, Readme(old, dates, prefix, o))
}

// findReadme gives the README that holds the table, with what a link in it has
// before DATE.md, and its bytes, nil if there is none yet.
func findReadme(dir string) (path, prefix string, text []byte, err error) {
	inside := filepath.Join(dir, "README.md")
	text, err = readFile(inside)
	if err != nil || text != nil {
		return inside, "./", text, err
	}
	above := filepath.Join(filepath.Dir(filepath.Clean(dir)), "README.md")
	up, err := readFile(above)
	if err == nil && issueLink.Match(up) {
		return above, "./" + filepath.Base(dir) + "/", up, nil
	}
	return inside, "./", nil, nil
}

// Readme gives a README with its table of issues made anew: newest first, four
// a row, a row for each year. Links that it has keep their form, a list of
// issues becomes the table; everything else stays byte for byte.
func Readme(readme []byte, dates []string, prefix string, o Options) []byte {
	o = o.Defaults()
	nl := newline(readme)
	ls := splitLines(readme)
	from, to := issueLines(ls)
	known := map[string]string{}
	newest := ""
	for _, l := range ls[from:to] {
		for _, m := range issueLink.FindAllStringSubmatch(l.text, -1) {
			if known[m[2]] == "" {
				known[m[2]] = m[1] + m[2] + ".md"
			}
			if m[2] > newest {
				newest, prefix = m[2], m[1]
			}
		}
	}
	for _, d := range dates {
		if known[d] == "" {
			known[d] = prefix + d + ".md"
		}
	}
	var back []Back
	for d, u := range known {
		back = append(back, Back{d, u})
	}
	table := backTable(back)
	switch {
	case to > from:
		return applyEdits(readme, []edit{{ls[from].start, ls[to-1].next, table}}, nl)
	case len(readme) == 0:
		return []byte("# " + escape(clean(o.Title, maxTitle)) + "\n\n## " + backHeading + "\n\n" + table)
	}
	d, err := Parse(readme)
	if err == nil {
		for _, p := range d.parts {
			if p.kind == partBack && p.head >= 0 {
				return applyEdits(readme, []edit{d.after(p.head, table, true)}, nl)
			}
		}
	}
	text := "\n## " + backHeading + "\n\n" + table
	if n := len(readme); readme[n-1] != '\n' && readme[n-1] != '\r' {
		text = "\n" + text
	}
	return applyEdits(readme, []edit{{len(readme), len(readme), text}}, nl)
}

// issueLines finds the first table or list that links to issues.
func issueLines(ls []line) (from, to int) {
	for i := range ls {
		t := strings.TrimSpace(ls[i].text)
		row := strings.HasPrefix(t, "|")
		if !issueLink.MatchString(t) || !row && !bulletMark.MatchString(t) {
			continue
		}
		sameKind := func(l line) bool {
			t := strings.TrimSpace(l.text)
			if row {
				return strings.HasPrefix(t, "|")
			}
			return bulletMark.MatchString(t) && issueLink.MatchString(t)
		}
		from, to = i, i+1
		for from > 0 && sameKind(ls[from-1]) {
			from--
		}
		for to < len(ls) && sameKind(ls[to]) {
			to++
		}
		return from, to
	}
	return 0, 0
}

// Commit makes one commit of paths in the repository that holds dir, through the
// git command; it never pushes. Nothing to commit is no error.
func Commit(ctx context.Context, dir string, paths []string, message string) error {
	if len(paths) == 0 {
		return nil
	}
	abs := make([]string, len(paths))
	for i, p := range paths {
		a, err := filepath.Abs(p)
		if err != nil {
			return fmt.Errorf("issue: committing: %w", err)
		}
		abs[i] = a
	}
	git := func(args ...string) error {
		cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("issue: git %s: %w: %s", args[0], err, cmp.Or(clean(string(out), 300), "no message"))
		}
		return nil
	}
	if err := git(append([]string{"add", "--"}, abs...)...); err != nil {
		return err
	}
	if err := git(append([]string{"diff", "--cached", "--quiet", "--"}, abs...)...); err == nil {
		return nil
	}
	return git(append([]string{"commit", "--quiet", "-m", message, "--"}, abs...)...)
}
