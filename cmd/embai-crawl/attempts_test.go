package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestArticlesThatFailWait: the page of an article that can't be read, or has
// no text, is not asked for again in each run.
func TestArticlesThatFailWait(t *testing.T) {
	var mu sync.Mutex
	asked := map[string]int{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path]++
		mu.Unlock()
		switch r.URL.Path {
		case "/feed":
			fmt.Fprint(w, "<rss><channel><title>t</title>")
			for _, name := range []string{"good", "lost", "refused", "empty"} {
				fmt.Fprintf(w, "<item><title>端侧大模型的低比特量化 %s</title><link>http://%s/%[1]s</link><pubDate>Sun, 22 Nov 2026 08:00:00 GMT</pubDate></item>", name, r.Host)
			}
			fmt.Fprint(w, "</channel></rss>")
		case "/good":
			fmt.Fprint(w, "<!doctype html><title>量化</title><article>"+strings.Repeat("<p>端侧大模型的低比特量化，在手机上只用四位整数，推理快了三倍，精度几乎没有损失。</p>", 8)+"</article>")
		case "/empty":
			fmt.Fprint(w, "<!doctype html><title>量化</title><div id=app></div>")
		case "/refused":
			w.WriteHeader(http.StatusForbidden)
		default:
			http.NotFound(w, r)
		}
	}))
	defer web.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "config.yaml")
	text := "network: {allow_private: [127.0.0.0/8], interval: 0}\nrank: {model: keywords, keywords: {量化: 3}}\nsources:\n  - {name: a, kind: feed, url: \"" + web.URL + "/feed\"}\n"
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		clock string
		want  int // times that each of the bad pages was asked for
	}{{"23T08:00", 1}, {"23T09:00", 1}, {"23T15:00", 2}, {"23T22:00", 2}, {"24T04:00", 3}} {
		cmd := program(t.Context(), "--config", config, "run", "--force")
		cmd.Dir = dir
		cmd.Env = append(cmd.Env, "EMBAI_TEST_NOW=2026-11-"+tt.clock+":00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		mu.Lock()
		if asked["/good"] != 1 || asked["/lost"] != tt.want || asked["/refused"] != tt.want || asked["/empty"] != tt.want {
			t.Errorf("%s: asked %v, want %d times for what is bad", tt.clock, asked, tt.want)
		}
		mu.Unlock()
	}
}
