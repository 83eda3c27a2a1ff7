package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"embai-crawl/item"
)

// Verdict is what was decided on a thing. An empty State leaves the state as it
// is; an empty What writes no line into the log. At is now where it is zero.
type Verdict struct {
	ID     item.ID
	State  State
	Issue  string // date of the issue
	What   string
	Detail string
	At     time.Time
}

// Decide writes verdicts in one transaction. A verdict on a thing that is not
// known makes a record of it, so that what an editor printed from elsewhere is
// not drafted later. Deciding the same a second time changes nothing.
func (s *Store) Decide(ctx context.Context, verdicts []Verdict) error {
	return s.update(ctx, "recording decisions", func(t *tx) error {
		if err := t.decideAll(ctx, verdicts); err != nil {
			return err
		}
		if !t.wrote {
			return errUnchanged
		}
		return nil
	})
}

func (t *tx) decideAll(ctx context.Context, verdicts []Verdict) error {
	for i, v := range verdicts {
		if i%100 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := t.decideOne(v); err != nil {
			return err
		}
		t.relax()
	}
	return nil
}

func (t *tx) decideOne(v Verdict) error {
	if v.State != "" {
		if err := v.State.Validate(); err != nil {
			return err
		}
	}
	r, err := t.find(v.ID)
	if err != nil {
		return err
	}
	if r == nil {
		if !v.ID.Valid() {
			return fmt.Errorf("verdict on %q: no identity", string(v.ID))
		}
		if err := t.insert(item.Item{ID: v.ID, URL: v.ID.Address()}); err != nil {
			return err
		}
		if r, err = t.find(v.ID); err != nil {
			return err
		}
	}
	if err := t.forget(r); err != nil {
		return err
	}
	changed := false
	if v.State != "" && (v.State != r.State || v.Issue != r.Issue) {
		r.State, r.Issue = v.State, v.Issue
		changed = true
		if err := t.band(r); err != nil {
			return err
		}
	}
	if v.What != "" {
		at := v.At
		if at.IsZero() {
			at = t.now
		}
		changed = r.decide(Decision{At: at, Issue: v.Issue, What: v.What, Detail: v.Detail}) || changed
	}
	if err := t.remember(r); err != nil {
		return err
	}
	if !changed {
		return nil
	}
	t.decided++
	return t.putRecord(r)
}

// decide adds to the log what is not in it, and reports whether it grew. The
// time alone makes no other decision.
func (r *record) decide(decisions ...Decision) bool {
	grew := false
	for _, d := range decisions {
		if slices.ContainsFunc(r.Decisions, func(known Decision) bool {
			return known.Issue == d.Issue && known.What == d.What && known.Detail == d.Detail
		}) {
			continue
		}
		r.Decisions = append(r.Decisions, d)
		grew = true
	}
	slices.SortStableFunc(r.Decisions, func(a, b Decision) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Issue, b.Issue))
	})
	if extra := len(r.Decisions) - maxDecisions; extra > 0 {
		r.Decisions = r.Decisions[extra:]
	}
	return grew
}

// Decisions returns a number that is another one once anything was decided:
// what was learnt before is out of date then.
func (s *Store) Decisions() (uint64, error) {
	var n uint64
	err := s.view("counting decisions", func(t *tx) error {
		n = t.decisions()
		return nil
	})
	return n, err
}

var decisionsKey = []byte("decisions")

func (t *tx) decisions() uint64 {
	data := t.bucket(metaBucket).Get(decisionsKey)
	if len(data) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(data)
}

func (t *tx) addDecided() error {
	if t.decided == 0 {
		return nil
	}
	return t.bucket(metaBucket).Put(decisionsKey, binary.BigEndian.AppendUint64(nil, t.decisions()+t.decided))
}
