package crawler

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sampleReport has one source of each colour.
func sampleReport() Report {
	return Report{
		Version: 1, Started: start, Ended: start.Add(90 * time.Second),
		Sources: []SourceReport{
			{
				Name: `量子位 "qb" \1` + "\n", State: StateOK, Ran: true, Pages: 2, Items: 20, New: 3, Bytes: 40960,
				Duration: 1500 * time.Millisecond, NextDue: start.Add(3 * time.Hour), LastSuccess: start.Add(time.Minute),
			},
			{Name: "quiet", State: StateNothingNew, Ran: true, Pages: 1, NotModified: 1, Duration: time.Second, LastSuccess: start, MovedTo: "https://new.example/feed"},
			{Name: "later", State: StateNotDue, LastSuccess: start.Add(-time.Hour), NextDue: start.Add(time.Hour)},
			{
				Name: "dead", State: StateFailing, Ran: true, Since: start.Add(-48 * time.Hour), NextDue: start.Add(time.Hour),
				Faults: []Fault{{Address: "http://dead.example/", Cause: "status 500 internal server error", Action: "tried again when it is next due, 2026-11-02 09:00 UTC"}}, More: 2,
			},
		},
		Hosts: []HostReport{{Name: "*.arxiv.org", Waited: 6 * time.Second}, {Name: "dead.example", Until: start.Add(5 * time.Minute), Cause: "status 500"}},
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n%s\nwant\n%s", path, got, want)
	}
}

func TestMetrics(t *testing.T) {
	c := newCrawler(t, Options{})
	c.metrics.run(sampleReport())
	c.metrics.run(sampleReport()) // counters count, gauges do not
	h := c.Monitor(Gauges{
		StoreSize: func() (int64, error) { return 33 << 20, nil },
		DraftAge:  func() (time.Duration, bool) { return time.Hour, true },
	})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/plain; version=0.0.4") {
		t.Errorf("content type %q", got)
	}
	golden(t, "testdata/metrics.txt", w.Body.String())
}

// TestMetricsFollowTheRules reads the metrics as Prometheus does (text format
// 0.0.4) and by its rules for names: every family has HELP and TYPE before its
// samples and stands in one piece, counters end in _total, no series twice.
func TestMetricsFollowTheRules(t *testing.T) {
	b, err := os.ReadFile("testdata/metrics.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(b), "\n") {
		t.Error("the last line has no end")
	}
	sample := regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"\})? (\S+)$`)
	help, kinds, series := map[string]bool{}, map[string]string{}, map[string]bool{}
	family := ""
	for _, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		if rest, ok := strings.CutPrefix(line, "# HELP "); ok {
			name, text, _ := strings.Cut(rest, " ")
			if help[name] || text == "" {
				t.Errorf("%q: said twice, or nothing", line)
			}
			help[name], family = true, name
			continue
		}
		if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, kind, _ := strings.Cut(rest, " ")
			if kinds[name] != "" || name != family || kind != "counter" && kind != "gauge" {
				t.Errorf("%q", line)
			}
			if strings.HasSuffix(name, "_total") != (kind == "counter") {
				t.Errorf("%s is a %s", name, kind)
			}
			kinds[name] = kind
			continue
		}
		m := sample.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("no sample: %q", line)
			continue
		}
		if m[1] != family || kinds[m[1]] == "" || series[m[1]+m[2]] {
			t.Errorf("%q: outside of its family, without a type, or there twice", line)
		}
		series[m[1]+m[2]] = true
		if _, err := strconv.ParseFloat(m[3], 64); err != nil {
			t.Errorf("%q: %v", line, err)
		}
		unit := false
		for _, word := range []string{"_seconds", "_bytes", "_runs_", "_failures_", "_pages_", "_items_", "_not_modified_"} {
			unit = unit || strings.Contains(m[1], word)
		}
		if !unit {
			t.Errorf("%s has no unit", m[1])
		}
	}
	for _, name := range []string{
		"embai_source_last_success_timestamp_seconds", "embai_source_duration_seconds", "embai_source_items_total", "embai_source_failures_total",
		"embai_source_bytes_total", "embai_source_not_modified_total", "embai_host_wait_seconds_total", "embai_store_size_bytes", "embai_draft_age_seconds",
	} {
		if kinds[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestMonitorServesNothingElse(t *testing.T) {
	c := newCrawler(t, Options{})
	var ill error
	h := c.Monitor(Gauges{Health: func() error { return ill }})
	for _, tt := range []struct {
		method, path string
		ill          error
		status       int
	}{
		{"GET", "/healthz", nil, 200},
		{"GET", "/healthz", errors.New("the key is s3cret"), 503},
		{"GET", "/metrics", nil, 200},
		{"POST", "/metrics", nil, 405},
		{"GET", "/", nil, 404},
		{"GET", "/debug/pprof/", nil, 404},
		{"GET", "/metrics/x", nil, 404},
	} {
		ill = tt.ill
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		if w.Code != tt.status || strings.Contains(w.Body.String(), "s3cret") {
			t.Errorf("%s %s: %d %q, want %d", tt.method, tt.path, w.Code, w.Body, tt.status)
		}
	}
}

// The report is a promise to whoever reads report.json.
func TestReportAsJSON(t *testing.T) {
	b, err := json.MarshalIndent(sampleReport(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/report.json", string(b)+"\n")
	var back Report
	old, err := os.ReadFile("testdata/report.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(old, &back); err != nil {
		t.Fatal(err)
	}
	failed := back.Failed()
	const line = "dead: http://dead.example/: status 500 internal server error; tried again when it is next due, 2026-11-02 09:00 UTC (and 2 more)"
	if len(failed) != 1 || failed[0].Line() != line {
		t.Errorf("yesterday's report reads as %+v", failed)
	}
}
