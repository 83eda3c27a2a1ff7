package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"embai-crawl/item"
	"embai-crawl/sources"
)

func TestLoopRunsWhatIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1, took: time.Second}
		c := newCrawler(t, Options{Base: w})
		var running atomic.Bool
		hourly, daily := polite("hourly", "http://a.example/"), polite("daily", "http://b.example/")
		hourly.Schedule, daily.Schedule = Schedule{Every: time.Hour}, Schedule{Cron: "0 8 * * *"}
		l := c.NewLoop([]Job{hourly, daily}, func(context.Context, Report) error {
			if running.Swap(true) {
				t.Error("two runs at a time")
			}
			time.Sleep(5 * time.Minute) // a draft that takes its time
			running.Store(false)
			return nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), 3*24*time.Hour)
		defer cancel()
		if err := l.Serve(ctx); err != nil {
			t.Fatal(err)
		}
		var a, b int
		for _, ask := range w.asks {
			if ask.url == "http://a.example/" {
				a++
			} else {
				b++
			}
		}
		// The first at once, then one an hour (and a second or so); daily at
		// once and at 08:00 of each day.
		if a < 69 || a > 72 || b != 4 {
			t.Errorf("hourly ran %d times in three days, daily %d times", a, b)
		}
	})
}

// A clock that jumps, either way, and a machine that slept.
func TestLoopAndTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1}
		var jump atomic.Int64
		c := newCrawler(t, Options{Base: w, Now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }})
		j := polite("x", "http://a.example/")
		j.Schedule = Schedule{Every: time.Hour}
		l := c.NewLoop([]Job{j}, nil)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- l.Serve(ctx) }()
		ran := func(after time.Duration) int {
			time.Sleep(after)
			synctest.Wait()
			return len(w.pages())
		}
		if n := ran(10 * time.Minute); n != 1 {
			t.Fatalf("%d runs at the start", n)
		}
		jump.Store(int64(-365 * 24 * time.Hour)) // back a year
		if n := ran(2 * time.Minute); n != 2 {
			t.Errorf("%d runs after the clock went back: its due time is a year off", n)
		}
		jump.Store(int64(20 * time.Hour)) // slept over twenty due times
		if n := ran(2 * time.Minute); n != 3 {
			t.Errorf("%d runs after the sleep, want one more", n)
		}
		if n := ran(50 * time.Minute); n != 3 {
			t.Errorf("%d runs within the hour after it", n)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestLoopTakesNewJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1}
		c := newCrawler(t, Options{Base: w})
		old, next := polite("old", "http://old.example/"), polite("new", "http://new.example/")
		old.Schedule, next.Schedule = Schedule{Every: time.Hour}, Schedule{Every: time.Hour}
		l := c.NewLoop([]Job{old}, nil)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- l.Serve(ctx) }()
		time.Sleep(time.Minute)
		l.SetJobs([]Job{next})
		synctest.Wait() // at once, not at the next look
		if got := w.list(); len(got) != 2 || got[1].url != "http://new.example/" {
			t.Errorf("asked for %+v", got)
		}
		time.Sleep(90 * time.Minute)
		if got := w.list(); len(got) != 3 {
			t.Errorf("the old job is still run: %+v", got)
		}
		cancel()
		<-done
	})
}

// A process that was started anew tells what was known before.
func TestLoopTellsOfSourcesThatAreNotDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		j := polite("x", "http://a.example/")
		j.Schedule = Schedule{Every: 10 * time.Hour}
		run1(t, newCrawler(t, Options{Base: &wire{answer: items1}, Store: m}), j)
		c := newCrawler(t, Options{Base: &wire{answer: items1}, Store: m})
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if err := c.NewLoop([]Job{j}, nil).Serve(ctx); err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		c.Monitor(Gauges{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		if !strings.Contains(w.Body.String(), `embai_source_last_success_timestamp_seconds{source="x"}`) ||
			!strings.Contains(w.Body.String(), `embai_source_runs_total{source="x"} 0`) {
			t.Errorf("%s", w.Body)
		}
	})
}

func TestLoopStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1, took: time.Hour}
		c := newCrawler(t, Options{Base: w, Timeout: 2 * time.Hour})
		l := c.NewLoop([]Job{polite("x", "http://a.example/")}, func(context.Context, Report) error {
			t.Error("a run that was stopped is taken for a whole one")
			return nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		begin := time.Now()
		if err := l.Serve(ctx); err != nil {
			t.Error(err)
		}
		if d := time.Since(begin) - time.Minute; d > 5*time.Second {
			t.Errorf("stopped %s after it was told to", d)
		}
	})
}

func TestLoopEndsWhenTheStoreFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.broken = errors.New("disk full")
		c := newCrawler(t, Options{Base: &wire{answer: items1}, Store: m})
		if err := c.NewLoop([]Job{polite("x", "http://a.example/")}, nil).Serve(t.Context()); !errors.Is(err, m.broken) {
			t.Errorf("err %v", err)
		}
	})
}

// A page that has to wait, behind a host that asks for a human or fails, does
// not make its source due: the feed before it would be asked for at each look.
func TestWaitingPagesMakeNothingDue(t *testing.T) {
	for _, answer := range []string{"verify", "fail"} {
		synctest.Test(t, func(t *testing.T) {
			w := &wire{answer: func(r *http.Request) (int, http.Header, string) {
				switch {
				case r.URL.Host == "feed.example":
					return 200, nil, "item a\nnext http://page.example/1\n"
				case answer == "verify":
					return 200, nil, "verify\n"
				}
				return 500, nil, ""
			}}
			c := newCrawler(t, Options{Base: w, Tries: 1})
			j := polite("x", "http://feed.example/")
			j.AnyHost, j.Schedule = true, Schedule{Every: 3 * time.Hour}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Hour)
			defer cancel()
			if err := c.NewLoop([]Job{j}, nil).Serve(ctx); err != nil {
				t.Fatal(err)
			}
			feeds := 0
			for _, ask := range w.asks {
				if ask.url == "http://feed.example/" {
					feeds++
				}
			}
			if feeds != 4 {
				t.Errorf("%s: the feed was asked for %d times in ten hours, want one each three hours", answer, feeds)
			}
		})
	}
}

// A source without a schedule is read at every run. Alone it makes one a
// minute, and one in which nothing was asked for brings nothing after it.
func TestLoopAndSourcesOfEveryRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: items1}
		c := newCrawler(t, Options{Base: w})
		looked := 0
		inbox := Job{Name: "inbox", Source: counted{&looked}}
		hourly := polite("hourly", "http://a.example/")
		hourly.Schedule = Schedule{Every: time.Hour}
		after := 0
		l := c.NewLoop([]Job{inbox, hourly}, func(context.Context, Report) error { after++; return nil })
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Minute)
		defer cancel()
		if err := l.Serve(ctx); err != nil {
			t.Fatal(err)
		}
		if looked < 140 || looked > 160 || after != 3 {
			t.Errorf("looked for mail %d times in 150 minutes, drafted %d times", looked, after)
		}
	})
}

// counted is a source that never has an address.
type counted struct{ n *int }

func (c counted) Start(time.Time) []string { *c.n++; return nil }

func (c counted) Parse(context.Context, sources.Page) ([]item.Item, []string, error) {
	return nil, nil, nil
}
