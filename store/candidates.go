package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"iter"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"embai-crawl/item"
)

// chunk is how many records are read in one transaction before they are given
// out. None stays open meanwhile: the one who reads may write.
const chunk = 200

// Candidates returns what may come into a draft: the new, drafted and held
// records that were first found since then, and before them the drafted and
// held ones that are older. Both are in order of time, the oldest first.
// Published and dropped ones never are among them. Texts are cut at 4 KiB: Get
// gives them whole. The cost grows with the window, not with the store.
func (s *Store) Candidates(ctx context.Context, since time.Time) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for r, err := range s.walk(ctx, openBucket, next, anyState, nil) {
			if err == nil && !r.First.Before(since) {
				continue // comes below
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
		for r, err := range s.walk(ctx, whenBucket, next, isOpen, timeKey(since, 0)) {
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Learn returns what a model is trained on: every published, dropped and held
// record, and of the others the newest, at most max of them. Texts are cut at
// 4 KiB.
func (s *Store) Learn(ctx context.Context, max int) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for r, err := range s.walk(ctx, decidedBucket, next, anyState, nil) {
			if !yield(r, err) || err != nil {
				return
			}
		}
		if max <= 0 {
			return
		}
		n := 0
		undecided := func(letter []byte) bool { return !isDecided(letter) }
		for r, err := range s.walk(ctx, whenBucket, previous, undecided, nil) {
			if !yield(r, err) || err != nil {
				return
			}
			if n++; n >= max {
				return
			}
		}
	}
}

// step moves a cursor behind a key, or to the first one if that is nil.
type step func(c *bbolt.Cursor, after []byte) (key, value []byte)

// next goes up. The key to begin with is given out itself where nothing was
// before it.
func next(c *bbolt.Cursor, after []byte) (key, value []byte) {
	if after == nil {
		return c.First()
	}
	key, value = c.Seek(after)
	if bytes.Equal(key, after) {
		return c.Next()
	}
	return key, value
}

// previous goes down.
func previous(c *bbolt.Cursor, after []byte) (key, value []byte) {
	if after == nil {
		return c.Last()
	}
	if key, _ := c.Seek(after); key == nil {
		return c.Last()
	}
	return c.Prev()
}

func anyState([]byte) bool { return true }

// walk reads the records that a bucket of keys ending in serials names, from
// after on, where its values are wanted.
func (s *Store) walk(ctx context.Context, bucket []byte, move step, wanted func(value []byte) bool, after []byte) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for more := true; more; {
			var found []Record
			err := s.view("reading records", func(t *tx) (err error) {
				raws := make([]rawRecord, 0, chunk)
				c := t.bucket(bucket).Cursor()
				key, value := move(c, after)
				for n := 0; key != nil && n < 20*chunk && len(raws) < chunk; n++ {
					if wanted(value) {
						raws = append(raws, t.raw(serialOf(key)))
						t.relax()
					}
					after = append(after[:0], key...)
					key, value = move(c, key)
				}
				more = key != nil
				found, err = s.decodeAll(raws)
				return err
			})
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Record{}, err)
				return
			}
			for _, r := range found {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// NamesAny reports whether any item names another thing.
func (s *Store) NamesAny() (names bool, err error) {
	err = s.view("looking for references", func(t *tx) error {
		first, _ := t.bucket(refsBucket).Cursor().First()
		names = first != nil
		return nil
	})
	return names, err
}

// Naming returns the items that name a thing, by this form of its identity, the
// newest first, at most limit of them.
func (s *Store) Naming(ref item.ID, limit int) ([]item.ID, error) {
	var ids []item.ID
	err := s.view("looking for references", func(t *tx) error {
		forms := []item.ID{ref}
		if r, err := t.find(ref); err != nil {
			return err
		} else if r != nil {
			forms = append(forms, r.Item.ID)
			forms = append(forms, r.Item.Aliases...)
		}
		var serials []uint64
		c := t.bucket(refsBucket).Cursor()
		for _, id := range forms {
			prefix := pairKey(id, "")
			key, _ := c.Seek(binary.BigEndian.AppendUint64(bytes.Clone(prefix), ^uint64(0)))
			if key == nil {
				key, _ = c.Last()
			} else {
				key, _ = c.Prev()
			}
			for n := 0; n < limit && bytes.HasPrefix(key, prefix); n++ {
				serials = append(serials, serialOf(key))
				key, _ = c.Prev()
			}
		}
		slices.SortFunc(serials, func(a, b uint64) int { return cmp.Compare(b, a) })
		var err error
		ids, err = t.idsOf(serials, limit)
		return err
	})
	return ids, err
}
