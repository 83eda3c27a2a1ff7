// Package crawler fetches what is due and hands each page to its source: it
// decides when a source is read, in which order, how politely, and what a run
// has to tell.
//
// It knows HTTP, robots.txt, schedules and the faults of hosts. It must not
// know any format or markup (sources does), where things are stored (the
// caller gives a Store), nor what is drafted of it. It is the only package
// that imports colly.
//
// The parts, from the bottom up:
//
//	guard.go      which addresses may be dialled at all
//	decode.go     content decoding with a cap on what comes out
//	slots.go      how many hosts at a time
//	limits.go     one gate a host: interval and requests at a time
//	circuit.go    hosts that fail or ask for a human are left alone
//	robots.go     robots.txt, read through the same gates; robotsfile.go reads it
//	retry.go      what is tried again, and when
//	network.go    the connections below it all
//	transport.go  the one http.RoundTripper that owns all of the above
//	collect.go    the colly collector on top of it
//	validators.go what a page says of itself: changed, fresh, moved
//	fetch.go      one address, from what is remembered of it to its items
//	schedule.go   when a source is due
//	queue.go      addresses in one queue a host
//	run.go        a run: what is due, the two contexts; commit.go writes pages,
//	              follow.go goes where they lead, sourcerun.go judges a source
//	report.go     what the run tells
//	loop.go       the scheduler of a long-running process
//	monitor.go    /healthz and /metrics
package crawler

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"sync"
	"time"
)

// Options are what a Crawler is made of. Store is required; everything else
// has a default that is polite.
type Options struct {
	Store Store
	Log   *slog.Logger     // nil: nothing is logged
	Now   func() time.Time // nil: time.Now
	Zone  *time.Location   // of the times in lines for people; nil: UTC

	// UserAgent names the program and a contact.
	UserAgent string
	// Parallel is how many hosts are read at a time, 1 to 512; 0: 16. A host
	// that is waited for (interval, Retry-After) does not count.
	Parallel int
	// Hosts are the limits of hosts, in any order: the most specific wins.
	Hosts []HostRule
	// Interval between two requests to a host without a rule; 0: none. The
	// configuration's default is one second.
	Interval time.Duration

	Timeout       time.Duration // one attempt from dialling to the last byte; 0: 30 s
	HeaderTimeout time.Duration // until the header has come; 0: Timeout
	MaxBody       int64         // decoded bytes of a page; 0: 8 MiB
	MaxRedirects  int           // 0: 10
	Tries         int           // attempts for what can pass; 0: 3
	// MaxWait is the longest pause before another attempt, 0: 30 s. A host
	// that asks for more by Retry-After is left alone for that time instead.
	MaxWait time.Duration
	// Grace is the time that pages in hand have when the context ends; 0: 4 s.
	Grace time.Duration

	// AllowPrivate opens address ranges besides the public ones, with all
	// their ports: 127.0.0.0/8 for a bridge on the same machine.
	AllowPrivate []netip.Prefix
	// Proxy gives the proxy for a request, nil for none. The guard then checks
	// names before the proxy does, and cannot see where the proxy connects to.
	Proxy func(*http.Request) (*url.URL, error)
	// Base takes the place of the network in tests: it is asked for each
	// attempt, below limits, robots, retries and caps, above nothing.
	Base http.RoundTripper

	// Beside is another Crawler of the same configuration that may be at work at
	// the same time: hosts are asked through its gates, so that both together
	// keep to the limits. Hosts and Interval are its own then.
	Beside *Crawler

	// Progress is called from one goroutine at a time.
	Progress func(Event)
}

// Event is one step of a run, for a progress line and for notices.
type Event struct {
	Kind    EventKind
	Source  string
	Address string // of the page; empty when the event is of the whole source
	Host    string // EventVerify: the host that asks
	Items   int    // found on the page, or by the source in this run
	New     int    // of these, not known before
	State   State  // EventSource: what the source ended with
	Err     string // one line, empty when all went well
	Done    int    // EventSource: sources done so far
	Total   int    // EventSource: sources in this run
	Until   time.Time
}

// EventKind says what an Event tells.
type EventKind string

// The kinds of events.
const (
	EventPage   EventKind = "page"   // a page is committed: it outlives a crash from here on
	EventSource EventKind = "source" // a source is done
	EventVerify EventKind = "verify" // a host asks for a human; it is left alone until Until
)

// DefaultUserAgent names the program where the configuration does not.
const DefaultUserAgent = "embai-crawl/1.0 (newsletter reader; set network.user_agent to name a contact)"

// Crawler fetches pages for sources. It may be used by one Run or Fetch at a
// time; its limits and counters last as long as it does.
type Crawler struct {
	o       Options
	store   Store
	log     *slog.Logger
	now     func() time.Time
	limits  *limits
	net     *transport
	collect *collector
	metrics *metrics
	busy    sync.Mutex // held by a run
	// parsing has a place for each processor: parsing more pages than that at
	// a time costs their memory and saves nothing.
	parsing chan struct{}
}

// New checks the options and builds a Crawler. It opens no connection.
func New(o Options) (*Crawler, error) {
	if o.Store == nil {
		return nil, errors.New("crawler: no store given")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Parallel < 0 || o.Parallel > 512 {
		return nil, fmt.Errorf("crawler: parallel is %d: expected 1 to 512", o.Parallel)
	}
	o.Parallel = cmp.Or(o.Parallel, 16)
	o.UserAgent = cmp.Or(o.UserAgent, DefaultUserAgent)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.HeaderTimeout = cmp.Or(o.HeaderTimeout, o.Timeout)
	o.MaxBody = cmp.Or(o.MaxBody, 8<<20)
	o.MaxRedirects = cmp.Or(o.MaxRedirects, 10)
	o.Tries = cmp.Or(o.Tries, 3)
	o.MaxWait = cmp.Or(o.MaxWait, 30*time.Second)
	o.Grace = cmp.Or(o.Grace, 4*time.Second)

	l, err := newLimits(o.Hosts, o.Interval)
	if err != nil {
		return nil, err
	}
	if o.Beside != nil {
		l = o.Beside.limits
	}
	c := &Crawler{o: o, store: o.Store, log: o.Log, now: o.Now, limits: l, metrics: newMetrics(), parsing: make(chan struct{}, runtime.GOMAXPROCS(0))}
	c.net = newTransport(c)
	c.collect = newCollector(c.net, o.MaxRedirects)
	return c, nil
}

// Close closes idle connections. The Crawler may be used again.
func (c *Crawler) Close() { c.net.closeIdle() }
