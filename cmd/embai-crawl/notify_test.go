package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
)

// TestNotify: a draft with new entries is told once, whatever number of runs
// see it, and the hook's address, which is a secret, is in no output.
func TestNotify(t *testing.T) {
	var mu sync.Mutex
	var bodies []string
	status := http.StatusOK
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		bodies = append(bodies, string(b))
		w.WriteHeader(status)
	}))
	defer hook.Close()
	web := feedsWeb(t, 1, 5)
	path := feedsConfig(t, web.URL, 1)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	more := "rank: {model: keywords, keywords: {article: 3}}\nnotify:\n  - {kind: generic, url: \"${HOOK}\"}\n"
	if err := os.WriteFile(path, []byte(more+string(b)), 0o644); err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	run := func() string {
		t.Helper()
		cmd := program(t.Context(), "--config", path, "--data", data, "-v", "run", "--force")
		cmd.Dir = t.TempDir()
		cmd.Env = append(cmd.Env, "HOOK="+hook.URL+"/hunter2", "EMBAI_TEST_NOW=2026-11-23T12:00:00Z")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if strings.Contains(string(out), "hunter2") {
			t.Errorf("the secret is in the output:\n%s", out)
		}
		return string(out)
	}
	set := func(code int) {
		mu.Lock()
		defer mu.Unlock()
		status, bodies = code, nil
	}
	set(http.StatusInternalServerError)
	if out := run(); !strings.Contains(out, "webhook 1") {
		t.Errorf("a hook that fails is not told of:\n%s", out)
	}
	set(http.StatusOK)
	// The hook answers again: the next run tells it, the one after does not.
	run()
	run()
	mu.Lock()
	defer mu.Unlock()
	if len(bodies) != 1 || !strings.Contains(bodies[0], "5 so far") {
		t.Errorf("told %d times: %q", len(bodies), bodies)
	}
}
