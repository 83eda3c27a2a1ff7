package crawler

import (
	"context"
	"errors"
	"net/http"
	"time"
)

type HostRule struct {
	Pattern  string        // host name, or *.example.org: the name itself and all below it as ONE host
	Interval time.Duration // between the starts of two requests
	Parallel int           // requests at a time; 0: 1
}
type limits struct{}
type transport struct{}
type collector struct{}
type metrics struct{}

func newLimits([]HostRule, time.Duration) (*limits, error) { return nil, nil }
func newTransport(*Crawler) *transport                     { return nil }
func newCollector(*transport, int) *collector              { return nil }
func newMetrics() *metrics                                 { return nil }
func (t *transport) closeIdle()                            {}

var errTodo = errors.New("crawler: not there yet")

// Run reads what is due. It returns the report also when it returns an error
// (the store failed, or the context ended); what single sources met is in the
// report alone.
func (c *Crawler) Run(ctx context.Context, jobs []Job) (Report, error) { return Report{}, errTodo }

// Fetch reads single addresses now, with job.Source as their parser, and commits what is
// found; nothing is followed. It keeps no state of a source.
func (c *Crawler) Fetch(ctx context.Context, job Job, addresses []string) ([]Fetched, error) {
	return nil, errTodo
}

// Loop runs jobs when they are due, one run at a time.
type Loop struct{}

// NewLoop: after is called with the report of each run that read something.
func (c *Crawler) NewLoop(jobs []Job, after func(context.Context, Report) error) *Loop { return nil }

// Serve runs until ctx ends (nil) or the store fails.
func (l *Loop) Serve(ctx context.Context) error { return errTodo }

// SetJobs replaces the jobs from the next run on (reload).
func (l *Loop) SetJobs(jobs []Job) {}

// Gauges are figures that the monitor asks others for.
type Gauges struct {
	StoreSize func() (int64, error)        // bytes
	DraftAge  func() (time.Duration, bool) // since the open draft was last written; false: none
}

// Monitor serves /healthz and /metrics.
func (c *Crawler) Monitor(g Gauges) http.Handler { return nil }
