package crawler

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// How long a host is left alone: not at all before openAfter exchanges in a
// row have failed (an exchange is all attempts for one address), then
// firstPause, doubled with each further failure up to longestPause.
const (
	openAfter    = 3
	firstPause   = 5 * time.Minute
	longestPause = 24 * time.Hour
	verifyPause  = 24 * time.Hour
)

// circuits keep what is known of hosts in the store, so that a program called
// by cron remembers it as one that stays does.
type circuits struct {
	store Store
	now   func() time.Time
	zone  *time.Location // of the times that errors name

	mu    sync.Mutex
	hosts map[string]HostState
}

// check says whether a host may be asked now.
func (c *circuits) check(ctx context.Context, name string) error {
	h, err := c.get(ctx, name)
	if err != nil {
		return err
	}
	now := c.now()
	// A time further away than any pause comes from a clock that has since
	// been put back: it is not waited for.
	if h.Verify.After(now) && h.Verify.Sub(now) <= verifyPause {
		return &aloneError{host: name, until: h.Verify.In(c.zone), cause: h.Cause, verify: true}
	}
	if h.OpenUntil.After(now) && h.OpenUntil.Sub(now) <= longestPause+longestPause/5 {
		return &aloneError{host: name, until: h.OpenUntil.In(c.zone), cause: h.Cause}
	}
	return nil
}

// get reads a host's state, from the store the first time.
func (c *circuits) get(ctx context.Context, name string) (HostState, error) {
	c.mu.Lock()
	h, ok := c.hosts[name]
	c.mu.Unlock()
	if ok {
		return h, nil
	}
	h, err := c.store.Host(ctx, name)
	if err != nil {
		return h, fmt.Errorf("crawler: reading what is known of %s: %w", name, err)
	}
	h.Name = name
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.hosts[name]; ok {
		return known, nil // another request was quicker, and may have changed it
	}
	c.hosts[name] = h
	return h, nil
}

// passed notes an exchange that worked. It returns the state and whether it
// has to be written.
func (c *circuits) passed(name string) (HostState, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h.Failures == 0 && h.OpenUntil.IsZero() {
		return h, false
	}
	h = HostState{Name: name, Verify: h.Verify, Cause: h.Cause, At: c.now()}
	c.hosts[name] = h
	return h, true
}

// failed notes an exchange that failed after all its attempts. asked is the
// time that the host itself named, 0 for none.
func (c *circuits) failed(name string, err error, asked time.Duration) HostState {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	h := c.hosts[name]
	h.Name, h.At, h.Cause = name, now, Cause(err)
	h.Failures++
	var pause time.Duration
	if over := h.Failures - openAfter; over >= 0 {
		pause = min(firstPause<<min(over, 16), longestPause)
		pause += time.Duration(float64(pause) * 0.2 * rand.Float64()) // hosts that fell together do not come back together
	}
	if pause = max(pause, min(asked, longestPause)); pause > 0 {
		h.OpenUntil = now.Add(pause)
	}
	c.hosts[name] = h
	return h
}

// verify notes that a host asked for a human.
func (c *circuits) verify(name, address string) HostState {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	h := c.hosts[name]
	h.Name, h.At = name, now
	h.Verify = now.Add(verifyPause)
	h.Cause = "asked for verification at " + Redact(address)
	c.hosts[name] = h
	return h
}

// alone lists the hosts that are left alone now.
func (c *circuits) alone() []HostState {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	var list []HostState
	for _, h := range c.hosts {
		if h.Verify.After(now) || h.OpenUntil.After(now) {
			list = append(list, h)
		}
	}
	return list
}

// sweep forgets what the store knows as well.
func (c *circuits) sweep() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.hosts)
}
