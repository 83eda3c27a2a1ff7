package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"embai-crawl/item"
	"embai-crawl/store"
)

// feedsWeb serves feeds that never change, with validators, each item on one
// feed alone.
func feedsWeb(t *testing.T, feeds, items int) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/feed/"), ".xml"))
		if err != nil || n >= feeds {
			http.NotFound(w, r)
			return
		}
		tag := fmt.Sprintf(`"v%d"`, n)
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>feed %d</title>`, n)
		for i := range items {
			fmt.Fprintf(w, `<item><title>article %d of %d</title><link>https://blog%d.example/%d</link><pubDate>Fri, 20 Nov 2026 08:00:00 +0800</pubDate></item>`, i, n, n, i)
		}
		fmt.Fprint(w, `</channel></rss>`)
	}))
	t.Cleanup(srv.Close)
	return srv
}

func feedsConfig(t *testing.T, web string, feeds int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("network: {allow_private: [127.0.0.0/8], hosts: {\"*\": {interval: 0s, parallel: 4}}}\narticles: {fetch: false}\nsources:\n")
	for n := range feeds {
		fmt.Fprintf(&b, "  - {name: feed-%d, kind: feed, url: \"%s/feed/%d.xml\"}\n", n, web, n)
	}
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// program runs the test binary as embai-crawl.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), runAsProgram+"=1")
	return cmd
}

// contents is what a store holds, without the times of this run.
func contents(t *testing.T, data string) map[item.ID]string {
	t.Helper()
	st, err := store.Open(filepath.Join(data, storeFile), store.Options{Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	all := map[item.ID]string{}
	for r, err := range st.Candidates(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Item.ID] = fmt.Sprint(r.Item.Title, r.Item.URL, r.Item.Published, r.Sources, r.State)
	}
	return all
}

// TestKilledCrawl kills a crawl at random moments (EMBAI_KILLS of them, 12
// without): the store opens, holds every page that was reported committed, and
// the next run finishes what an undisturbed one would have.
func TestKilledCrawl(t *testing.T) {
	kills := 12
	if s := os.Getenv("EMBAI_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		kills = n
	}
	const feeds, items = 40, 20
	web := feedsWeb(t, feeds, items)
	config := feedsConfig(t, web.URL, feeds)

	calm := t.TempDir()
	begun := time.Now()
	if out, err := program(t.Context(), "--config", config, "--data", calm, "crawl").CombinedOutput(); err != nil {
		t.Fatalf("undisturbed: %v\n%s", err, out)
	}
	whole := time.Since(begun)
	want := contents(t, calm)
	if len(want) != feeds*items {
		t.Fatalf("undisturbed: %d items, want %d", len(want), feeds*items)
	}

	random := rand.New(rand.NewPCG(20261123, 1)) //nolint:gosec // reproducible, no secret
	interrupted := 0
	// A moment that comes after the end kills nothing and does not count.
	for k := 0; interrupted < kills && k < 4*kills; k++ {
		data := t.TempDir()
		moment := time.Duration(random.Int64N(int64(whole)))
		ctx, cancel := context.WithTimeout(t.Context(), moment) // ends with SIGKILL
		cmd := program(ctx, "--config", config, "--data", data, "-v", "crawl")
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var committed []string
		for sc := bufio.NewScanner(stderr); sc.Scan(); {
			if _, rest, ok := strings.Cut(sc.Text(), "page committed address="); ok {
				committed = append(committed, strings.Fields(rest)[0])
			}
		}
		if cmd.Wait() != nil {
			interrupted++
		}
		cancel()

		got := contents(t, data)
		for _, address := range committed {
			n := strings.TrimSuffix(address[strings.LastIndex(address, "/")+1:], ".xml")
			for i := range items {
				if id := item.ID(fmt.Sprintf("url:https://blog%s.example/%d", n, i)); got[id] == "" {
					t.Fatalf("kill %d after %v: %s was reported committed, %s is not there", k, moment, address, id)
				}
			}
		}
		// A page is there as a whole or not at all.
		pages := map[string]int{}
		for id := range got {
			pages[strings.Split(string(id), "/")[2]]++
		}
		for page, n := range pages {
			if n != items {
				t.Fatalf("kill %d after %v: %d of the %d items of %s are there", k, moment, n, items, page)
			}
		}
		if out, err := program(t.Context(), "--config", config, "--data", data, "crawl").CombinedOutput(); err != nil {
			t.Fatalf("kill %d after %v: the next run: %v\n%s", k, moment, err, out)
		}
		if diff := cmp.Diff(want, contents(t, data)); diff != "" {
			t.Fatalf("kill %d after %v: the finished store differs from an undisturbed one:\n%s", k, moment, diff)
		}
	}
	t.Logf("%d runs killed before their end, over a crawl of %v", interrupted, whole.Round(time.Millisecond))
	if interrupted < kills {
		t.Errorf("only %d of %d runs were interrupted: the moments came too late", interrupted, kills)
	}
}
