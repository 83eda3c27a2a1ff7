package crawler

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// HostRule limits how a host is asked.
type HostRule struct {
	// Pattern is a host name; or *.example.org, which is example.org and all
	// names below it as ONE host with one connection; or *, which replaces the
	// default for every host by itself.
	Pattern  string
	Interval time.Duration // between the starts of two requests; 0: none
	Parallel int           // requests at a time; 0: 1
}

// limits holds a gate for each host that was asked.
type limits struct {
	rules    []HostRule // the most specific first
	fallback HostRule

	mu    sync.Mutex
	gates map[string]*gate
}

func newLimits(rules []HostRule, interval time.Duration) (*limits, error) {
	l := &limits{fallback: HostRule{Pattern: "*", Interval: interval}, gates: map[string]*gate{}}
	seen := map[string]bool{}
	for _, r := range rules {
		r.Pattern = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(r.Pattern)), ".")
		name := strings.TrimPrefix(r.Pattern, "*.")
		switch {
		case seen[r.Pattern]:
			return nil, fmt.Errorf("crawler: host rule %q is there twice", r.Pattern)
		case r.Interval < 0 || r.Parallel < 0:
			return nil, fmt.Errorf("crawler: host rule %q: interval and parallel can't be negative", r.Pattern)
		case r.Pattern != "*" && (name == "" || strings.ContainsAny(name, "*/ ")):
			return nil, fmt.Errorf("crawler: host rule %q: expected a host name, *.name or *", r.Pattern)
		}
		seen[r.Pattern] = true
		if r.Pattern == "*" {
			l.fallback = r
			continue
		}
		l.rules = append(l.rules, r)
	}
	slices.SortFunc(l.rules, func(a, b HostRule) int {
		aw, bw := strings.HasPrefix(a.Pattern, "*"), strings.HasPrefix(b.Pattern, "*")
		switch {
		case aw && !bw:
			return 1
		case bw && !aw:
			return -1
		}
		return cmp.Or(cmp.Compare(len(b.Pattern), len(a.Pattern)), strings.Compare(a.Pattern, b.Pattern))
	})
	return l, nil
}

// rule gives the name under which a host is counted and its limits.
func (l *limits) rule(host string) (string, HostRule) {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, r := range l.rules {
		if host == r.Pattern {
			return host, r
		}
		if suffix, ok := strings.CutPrefix(r.Pattern, "*"); ok && (strings.HasSuffix(host, suffix) || host == suffix[1:]) {
			return r.Pattern, r
		}
	}
	return host, l.fallback
}

// gate gives the gate of a host.
func (l *limits) gate(host string) *gate {
	name, r := l.rule(host)
	l.mu.Lock()
	defer l.mu.Unlock()
	g := l.gates[name]
	if g == nil {
		g = newGate(name, r)
		l.gates[name] = g
	}
	return g
}

// sweep forgets gates that have not been used for an hour: a process that runs
// for years meets many hosts.
func (l *limits) sweep(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, g := range l.gates {
		if g.idle(now) > time.Hour+g.base {
			delete(l.gates, name)
		}
	}
}

// waits gives the time spent waiting at each gate since it was made.
func (l *limits) waits() map[string]time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := make(map[string]time.Duration, len(l.gates))
	for name, g := range l.gates {
		if d := g.waited(); d > 0 {
			w[name] = d
		}
	}
	return w
}

// gate lets requests through to one host, or one group of hosts.
type gate struct {
	name     string
	base     time.Duration // interval of the rule
	parallel int
	group    bool          // several hosts: connections are not kept, so that there is one at most
	places   chan struct{} // one for each request that may be under way

	mu      sync.Mutex
	pace    *rate.Limiter
	after   time.Time                // not before: Retry-After
	delays  map[string]time.Duration // Crawl-delay by host; a group has several
	wait    time.Duration
	lastUse time.Time
}

func newGate(name string, r HostRule) *gate {
	n := max(r.Parallel, 1)
	g := &gate{
		name: name, base: r.Interval, parallel: n, group: strings.HasPrefix(name, "*"),
		places: make(chan struct{}, n), pace: rate.NewLimiter(every(r.Interval), 1), lastUse: time.Now(),
	}
	return g
}

func every(interval time.Duration) rate.Limit {
	if interval <= 0 {
		return rate.Inf
	}
	return rate.Every(interval)
}

// enter waits until a request may start; leave must be called when its body
// has been read. While it waits it gives the place among the parallel hosts
// to others.
func (g *gate) enter(ctx context.Context, s *slot) (leave func(), err error) {
	begin := time.Now()
	defer func() {
		g.mu.Lock()
		g.lastUse = time.Now()
		g.wait += g.lastUse.Sub(begin)
		g.mu.Unlock()
	}()
	select {
	case g.places <- struct{}{}:
	default:
		if err := s.away(func() error {
			select {
			case g.places <- struct{}{}:
				return nil
			case <-ctx.Done():
				return errStopped
			}
		}); err != nil {
			return nil, err
		}
	}
	turn := g.turn()
	for d := turn.Delay(); d > 0; d = g.delayed() {
		if err := s.away(func() error { return sleep(ctx, d) }); err != nil {
			turn.Cancel()
			<-g.places
			return nil, err
		}
	}
	return func() { <-g.places }, nil
}

// turn takes the next turn of the pace, after what Retry-After forbids.
func (g *gate) turn() *rate.Reservation {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if g.after.After(now) {
		now = g.after
	}
	return g.pace.ReserveN(now, 1)
}

// delayed is how long Retry-After still forbids requests.
func (g *gate) delayed() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Until(g.after)
}

// next is how long until a request could start, if none else comes before.
func (g *gate) next() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	d := time.Until(g.after)
	if limit := g.pace.Limit(); limit != rate.Inf {
		if missing := 1 - g.pace.Tokens(); missing > 0 {
			d = max(d, time.Duration(missing/float64(limit)*float64(time.Second)))
		}
	}
	return d
}

// pause holds all requests back: Retry-After.
func (g *gate) pause(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t := time.Now().Add(d); t.After(g.after) {
		g.after = t
	}
}

// slow applies the Crawl-delay of a host: the longest one of those of a group
// and of the rule counts.
func (g *gate) slow(host string, delay time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if delay > 0 || g.delays[host] > 0 {
		if g.delays == nil {
			g.delays = map[string]time.Duration{}
		}
		g.delays[host] = delay
	}
	longest := g.base
	for _, d := range g.delays {
		longest = max(longest, d)
	}
	if limit := every(longest); limit != g.pace.Limit() {
		g.pace.SetLimit(limit)
	}
}

// rested counts a wait for the host that no request made: its queue did.
func (g *gate) rested(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wait += d
}

func (g *gate) idle(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return now.Sub(g.lastUse)
}

func (g *gate) waited() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.wait
}

// sleep waits for d or the end of the context.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return errStopped
	}
}
