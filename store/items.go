package store

import (
	"context"
	"fmt"

	"embai-crawl/item"
)

// Get returns the record of a thing by any form of its identity, with its full
// text, and reports whether there is one.
func (s *Store) Get(id item.ID) (Record, bool, error) {
	var found Record
	ok := false
	err := s.view("reading an item", func(t *tx) error {
		r, err := t.find(id)
		if err != nil || r == nil {
			return err
		}
		ok = true
		found, err = t.load(r, longestText)
		return err
	})
	return found, ok, err
}

// GetMany returns the records of those of the things that are known, in the
// order asked for, each once, with their full texts.
func (s *Store) GetMany(ctx context.Context, ids []item.ID) ([]Record, error) {
	var found []Record
	err := s.view("reading items", func(t *tx) error {
		seen := make(map[uint64]bool, len(ids))
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			r, err := t.find(id)
			if err != nil {
				return err
			}
			if r == nil || seen[r.serial] {
				continue
			}
			seen[r.serial] = true
			full, err := t.load(r, longestText)
			if err != nil {
				return err
			}
			found = append(found, full)
		}
		return nil
	})
	return found, err
}

// Resolve returns the identity under which a thing is kept, for any form of
// it, and reports whether it is known.
func (s *Store) Resolve(id item.ID) (item.ID, bool, error) {
	var to item.ID
	err := s.view("resolving an identity", func(t *tx) error {
		r, err := t.find(id)
		if r != nil {
			to = r.Item.ID
		}
		return err
	})
	return to, to != "", err
}

// Known reports whether a thing is known by this form of its identity.
func (s *Store) Known(id item.ID) (bool, error) {
	known := false
	err := s.view("looking for an identity", func(t *tx) error {
		known = t.bucket(idsBucket).Get([]byte(id)) != nil
		return nil
	})
	return known, err
}

// find returns the record of a thing, nil if there is none.
func (t *tx) find(id item.ID) (*record, error) {
	if id == "" {
		return nil, nil
	}
	key := t.bucket(idsBucket).Get([]byte(id))
	if key == nil {
		return nil, nil
	}
	return t.record(serialOf(key))
}

// record returns a record by its serial, or the one that it was merged into;
// nil if there is none.
func (t *tx) record(serial uint64) (*record, error) {
	for range maxForwards {
		data := t.bucket(recordsBucket).Get(serialKey(serial))
		if data == nil {
			return nil, nil
		}
		r, to, err := decodeRecord(serial, data)
		if err != nil || to == 0 {
			return r, err
		}
		serial = to
	}
	return nil, fmt.Errorf("%w: record %d is merged into itself", ErrCorrupt, serial)
}

// maxForwards is far more than the merges that one thing goes through; it ends
// a circle that only damage can make.
const maxForwards = 1000

// load makes a record whole, with as much of its text as limit bytes hold.
func (t *tx) load(r *record, limit int) (Record, error) {
	text, err := t.text(r, limit)
	if err != nil {
		return Record{}, textError(r, err)
	}
	r.Item.Text = text
	return r.Record, nil
}

func textError(r *record, err error) error { return fmt.Errorf("text of %s: %w", r.Item.ID, err) }
