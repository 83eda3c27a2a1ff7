package crawler

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestRobotsFile(t *testing.T) {
	const agent = "embai-crawl/1.0 (+mailto:editor@example.org)"
	for _, tt := range []struct {
		name, file, address string
		want                bool
		delay               time.Duration
	}{
		{"empty", "", "http://a/x", true, 0},
		{"all forbidden", "User-agent: *\nDisallow: /", "http://a/x", false, 0},
		{"all forbidden, the root", "User-agent: *\nDisallow: /", "http://a", false, 0},
		{"nothing forbidden", "User-agent: *\nDisallow:", "http://a/x", true, 0},
		{"ours goes before all", "User-agent: *\nDisallow: /\nUser-agent: embai-crawl\nAllow: /", "http://a/x", true, 0},
		{"ours, in capitals and with a version", "User-Agent: Embai-Crawl/1.0\nDisallow: /x", "http://a/x", false, 0},
		{"another's", "User-agent: Googlebot\nDisallow: /", "http://a/x", true, 0},
		{"the longest rule", "User-agent: *\nDisallow: /\nAllow: /feed", "http://a/feed.xml", true, 0},
		{"wildcard and end", "User-agent: *\nDisallow: /*.pdf$", "http://a/x/y.pdf", false, 0},
		{"the query counts", "User-agent: *\nDisallow: /*?", "http://a/x?y=1", false, 0},
		{"a path in Chinese", "User-agent: *\nDisallow: /%E6%96%87", "http://a/%E6%96%87/1", false, 0},
		{"delay", "User-agent: *\nCrawl-delay: 2.5", "http://a/x", true, 2500 * time.Millisecond},
		{"delay of a year", "User-agent: *\nCrawl-delay: 31536000", "http://a/x", true, maxCrawlDelay},
		{"delay that is no number costs nothing else", "User-agent: *\nCrawl-delay: ten\nDisallow: /x", "http://a/x", false, 0},
		{"NaN", "User-agent: *\nCrawl-delay: NaN\nDisallow: /x", "http://a/x", false, 0},
		{"byte order mark, CRLF, comments", "\ufeffUser-agent: * # all\r\nDisallow: /x # not this\r\n", "http://a/x", false, 0},
		{"lines that end in CR alone", "User-agent: *\rDisallow: /x", "http://a/x", false, 0},
		{"lines of no meaning", "Hello there\n<p>\nUser-agent: *\nNoindex: /\nDisallow: /x\nSitemap: ::", "http://a/x", false, 0},
		{"rule without a slash", "User-agent: *\nDisallow: x", "http://a/x", false, 0},
		{"rules before any agent", "Disallow: /x", "http://a/x", true, 0},
		{"two agents, one group", "User-agent: other\nUser-agent: *\nDisallow: /x", "http://a/x", false, 0},
	} {
		u, err := url.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		got, delay := parseRobots(http.StatusOK, []byte(tt.file)).test(agent, u)
		if got != tt.want || delay != tt.delay {
			t.Errorf("%s: %v, delay %s; want %v, %s", tt.name, got, delay, tt.want, tt.delay)
		}
	}
}

// A file is asked for once a day, over processes; one that can't be had
// serves in its old form meanwhile.
func TestRobotsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mode := 200
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			if r.URL.Path == "/robots.txt" {
				return mode, nil, "User-agent: *\nDisallow: /secret\n"
			}
			return 200, nil, "item x\n"
		}}
		files := func() (n int) {
			for _, a := range w.asks {
				if strings.HasSuffix(a.url, "robots.txt") {
					n++
				}
			}
			return n
		}
		m := newMemory()
		read := func() SourceReport {
			c := newCrawler(t, Options{Base: w, Store: m, Tries: 1})
			return run1(t, c, job("x", "http://a.example/1", "http://a.example/2", "http://a.example/secret"))
		}
		for range 3 {
			if s := read(); s.Pages != 2 || s.State != StateBlocked || files() != 1 {
				t.Fatalf("%d files asked for, %+v", files(), s)
			}
			time.Sleep(7 * time.Hour)
		}
		time.Sleep(7 * time.Hour)
		mode = 503
		if s := read(); s.Pages != 2 || s.State != StateBlocked || files() != 2 {
			t.Errorf("the old file does not serve: %d files asked for, %+v", files(), s)
		}
		time.Sleep(time.Minute)
		if read(); files() != 2 {
			t.Errorf("%d files asked for: a host in trouble is asked again at once", files())
		}
		time.Sleep(time.Hour)
		if read(); files() != 3 {
			t.Errorf("%d files asked for, an hour later", files())
		}
		time.Sleep(40 * 24 * time.Hour)
		if s := read(); s.Pages != 0 {
			t.Errorf("a file of forty days ago serves: %+v", s)
		}
	})
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*.pdf$\nCrawl-delay: 3\nAllow: /a%20b"), "/a/b?c=d")
	f.Add([]byte("\xef\xbb\xbfuser agent: embai-crawl\rallow: *\rdisallow: $"), "/")
	f.Add([]byte("User-agent: *\nDisallow: /(((((\\"), "/((")
	f.Fuzz(func(t *testing.T, file []byte, path string) {
		if len(file) > 8<<10 {
			return
		}
		u := &url.URL{Scheme: "http", Host: "a", Path: path}
		if _, delay := parseRobots(http.StatusOK, file).test("embai-crawl/1.0", u); delay < 0 || delay > maxCrawlDelay {
			t.Errorf("delay %s", delay)
		}
	})
}
