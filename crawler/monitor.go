package crawler

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Gauges are figures that others know. Each may be nil: then it is left out.
type Gauges struct {
	StoreSize func() (int64, error)               // bytes
	DraftAge  func() (age time.Duration, ok bool) // since the open draft was written; false: there is none
	Health    func() error                        // what is wrong with the process; nil: nothing
}

// metrics are the figures of a process since it started.
type metrics struct {
	mu      sync.Mutex
	sources map[string]*sourceMetrics
	waits   map[string]time.Duration
	runs    int
}

type sourceMetrics struct {
	last     SourceReport // of the last run that looked at it
	duration time.Duration

	runs, failures, pages, notModified, items, fresh int
	bytes                                            int64
}

// maxHosts is how many hosts the metrics name; articles lead to many.
const maxHosts = 1000

func newMetrics() *metrics {
	return &metrics{sources: map[string]*sourceMetrics{}, waits: map[string]time.Duration{}}
}

// run adds a run's figures. Sources that the run did not have are gone from
// the configuration.
func (m *metrics) run(rep Report) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs++
	m.addWaits(rep.Hosts)
	had := m.sources
	m.sources = make(map[string]*sourceMetrics, len(rep.Sources))
	for _, s := range rep.Sources {
		sm := had[s.Name]
		if sm == nil {
			sm = &sourceMetrics{}
		}
		m.sources[s.Name] = sm
		sm.last = s
		if !s.Ran {
			continue
		}
		sm.duration = s.Duration
		sm.runs++
		if s.Failed() {
			sm.failures++
		}
		sm.pages += s.Pages
		sm.notModified += s.NotModified
		sm.items += s.Items
		sm.fresh += s.New
		sm.bytes += s.Bytes
	}
}

// waited adds the waits of what was no run.
func (m *metrics) waited(hosts []HostReport) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.addWaits(hosts)
}

func (m *metrics) addWaits(hosts []HostReport) {
	for _, h := range hosts {
		if _, ok := m.waits[h.Name]; h.Waited > 0 && (ok || len(m.waits) < maxHosts) {
			m.waits[h.Name] += h.Waited
		}
	}
}

// know takes what is remembered of sources from before this process: without
// it a source that is not due for hours looks as if it were gone.
func (m *metrics) know(sources []SourceReport) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range sources {
		if m.sources[s.Name] == nil {
			m.sources[s.Name] = &sourceMetrics{last: s}
		}
	}
}

// Monitor serves /healthz and /metrics (Prometheus text format 0.0.4), and
// nothing else. It has no protection of its own: bind it to loopback.
func (c *Crawler) Monitor(g Gauges) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		if g.Health != nil {
			if err := g.Health(); err != nil {
				c.log.Warn("crawler: not healthy", "err", err)
				w.WriteHeader(http.StatusServiceUnavailable)
				fmt.Fprintln(w, "not healthy: see the log")
				return
			}
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Write(c.metrics.text(g))
	})
	return mux
}

// text writes all figures, in an order that does not change.
func (m *metrics) text(g Gauges) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b bytes.Buffer
	names := slices.Sorted(maps.Keys(m.sources))
	family := func(name, kind, help string, value func(*sourceMetrics) (float64, bool)) {
		begin(&b, name, kind, help)
		for _, source := range names {
			if v, ok := value(m.sources[source]); ok {
				sample(&b, name, "source", source, v)
			}
		}
	}
	count := func(n int) (float64, bool) { return float64(n), true }
	family("embai_source_last_success_timestamp_seconds", "gauge", "When the source was last read without a fault.", func(s *sourceMetrics) (float64, bool) {
		return float64(s.last.LastSuccess.UnixMilli()) / 1000, !s.last.LastSuccess.IsZero()
	})
	family("embai_source_failing_since_timestamp_seconds", "gauge", "Since when the source fails; absent while it does not.", func(s *sourceMetrics) (float64, bool) {
		return float64(s.last.Since.UnixMilli()) / 1000, !s.last.Since.IsZero()
	})
	family("embai_source_duration_seconds", "gauge", "How long the last run of the source took.", func(s *sourceMetrics) (float64, bool) {
		return s.duration.Seconds(), s.runs > 0
	})
	family("embai_source_runs_total", "counter", "Runs of the source.", func(s *sourceMetrics) (float64, bool) { return count(s.runs) })
	family("embai_source_failures_total", "counter", "Runs that ended in a fault.", func(s *sourceMetrics) (float64, bool) { return count(s.failures) })
	family("embai_source_pages_total", "counter", "Pages read, not modified ones included.", func(s *sourceMetrics) (float64, bool) { return count(s.pages) })
	family("embai_source_not_modified_total", "counter", "Answers 304.", func(s *sourceMetrics) (float64, bool) { return count(s.notModified) })
	family("embai_source_items_total", "counter", "Items found.", func(s *sourceMetrics) (float64, bool) { return count(s.items) })
	family("embai_source_new_items_total", "counter", "Items found that were not known.", func(s *sourceMetrics) (float64, bool) { return count(s.fresh) })
	family("embai_source_bytes_total", "counter", "Bytes of pages, decoded.", func(s *sourceMetrics) (float64, bool) { return float64(s.bytes), true })

	begin(&b, "embai_host_wait_seconds_total", "counter", "Time spent waiting for a host's turn.")
	for _, host := range slices.Sorted(maps.Keys(m.waits)) {
		sample(&b, "embai_host_wait_seconds_total", "host", host, m.waits[host].Seconds())
	}
	begin(&b, "embai_runs_total", "counter", "Runs of the crawler.")
	sample(&b, "embai_runs_total", "", "", float64(m.runs))
	if g.StoreSize != nil {
		if n, err := g.StoreSize(); err == nil {
			begin(&b, "embai_store_size_bytes", "gauge", "Size of the store's file.")
			sample(&b, "embai_store_size_bytes", "", "", float64(n))
		}
	}
	if g.DraftAge != nil {
		if age, ok := g.DraftAge(); ok {
			begin(&b, "embai_draft_age_seconds", "gauge", "Time since the open draft was written.")
			sample(&b, "embai_draft_age_seconds", "", "", age.Seconds())
		}
	}
	return b.Bytes()
}

func begin(b *bytes.Buffer, name, kind, help string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func sample(b *bytes.Buffer, name, label, value string, v float64) {
	b.WriteString(name)
	if label != "" {
		b.WriteString("{" + label + `="` + escapeLabel(value) + `"}`)
	}
	b.WriteString(" " + strconv.FormatFloat(v, 'g', -1, 64) + "\n")
}

// escapeLabel writes a label value; names of sources may hold anything.
func escapeLabel(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(s, "\uFFFD"))
}
