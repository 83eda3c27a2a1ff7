package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"embai-crawl/config"
)

// TestHealth: what is called ill, and that whoever asks is told of no address.
func TestHealth(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ago := func(h int) time.Time { return now.Add(-time.Duration(h) * time.Hour) }
	ok := sourceStatus{Name: "a", LastTry: ago(1), NextDue: ago(-2)}
	bad := sourceStatus{Name: "b", LastTry: ago(1), NextDue: ago(-2), FailingSince: ago(1), Error: "https://bridge.example/s3cret: status 500"}
	off := sourceStatus{Name: "c", State: "disabled", NextDue: ago(900)}
	weekly := sourceStatus{Name: "d", LastTry: ago(100), NextDue: ago(-68)}
	late := sourceStatus{Name: "e", LastTry: ago(100), NextDue: ago(94)}
	for _, tt := range []struct {
		name  string
		r     report
		since time.Time
		want  string
	}{
		{"nothing yet", report{}, time.Time{}, ""},
		{"well", report{Ended: ago(1), Sources: []sourceStatus{ok, bad, off}}, time.Time{}, ""},
		{"all fail", report{Ended: ago(1), Sources: []sourceStatus{bad, off}}, time.Time{}, "all 1 sources fail"},
		{"no run for days", report{Ended: ago(90), Sources: []sourceStatus{late, off}}, time.Time{}, "no run has ended since"},
		{"no run for days, none due", report{Ended: ago(100), Sources: []sourceStatus{weekly}}, time.Time{}, ""},
		{"no run for days, begun just now", report{Ended: ago(90), Sources: []sourceStatus{late}}, ago(1), ""},
		{"begun long ago", report{Ended: ago(90), Sources: []sourceStatus{late}}, ago(80), "no run has ended since"},
		{"a run under way", report{Ended: ago(90), Running: &running{Since: ago(1)}, Sources: []sourceStatus{late}}, time.Time{}, ""},
	} {
		a := &app{now: func() time.Time { return now }}
		err := a.health(&tt.r, tt.since)
		if (err == nil) != (tt.want == "") || err != nil && (!strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "s3cret")) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	dir := t.TempDir()
	if err := putReport(filepath.Join(dir, reportFile), &report{Version: reportVersion, Ended: ago(1), Sources: []sourceStatus{bad}}); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	a := &app{now: func() time.Time { return now }, stderr: &log, logFormat: "text"}
	if err := a.startLog(); err != nil {
		t.Fatal(err)
	}
	s := &server{n: &newsroom{app: a, cfg: &config.Config{Data: dir}, log: a.log, now: a.now}}
	w := httptest.NewRecorder()
	s.healthz(w, httptest.NewRequest("GET", "/healthz", nil))
	if w.Code != 503 || w.Body.String() != "all 1 sources fail\n" || !strings.Contains(log.String(), "bridge.example") {
		t.Errorf("%d %q, log %q", w.Code, w.Body, log.String())
	}
	if err := os.WriteFile(filepath.Join(dir, reportFile), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	w = httptest.NewRecorder()
	s.healthz(w, httptest.NewRequest("GET", "/healthz", nil))
	if w.Code != 503 || strings.Contains(w.Body.String(), dir) {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}
