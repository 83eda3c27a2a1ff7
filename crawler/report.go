package crawler

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Report tells what a run did. It is written as JSON: names and meanings stay.
type Report struct {
	Version int            `json:"version"` // 1
	Started time.Time      `json:"started"`
	Ended   time.Time      `json:"ended"`
	Stopped string         `json:"stopped,omitempty"` // why the run ended early
	Sources []SourceReport `json:"sources"`           // in the order of the jobs
	Hosts   []HostReport   `json:"hosts,omitempty"`   // those that were waited for or left alone
}

// SourceReport tells what a run did for one source.
type SourceReport struct {
	Name        string        `json:"name"`
	State       State         `json:"state"`
	Ran         bool          `json:"ran"` // false: it was not due
	Pages       int           `json:"pages"`
	NotModified int           `json:"not_modified"`
	Items       int           `json:"items"`
	New         int           `json:"new"`
	Bytes       int64         `json:"bytes"`
	Duration    time.Duration `json:"duration_ns"` // from its first request to its last commit
	NextDue     time.Time     `json:"next_due,omitzero"`
	LastSuccess time.Time     `json:"last_success,omitzero"`
	Since       time.Time     `json:"failing_since,omitzero"`
	MovedTo     string        `json:"moved_to,omitempty"`
	Faults      []Fault       `json:"faults,omitempty"` // at most maxFaults
	More        int           `json:"more_faults,omitempty"`
}

// Fault is one thing that went wrong.
type Fault struct {
	Address string `json:"address"`
	Cause   string `json:"cause"`
	Action  string `json:"action"` // what the program will do about it
}

// HostReport tells of the waits for one host.
type HostReport struct {
	Name   string        `json:"name"`
	Waited time.Duration `json:"waited_ns"`
	Until  time.Time     `json:"until,omitzero"` // left alone until then
	Cause  string        `json:"cause,omitempty"`
}

// maxFaults is how many faults of one source a report spells out.
const maxFaults = 5

// Failed reports whether the source itself ended in a fault: one of its first
// pages, or all of its pages. A lost page among others is a fault in the list,
// and is tried again, but the source is well.
func (s SourceReport) Failed() bool { return s.Ran && s.State.Failing() }

// Line is the one line that names a failing source, the address, the cause and
// what the program will do; empty when nothing at all went wrong.
func (s SourceReport) Line() string {
	if len(s.Faults) == 0 {
		return ""
	}
	line := s.Name + ": " + s.Faults[0].String()
	if n := len(s.Faults) - 1 + s.More; n > 0 {
		line += fmt.Sprintf(" (and %d more)", n)
	}
	return line
}

// Lines are one line for each fault that the report spells out, and one that
// says how many more there were.
func (s SourceReport) Lines() []string {
	var lines []string
	for _, f := range s.Faults {
		lines = append(lines, s.Name+": "+f.String())
	}
	if s.More > 0 {
		lines = append(lines, fmt.Sprintf("%s: %d more faults", s.Name, s.More))
	}
	return lines
}

// String is the fault in one line.
func (f Fault) String() string {
	if f.Address == "" {
		return f.Cause + "; " + f.Action
	}
	return f.Address + ": " + f.Cause + "; " + f.Action
}

// Failed lists the sources that ended in a fault.
func (r Report) Failed() []SourceReport {
	var failed []SourceReport
	for _, s := range r.Sources {
		if s.Failed() {
			failed = append(failed, s)
		}
	}
	return failed
}

func (r *run) report(err error) Report {
	rep := Report{Version: 1, Started: r.begun, Ended: r.c.now()}
	if err != nil {
		rep.Stopped = Cause(err)
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
