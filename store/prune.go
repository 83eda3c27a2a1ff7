package store

import (
	"bytes"
	"context"
	"time"
)

// pruneChunk is how many records one transaction of Prune looks at.
const pruneChunk = 1000

// Prune drops what was written of items before a time and is of use for drafts
// alone: full texts, and of items that nobody decided on summaries, links and
// references too. Identities, titles, accounts, addresses, times and decisions
// stay for ever. It returns how many items were pruned. The cost is that of
// what is dropped; the file keeps its length and uses the room again.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	pruned := 0
	for more := true; more; {
		n := 0
		err := s.update(ctx, "pruning", func(t *tx) (err error) {
			n, more, err = t.prune(before)
			return err
		})
		if err != nil {
			return pruned, err
		}
		pruned += n
	}
	return pruned, nil
}

func (t *tx) prune(before time.Time) (pruned int, more bool, err error) {
	limit := timeKey(before, 0)
	var keys [][]byte
	c := t.bucket(agingBucket).Cursor()
	for key, _ := c.First(); key != nil && bytes.Compare(key, limit) < 0; key, _ = c.Next() {
		if len(keys) == pruneChunk {
			more = true
			break
		}
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		if err := t.bucket(agingBucket).Delete(key); err != nil {
			return pruned, false, err
		}
		dropped, err := t.slim(serialOf(key), before)
		if err != nil {
			return pruned, false, err
		}
		if dropped {
			pruned++
		}
	}
	if !more {
		more, err = t.pruneBands(before)
	}
	return pruned, more, err
}

// pruneBands drops blocks of the near-duplicate index that end before a time,
// and reports whether there are more.
func (t *tx) pruneBands(before time.Time) (more bool, err error) {
	limit := bandKey(blockOf(before), 0, 0)
	var keys [][]byte
	c := t.bucket(bandsBucket).Cursor()
	for key, _ := c.First(); key != nil && bytes.Compare(key, limit) < 0; key, _ = c.Next() {
		if len(keys) == 20*pruneChunk {
			more = true
			break
		}
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		if err := t.bucket(bandsBucket).Delete(key); err != nil {
			return false, err
		}
	}
	return more, nil
}

// slim drops the long parts of a record, unless it is part of an open draft, or
// was seen since: its feed would bring them back at once.
func (t *tx) slim(serial uint64, before time.Time) (bool, error) {
	r, err := t.record(serial)
	if err != nil || r == nil || r.serial != serial {
		return false, err
	}
	if r.State == StateDrafted || r.State == StateHeld {
		return false, t.age(serial, t.now) // looked at again when its time comes next
	}
	if !r.Seen.Before(before) {
		return false, t.age(serial, r.Seen)
	}
	if err := t.bucket(textsBucket).Delete(serialKey(serial)); err != nil {
		return false, err
	}
	if r.State == StateNew {
		for _, ref := range r.Item.Refs {
			if err := t.bucket(refsBucket).Delete(pairKey(ref.ID, serialKey(serial))); err != nil {
				return false, err
			}
		}
		r.Item.Summary, r.Item.Links, r.Item.Refs = "", nil, nil
		r.Item.Comment, r.Item.Authors, r.Item.Image = "", nil, ""
		r.Item.Categories, r.Item.Topics = nil, nil
	}
	return true, t.putRecord(r)
}
