package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// serving is a process that serves, with its log.
type serving struct {
	*testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

func startServing(t *testing.T, ctx context.Context, config, data string, env ...string) *serving {
	t.Helper()
	cmd := program(ctx, "--config", config, "--data", data, "serve", "--listen", "127.0.0.1:0")
	cmd.Dir = t.TempDir()
	cmd.Env = append(cmd.Env, env...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &serving{t, cmd, bufio.NewScanner(stderr)}
}

// until reads the log up to a line that holds words.
func (s *serving) until(words string) string {
	s.Helper()
	for s.lines.Scan() {
		if strings.Contains(s.lines.Text(), words) {
			return s.lines.Text()
		}
	}
	s.Fatalf("the log ended before %q", words)
	return ""
}

// end reads the rest of the log and waits for the process.
func (s *serving) end() {
	s.Helper()
	for s.lines.Scan() {
	}
	if err := s.cmd.Wait(); err != nil {
		s.Errorf("it ended with %v", err)
	}
}

// TestServeFinishesThePage: the page in hand at SIGTERM is read to its end and
// kept; the one behind it is not begun, and comes with the next start. A page
// that never ends keeps nothing from ending.
func TestServeFinishesThePage(t *testing.T) {
	asked, release := make(chan string, 10), make(chan bool)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked <- r.URL.Path
		select {
		case <-release:
		case <-r.Context().Done(): // it gave up
			return
		}
		io.WriteString(w, `<rss version="2.0"><channel><title>t</title><item><title>one of `+r.URL.Path+`</title><link>https://blog.example`+r.URL.Path+`</link></item></channel></rss>`)
	}))
	defer web.Close()
	config := filepath.Join(t.TempDir(), "config.yaml")
	text := fmt.Sprintf("network: {allow_private: [127.0.0.0/8], interval: 0}\narticles: {fetch: false}\nsources:\n  - {name: a, kind: feed, url: \"%s/a\"}\n  - {name: b, kind: feed, url: \"%s/b\"}\n", web.URL, web.URL)
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	data := t.TempDir()
	for i, finished := range []bool{true, false} {
		s := startServing(t, ctx, config, data)
		<-asked
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		s.until("stopping")
		if finished {
			release <- true
		}
		s.end()
		if got := len(contents(t, data)); got != 1 {
			t.Errorf("start %d: %d items are kept, want that of the first page", i+1, got)
		}
		if len(asked) != 0 {
			t.Errorf("start %d: %s was begun after the signal", i+1, <-asked)
		}
	}
}

// TestServeMakesTheDraftThatWasCutOff: what a run found before its process was
// killed is drafted by the next one, though no source is due.
func TestServeMakesTheDraftThatWasCutOff(t *testing.T) {
	web := feedsWeb(t, 1, 3)
	config, data := feedsConfig(t, web.URL, 1), t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := program(ctx, "--config", config, "--data", data, "crawl") // and no draft
	cmd.Dir = t.TempDir()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	drafts := filepath.Join(filepath.Dir(config), "drafts")
	if _, err := os.Stat(drafts); !os.IsNotExist(err) {
		t.Fatalf("there is a draft already: %v", err)
	}
	s := startServing(t, ctx, config, data)
	s.until("run done")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.end()
	if files, err := filepath.Glob(filepath.Join(drafts, "*.md")); err != nil || len(files) == 0 {
		t.Errorf("no draft: %v", err)
	}
}
