package main

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"time"

	"embai-crawl/crawler"
)

// attempts are the pages of articles that could not be read or gave no text,
// by address. Without them the same pages would be asked for in each run, and
// take the place of others among those of a run.
type attempts map[string]attempt

type attempt struct {
	Tries int       `json:"tries"`
	Next  time.Time `json:"next"` // not asked for before
}

// A page waits for firstWait after it failed, twice as long each further time,
// up to lastWait; what has not been asked for since forgetAfter is forgotten.
const (
	firstWait   = 6 * time.Hour
	lastWait    = 7 * 24 * time.Hour
	forgetAfter = 30 * 24 * time.Hour
)

// attemptsBlob is where the store keeps them; of another version they are
// forgotten.
const (
	attemptsBlob    = "article pages that failed"
	attemptsVersion = 1
)

func (n *newsroom) attempts() (attempts, error) {
	version, data, err := n.store.GetBlob(attemptsBlob)
	a := attempts{}
	if err != nil || version != attemptsVersion || json.Unmarshal(data, &a) != nil {
		return attempts{}, err
	}
	return a, nil
}

func (n *newsroom) putAttempts(ctx context.Context, a attempts) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return n.store.PutBlob(ctx, attemptsBlob, attemptsVersion, data)
}

// waits reports whether a page is not to be asked for yet. A time that no
// attempt could have set comes from a clock that was put back.
func (a attempts) waits(address string, now time.Time) bool {
	next := a[address].Next
	return next.After(now) && next.Sub(now) <= lastWait
}

// note takes what came of asking.
func (a attempts) note(got []crawler.Fetched, now time.Time) {
	for _, g := range got {
		switch {
		case g.Err == nil && len(g.Items) > 0 && g.Items[0].Text != "":
			delete(a, g.Address)
		case errors.Is(g.Err, crawler.ErrAlone): // nobody asked
		default:
			tries := a[g.Address].Tries + 1
			a[g.Address] = attempt{Tries: tries, Next: now.Add(min(firstWait<<min(tries-1, 10), lastWait))}
		}
	}
	maps.DeleteFunc(a, func(_ string, t attempt) bool { return now.Sub(t.Next) > forgetAfter })
}
