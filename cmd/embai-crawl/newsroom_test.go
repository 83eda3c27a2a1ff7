package main

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"embai-crawl/config"
	"embai-crawl/crawler"
)

// TestCrawlerOptions: what the configuration says of the network reaches the
// crawler, the manners for hosts that it does not name among it.
func TestCrawlerOptions(t *testing.T) {
	const text = `
network:
  user_agent: reader/1.0 (+https://reader.example/)
  timeout: 7s
  max_body: 1MiB
  parallel: 3
  allow_private: [10.0.0.0/8]
  proxy: http://127.0.0.1:3128
  hosts: {"*": {interval: 2s, parallel: 4}, "*.arxiv.org": {interval: 3s}}
`
	cfg, err := config.Parse([]byte(text), filepath.Join(t.TempDir(), "config.yaml"), t.TempDir(), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	o := (&app{}).crawlerOptions(cfg, noStore{}, nil)
	if o.UserAgent != "reader/1.0 (+https://reader.example/)" || o.Timeout != 7*time.Second || o.MaxBody != 1<<20 || o.Parallel != 3 ||
		len(o.AllowPrivate) != 1 || o.Proxy == nil {
		t.Errorf("options: %+v", o)
	}
	want := []crawler.HostRule{{Pattern: "*", Interval: 2 * time.Second, Parallel: 4}, {Pattern: "*.arxiv.org", Interval: 3 * time.Second, Parallel: 1}}
	if !slices.Equal(o.Hosts, want) {
		t.Errorf("hosts: %+v, want %+v", o.Hosts, want)
	}
	if _, err := crawler.New(o); err != nil {
		t.Error(err)
	}
}
