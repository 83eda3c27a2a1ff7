package crawler

import (
	"net/http"
	"testing"
	"time"

	"embai-crawl/sources"
)

func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"":                               0,
		"0":                              0,
		"120":                            2 * time.Minute,
		" 120 ":                          2 * time.Minute,
		"99999999999999999999":           maxRetryAfter,
		"-5":                             0,
		"1.5":                            0,
		"soon":                           0,
		"Mon, 02 Nov 2026 08:01:00 GMT":  time.Minute,
		"Monday, 02-Nov-26 08:01:00 GMT": time.Minute,
		"Mon Nov  2 08:01:00 2026":       time.Minute,
		"Mon, 02 Nov 2026 07:00:00 GMT":  0,
		"Mon, 02 Nov 2099 08:00:00 GMT":  maxRetryAfter,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, start); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
	// By the host's own clock, an hour ahead of this machine's.
	h := http.Header{"Retry-After": {"Mon, 02 Nov 2026 09:01:00 GMT"}, "Date": {"Mon, 02 Nov 2026 09:00:00 GMT"}}
	if got := retryAfter(h, start); got != time.Minute {
		t.Errorf("with the host's date: %s", got)
	}
}

func TestFreshFor(t *testing.T) {
	for _, tt := range []struct {
		header http.Header
		want   time.Duration
	}{
		{http.Header{}, 0},
		{http.Header{"Cache-Control": {"max-age=600"}}, 10 * time.Minute},
		{http.Header{"Cache-Control": {"public, MAX-AGE = \"600\", s-maxage=9999"}}, 10 * time.Minute},
		{http.Header{"Cache-Control": {"public", "max-age=600"}}, 10 * time.Minute},
		{http.Header{"Cache-Control": {"max-age=600, max-age=60"}}, time.Minute},
		{http.Header{"Cache-Control": {"max-age=600"}, "Age": {"590"}}, 10 * time.Second},
		{http.Header{"Cache-Control": {"max-age=600"}, "Age": {"9000"}}, 0},
		{http.Header{"Cache-Control": {"max-age=31536000"}}, maxFresh},
		{http.Header{"Cache-Control": {"max-age=99999999999999999999"}}, maxFresh},
		{http.Header{"Cache-Control": {"no-cache, max-age=600"}}, 0},
		{http.Header{"Cache-Control": {"no-store"}, "Expires": {"Mon, 02 Nov 2026 09:00:00 GMT"}}, 0},
		{http.Header{"Cache-Control": {"max-age=x"}}, 0},
		{http.Header{"Cache-Control": {"max-age=-1"}}, 0},
		{http.Header{"Expires": {"Mon, 02 Nov 2026 09:00:00 GMT"}}, time.Hour},
		{http.Header{"Expires": {"Mon, 02 Nov 2026 09:00:00 GMT"}, "Date": {"Mon, 02 Nov 2026 08:59:00 GMT"}}, time.Minute},
		{http.Header{"Expires": {"Mon, 02 Nov 2026 09:00:00 GMT"}, "Cache-Control": {"max-age=0"}}, 0},
		{http.Header{"Expires": {"0"}}, 0},
		{http.Header{"Expires": {"-1"}}, 0},
	} {
		if got := freshFor(tt.header, start); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.header, got, tt.want)
		}
	}
}

func TestValidators(t *testing.T) {
	const at = "http://a.example/feed"
	v := Validators{}.read(http.Header{"Etag": {`W/"1-gzip"`}, "Last-Modified": {"Mon, 02 Nov 2026 07:00:00 GMT"}}, at, start)
	h := http.Header{}
	v.set(h, at)
	if h.Get("If-None-Match") != `W/"1-gzip"` || h.Get("If-Modified-Since") != "Mon, 02 Nov 2026 07:00:00 GMT" {
		t.Errorf("sent %v", h)
	}
	h = http.Header{}
	v.set(h, "http://elsewhere.example/")
	if len(h) != 0 {
		t.Errorf("sent to another address: %v", h)
	}
	later := start.Add(time.Hour)
	if got := v.confirm(http.Header{}, later); got.ETag != v.ETag || got.LastModified != v.LastModified || !got.Fetched.Equal(later) {
		t.Errorf("304 without an echo: %+v", got)
	}
	if got := v.confirm(http.Header{"Etag": {`"1"`}, "Last-Modified": {"Mon, 02 Nov 2026 07:30:00 GMT"}, "Cache-Control": {"max-age=60"}}, later); got.ETag != v.ETag ||
		got.LastModified != "Mon, 02 Nov 2026 07:30:00 GMT" || !got.Until.Equal(later.Add(time.Minute)) {
		t.Errorf("304 with an echo: %+v", got)
	}
	if got := v.confirm(http.Header{"Etag": {`"2"`}}, later); got.ETag != "" || got.LastModified != "" {
		t.Errorf("304 that names another tag: %+v", got)
	}
	if got := (Validators{}).read(http.Header{"Etag": {"a\x00b"}, "Last-Modified": {"yesterday"}}, at, start); got.ETag != "" || got.LastModified != "" {
		t.Errorf("what must not be sent back is kept: %+v", got)
	}
}

func TestPageDue(t *testing.T) {
	v := Validators{Fetched: start, Until: start.Add(time.Hour)}
	for _, tt := range []struct {
		name string
		v    Validators
		now  time.Time
		due  bool
	}{
		{"never read", Validators{}, start, true},
		{"fresh", v, start.Add(59 * time.Minute), false},
		{"no longer", v, start.Add(time.Hour), true},
		{"clock put back", v, start.Add(-time.Minute), true},
		{"further than any page may ask", Validators{Fetched: start, Until: start.Add(1000 * time.Hour)}, start.Add(time.Minute), true},
		{"an hour to skip", Validators{Fetched: start, SkipHours: 1 << 11}, start.Add(3*time.Hour + 59*time.Minute), false},
		{"the hour after it", Validators{Fetched: start, SkipHours: 1 << 11}, start.Add(4 * time.Hour), true},
		{"a day to skip", Validators{Fetched: start, SkipDays: 1 << time.Tuesday}, start.Add(17 * time.Hour), false},
		{"the day after it", Validators{Fetched: start, SkipDays: 1 << time.Tuesday}, start.Add(40 * time.Hour), true},
	} {
		if got := tt.v.due(tt.now); got != tt.due {
			t.Errorf("%s: due %v", tt.name, got)
		}
	}
	all := make([]int, 24)
	for i := range all {
		all[i] = i
	}
	got := Validators{}.hint(sources.FeedHints{TTL: -time.Hour, SkipHours: all, SkipDays: []time.Weekday{-1, 6, 9}}, start)
	if got.SkipHours != 0 || got.SkipDays != 1<<6 || got.Until.After(start) {
		t.Errorf("hints that make no sense are taken: %+v", got)
	}
}

func FuzzHeaders(f *testing.F) {
	f.Add("120", "max-age=600, no-cache", "Mon, 02 Nov 2026 09:00:00 GMT", "12")
	f.Add("Mon, 02 Nov 2026 09:00:00 GMT", `public,max-age="9"`, "0", "-1")
	f.Add("99999999999999999999", "max-age=99999999999999999999", "", "99999999999999999999")
	f.Fuzz(func(t *testing.T, after, control, expires, age string) {
		h := http.Header{"Retry-After": {after}, "Cache-Control": {control}, "Expires": {expires}, "Age": {age}, "Date": {expires}}
		if d := retryAfter(h, start); d < 0 || d > maxRetryAfter {
			t.Errorf("Retry-After %q gives %s", after, d)
		}
		if d := freshFor(h, start); d < 0 || d > maxFresh {
			t.Errorf("Cache-Control %q, Expires %q, Age %q give %s", control, expires, age, d)
		}
	})
}
