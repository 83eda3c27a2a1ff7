package crawler

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
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
	s := newSourceRun(job, SourceState{Name: job.Name})
	s.single = true
	s.fetched = make(map[string]*Fetched, len(addresses))
	r.start(s)
	err := r.loop()
	got := make([]Fetched, len(addresses))
	for i, address := range addresses {
		got[i] = Fetched{Address: address, Err: fmt.Errorf("%w: %.200q", ErrAddress, redact(address))}
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
		s := newSourceRun(job.withDefaults(r.c.o.UserAgent), st)
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

// loop commits what comes in until every source is done. Pages that come while
// a commit is under way go into the next one together.
func (r *run) loop() error {
	const most = 16 // pages in one commit: what a crash can cost
	for r.open > 0 || len(r.finals) > 0 || r.noted() {
		var got []outcome
		if r.open > 0 {
			select {
			case o := <-r.results:
				got = append(got, o)
			case <-r.nudge:
			}
		drain:
			for len(got) < most {
				select {
				case o := <-r.results:
					got = append(got, o)
				default:
					break drain
				}
			}
		}
		r.commit(got)
	}
	switch err := context.Cause(r.stop); {
	case err == nil:
		return nil
	case r.stop.Err() != nil && errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("crawler: stopped: %w", err)
	default:
		return err
	}
}

// commit writes outcomes and goes on from them. When the store fails the run
// ends: nothing more is fetched that could not be kept.
func (r *run) commit(got []outcome) {
	b := Batch{Sources: r.finals}
	r.finals = nil
	var pages []*outcome
	var next [][]task
	for i := range got {
		o := &got[i]
		next = append(next, r.absorb(o))
		if o.keep() {
			pages = append(pages, o)
		}
	}
	for _, o := range pages {
		b.Pages = append(b.Pages, Page{
			Address: o.task.url, Items: o.items, Validators: o.validators, Source: o.task.src.underway(),
		})
	}
	r.mu.Lock()
	b.Hosts = slices.Collect(maps.Values(r.hosts))
	b.Robots = slices.Collect(maps.Values(r.robot))
	clear(r.hosts)
	clear(r.robot)
	r.mu.Unlock()

	if len(b.Pages)+len(b.Sources)+len(b.Hosts)+len(b.Robots) > 0 && !r.broken {
		added, err := r.c.store.Commit(context.WithoutCancel(r.work), b)
		if err == nil && len(added) != len(b.Pages) {
			err = fmt.Errorf("%d pages given, %d answered for", len(b.Pages), len(added))
		}
		if err != nil {
			r.broken = true
			r.fail(fmt.Errorf("crawler: keeping what was read: %w", err))
		} else {
			for i, o := range pages {
				r.kept(o, added[i])
			}
		}
	}
	for i := range got {
		r.settle(&got[i], next[i])
	}
}

// kept notes what became of a page that is in the store now.
func (r *run) kept(o *outcome, added Added) {
	s := o.task.src
	s.items += len(o.items)
	s.fresh += added.New
	if s.single {
		s.fetched[o.task.url].Added = added
	}
	e := Event{Kind: EventPage, Source: s.job.Name, Address: o.task.url, Items: len(o.items), New: added.New}
	if o.err != nil {
		e.Err = cause(o.err)
	}
	r.progress(e)
}

// settle queues what a page led to, and finishes its source if that was all.
func (r *run) settle(o *outcome, next []task) {
	s := o.task.src
	if o.verify.Name != "" {
		r.progress(Event{Kind: EventVerify, Source: s.job.Name, Address: o.task.url, Host: o.verify.Name, Until: o.verify.Verify, Err: o.verify.Cause})
	}
	if len(next) > 0 {
		go r.board.add(next...)
	}
	if s.open == 0 {
		r.finish(s)
	}
}

// finish closes a source's run.
func (r *run) finish(s *sourceRun) {
	r.open--
	if s.single {
		return
	}
	st := s.close(r.c.now())
	r.finals = append(r.finals, st)
	r.progress(Event{
		Kind: EventSource, Source: s.job.Name, Items: s.items, New: s.fresh, State: st.State, Err: st.LastError,
		Done: r.total - r.open, Total: r.total,
	})
	if len(s.faults) > 0 {
		r.c.log.Debug("crawler: " + s.report().Line()) // the caller prints the report
	}
}

func (r *run) progress(e Event) {
	if r.c.o.Progress != nil {
		r.c.o.Progress(e)
	}
}

func (r *run) report(err error) Report {
	rep := Report{Version: 1, Started: r.begun, Ended: r.c.now()}
	if err != nil {
		rep.Stopped = cause(err)
	}
	for _, s := range r.jobs {
		rep.Sources = append(rep.Sources, s.report())
	}
	rep.Hosts = r.hostReports()
	return rep
}

// hostReports names the hosts that were waited for or are left alone.
func (r *run) hostReports() []HostReport {
	byName := map[string]HostReport{}
	for name, d := range r.c.limits.waits() {
		if d -= r.waited[name]; d >= time.Millisecond {
			byName[name] = HostReport{Name: name, Waited: d}
		}
	}
	for _, h := range r.c.net.circuits.alone() {
		until := h.OpenUntil
		if h.Verify.After(until) {
			until = h.Verify
		}
		byName[h.Name] = HostReport{Name: h.Name, Waited: byName[h.Name].Waited, Until: until, Cause: h.Cause}
	}
	return slices.SortedFunc(maps.Values(byName), func(a, b HostReport) int { return strings.Compare(a.Name, b.Name) })
}

// host and robots implement notes; they are called by workers.
func (r *run) host(h HostState) {
	r.mu.Lock()
	r.hosts[h.Name] = h
	r.mu.Unlock()
	r.poke()
}

func (r *run) robots(f Robots) {
	r.mu.Lock()
	r.robot[f.Origin] = f
	r.mu.Unlock()
	// No poke: the page that this was read for comes soon.
}

func (r *run) poke() {
	select {
	case r.nudge <- struct{}{}:
	default:
	}
}

func (r *run) noted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.hosts)+len(r.robot) > 0
}

// hostOf is the name under which an address's host is counted.
func (r *run) hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name, _ := r.c.limits.rule(u.Hostname())
	return name
}

// verify stops asking the hosts of a page that wants to see a human.
func (r *run) verify(o *outcome, final string) {
	for _, address := range []string{o.task.url, final} {
		name := r.hostOf(address)
		if name == "" || o.verify.Name == name {
			continue
		}
		h := r.c.net.circuits.verify(name, o.task.url)
		r.host(h)
		o.verify = h
	}
}

// clean gives the form in which an address is fetched and remembered.
func clean(address string) (string, bool) {
	const longest = 4096
	address = strings.TrimSpace(address)
	if len(address) > longest {
		return "", false
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), true
}

// keep reports whether an outcome has something for the store.
func (o *outcome) keep() bool {
	switch {
	case o.notDue:
		return false
	case o.notModified:
		return o.changed
	}
	return o.final != "" // a page came: what it says of itself is kept, or what was kept is dropped
}
