package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"embai-crawl/sources"
)

const (
	robotsFresh   = 24 * time.Hour      // RFC 9309, 2.4
	robotsAgain   = 15 * time.Minute    // after one that could not be had
	robotsStale   = 30 * 24 * time.Hour // how long an old one serves while the host can't give a new one
	maxRobots     = 512 << 10           // RFC 9309, 2.5: at least 500 KiB are to be read
	robotsHops    = 5                   // RFC 9309, 2.3.1.2
	maxKnownRules = 2048                // parsed files kept in memory
)

// robots answers whether an address may be fetched. Files are fetched through
// the same gates as pages and kept in the store for a day.
type robots struct {
	net   *transport
	store Store
	now   func() time.Time

	mu    sync.Mutex
	known map[string]*rules
}

// rules are those of one origin. busy is held while they are being had.
type rules struct {
	busy chan struct{}
	file Robots
	read *robotsFile // nil: file has to be parsed or fetched
}

// allowed gives nil, ErrRobots, or ErrRobotsOut where the file can't be had:
// then the page waits, as RFC 9309 2.3.1.4 asks.
func (r *robots) allowed(ctx context.Context, a *ask, u *url.URL) error {
	origin := originOf(u)
	entry := r.entry(origin)
	select {
	case entry.busy <- struct{}{}:
	default:
		if err := a.slot.away(func() error {
			select {
			case entry.busy <- struct{}{}:
				return nil
			case <-a.stop.Done():
				return errStopped
			}
		}); err != nil {
			return err
		}
	}
	defer func() { <-entry.busy }()

	if err := r.have(ctx, a, entry, origin); err != nil {
		return err
	}
	if entry.read.wait {
		if entry.file.Status == 0 {
			return fmt.Errorf("%w at %s", ErrRobotsOut, origin)
		}
		return fmt.Errorf("%w at %s: %w", ErrRobotsOut, origin, &StatusError{Code: entry.file.Status})
	}
	ok, delay := entry.read.test(a.userAgent, u)
	r.net.limits.gate(u.Hostname()).slow(u.Hostname(), delay)
	if !ok {
		return fmt.Errorf("%w for this user agent", ErrRobots)
	}
	return nil
}

func (r *robots) entry(origin string) *rules {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.known[origin]
	if e == nil {
		if len(r.known) >= maxKnownRules {
			clear(r.known) // the store has them all
		}
		e = &rules{busy: make(chan struct{}, 1)}
		r.known[origin] = e
	}
	return e
}

// have makes sure that the entry holds rules that are fresh enough: from
// memory, from the store, from the host.
func (r *robots) have(ctx context.Context, a *ask, e *rules, origin string) error {
	if e.read != nil && r.fresh(e.file) {
		return nil
	}
	old, err := r.store.Robots(ctx, origin)
	if err != nil {
		return fmt.Errorf("crawler: reading robots.txt of %s from the store: %w", origin, err)
	}
	if e.file.Fetched.After(old.Fetched) {
		old = e.file // not written yet
	}
	if r.fresh(old) {
		e.file, e.read = old, parseRobots(old.Status, old.Body)
		return nil
	}
	file, err := r.fetch(ctx, a, origin)
	if err != nil {
		return err
	}
	if parseRobots(file.Status, nil).wait && old.Status == http.StatusOK && r.age(old) < robotsStale {
		old.Fetched = r.now().Add(robotsAgain - robotsFresh) // serves until it is asked for again
		file = old
	}
	e.file, e.read = file, parseRobots(file.Status, file.Body)
	a.notes.robots(file)
	return nil
}

func (r *robots) age(f Robots) time.Duration { return r.now().Sub(f.Fetched) }

// fresh: a file from the future comes from a clock that was put back.
func (r *robots) fresh(f Robots) bool {
	if f.Fetched.IsZero() || r.age(f) < 0 {
		return false
	}
	if parseRobots(f.Status, nil).wait {
		return r.age(f) < robotsAgain
	}
	return r.age(f) < robotsFresh
}

// fetch reads robots.txt, following redirects through guard and gates. An
// error is one of this program (stopped, left alone, store); what the host did
// is in the status: 0 for no answer.
func (r *robots) fetch(ctx context.Context, a *ask, origin string) (Robots, error) {
	file := Robots{Origin: origin, Fetched: r.now()}
	u, err := url.Parse(origin + "/robots.txt")
	if err != nil {
		return file, fmt.Errorf("%w: %s", ErrAddress, Cause(err))
	}
	header := http.Header{"User-Agent": {a.userAgent}, "Accept": {"text/plain, */*;q=0.5"}, "Accept-Encoding": {acceptEncoding}}
	for range robotsHops + 1 {
		ans, err := r.net.get(ctx, a, u, header, maxRobots)
		var status *StatusError
		switch {
		case errors.As(err, &status):
			file.Status = status.Code
			return file, nil
		case errors.Is(err, ErrTooLarge), errors.Is(err, ErrEncoding):
			// Not a robots.txt that anybody could follow: an error page, or a
			// trap. RFC 9309 treats what can't be read as absent.
			file.Status = http.StatusNotFound
			return file, nil
		case errors.Is(err, errStopped), errors.Is(err, ErrAlone), errors.Is(err, ErrAddress), errors.Is(err, ErrGuard):
			return file, err
		case errors.Is(err, sources.ErrVerify):
			// A gatekeeper before robots.txt alone: as absent. One before the
			// pages is met there.
			file.Status = http.StatusForbidden
			return file, nil
		case err != nil:
			if ctx.Err() != nil {
				return file, errStopped
			}
			return file, fmt.Errorf("%w: %w", ErrRobotsOut, err)
		}
		file.Status, file.Body = ans.status, ans.body
		to := ans.header.Get("Location")
		if ans.status/100 != 3 || to == "" {
			return file, nil
		}
		if u, err = u.Parse(to); err != nil || r.net.guard.checkURL(u) != nil {
			break
		}
	}
	file.Status, file.Body = http.StatusNotFound, nil // too many redirects, or to nowhere: as absent
	return file, nil
}
