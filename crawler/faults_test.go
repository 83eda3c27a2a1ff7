package crawler

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write docs/faults.md")

// TestFaults opens each host of the fault web alone, checks what came of it,
// and holds docs/faults.md to what was seen.
func TestFaults(t *testing.T) {
	rows := make([]string, len(faults()))
	t.Run("web", func(t *testing.T) {
		for i, f := range faults() {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				rows[i] = f.check(t, byte(i+1))
			})
		}
	})
	if t.Failed() {
		return
	}
	const path = "../docs/faults.md"
	table := faultsHead + strings.Join(rows, "")
	if *update {
		if err := os.MkdirAll("../docs", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	had, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if string(had) != table {
		t.Errorf("docs/faults.md is out of date: run go test ./crawler -run TestFaults -update")
	}
}

const faultsHead = `# Faults

What hosts do wrong, what the program does then, and what the report says.
This page is written by a test (` + "`go test ./crawler -run TestFaults -update`" + `), which
opens each of these hosts on a loopback address and fails when it sees
something else. The test's caps are small (64 KiB a body, 10 links a page,
3 pages deep, 3 attempts); it reads sources every 3 hours, on 2 November 2026
at 08:00 UTC.

| fault | what the program did | what the report says |
|---|---|---|
`

// start is the clock of the fault web.
var start = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func (f fault) check(t *testing.T, n byte) string {
	h, j := f.open(t, n)
	m := newMemory()
	o := Options{
		Store: m, AllowPrivate: loopback(), MaxBody: maxTestBody, MaxWait: 5 * time.Millisecond,
		Timeout: 10 * time.Second, UserAgent: "embai-crawl/test", Now: func() time.Time { return start },
	}
	if f.options != nil {
		f.options(&o)
	}
	c := newCrawler(t, o)
	j.Force = !f.due
	s := run1(t, c, j)
	for range f.runs - 1 {
		s = run1(t, c, j)
	}
	path := strings.TrimPrefix(j.Source.Start(start)[0], h.URL)
	var want []string
	for _, name := range f.items {
		if rest, ok := strings.CutPrefix(name, "@"); ok {
			name = h.URL + rest
		}
		want = append(want, "url:"+name)
	}
	if s.State != f.state {
		t.Errorf("state %q, want %q (%s)", s.State, f.state, s.Line())
	}
	if f.says == "" && s.Line() != "" || !strings.Contains(s.Line(), f.says) {
		t.Errorf("line %q, want %q", s.Line(), f.says)
	}
	if got := m.ids(); !slices.Equal(got, want) {
		t.Errorf("stored %q, want %q", got, want)
	}
	if f.title != "" && !slices.Contains(m.titles(), f.title) {
		t.Errorf("titles %q, want %q among them", m.titles(), f.title)
	}
	if got := h.asked(path); got != f.asks {
		t.Errorf("asked %d times, want %d", got, f.asks)
	}
	if line := s.Line(); strings.ContainsAny(line, "\n\r") || line != "" && !strings.HasPrefix(line, f.name+": ") {
		t.Errorf("not one line that names the source: %q", line)
	}
	return f.row(h, s, m)
}

var address = regexp.MustCompile(`(127\.0\.0\.\d+):\d+(->127\.0\.0\.\d+:\d+)?`)

// row tells what was seen, with the addresses of this very run taken out.
func (f fault) row(h *host, s SourceReport, m *memory) string {
	h.mu.Lock()
	asks := len(h.asks)
	robots := 0
	for _, a := range h.asks {
		if a == "/robots.txt" {
			robots++
		}
	}
	h.mu.Unlock()
	did := fmt.Sprintf("asked for robots.txt %s and for pages %s; %s kept; state “%s”", times(robots), times(asks-robots), items(len(m.ids())), s.State)
	if s.MovedTo != "" {
		did += "; the new address is remembered and reported"
	}
	line := strings.TrimPrefix(s.Line(), s.Name+": ")
	line = address.ReplaceAllString(line, "host.test")
	line = strings.ReplaceAll(line, "127.0.9.9:9", "host.test")
	line = strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(line)
	if line == "" {
		line = "—"
	}
	return fmt.Sprintf("| %s | %s | %s |\n", f.name, did, line)
}

func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func items(n int) string {
	switch n {
	case 0:
		return "nothing"
	case 1:
		return "1 item"
	}
	return fmt.Sprintf("%d items", n)
}

// TestFaultsTogether reads all hosts of the fault web in one run, good ones
// among them: nothing keeps the run from ending, no page that was read is lost.
func TestFaultsTogether(t *testing.T) {
	var jobs []Job
	var want []string
	for i, f := range faults() {
		if f.options != nil || f.runs > 1 {
			continue // need a crawler of their own
		}
		h, j := f.open(t, byte(i+1))
		jobs = append(jobs, j)
		for _, name := range f.items {
			if rest, ok := strings.CutPrefix(name, "@"); ok {
				name = h.URL + rest
			}
			want = append(want, "url:"+name)
		}
	}
	slices.Sort(want)
	want = slices.Compact(want)
	m := newMemory()
	c := newCrawler(t, Options{
		Store: m, AllowPrivate: loopback(), MaxBody: maxTestBody, MaxWait: 5 * time.Millisecond, UserAgent: "embai-crawl/test",
	})
	rep, err := c.Run(t.Context(), jobs)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.ids(); !slices.Equal(got, want) {
		t.Errorf("stored %q,\nwant %q", got, want)
	}
	if len(rep.Sources) != len(jobs) {
		t.Errorf("%d sources reported, want %d", len(rep.Sources), len(jobs))
	}
	for _, s := range rep.Sources {
		if s.Failed() && (s.Line() == "" || s.Faults[0].Action == "") {
			t.Errorf("%s failed, and nothing says why or what is done: %+v", s.Name, s)
		}
	}
}
