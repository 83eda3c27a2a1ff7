package crawler

import (
	"context"
	"time"

	"embai-crawl/item"
)

// Store is what the crawler remembers between runs. Reads give the zero value
// for what is unknown. All writes go through Commit, so that what belongs
// together is written together.
type Store interface {
	Source(ctx context.Context, name string) (SourceState, error)
	Validators(ctx context.Context, address string) (Validators, error)
	Host(ctx context.Context, name string) (HostState, error)
	Robots(ctx context.Context, origin string) (Robots, error)
	// Known reports whether the source has found the item before.
	Known(ctx context.Context, source string, id item.ID) (bool, error)
	// Commit writes a batch in one transaction that is durable when Commit
	// returns. It returns what became of the items, one Added a page.
	Commit(ctx context.Context, b Batch) ([]Added, error)
}

// Batch is what one transaction writes. A page is in one batch with all of
// its items, its validators and the state of its source.
type Batch struct {
	Pages   []Page
	Sources []SourceState
	Hosts   []HostState
	Robots  []Robots
}

// Page is one page that was read.
type Page struct {
	Address    string // as asked for: the key of Validators
	Items      []item.Item
	Validators Validators
	Source     SourceState // the state of the page's source after this page; Name "" for single addresses
}

// Added says what became of the items of a page.
type Added struct {
	New, Known int
}

// SourceState is what is known of a source. Counts are of its last run.
type SourceState struct {
	Name         string
	State        State
	LastTry      time.Time // end of the last run
	LastSuccess  time.Time // end of the last run without a fault
	FailingSince time.Time // zero while all is well
	NextDue      time.Time // by its schedule
	Failures     int       // runs in a row that ended in a fault
	LastError    string    // one line: address, cause, what is done about it

	Pages, NotModified int
	Items, NewItems    int
	Bytes              int64 // decoded
	Duration           time.Duration
	MovedTo            string // the first address has moved here for good

	// Pending are addresses that pages gave and that are not fetched yet. A
	// run that was killed goes on here: the page that gave them may answer
	// "not modified" by then, and would never give them again.
	Pending []Pending
}

// Pending is an address to be fetched.
type Pending struct {
	URL   string
	Depth int
	Tries int // runs in which it failed with what may pass
}

// State says how a source is.
type State string

// The states. Values are stored: they may be added to, never changed.
const (
	StateOK         State = "ok"
	StateNothingNew State = "nothing new"
	StateBlocked    State = "blocked"        // robots.txt, verification, 401, 403, 451
	StateLayout     State = "layout changed" // the page is none that the source knows
	StateFailing    State = "failing"
	StateNotDue     State = "not due" // by the page's own word: max-age, ttl, skipHours
)

// Failing reports whether something stands against the source.
func (s State) Failing() bool {
	return s == StateBlocked || s == StateLayout || s == StateFailing
}

// Validators are what an address said when it was last read.
type Validators struct {
	Address      string // as asked for
	Final        string // after redirects: where the validators below belong
	ETag         string
	LastModified string        // the header as sent
	Fetched      time.Time     // when the answer came
	Until        time.Time     // not due before (max-age, ttl); at most maxFresh after Fetched
	TTL          time.Duration // what the feed said: a 304 says nothing of it
	SkipHours    uint32        // bit h: not between h:00 and h:59 UTC
	SkipDays     uint8         // bit d: not on that time.Weekday, UTC
	MovedTo      string        // has moved here for good (301, 308)
}

// HostState is what is known of a host, or of the group of hosts under one rule.
type HostState struct {
	Name      string    // host name, or the pattern of the rule
	Failures  int       // exchanges in a row that failed
	OpenUntil time.Time // circuit open: not asked before
	Verify    time.Time // asked for a human: not asked before
	Cause     string    // one line
	At        time.Time // when this was seen
}

// Robots is a robots.txt as it was answered.
type Robots struct {
	Origin  string // scheme://host[:port]
	Status  int    // of the answer; 0: none came
	Body    []byte // at most maxRobots bytes
	Fetched time.Time
}
