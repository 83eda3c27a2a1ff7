package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServe runs the process as an operator would: it crawls what is due,
// answers on loopback, holds the store, keeps its configuration when a new one
// is wrong, takes a right one, and ends on SIGTERM.
func TestServe(t *testing.T) {
	web := feedsWeb(t, 3, 5)
	config := feedsConfig(t, web.URL, 2)
	data := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := program(ctx, "--config", config, "--data", data, "serve", "--listen", "127.0.0.1:0")
	cmd.Dir = t.TempDir()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	// until reads the log, which is JSON as nobody looks at a terminal, up to a
	// line that holds words.
	until := func(words string) string {
		t.Helper()
		for lines.Scan() {
			if !json.Valid(lines.Bytes()) {
				t.Errorf("not JSON: %s", lines.Text())
			}
			if strings.Contains(lines.Text(), words) {
				return lines.Text()
			}
		}
		t.Fatalf("the log ended before %q", words)
		return ""
	}
	get := func(url string) (int, string) {
		t.Helper()
		r, err := http.Get(url) //nolint:noctx // bounded by the test
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(b)
	}
	base := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(until("review page is at"))
	until("run done")
	if code, body := get(base + "/healthz"); code != 200 || body != "ok\n" {
		t.Errorf("/healthz: %d %q", code, body)
	}
	if code, body := get(base + "/metrics"); code != 200 || !strings.Contains(body, `source="feed-1"`) || !strings.Contains(body, "# TYPE ") {
		t.Errorf("/metrics: %d\n%s", code, body)
	}
	if code, _ := get(base + "/debug/pprof/"); code != 404 {
		t.Errorf("/debug/pprof/: %d: nothing else is to answer", code)
	}
	out, err := program(ctx, "--config", config, "--data", data, "run").CombinedOutput()
	if e, ok := err.(interface{ ExitCode() int }); !ok || e.ExitCode() != exitLocked || !strings.Contains(string(out), "embai-crawl serve") {
		t.Errorf("run beside serve: %v\n%s", err, out)
	}

	good, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	reload := func(text string) {
		t.Helper()
		if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	reload(string(good) + "colour: red\n")
	until("keeping the old one")
	reload("newsletter: {tagline: 另一句话}\n" + string(good) + "  - {name: feed-2, kind: feed, url: \"" + web.URL + "/feed/2.xml\"}\n")
	until("configuration read anew")
	until("run done")
	drafts, err := filepath.Glob(filepath.Join(filepath.Dir(config), "drafts", "????-??-??.md"))
	if err != nil || len(drafts) != 1 {
		t.Fatalf("drafts %q, %v", drafts, err)
	}
	if b, err := os.ReadFile(drafts[0]); err != nil || !strings.Contains(string(b), "**另一句话**") {
		t.Errorf("the new configuration is not that of the draft: %v\n%s", err, b)
	}
	if _, body := get(base + "/metrics"); !strings.Contains(body, `source="feed-2"`) {
		t.Errorf("/metrics does not know the new source:\n%s", body)
	}

	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if got := len(contents(t, data)); got != 15 {
		t.Errorf("%d items are stored, want 15", got)
	}
	if _, err := os.Stat(filepath.Join(data, storeFile+".lock")); !os.IsNotExist(err) {
		t.Errorf("the note of who holds the store is left behind: %v", err)
	}
}
