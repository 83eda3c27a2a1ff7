package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestInboxIsReadOnce: a link that a person wrote down is asked for until its
// page was read, and then no more, whatever number of runs see the file.
func TestInboxIsReadOnce(t *testing.T) {
	var mu sync.Mutex
	asked := map[string]int{}
	down := true
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked[r.URL.Path]++
		if r.URL.Path == "/late" && down {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, "<!doctype html><html><head><title>端侧推理</title></head><body><article><p>端侧大模型的低比特量化，推理快了三倍。</p></article></body></html>")
	}))
	defer web.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "config.yaml")
	for name, text := range map[string]string{
		"config.yaml": "network: {allow_private: [127.0.0.0/8], interval: 0}\narticles: {fetch: false}\nsources:\n  - {name: inbox, kind: inbox, path: inbox.txt}\n",
		"inbox.txt":   web.URL + "/early#part\n" + web.URL + "/late\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) {
		t.Helper()
		cmd := program(t.Context(), append([]string{"--config", config, "run"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != exitPart {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	want := func(early, late int) {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if asked["/early"] != early || asked["/late"] != late {
			t.Errorf("asked %v, want %d and %d times", asked, early, late)
		}
	}
	run()
	run()
	want(1, 2)
	mu.Lock()
	down = false
	mu.Unlock()
	run()
	run()
	want(1, 3)
	run("--force")
	want(2, 4)
}
