package crawler

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

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
		e.Err = Cause(o.err)
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
	if s.open == 0 && !s.finished { // once, though its last pages came in one commit
		r.finish(s)
	}
}

// finish closes a source's run.
func (r *run) finish(s *sourceRun) {
	s.finished = true
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
}

func (r *run) progress(e Event) {
	if r.c.o.Progress != nil {
		r.c.o.Progress(e)
	}
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
