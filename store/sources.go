package store

import (
	"context"
	"slices"
	"time"
)

// SourceState is what is known of a source. Counts are of its last run. History
// is kept by the store: what is put in it is ignored.
type SourceState struct {
	Name         string        `json:"name"`
	State        string        `json:"state,omitempty"`
	LastTry      time.Time     `json:"last_try,omitzero"`
	LastSuccess  time.Time     `json:"last_success,omitzero"`
	FailingSince time.Time     `json:"failing_since,omitzero"`
	NextDue      time.Time     `json:"next_due,omitzero"`
	Failures     int           `json:"failures,omitempty"`
	LastError    string        `json:"last_error,omitempty"`
	Pages        int           `json:"pages,omitempty"`
	NotModified  int           `json:"not_modified,omitempty"`
	Items        int           `json:"items,omitempty"`
	NewItems     int           `json:"new_items,omitempty"`
	Bytes        int64         `json:"bytes,omitempty"`
	Duration     time.Duration `json:"duration_ns,omitempty"`
	MovedTo      string        `json:"moved_to,omitempty"`
	Pending      []Pending     `json:"pending,omitempty"`
	History      []Day         `json:"history,omitempty"` // the last 30 days with anything in them, oldest first
}

// Pending is an address that a page gave and that is not fetched yet.
type Pending struct {
	URL   string `json:"url"`
	Depth int    `json:"depth,omitempty"`
	Tries int    `json:"tries,omitempty"` // runs in which it failed with what may pass
}

// Day is what a source gave on one day of UTC.
type Day struct {
	Date     string `json:"date"` // 2026-11-23
	Pages    int    `json:"pages,omitempty"`
	Items    int    `json:"items,omitempty"`
	New      int    `json:"new,omitempty"`
	Failures int    `json:"failures,omitempty"` // runs that ended in a fault
}

// historyDays is how many days of a source are kept.
const historyDays = 30

type storedSource struct {
	version
	SourceState
}

// GetSource returns the state of a source, zero but for its name where there
// is none.
func (s *Store) GetSource(name string) (SourceState, error) {
	var state storedSource
	err := s.view("reading a source", func(t *tx) error {
		_, err := t.get(sourcesBucket, []byte(name), &state)
		return err
	})
	state.Name = name
	return state.SourceState, err
}

// PutSource writes the state of a source.
func (s *Store) PutSource(ctx context.Context, state SourceState) error {
	return s.update(ctx, "writing a source", func(t *tx) error { return t.putSource(state, Day{}) })
}

// Sources returns the states of all sources ever crawled, by name.
func (s *Store) Sources() ([]SourceState, error) {
	var all []SourceState
	err := s.view("reading sources", func(t *tx) error {
		return t.bucket(sourcesBucket).ForEach(func(name, data []byte) error {
			var state storedSource
			if err := decode(sourcesBucket, name, data, &state); err != nil {
				return err
			}
			all = append(all, state.SourceState)
			return nil
		})
	})
	return all, err
}

// putSource writes a state, and adds what a page gave to the source's day.
func (t *tx) putSource(state SourceState, gave Day) error {
	var before storedSource
	if _, err := t.get(sourcesBucket, []byte(state.Name), &before); err != nil {
		return err
	}
	if state.Failures > before.Failures {
		gave.Failures = 1
	}
	state.History = before.History
	if gave != (Day{}) {
		today := t.now.UTC().Format(time.DateOnly)
		if n := len(state.History); n == 0 || state.History[n-1].Date != today {
			state.History = append(state.History, Day{Date: today})
		}
		day := &state.History[len(state.History)-1]
		day.Pages += gave.Pages
		day.Items += gave.Items
		day.New += gave.New
		day.Failures += gave.Failures
		if extra := len(state.History) - historyDays; extra > 0 {
			state.History = slices.Delete(state.History, 0, extra)
		}
	}
	return t.put(sourcesBucket, []byte(state.Name), storedSource{version{valueVersion}, state})
}
