package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"embai-crawl/item"
)

// Added says what became of items that were handed in.
type Added struct {
	New     int       // never seen before
	Known   int       // seen before; New + Known is what was handed in
	Updated int       // of the known, those that told something new
	Merged  int       // records that turned out to be one with another
	NewIDs  []item.ID // of the new ones, in the order of arrival
	Barred  []item.ID // of the known, those that are published or dropped
}

// seenEvery is how exactly the last sighting of an item is kept. An item stays
// in its feed for weeks: to write it each time would cost more than all else.
const seenEvery = 24 * time.Hour

// Add takes in what was found, in one transaction. An item is known if any
// form of its identity is; then the richer of each field is kept. An item that
// ties two known ones together makes them one. Items without an ID are
// normalised first, those with one are taken to be; what still has none is an
// error. A good number at a time is between 500 and 2,000: one transaction
// waits for the disk once, and holds in memory what it writes.
func (s *Store) Add(ctx context.Context, items []item.Item) (Added, error) {
	var added Added
	err := s.update(ctx, "adding items", func(t *tx) (err error) {
		if added, err = t.addAll(ctx, items); err == nil && !t.wrote {
			return errUnchanged
		}
		return err
	})
	if err != nil {
		return Added{}, err
	}
	return added, nil
}

func (t *tx) addAll(ctx context.Context, items []item.Item) (Added, error) {
	var added Added
	for i := range items {
		if i%100 == 0 && ctx.Err() != nil {
			return added, ctx.Err()
		}
		t.relax()
		if err := t.add(items[i], &added); err != nil {
			return added, err
		}
	}
	return added, nil
}

// add looks up, within the same transaction that inserts, what is known of the
// item: between a look and an insert of its own an editor's decision could be
// written, and a dropped item come back.
func (t *tx) add(it item.Item, added *Added) error {
	if it.ID == "" {
		item.Normalize(&it)
		if it.ID == "" {
			return fmt.Errorf("item %q has no identity", it.URL)
		}
	}
	known, err := t.same(&it)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		added.New++
		added.NewIDs = append(added.NewIDs, it.ID)
		return t.insert(it)
	}
	added.Known++
	r := known[0]
	for _, other := range known[1:] {
		if r, err = t.join(r, other); err != nil {
			return err
		}
		added.Merged++
	}
	changed, err := t.enrich(r, it)
	if err != nil {
		return err
	}
	if changed {
		added.Updated++
	}
	if r.State.Tombstone() {
		added.Barred = append(added.Barred, r.Item.ID)
	}
	return nil
}

// same returns the records that any form of an item's identity leads to, the
// oldest first.
func (t *tx) same(it *item.Item) ([]*record, error) {
	var found []*record
	for _, id := range slices.Concat([]item.ID{it.ID}, it.Aliases) {
		r, err := t.find(id)
		if err != nil {
			return nil, err
		}
		if r != nil && !slices.ContainsFunc(found, func(f *record) bool { return f.serial == r.serial }) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b *record) int {
		if a.serial < b.serial {
			return -1
		}
		return 1
	})
	return found, nil
}

func (t *tx) insert(it item.Item) error {
	serial, err := t.bucket(recordsBucket).NextSequence()
	if err != nil {
		return err
	}
	r := &record{serial: serial}
	r.Record = Record{Item: it, First: t.now, Seen: t.now, State: StateNew}
	if it.Source != "" {
		r.Sources = []string{it.Source}
	}
	r.Item.Text = ""
	if it.Text != "" {
		if err := t.putText(r, it.Text); err != nil {
			return err
		}
	}
	if err := t.age(serial, t.now); err != nil {
		return err
	}
	if err := t.bucket(whenBucket).Put(timeKey(r.First, serial), stateLetter(r.State)); err != nil {
		return err
	}
	t.counts.change(r.State, 1)
	if err := t.name(r); err != nil {
		return err
	}
	return t.putRecord(r)
}

// enrich adds to a record what a new finding of it tells, and reports whether
// it told anything.
func (t *tx) enrich(r *record, it item.Item) (bool, error) {
	before, err := encodeRecord(r)
	if err != nil {
		return false, err
	}
	title := r.Item.Title
	text := it.Text
	it.Text = ""
	first := r.Item.Source
	r.Item = item.Merge(r.Item, it)
	r.Item.Source = first // the one that found it first
	if it.Source != "" && !slices.Contains(r.Sources, it.Source) {
		r.Sources = append(r.Sources, it.Source)
	}
	newText := text != "" && hashText(text) != r.textHash && utf8.RuneCountInString(text) > r.textRunes
	if newText {
		if err := t.putText(r, text); err != nil {
			return false, err
		}
		if err := t.age(r.serial, t.now); err != nil {
			return false, err
		}
	}
	after, err := encodeRecord(r)
	if err != nil {
		return false, err
	}
	changed := !bytes.Equal(before, after)
	if changed {
		if err := t.name(r); err != nil {
			return false, err
		}
		// Bands of an unchanged text would be written a second time.
		if newText || title != r.Item.Title {
			if err := t.band(r); err != nil {
				return false, err
			}
		}
	}
	if changed || t.now.Sub(r.Seen) >= seenEvery {
		r.Seen = t.now
		return changed, t.putRecord(r)
	}
	return false, nil
}

// maxIndexed is how many of an item's references lead back to it.
const maxIndexed = 100

// name writes the forms of a record's identity, and what it names.
func (t *tx) name(r *record) error {
	ids, serial := t.bucket(idsBucket), serialKey(r.serial)
	for _, id := range slices.Concat([]item.ID{r.Item.ID}, r.Item.Aliases) {
		if !strings.HasPrefix(string(ids.Get([]byte(id))), string(serial)) {
			if err := ids.Put([]byte(id), serial); err != nil {
				return err
			}
		}
	}
	refs := t.bucket(refsBucket)
	for _, ref := range r.Item.Refs[:min(len(r.Item.Refs), maxIndexed)] {
		if err := refs.Put(pairKey(ref.ID, serial), nil); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putRecord(r *record) error {
	data, err := encodeRecord(r)
	if err != nil {
		return err
	}
	t.wrote = true
	return t.bucket(recordsBucket).Put(serialKey(r.serial), data)
}
