package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestEvents: a source that fails for long and a host that asks for a human are
// told once each, by runs that are processes of their own, with the cause; a
// new time of failing is a new event.
func TestEvents(t *testing.T) {
	var mu sync.Mutex
	var told []string
	down := true
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch r.URL.Path {
		case "/hook":
			b, _ := io.ReadAll(r.Body)
			var e struct{ Kind, Title, Text string }
			if err := json.Unmarshal(b, &e); err != nil {
				t.Error(err)
			}
			told = append(told, e.Kind+": "+e.Title+": "+e.Text)
		case "/feed":
			if down {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			io.WriteString(w, "<rss><channel><title>t</title></channel></rss>")
		default:
			http.NotFound(w, r)
		}
	}))
	defer web.Close()
	gate := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cf-Mitigated", "challenge")
		w.WriteHeader(http.StatusForbidden)
	}))
	defer gate.Close()
	dir := t.TempDir()
	// Two names of this machine: what is asked of one host is none of the other's.
	text := fmt.Sprintf(`
network: {allow_private: ["127.0.0.0/8", "::1/128"], interval: 0}
articles: {fetch: false}
notify:
  - {kind: generic, url: "%s/hook", events: [failing, verify], failing_after: 1h}
sources:
  - {name: lost, kind: feed, url: "%[1]s/feed"}
  - {name: gate, kind: feed, url: "%s/feed"}
`, web.URL, strings.Replace(gate.URL, "127.0.0.1", "localhost", 1))
	config := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(clock string) []string {
		t.Helper()
		cmd := program(t.Context(), "--config", config, "run", "--force")
		cmd.Dir = dir
		cmd.Env = append(cmd.Env, "EMBAI_TEST_NOW=2026-11-23T"+clock+":00Z")
		if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != exitPart {
			t.Fatalf("%v\n%s", err, out)
		}
		mu.Lock()
		defer mu.Unlock()
		got := told
		told = nil
		slices.Sort(got)
		return got
	}
	if got := run("08:00"); len(got) != 1 || !strings.HasPrefix(got[0], "verify: localhost asks for a human") {
		t.Errorf("first run: %q", got)
	}
	got := run("09:30")
	if len(got) != 2 || !strings.HasPrefix(got[0], "failing: source gate has failed since 2026-11-23 16:00:00: ") || !strings.Contains(got[1], "source lost") || !strings.Contains(got[1], "status 403 forbidden") {
		t.Errorf("after more than an hour: %q", got)
	}
	if got := run("10:30"); len(got) != 0 {
		t.Errorf("told again: %q", got)
	}
	mu.Lock()
	down = false
	mu.Unlock()
	run("11:00")
	mu.Lock()
	down = true
	mu.Unlock()
	run("12:00")
	if got := run("13:30"); len(got) != 1 || !strings.Contains(got[0], "source lost has failed since 2026-11-23 20:00:00") {
		t.Errorf("failing anew: %q", got)
	}
}
