package crawler

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// longestNap bounds how long the loop trusts its timer: after a sleep of
	// the machine or a change of its clock it looks again this soon.
	longestNap = time.Minute
	// shortestNap keeps sources that are always due from taking the machine.
	shortestNap = time.Second
)

// Loop runs jobs when they are due, one run after the other. It is what a
// process that stays has in place of cron.
type Loop struct {
	c      *Crawler
	before func(context.Context) error // nil: nothing
	after  func(context.Context, Report) error

	mu      sync.Mutex
	jobs    []Job
	changed chan struct{}
}

// NewLoop gives a loop over jobs. After each run in which a source was read
// after is called, before the next run; its error ends the loop. nil: nothing
// is called. Jobs that are due at every run make one a minute, and are no reason
// to call after where nothing was asked for.
func (c *Crawler) NewLoop(jobs []Job, after func(context.Context, Report) error) *Loop {
	return &Loop{c: c, after: after, jobs: jobs, changed: make(chan struct{}, 1)}
}

// Before has f called before each run; its error ends the loop. It must be set
// before Serve.
func (l *Loop) Before(f func(context.Context) error) { l.before = f }

// SetJobs replaces the jobs from the next run on; a run under way ends with
// its own.
func (l *Loop) SetJobs(jobs []Job) {
	l.mu.Lock()
	l.jobs = jobs
	l.mu.Unlock()
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

// Serve runs until ctx ends, which is no error: pages in hand have Options.Grace
// to be finished and are committed. It returns an error when the store fails.
func (l *Loop) Serve(ctx context.Context) error {
	if err := l.remember(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	for {
		l.mu.Lock()
		jobs := l.jobs
		l.mu.Unlock()
		due, nap, err := l.look(ctx, jobs)
		if err != nil && ctx.Err() == nil {
			return err
		}
		if due && ctx.Err() == nil {
			if err := l.run(ctx, jobs); err != nil && ctx.Err() == nil {
				return err
			}
			nap = shortestNap
		}
		timer := time.NewTimer(nap)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-l.changed:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// remember gives the metrics what the store knows of the sources.
func (l *Loop) remember(ctx context.Context) error {
	l.mu.Lock()
	jobs := l.jobs
	l.mu.Unlock()
	var known []SourceReport
	for _, job := range jobs {
		st, err := l.c.store.Source(ctx, job.Name)
		if err != nil {
			return fmt.Errorf("crawler: reading the state of %s: %w", job.Name, err)
		}
		known = append(known, SourceReport{Name: job.Name, State: st.State, LastSuccess: st.LastSuccess, Since: st.FailingSince, NextDue: st.NextDue})
	}
	l.c.metrics.know(known)
	return nil
}

// run is one run with what comes before and after it.
func (l *Loop) run(ctx context.Context, jobs []Job) error {
	if l.before != nil {
		if err := l.before(ctx); err != nil {
			return err
		}
	}
	rep, err := l.c.Run(ctx, jobs)
	if err != nil || ctx.Err() != nil || l.after == nil || !worked(jobs, rep) {
		return err
	}
	return l.after(ctx, rep)
}

// worked reports whether a run read anything: a source that was due by its
// schedule, or an address of another. The report has the order of the jobs.
func worked(jobs []Job, rep Report) bool {
	for i, s := range rep.Sources {
		if s.Ran && (!jobs[i].Schedule.everyRun() || s.Pages > 0 || len(s.Faults) > 0) {
			return true
		}
	}
	return false
}

// look says whether a job is due, else how long to wait before the next look.
func (l *Loop) look(ctx context.Context, jobs []Job) (due bool, nap time.Duration, err error) {
	now := l.c.now()
	nap = longestNap
	for _, job := range jobs {
		st, err := l.c.store.Source(ctx, job.Name)
		if err != nil {
			return false, nap, fmt.Errorf("crawler: reading the state of %s: %w", job.Name, err)
		}
		is, at := job.Schedule.Due(st, now)
		if is && !job.Force && job.Schedule.everyRun() && !st.LastTry.After(now) {
			at = st.LastTry.Add(longestNap)
			is = !at.After(now)
		}
		if is || job.Force {
			return true, 0, nil
		}
		nap = min(nap, max(at.Sub(now), 0))
	}
	return false, nap, nil
}
