package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"embai-crawl/sources"
)

// These tests run on the fake clock of testing/synctest: waits of hours take
// no time, and times are exact.

// wire is a network that answers from a function and notes when it was asked.
type wire struct {
	answer func(r *http.Request) (status int, header http.Header, body string)
	took   time.Duration // by each request

	mu    sync.Mutex
	begin time.Time
	asks  []ask1
	now   int // requests under way
	most  int
}

type ask1 struct {
	at    time.Duration // since the first request
	url   string
	close bool
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	if w.begin.IsZero() {
		w.begin = time.Now()
	}
	w.asks = append(w.asks, ask1{time.Since(w.begin), r.URL.String(), r.Close})
	w.now++
	w.most = max(w.most, w.now)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.now--
		w.mu.Unlock()
	}()
	if w.took > 0 {
		if err := sleep(r.Context(), w.took); err != nil {
			return nil, r.Context().Err()
		}
	}
	status, header, body := 404, http.Header(nil), ""
	if r.URL.Path != "/robots.txt" || w.answer != nil {
		status, header, body = w.answer(r)
	}
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: r,
	}, nil
}

func (w *wire) list() []ask1 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asks)
}

// pages lists when pages (not robots.txt) were asked for.
func (w *wire) pages() []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	var at []time.Duration
	for _, a := range w.asks {
		if !strings.HasSuffix(a.url, "/robots.txt") {
			at = append(at, a.at)
		}
	}
	return at
}

func items1(r *http.Request) (int, http.Header, string) {
	if r.URL.Path == "/robots.txt" {
		return 404, nil, ""
	}
	return 200, nil, "item " + r.URL.String() + "\n"
}

// addresses of n pages of a host.
func addresses(host string, n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("http://%s/%d", host, i))
	}
	return list
}

func polite(name string, urls ...string) Job {
	j := job(name, urls...)
	j.ObeyRobots = false
	return j
}

func TestIntervalOfHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1, took: 200 * time.Millisecond}
		c := newCrawler(t, Options{Base: w, Interval: 3 * time.Second, Parallel: 8})
		rep, err := c.Run(t.Context(), []Job{polite("x", addresses("a.example", 4)...)})
		if err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{0, 3 * time.Second, 6 * time.Second, 9 * time.Second}
		if got := w.pages(); !slices.Equal(got, want) {
			t.Errorf("asked at %v, want %v", got, want)
		}
		// Three times 3 s, less the 200 ms that the page before took.
		if h := rep.Hosts; len(h) != 1 || h[0].Name != "a.example" || h[0].Waited != 8400*time.Millisecond {
			t.Errorf("waits are told as %+v", h)
		}
	})
}

func TestOneRequestAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1, took: time.Second}
		c := newCrawler(t, Options{Base: w, Parallel: 8})
		run1(t, c, polite("x", addresses("a.example", 5)...))
		if w.most != 1 {
			t.Errorf("%d requests at a time", w.most)
		}
		w = &wire{answer: items1, took: time.Second}
		c = newCrawler(t, Options{Base: w, Parallel: 8, Hosts: []HostRule{{Pattern: "a.example", Parallel: 3}}})
		run1(t, c, polite("x", addresses("a.example", 9)...))
		if w.most != 3 || len(w.asks) != 9 {
			t.Errorf("parallel: 3: %d at a time, %d in all", w.most, len(w.asks))
		}
	})
}

// All hosts of arXiv are one: one interval, one request, no kept connection.
func TestGroupOfHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1, took: 500 * time.Millisecond}
		c := newCrawler(t, Options{Base: w, Hosts: []HostRule{{Pattern: "*.arxiv.org", Interval: 3 * time.Second}}})
		run1(t, c, polite("x", "http://export.arxiv.org/1", "http://rss.arxiv.org/2", "http://arxiv.org/3"))
		want := []time.Duration{0, 3 * time.Second, 6 * time.Second}
		if got := w.pages(); !slices.Equal(got, want) || w.most != 1 {
			t.Errorf("asked at %v, %d at a time", got, w.most)
		}
		for _, a := range w.asks {
			if !a.close {
				t.Errorf("%s: the connection is kept, and the next host would have a second one", a.url)
			}
		}
	})
}

// Two crawlers at work in one process keep to the limits together, and what
// the second one waited is told.
func TestCrawlersBesideEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1, took: 500 * time.Millisecond}
		one := newCrawler(t, Options{Base: w, Interval: 3 * time.Second})
		two := newCrawler(t, Options{Base: w, Beside: one})
		done := make(chan error)
		go func() {
			_, err := two.Fetch(t.Context(), polite("given"), addresses("a.example/x", 3))
			done <- err
		}()
		run1(t, one, polite("x", addresses("a.example", 3)...))
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		at := w.pages()
		if len(at) != 6 || w.most != 1 {
			t.Errorf("%d pages, %d at a time", len(at), w.most)
		}
		for i := range at[1:] {
			if d := at[i+1] - at[i]; d < 3*time.Second {
				t.Errorf("asked at %v", at)
			}
		}
		if !strings.Contains(string(two.metrics.text(Gauges{})), `embai_host_wait_seconds_total{host="a.example"}`) {
			t.Error("the waits of Fetch are not told")
		}
	})
}

func TestSlowHostHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1}
		c := newCrawler(t, Options{Base: w, Parallel: 1, Hosts: []HostRule{{Pattern: "slow.example", Interval: time.Minute}}})
		urls := addresses("slow.example", 4)
		for i := range 30 {
			urls = append(urls, fmt.Sprintf("http://h%d.example/", i))
		}
		run1(t, c, polite("x", urls...))
		for _, a := range w.asks {
			if !strings.Contains(a.url, "slow") && a.at > 0 {
				t.Errorf("%s was asked after %s", a.url, a.at)
			}
		}
		if last := w.asks[len(w.asks)-1].at; last != 3*time.Minute {
			t.Errorf("the slow host was done after %s", last)
		}
	})
}

// A host that is waited for inside an exchange (Retry-After) gives its place
// to others as well.
func TestRetryAfterHoldsUpNobody(t *testing.T) {
	for _, form := range []string{"20", "date"} {
		synctest.Test(t, func(t *testing.T) {
			var n atomic.Int32
			w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
				if r.URL.Host == "busy.example" && n.Add(1) == 1 {
					after := form
					if after == "date" {
						after = time.Now().Add(20 * time.Second).UTC().Format(http.TimeFormat)
					}
					return 429, http.Header{"Retry-After": {after}}, ""
				}
				return items1(r)
			}}
			c := newCrawler(t, Options{Base: w, Parallel: 1})
			s := run1(t, c, polite("x", "http://busy.example/", "http://busy.example/2", "http://b.example/", "http://c.example/"))
			if s.Items != 4 {
				t.Fatalf("report: %+v", s)
			}
			for _, a := range w.asks[1:] {
				busy := strings.Contains(a.url, "busy")
				if busy && a.at != 20*time.Second || !busy && a.at != 0 {
					t.Errorf("%s: %s asked after %s", form, a.url, a.at)
				}
			}
		})
	}
}

func TestRetriesAreBoundedAndSpread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(*http.Request) (int, http.Header, string) { return 503, nil, "" }}
		c := newCrawler(t, Options{Base: w, Tries: 4, MaxWait: 10 * time.Second})
		if s := run1(t, c, polite("x", "http://a.example/")); s.State != StateFailing {
			t.Errorf("state %s", s.State)
		}
		at := w.pages()
		if len(at) != 4 {
			t.Fatalf("%d attempts", len(at))
		}
		for i, base := range []time.Duration{time.Second, 3 * time.Second, 9 * time.Second} {
			if d := at[i+1] - at[i]; d < base/2 || d > base*3/2 {
				t.Errorf("pause %d is %s, want %s and up to half more or less", i+1, d, base)
			}
		}
	})
}

func TestCrawlDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			if r.URL.Path == "/robots.txt" {
				return 200, nil, "User-agent: *\nCrawl-delay: 7\n"
			}
			return items1(r)
		}}
		c := newCrawler(t, Options{Base: w, Interval: time.Second, UserAgent: "embai-crawl/1.0"})
		run1(t, c, job("x", addresses("a.example", 3)...))
		at := w.pages()
		if at[1]-at[0] < 7*time.Second || at[2]-at[1] < 7*time.Second {
			t.Errorf("asked at %v", at)
		}
	})
}

// One host of a group asks for patience: all of them are one host.
func TestCrawlDelayOfAGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			switch {
			case r.URL.Path != "/robots.txt":
				return items1(r)
			case r.URL.Host == "a.example.org":
				return 200, nil, "User-agent: *\nCrawl-delay: 9\n"
			}
			return 404, nil, ""
		}}
		c := newCrawler(t, Options{Base: w, UserAgent: "embai-crawl/1.0", Hosts: []HostRule{{Pattern: "*.example.org", Interval: time.Second}}})
		run1(t, c, job("x", "http://a.example.org/1", "http://b.example.org/2", "http://b.example.org/3", "http://b.example.org/4"))
		at := w.pages()
		for i := range at[1:] {
			if d := at[i+1] - at[i]; d < 9*time.Second {
				t.Errorf("asked at %v", at)
			}
		}
	})
}

// The end of the context: waits end at once, what has not begun does not
// begin, the page in hand is finished and committed, and a page that never
// comes is given up after Grace.
func TestStop(t *testing.T) {
	for _, took := range []time.Duration{2 * time.Second, time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			w := &wire{answer: items1, took: took}
			m := newMemory()
			c := newCrawler(t, Options{Base: w, Store: m, Interval: time.Minute, Timeout: 2 * time.Hour})
			time.AfterFunc(time.Second, cancel)
			begin := time.Now()
			rep, err := c.Run(ctx, []Job{polite("x", addresses("a.example", 3)...)})
			if !errors.Is(err, context.Canceled) || rep.Stopped == "" {
				t.Errorf("err %v, report %+v", err, rep)
			}
			if d := time.Since(begin); d > 5*time.Second {
				t.Errorf("stopped after %s", d)
			}
			kept := 0
			if took < time.Minute {
				kept = 1
			}
			if len(m.ids()) != kept || len(w.asks) != 1 {
				t.Errorf("%d kept, %d asked for", len(m.ids()), len(w.asks))
			}
			if st := m.sources["x"]; !st.LastTry.IsZero() {
				t.Errorf("a source that was not finished is not due any more: %+v", st)
			}
		})
	}
}

// A run that was stopped between a page and the page behind it goes on there,
// although the first page has not changed since.
func TestPendingIsTakenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			switch {
			case r.URL.Path == "/b":
				return 200, nil, "item b\n"
			case r.Header.Get("If-None-Match") == `"1"`:
				return 304, nil, ""
			}
			return 200, http.Header{"Etag": {`"1"`}}, "item a\nnext http://a.example/b\n"
		}}
		ctx, cancel := context.WithCancel(t.Context())
		m := newMemory()
		c := newCrawler(t, Options{Base: w, Store: m, Interval: time.Minute})
		time.AfterFunc(time.Second, cancel)
		if _, err := c.Run(ctx, []Job{polite("x", "http://a.example/a")}); err == nil {
			t.Fatal("not stopped")
		}
		if got := m.sources["x"].Pending; len(got) != 1 || got[0] != (Pending{URL: "http://a.example/b", Depth: 1}) {
			t.Errorf("pending %+v", got)
		}
		s := run1(t, c, polite("x", "http://a.example/a"))
		if got := fmt.Sprint(m.ids()); got != "[url:a url:b]" || s.NotModified != 1 {
			t.Errorf("stored %s, report %+v", got, s)
		}
		if got := m.sources["x"].Pending; len(got) != 0 {
			t.Errorf("still pending: %+v", got)
		}
	})
}

// A page behind the first that fails with what can pass is asked for in the
// next runs, and given up after maxTries of them.
func TestLostPageIsTriedInLaterRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			if r.URL.Host == "b.example" {
				return 500, nil, ""
			}
			return 200, nil, "item a\nnext http://b.example/\n"
		}}
		m := newMemory()
		c := newCrawler(t, Options{Base: w, Store: m, Tries: 1})
		j := polite("x", "http://a.example/a")
		j.AnyHost = true
		for i := range maxTries {
			run1(t, c, j)
			time.Sleep(time.Hour) // past the circuit
			if got := len(m.sources["x"].Pending); i < maxTries-1 && got != 1 || i == maxTries-1 && got != 0 {
				t.Errorf("run %d leaves %d pages", i+1, got)
			}
			j.Source = lines{} // gives nothing any more
		}
	})
}

func TestCircuitGrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(*http.Request) (int, http.Header, string) { return 500, nil, "" }}
		m := newMemory()
		var pauses []time.Duration
		for range 14 { // each run is a process of its own
			c := newCrawler(t, Options{Base: w, Store: m, Tries: 1})
			run1(t, c, polite("x", "http://a.example/"))
			if until := m.hosts["a.example"].OpenUntil; until.After(time.Now()) {
				pauses = append(pauses, time.Until(until))
				before := len(w.asks)
				run1(t, c, polite("x", "http://a.example/"))
				if len(w.asks) != before {
					t.Error("asked while the circuit was open")
				}
				time.Sleep(time.Until(until))
			}
		}
		if len(pauses) != 12 || pauses[0] < firstPause || pauses[11] < longestPause || pauses[11] > longestPause*12/10 {
			t.Errorf("pauses %v", pauses)
		}
		for i := range len(pauses) - 1 {
			if pauses[i+1] < pauses[i] && pauses[i] < longestPause {
				t.Errorf("pauses do not grow: %v", pauses)
			}
		}
		w.answer = items1
		c := newCrawler(t, Options{Base: w, Store: m})
		if s := run1(t, c, polite("x", "http://a.example/")); s.State != StateOK || m.hosts["a.example"].Failures != 0 {
			t.Errorf("a host that works again: %+v, %+v", s, m.hosts["a.example"])
		}
	})
}

// A robots.txt that is read again each day is no sign that pages are well: the
// pauses of a host grow through it.
func TestCircuitGrowsInSpiteOfRobots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			if r.URL.Path == "/robots.txt" {
				return 200, nil, "User-agent: *\nDisallow:\n"
			}
			return 500, nil, ""
		}}
		m := newMemory()
		for range 30 {
			c := newCrawler(t, Options{Base: w, Store: m, Tries: 1})
			run1(t, c, job("x", "http://a.example/"))
			if until := m.hosts["a.example"].OpenUntil; until.After(time.Now()) {
				time.Sleep(time.Until(until))
			}
		}
		if h := m.hosts["a.example"]; h.Failures != 30 {
			t.Errorf("%d failures in a row are known of 30", h.Failures)
		}
		w.answer = items1
		time.Sleep(48 * time.Hour)
		run1(t, newCrawler(t, Options{Base: w, Store: m}), job("x", "http://a.example/"))
		if h := m.hosts["a.example"]; h.Failures != 0 {
			t.Errorf("a page came, and yet: %+v", h)
		}
	})
}

// One verification stops the host for every source and for a day, over
// processes; what feeds gave is kept.
func TestVerificationStopsTheHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			if r.URL.Host == "mp.weixin.qq.com" {
				return 200, nil, "verify\n"
			}
			return 200, nil, "item " + r.URL.Path + "\nnext http://mp.weixin.qq.com/s/1\nnext http://mp.weixin.qq.com/s/2\n"
		}}
		m := newMemory()
		var events []Event
		o := Options{Base: w, Store: m, Progress: func(e Event) {
			if e.Kind == EventVerify {
				events = append(events, e)
			}
		}}
		c := newCrawler(t, o)
		s := run1(t, c, polite("x", "http://bridge.example/x"))
		if s.State != StateBlocked || len(m.ids()) != 1 || s.Line() == "" {
			t.Errorf("report %+v, stored %v", s, m.ids())
		}
		asked := func() (n int) {
			for _, a := range w.asks {
				if strings.Contains(a.url, "weixin") {
					n++
				}
			}
			return n
		}
		if asked() != 1 || len(events) != 1 || events[0].Host != "mp.weixin.qq.com" {
			t.Errorf("asked %d times, events %+v", asked(), events)
		}
		time.Sleep(23 * time.Hour)
		c = newCrawler(t, o)
		got, err := c.Fetch(t.Context(), polite("given", "x"), []string{"http://mp.weixin.qq.com/s/3"})
		if err != nil || !errors.Is(got[0].Err, ErrAlone) || !errors.Is(got[0].Err, sources.ErrVerify) || asked() != 1 {
			t.Errorf("within the day: %v, %+v, asked %d times", err, got, asked())
		}
		time.Sleep(2 * time.Hour)
		w.answer = items1
		s = run1(t, c, polite("x", "http://bridge.example/x"))
		if s.Failed() || asked() != 3 { // both articles had been left, not lost
			t.Errorf("after the day: %+v, asked %d times", s, asked())
		}
	})
}

func TestStoreThatFailsEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1, took: time.Second}
		m := newMemory()
		full := errors.New("no space left on device")
		m.broken = full
		c := newCrawler(t, Options{Base: w, Store: m, Parallel: 2})
		var urls []string
		for i := range 50 {
			urls = append(urls, fmt.Sprintf("http://h%d.example/", i))
		}
		rep, err := c.Run(t.Context(), []Job{polite("x", urls...), polite("y", "http://y.example/")})
		if !errors.Is(err, full) || !strings.Contains(rep.Stopped, "no space left") {
			t.Errorf("err %v, report %+v", err, rep)
		}
		if len(w.asks) > 6 {
			t.Errorf("%d pages were fetched that could not be kept", len(w.asks))
		}
	})
}

func TestFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			if r.Header.Get("If-None-Match") != "" {
				return 304, nil, ""
			}
			return 200, http.Header{"Etag": {`"1"`}, "Cache-Control": {"max-age=3600"}}, "item " + r.URL.Path + "\nnext http://a.example/more\n"
		}}
		m := newMemory()
		c := newCrawler(t, Options{Base: w, Store: m})
		list := []string{"http://a.example/2", "not an address", "http://a.example/1#part", "http://a.example/1"}
		for range 2 { // whole pages, whatever is remembered
			got, err := c.Fetch(t.Context(), polite("given"), list)
			if err != nil {
				t.Fatal(err)
			}
			for i, items := range []int{1, 0, 1, 1} {
				if len(got[i].Items) != items || got[i].Address != list[i] || (got[i].Err == nil) != (items == 1) {
					t.Errorf("%d: %+v", i, got[i])
				}
			}
		}
		if len(w.asks) != 4 || len(m.sources) != 0 {
			t.Errorf("%d requests, states %v", len(w.asks), m.sources)
		}
	})
}

// What a page says of when to come again is obeyed, through 304 answers too;
// Force goes before it, the validators are sent all the same.
func TestPagesThatAreNotDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		header := http.Header{"Etag": {`"1"`}}
		w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
			if r.Header.Get("If-None-Match") == `"1"` {
				return 304, header, ""
			}
			return 200, header, "<rss><channel><ttl>120</ttl></channel></rss>\nitem one\n"
		}}
		m := newMemory()
		c := newCrawler(t, Options{Base: w, Store: m})
		j := polite("x", "http://a.example/")
		j.Schedule = Schedule{Every: 10 * time.Minute}
		read := func(after time.Duration, state State, asks int) {
			t.Helper()
			time.Sleep(after)
			if s := run1(t, c, j); s.State != state || len(w.asks) != asks {
				t.Errorf("state %q after %d requests, want %q after %d", s.State, len(w.asks), state, asks)
			}
		}
		read(0, StateOK, 1)
		read(20*time.Minute, StateNotDue, 1) // ttl
		read(2*time.Hour, StateNothingNew, 2)
		read(20*time.Minute, StateNotDue, 2) // ttl, though the 304 did not repeat it
		header.Set("Cache-Control", "max-age=10800")
		read(2*time.Hour, StateNothingNew, 3)
		read(150*time.Minute, StateNotDue, 3) // max-age of the 304
		if m.sources["x"].LastSuccess.Equal(m.sources["x"].LastTry) {
			t.Error("a page that was not asked for counts as a success")
		}
		j.Force = true
		read(0, StateNothingNew, 4)
	})
}
