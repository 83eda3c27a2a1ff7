package config

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// environment is a lookup over a fixed set of variables.
func environment(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := vars[name]
		return v, ok
	}
}

func parse(t *testing.T, text string, vars map[string]string) *Config {
	t.Helper()
	c, err := Parse([]byte(text), "/etc/embai/config.yaml", "/etc/embai", environment(vars))
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return c
}

// TestMistakes reads each file of testdata/mistakes, which is wrong on purpose,
// and compares all of its messages. Every value in them that could be a secret
// holds the word that no message may repeat.
func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/mistakes/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Parse(b, "config.yaml", "/etc/embai", environment(map[string]string{"EMPTY": "", "BAD_URL": "hunter2", "TWO_LINES": "hunter2\nhunter2"}))
			var problems Problems
			if !errors.As(err, &problems) {
				t.Fatalf("Parse: %v: want Problems", err)
			}
			got := err.Error() + "\n"
			if strings.Contains(got, "hunter2") {
				t.Errorf("a message repeats a value:\n%s", got)
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", got)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestDefaultsOfAnEmptyFile(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "\ufeff", "sources:\n", "network:\nrank:\n"} {
		c := parse(t, text, nil)
		if c.Data != "/etc/embai/data" || c.Newsletter.PerSection != 8 || c.Network.Interval != time.Second ||
			c.Network.MaxBody != 8<<20 || c.Retain != 180*24*time.Hour || !c.Rank.Learned || len(c.Sources) != 0 ||
			c.Newsletter.Zone.String() != "Asia/Shanghai" || c.LLM.Enabled() {
			t.Errorf("%q: %+v", text, c)
		}
	}
}

func TestDesignExample(t *testing.T) {
	b, err := os.ReadFile("testdata/design.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := parse(t, string(b), map[string]string{"BRIDGE_TOKEN": "s3cret", "HOOK": "https://hook.example/s3cret", "SIGN": "s3cret"})
	if got := c.Sources[2].URL; got != "https://bridge.example/feed/1.xml?k=s3cret" {
		t.Errorf("url from the environment: %s", got)
	}
	if c.Notify[0].URL.Value() != "https://hook.example/s3cret" || c.Notify[0].FailingAfter != 36*time.Hour {
		t.Errorf("notify: %+v", c.Notify[0])
	}
	var out bytes.Buffer
	if err := c.Print(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "s3cret") || strings.Contains(out.String(), "literal-token") {
		t.Errorf("a secret is printed:\n%s", out.String())
	}
	golden(t, "testdata/design.txt", out.String())
}

// TestPrintIsReadAgain holds that what Print writes means the same.
func TestPrintIsReadAgain(t *testing.T) {
	first, err := Parse(Default(), "", "/srv", environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	var printed, again bytes.Buffer
	if err := first.Print(&printed); err != nil {
		t.Fatal(err)
	}
	second, err := Parse(printed.Bytes(), "", "/srv", environment(nil))
	if err != nil {
		t.Fatalf("reading what was printed: %v\n%s", err, printed.String())
	}
	if err := second.Print(&again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(printed.String(), again.String()); diff != "" {
		t.Errorf("printed twice (-first +second):\n%s", diff)
	}
}

// TestDefaultKeepsItsPromises holds what the newsletter needs of the default.
func TestDefaultKeepsItsPromises(t *testing.T) {
	c, err := Load("", environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, s := range c.Sources {
		kinds[s.Kind]++
		if s.Kind != "inbox" && s.Schedule.Every < time.Hour {
			t.Errorf("%s is read every %s", s.Name, s.Schedule.Every)
		}
	}
	for kind, least := range map[string]int{"feed": 40, "arxiv": 5, "github-trending": 5, "github-search": 3, "hf-papers": 1, "inbox": 1} {
		if kinds[kind] < least {
			t.Errorf("%d sources of kind %s, want %d at least", kinds[kind], kind, least)
		}
	}
	if len(c.Rank.Keywords) < 20 || len(c.Rank.Negative) < 5 {
		t.Errorf("%d keywords, %d negative ones", len(c.Rank.Keywords), len(c.Rank.Negative))
	}
	if c.Articles.WeChat {
		t.Error("WeChat pages are fetched without the operator's word")
	}
	for _, h := range c.Network.Hosts {
		if h.Pattern == "*.arxiv.org" && h.Interval < 3*time.Second {
			t.Errorf("arXiv is asked every %s", h.Interval)
		}
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	here := filepath.Join(dir, "config.yaml")
	env := environment(map[string]string{"EMBAI_CONFIG": "/env/config.yaml"})
	check := func(flag string, lookup func(string) (string, bool), want string) {
		t.Helper()
		if got, how := Find(flag, dir, lookup); got != want || how == "" {
			t.Errorf("Find(%q) = %q (%s), want %q", flag, got, how, want)
		}
	}
	check("x.yaml", env, "x.yaml")
	check("", env, "/env/config.yaml")
	check("", environment(nil), "")
	check("", environment(map[string]string{"EMBAI_CONFIG": ""}), "")
	if err := os.WriteFile(here, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	check("", env, here)
	check("x.yaml", env, "x.yaml")
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "my.yaml")
	if err := os.WriteFile(file, []byte("data: store\narchive: /srv/issues/\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file, environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != filepath.Join(dir, "store") || c.Archive != "/srv/issues" || c.File != file {
		t.Errorf("paths: %q %q %q", c.Data, c.Archive, c.File)
	}
	if _, err := Load(filepath.Join(dir, "none.yaml"), environment(nil)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Load(dir, environment(nil)); err == nil {
		t.Error("a folder is read as a file")
	}
	large := filepath.Join(dir, "large.yaml")
	if err := os.WriteFile(large, bytes.Repeat([]byte("#\n"), maxFile), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(large, environment(nil)); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a large file: %v", err)
	}
}

// TestHostileFiles holds that a file that is made to be slow or deep is refused
// at once.
func TestHostileFiles(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("a:\n", maxOpenLines+1),
		strings.Repeat("a: |\r\n", maxOpenLines+1),
		strings.Repeat("[", 5000),
		strings.Repeat("- ", 5000),
		strings.Repeat("? ", 5000),
		strings.Repeat("a: {", 5000),
	} {
		if _, err := Parse([]byte(text), "config.yaml", "/srv", environment(nil)); err == nil {
			t.Errorf("%.10q…: read without an error", text)
		}
	}
}

// TestFilesOfThisProject holds that every configuration that the project
// ships is one.
func TestFilesOfThisProject(t *testing.T) {
	for _, name := range []string{"../config.yaml", "../demo/folder/config.yaml"} {
		if _, err := Load(name, environment(nil)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
