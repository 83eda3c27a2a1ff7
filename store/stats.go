package store

import (
	"context"
	"fmt"
	"io"
	"os"
)

// Stats says how much is stored.
type Stats struct {
	Items                                  int // all records
	New, Drafted, Held, Dropped, Published int // of them by state
	Bytes                                  int64
}

// counts are numbers of records by state. In a transaction they are what it
// changes.
type counts struct {
	New       int `json:"new"`
	Drafted   int `json:"drafted"`
	Held      int `json:"held"`
	Dropped   int `json:"dropped"`
	Published int `json:"published"`
}

func (c *counts) change(s State, by int) {
	switch s {
	case StateNew:
		c.New += by
	case StateDrafted:
		c.Drafted += by
	case StateHeld:
		c.Held += by
	case StateDropped:
		c.Dropped += by
	case StatePublished:
		c.Published += by
	}
}

// storedCounts is the value of meta/counts.
type storedCounts struct {
	version
	counts
}

var countsKey = []byte("counts")

// addCounts keeps the sums up to date: to count a million records takes long.
func (t *tx) addCounts() error {
	if err := t.addDecided(); err != nil {
		return err
	}
	if t.counts == (counts{}) {
		return nil
	}
	var sum storedCounts
	if _, err := t.get(metaBucket, countsKey, &sum); err != nil {
		return err
	}
	sum.version = version{valueVersion}
	sum.New += t.counts.New
	sum.Drafted += t.counts.Drafted
	sum.Held += t.counts.Held
	sum.Dropped += t.counts.Dropped
	sum.Published += t.counts.Published
	return t.put(metaBucket, countsKey, sum)
}

// Stats returns how much is stored, at a cost that does not depend on it.
func (s *Store) Stats() (Stats, error) {
	var sum storedCounts
	err := s.view("counting", func(t *tx) error {
		_, err := t.get(metaBucket, countsKey, &sum)
		return err
	})
	if err != nil {
		return Stats{}, err
	}
	size, err := s.Size()
	return Stats{
		Items: sum.New + sum.Drafted + sum.Held + sum.Dropped + sum.Published,
		New:   sum.New, Drafted: sum.Drafted, Held: sum.Held, Dropped: sum.Dropped, Published: sum.Published,
		Bytes: size,
	}, err
}

// Size returns the length of the file in bytes. It never shrinks: what was
// freed is used again.
func (s *Store) Size() (int64, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0, fmt.Errorf("store: reading the size: %w", err)
	}
	return info.Size(), nil
}

// Backup writes a copy of the store as it is at this moment, which can be
// opened in its place. Writers go on meanwhile.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	return s.view("writing a backup", func(t *tx) error {
		_, err := t.WriteTo(contextWriter{ctx, w})
		if stopped := ctx.Err(); stopped != nil {
			return stopped // bbolt does not wrap what it meets
		}
		return err
	})
}

// contextWriter stops writing when its context ends.
type contextWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c contextWriter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
