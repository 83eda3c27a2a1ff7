package crawler

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"embai-crawl/sources"
)

const (
	maxPending = 1000 // addresses that a source may leave for its next run
	maxTries   = 3    // runs in which a page may fail before it is given up
)

// sourceRun is one source in one run.
type sourceRun struct {
	job    Job
	prior  SourceState
	zone   *time.Location // of the times that faults name
	single bool           // of Fetch: no state is kept
	ran    bool

	begun, ended time.Time
	home         map[string]bool // hosts of its first addresses
	trusted      map[string]bool // origins of its first addresses: they get Authorization
	seen         map[string]bool // addresses taken in this run
	pending      map[string]Pending
	open         int // addresses under way
	finished     bool
	stopped      bool
	asked        bool // a page asked for a human

	pages, notModified, notDue int
	items, fresh               int
	bytes                      int64
	moved                      string
	first                      error // the fault that says what state the source is in
	firstDepth                 int
	faults                     []met // at most maxFaults, those of the first addresses first
	more                       int
	final                      SourceState
	fetched                    map[string]*Fetched
}

// met is a fault with what its action is found from, at the end of the run.
type met struct {
	Fault
	err   error // nil: the action is there already
	depth int   // of the address
	kept  int   // items of the same page that are kept
}

// lastDepth is that of notes: they stand behind all faults.
const lastDepth = math.MaxInt

func newSourceRun(job Job, prior SourceState, zone *time.Location) *sourceRun {
	return &sourceRun{
		job: job, prior: prior, final: prior, zone: zone,
		home: map[string]bool{}, trusted: map[string]bool{}, seen: map[string]bool{}, pending: map[string]Pending{},
	}
}

// begin asks the source for its first addresses. A panic there is a fault of
// that source alone.
func (s *sourceRun) begin(now time.Time) (addresses []string) {
	defer func() {
		if p := recover(); p != nil {
			addresses = nil
			s.fault("", 0, fmt.Errorf("%w: %v", ErrPanic, p), 0)
		}
	}()
	return s.job.Source.Start(now)
}

// take notes an address as under way, unless it has been taken already.
func (s *sourceRun) take(address string, depth, tries int) (task, bool) {
	u, ok := clean(address)
	if !ok {
		if depth == 0 {
			s.fault(address, 0, fmt.Errorf("%w: expected http or https, and no password in it", ErrAddress), 0)
		}
		return task{}, false
	}
	if s.seen[u] {
		return task{}, false
	}
	s.seen[u] = true
	s.open++
	if depth > 0 {
		s.pending[u] = Pending{URL: u, Depth: depth, Tries: tries}
	}
	if s.single {
		s.fetched[u] = &Fetched{Address: u}
	}
	return task{src: s, url: u, depth: depth, tries: tries}, true
}

// fault notes what stands against an address, of whose page kept items are
// kept. The fault of a first address says more of the source than that of a
// page behind it.
func (s *sourceRun) fault(address string, depth int, err error, kept int) {
	s.asked = s.asked || errors.Is(err, sources.ErrVerify)
	if s.first == nil || depth < s.firstDepth {
		s.first, s.firstDepth = err, depth
	}
	s.meet(met{Fault{Address: Redact(address), Cause: Cause(err)}, err, depth, kept})
}

// note is a fault that says nothing against the source.
func (s *sourceRun) note(address, cause, action string) {
	s.meet(met{Fault: Fault{Address: Redact(address), Cause: cause, Action: action}, depth: lastDepth})
}

func (s *sourceRun) meet(m met) {
	at := slices.IndexFunc(s.faults, func(o met) bool { return o.depth > m.depth })
	if at < 0 {
		at = len(s.faults)
	}
	s.faults = slices.Insert(s.faults, at, m)
	if len(s.faults) > maxFaults {
		s.faults = s.faults[:maxFaults]
		s.more++
	}
}

// underway is the state that is written with a page: the last run's figures,
// and what is still to be fetched.
func (s *sourceRun) underway() SourceState {
	if s.single {
		return SourceState{}
	}
	st := s.prior
	st.Pending = s.left()
	return st
}

func (s *sourceRun) left() []Pending {
	left := slices.SortedFunc(maps.Values(s.pending), func(a, b Pending) int {
		if a.Depth != b.Depth {
			return a.Depth - b.Depth
		}
		return strings.Compare(a.URL, b.URL)
	})
	return left[:min(len(left), maxPending)]
}

// close computes the state that the source is left in.
func (s *sourceRun) close(now time.Time) SourceState {
	s.ended = now
	st := s.prior
	st.Pending = s.left()
	if s.stopped {
		// Not finished: still due, nothing said against it. What was read is
		// kept, and what was not comes first in the next run.
		s.final = st
		for i := range s.faults {
			s.faults[i].Action = "taken up again in the next run"
		}
		return st
	}
	st.LastTry = now
	st.Pages, st.NotModified, st.Items, st.NewItems = s.pages, s.notModified, s.items, s.fresh
	st.Bytes, st.Duration = s.bytes, now.Sub(s.begun)
	st.NextDue, _ = s.job.Schedule.Next(now) // Validate has seen the schedule
	st.State = s.state()
	if s.moved != "" {
		st.MovedTo = Redact(s.moved)
	} else if s.pages > 0 {
		st.MovedTo = ""
	}
	for i, m := range s.faults {
		if m.err != nil {
			s.faults[i].Action = action(m.err, m.kept, st.NextDue.In(s.zone))
		}
	}
	if st.State.Failing() {
		st.Failures++
		if st.FailingSince.IsZero() {
			st.FailingSince = now
		}
	} else {
		st.Failures, st.FailingSince = 0, time.Time{}
		if st.State != StateNotDue {
			st.LastSuccess = now
		}
	}
	st.LastError = ""
	if len(s.faults) > 0 {
		st.LastError = s.faults[0].String()
	}
	s.final = st
	return st
}

// state judges a finished run.
func (s *sourceRun) state() State {
	if err := s.first; err != nil && (s.firstDepth == 0 || s.pages == 0) {
		switch {
		case errors.Is(err, sources.ErrLayout):
			return StateLayout
		case blocked(err):
			return StateBlocked
		}
		return StateFailing
	}
	switch {
	case s.asked:
		return StateBlocked
	case s.fresh > 0:
		return StateOK
	case s.pages == 0 && s.notDue > 0:
		return StateNotDue
	}
	return StateNothingNew
}

// report gives the source's part of the report.
func (s *sourceRun) report() SourceReport {
	rep := SourceReport{
		Name: s.job.Name, Ran: s.ran, State: s.final.State, NextDue: s.final.NextDue,
		LastSuccess: s.final.LastSuccess, Since: s.final.FailingSince, MovedTo: s.final.MovedTo,
		Pages: s.pages, NotModified: s.notModified, Items: s.items, New: s.fresh, Bytes: s.bytes,
		More: s.more,
	}
	for _, m := range s.faults {
		rep.Faults = append(rep.Faults, m.Fault)
	}
	if !s.ran {
		rep.State = StateNotDue
	} else if !s.ended.IsZero() {
		rep.Duration = s.ended.Sub(s.begun)
	}
	return rep
}
