package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// errBusy: limits and queues belong to one run.
var errBusy = errors.New("crawler: a run is under way already")

// run is one Run or Fetch. Workers fetch and parse; everything else is done by
// the goroutine that called Run, which alone touches the sources' figures.
type run struct {
	c    *Crawler
	stop context.Context // nothing new begins after its end
	work context.Context // pages in hand: ends Grace after stop
	fail func(error)     // ends the run for a reason that is no source's

	board   *board
	results chan outcome

	mu     sync.Mutex // what transport notes from workers
	hosts  map[string]HostState
	robot  map[string]Robots
	nudge  chan struct{}
	finals []SourceState // of sources that are done, for the next commit

	jobs   []*sourceRun
	total  int  // sources in this run
	open   int  // of these, not done
	broken bool // the store failed: nothing is written any more
	begun  time.Time
	waited map[string]time.Duration // at each host, before this run
}

// Run reads what is due, and returns the report: also together with an error,
// which is of the run as a whole (the store failed, the context ended). What
// single sources met is in the report alone.
func (c *Crawler) Run(ctx context.Context, jobs []Job) (Report, error) {
	if !c.busy.TryLock() {
		return Report{}, errBusy
	}
	defer c.busy.Unlock()
	r, end := c.newRun(ctx)
	defer end()
	if err := r.prepare(jobs); err != nil {
		return Report{}, err
	}
	err := r.loop()
	rep := r.report(err)
	c.metrics.run(rep)
	c.limits.sweep(time.Now())
	c.net.circuits.sweep()
	return rep, err
}

// Fetch reads single addresses now, with job.Source as their parser, and
// commits what is found. Nothing is followed, no state of a source is kept,
// and pages are asked for whole, whatever is remembered of them. The result
// has the order of the addresses.
func (c *Crawler) Fetch(ctx context.Context, job Job, addresses []string) ([]Fetched, error) {
	if !c.busy.TryLock() {
		return nil, errBusy
	}
	defer c.busy.Unlock()
	r, end := c.newRun(ctx)
	defer end()
	job.Source = list{Source: job.Source, addresses: addresses}
	job.Force = true
	job = job.withDefaults(c.o.UserAgent)
	job.MaxPages = len(addresses)
	s := newSourceRun(job, SourceState{Name: job.Name}, c.o.Zone)
	s.single = true
	s.fetched = make(map[string]*Fetched, len(addresses))
	r.start(s)
	err := r.loop()
	c.metrics.waited(r.hostReports())
	got := make([]Fetched, len(addresses))
	for i, address := range addresses {
		got[i] = Fetched{Address: address, Err: fmt.Errorf("%w: %.200q", ErrAddress, Redact(address))}
		if u, ok := clean(address); ok && s.fetched[u] != nil {
			got[i] = *s.fetched[u]
			got[i].Address = address
		}
	}
	return got, err
}

// newRun sets up the two contexts: stop ends with ctx, work a little later.
func (c *Crawler) newRun(ctx context.Context) (*run, func()) {
	stop, cancelStop := context.WithCancelCause(ctx)
	work, cancelWork := context.WithCancel(context.WithoutCancel(ctx))
	r := &run{
		c: c, stop: stop, work: work, fail: cancelStop, begun: c.now(), waited: c.limits.waits(),
		results: make(chan outcome, c.o.Parallel), nudge: make(chan struct{}, 1),
		hosts: map[string]HostState{}, robot: map[string]Robots{},
	}
	r.board = newBoard(c.limits, c.o.Parallel, r.do, func(t task) {
		r.results <- outcome{task: t, err: errStopped}
	})
	var grace *time.Timer
	stopped := make(chan struct{})
	unhook := context.AfterFunc(stop, func() {
		defer close(stopped)
		grace = time.AfterFunc(c.o.Grace, cancelWork)
		r.board.stop()
	})
	return r, func() {
		if !unhook() {
			<-stopped
			grace.Stop()
		}
		r.board.workers.Wait()
		cancelStop(nil)
		cancelWork()
	}
}

// prepare decides what is due.
func (r *run) prepare(jobs []Job) error {
	now := r.c.now()
	var due []*sourceRun
	for _, job := range jobs {
		st, err := r.c.store.Source(r.work, job.Name)
		if err != nil {
			return fmt.Errorf("crawler: reading the state of %s: %w", job.Name, err)
		}
		st.Name = job.Name
		s := newSourceRun(job.withDefaults(r.c.o.UserAgent), st, r.c.o.Zone)
		r.jobs = append(r.jobs, s)
		if is, _ := job.Schedule.Due(st, now); is || job.Force {
			due = append(due, s)
		}
	}
	r.open, r.total = len(due), len(due)
	for _, s := range due {
		r.start(s)
	}
	return nil
}

// start queues the first addresses of a source and what the last run left.
func (r *run) start(s *sourceRun) {
	if s.single {
		r.jobs, r.open = []*sourceRun{s}, 1
	}
	s.ran, s.begun = true, r.c.now()
	var tasks []task
	for _, address := range s.begin(s.begun) {
		if t, ok := s.take(address, 0, 0); ok {
			s.home[r.hostOf(t.url)] = true
			if u, err := url.Parse(t.url); err == nil && keepsSecrets(u) {
				s.trusted[originOf(u)] = true
			}
			tasks = append(tasks, t)
		}
	}
	for _, p := range s.prior.Pending {
		if t, ok := s.take(p.URL, p.Depth, p.Tries); ok {
			tasks = append(tasks, t)
		}
	}
	if len(tasks) == 0 {
		r.finish(s)
		return
	}
	// Not from here: the queue of results is short, and this goroutine empties it.
	go r.board.add(tasks...)
}

// do fetches one address and hands the outcome over.
func (r *run) do(t task, s *slot) { r.results <- r.fetch(t, s) }
