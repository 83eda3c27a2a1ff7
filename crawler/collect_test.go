package crawler

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// COLLY_* variables change what a colly collector does. They must not change
// what this program does.
func TestEnvironmentDoesNotReachColly(t *testing.T) {
	for name, value := range map[string]string{
		"USER_AGENT": "evil/1.0", "MAX_BODY_SIZE": "4", "MAX_DEPTH": "1", "ALLOWED_DOMAINS": "other.example", "DISALLOWED_DOMAINS": "127.0.0.1",
		"FOLLOW_REDIRECTS": "no", "CACHE_DIR": t.TempDir(), "DETECT_CHARSET": "yes", "PARSE_HTTP_ERROR_RESPONSE": "yes", "MAX_REQUESTS": "1",
	} {
		t.Setenv("COLLY_"+name, value)
	}
	var agents []string
	web := newHost(t, 1, func(w http.ResponseWriter, r *http.Request) {
		agents = append(agents, r.UserAgent())
		switch r.URL.Path {
		case "/a":
			http.Redirect(w, r, "/b", http.StatusFound)
		case "/b":
			fmt.Fprint(w, "item one\nitem two\n")
		default:
			http.NotFound(w, r)
		}
	})
	c := newCrawler(t, Options{AllowPrivate: loopback(), UserAgent: "embai-crawl/test"})
	if s := run1(t, c, job("x", web.URL+"/a")); s.Items != 2 {
		t.Errorf("report %+v", s)
	}
	for _, a := range agents {
		if a != "embai-crawl/test" {
			t.Errorf("asked as %q", a)
		}
	}
}

// The user agent of a job goes for its robots.txt too.
func TestUserAgentOfJob(t *testing.T) {
	web := newHost(t, 1, func(w http.ResponseWriter, r *http.Request) {
		if r.UserAgent() != "reader/2.0" {
			t.Errorf("%s asked for as %q", r.URL, r.UserAgent())
		}
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /\n\nUser-agent: reader\nDisallow: /private\n")
			return
		}
		fmt.Fprint(w, "item one\n")
	})
	c := newCrawler(t, Options{AllowPrivate: loopback(), UserAgent: "embai-crawl/test"})
	j := job("x", web.URL+"/feed")
	j.UserAgent = "reader/2.0"
	if s := run1(t, c, j); s.State != StateOK {
		t.Errorf("report %+v", s)
	}
}

// With a proxy the guard sees the name before the proxy is asked, and the
// proxy itself may be on a private address.
func TestProxy(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		fmt.Fprint(w, "item one\n")
	}))
	defer proxy.Close()
	via, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := newCrawler(t, Options{Proxy: http.ProxyURL(via)})
	got, err := c.Fetch(t.Context(), polite("x"), []string{"http://93.184.216.34/a", "http://127.0.0.1/b", "http://10.0.0.1/c"})
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Err != nil || !errors.Is(got[1].Err, ErrGuard) || !errors.Is(got[2].Err, ErrGuard) {
		t.Errorf("got %v, %v, %v", got[0].Err, got[1].Err, got[2].Err)
	}
	if len(asked) != 1 || asked[0] != "http://93.184.216.34/a" {
		t.Errorf("the proxy was asked for %q", asked)
	}
}

func TestRedact(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example/feed?page=2":              "https://a.example/feed?page=2",
		"https://me:s3cret@a.example/":               "https://%E2%80%A6@a.example/",
		"https://a.example/feed?Key=s3cret&page=2":   "https://a.example/feed?Key=%E2%80%A6&page=2",
		"https://a.example/feed?access_token=s3cret": "https://a.example/feed?access_token=%E2%80%A6",
		"https://a.example/%zz?token=s3cret":         "(unreadable address)",
	} {
		if got := Redact(address); got != want || strings.Contains(got, "s3cret") {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// An error that quotes an address tells no more of it than the line's own.
func TestCauseIsRedacted(t *testing.T) {
	for text, want := range map[string]string{
		"layout changed: 0 rows at http://a.example/feed?k=s3cret&n=2 (looked for item)": "layout changed: 0 rows at http://a.example/feed?k=%E2%80%A6&n=2 (looked for item)",
		"can't be had at http://a.example: status 503":                                   "can't be had at http://a.example: status 503",
		"asked at https://me:s3cret@a.example/x, then":                                   "asked at https://%E2%80%A6@a.example/x, then",
	} {
		if got := Cause(errors.New(text)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The line that a person reads first is of the fault that the state is of,
// however many pages failed before it.
func TestFirstFaultIsTheSources(t *testing.T) {
	s := newSourceRun(Job{Name: "x"}, SourceState{}, time.UTC)
	s.note("http://a.example/0", "12 addresses on one page, cap 10", "the others left")
	for i := range 2 * maxFaults {
		s.fault(fmt.Sprintf("http://a.example/%d", i), 1, &StatusError{Code: 500}, 0)
	}
	s.fault("http://a.example/", 0, &StatusError{Code: 403}, 0)
	st := s.close(start)
	if st.State != StateBlocked || st.LastError != "http://a.example/: status 403 forbidden; tried again when it is next due, 2026-11-02 08:00 UTC" {
		t.Errorf("%s: %s", st.State, st.LastError)
	}
	s.ran = true
	lines := s.report().Lines()
	if len(lines) != maxFaults+1 || !strings.Contains(lines[0], "403") || lines[maxFaults] != fmt.Sprintf("x: %d more faults", maxFaults+2) {
		t.Errorf("lines %q", lines)
	}
}

// Times in lines are those of the newsletter, and say so.
func TestTimesInLines(t *testing.T) {
	s := newSourceRun(Job{Name: "x", Schedule: Schedule{Every: time.Hour}}, SourceState{}, zone(t, "Asia/Shanghai"))
	s.fault("http://a.example/", 0, &StatusError{Code: 500}, 0)
	if st := s.close(start); !strings.HasSuffix(st.LastError, "2026-11-02 17:00 +08:00") {
		t.Error(st.LastError)
	}
}

// What can't pass is not tried again.
func TestPermanent(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want bool
	}{
		{&net.DNSError{Err: "no such host", IsNotFound: true}, true},
		{&net.DNSError{Err: "server misbehaving", IsTemporary: true}, false},
		{&net.DNSError{Err: "i/o timeout", IsTimeout: true}, false},
		{&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, false},
		{fmt.Errorf("over: %w", ErrTimeout), false},
		{fmt.Errorf("body: %w", ErrTooLarge), true},
		{&StatusError{Code: 408}, false},
		{&StatusError{Code: 429}, false},
		{&StatusError{Code: 500}, false},
		{&StatusError{Code: 522}, false},
		{&StatusError{Code: 404}, true},
		{&StatusError{Code: 501}, true},
		{&StatusError{Code: 505}, true},
	} {
		if got := permanent(tt.err); got != tt.want {
			t.Errorf("%v: %v", tt.err, got)
		}
	}
}

func TestHostRules(t *testing.T) {
	l, err := newLimits([]HostRule{
		{Pattern: "*", Interval: 1},
		{Pattern: "*.arxiv.org", Interval: 3},
		{Pattern: "*.org", Interval: 4},
		{Pattern: "Export.ArXiv.org.", Interval: 5},
	}, 9)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]struct {
		name     string
		interval int
	}{
		"a.example":        {"a.example", 1},
		"arxiv.org":        {"*.arxiv.org", 3},
		"rss.arxiv.org":    {"*.arxiv.org", 3},
		"a.b.ARXIV.org.":   {"*.arxiv.org", 3},
		"export.arxiv.org": {"export.arxiv.org", 5},
		"myarxiv.org":      {"*.org", 4},
	} {
		if name, r := l.rule(host); name != want.name || int(r.Interval) != want.interval {
			t.Errorf("%s: %s, %d", host, name, r.Interval)
		}
	}
	for _, rules := range [][]HostRule{
		{{Pattern: "a.example"}, {Pattern: "A.example"}},
		{{Pattern: ""}},
		{{Pattern: "a.*"}},
		{{Pattern: "*./"}},
		{{Pattern: "http://a.example/"}},
		{{Pattern: "a.example", Interval: -1}},
	} {
		if _, err := newLimits(rules, 0); err == nil {
			t.Errorf("%+v is taken", rules)
		}
	}
}

// Authorization goes to the origin that the source begins with, and nowhere
// else: not by redirect, not for robots.txt, not to where pages lead.
func TestAuthorizationStaysHome(t *testing.T) {
	other := newHost(t, 2, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Errorf("another host was sent the token for %s", r.URL)
		}
		if r.Header.Get("Referer") != "" {
			t.Errorf("another host was told of %s", r.Header.Get("Referer"))
		}
		fmt.Fprint(w, "item away\n")
	})
	var web *host
	sent := map[string]string{}
	web = newHost(t, 1, func(w http.ResponseWriter, r *http.Request) {
		sent[r.URL.Path] = r.Header.Get("Authorization")
		switch r.URL.Path {
		case "/a":
			fmt.Fprintf(w, "item a\nnext %s/b\nnext %s/away\nnext %s/direct\n", web.URL, web.URL, other.URL)
		case "/b":
			fmt.Fprint(w, "item b\n")
		case "/away":
			http.Redirect(w, r, other.URL+"/landed", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	})
	j := job("x", web.URL+"/a")
	j.Authorization, j.AnyHost = "Bearer s3cret", true
	c := newCrawler(t, Options{AllowPrivate: loopback()})
	if s := run1(t, c, j); s.Pages != 4 {
		t.Errorf("report %+v", s)
	}
	for path, want := range map[string]string{"/a": "Bearer s3cret", "/b": "Bearer s3cret", "/away": "Bearer s3cret", "/robots.txt": ""} {
		if sent[path] != want {
			t.Errorf("%s was sent %q", path, sent[path])
		}
	}
}

// The client for notices has the guard and nothing else of the crawler.
func TestClientIsGuarded(t *testing.T) {
	web := newHost(t, 1, page("hello"))
	get := func(o Options, address string) error {
		resp, err := newCrawler(t, o).Client().Get(address)
		if err == nil {
			resp.Body.Close()
		}
		return err
	}
	if err := get(Options{AllowPrivate: loopback()}, web.URL); err != nil {
		t.Error(err)
	}
	if err := get(Options{}, web.URL); !errors.Is(err, ErrGuard) {
		t.Errorf("a private address: %v", err)
	}
	if err := get(Options{}, "ftp://93.184.216.34/"); !errors.Is(err, ErrAddress) {
		t.Errorf("another scheme: %v", err)
	}
}
