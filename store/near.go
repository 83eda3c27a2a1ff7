package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"embai-crawl/item"
)

// The near-duplicate index finds what was published or dropped, since that is what
// a new item is asked about: whether the editor has dealt with its subject. What
// nobody decided on is grouped when a draft is made and needs no index; so what is
// found anew costs nothing here, however much is known. The tree is divided by days,
// so that what is looked at lies together however large the rest has grown.
const (
	bandDays   = 16  // days in one block
	maxBands   = 256 // bands taken of one item
	maxPerBand = 64  // items looked at in one band of one block, the newest
	maxBlocks  = 32  // blocks looked at, the newest: a year and a half
	maxNear    = 256 // records looked at for one item
)

// blockOf returns the block of days that a time lies in.
func blockOf(t time.Time) uint32 {
	return uint32(max(t.Unix(), 0) / (bandDays * 24 * 60 * 60))
}

// band writes the bands of a record, if it is one that Near finds. They lie in the
// block of the day on which it was published, so that an archive taken in at once
// does not crowd the present. Bands that are there already are no harm.
func (t *tx) band(r *record) error {
	if t.store.bands == nil || !r.State.Tombstone() {
		return nil
	}
	whole, err := t.load(r, longestText)
	if err != nil {
		return err
	}
	r.Item.Text = ""
	at := r.Item.Published
	if at.IsZero() || at.After(t.now) {
		at = r.First
	}
	tree := t.bucket(bandsBucket)
	for _, band := range t.store.bandsOf(&whole.Item) {
		if err := tree.Put(bandKey(blockOf(at), band, r.serial), nil); err != nil {
			return err
		}
	}
	return nil
}

// bandsOf returns the bands of an item, sorted, no more than are kept.
func (s *Store) bandsOf(whole *item.Item) []uint64 {
	bands := slices.Sorted(slices.Values(s.bands(whole)))
	bands = slices.Compact(bands)
	return bands[:min(len(bands), maxBands)]
}

func bandKey(block uint32, band, serial uint64) []byte {
	key := binary.BigEndian.AppendUint32(make([]byte, 0, 20), block)
	key = binary.BigEndian.AppendUint64(key, band)
	return binary.BigEndian.AppendUint64(key, serial)
}

// Near returns the items that were published or dropped and share bands with an item,
// at most limit of them: those that share most first, of these the newest. They are
// what may be near duplicates; whether they are is for the caller to look at. Looked
// at are the days from since to now, to the exactness of two weeks; the cost does not
// grow with the number of items known. Items that lie far apart in time, and all but
// the newest of very many under one band, are not found.
func (s *Store) Near(bands []uint64, since time.Time, limit int) ([]item.ID, error) {
	var ids []item.ID
	err := s.view("looking for near duplicates", func(t *tx) error {
		shared := make(map[uint64]int) // bands by serial
		last := blockOf(t.now)
		first := max(blockOf(since), last-min(last, maxBlocks-1))
		bands := slices.Compact(slices.Sorted(slices.Values(bands)))
		c := t.bucket(bandsBucket).Cursor()
		for _, band := range bands {
			for block := first; block <= last; block++ {
				eachInBand(c, block, band, func(serial uint64) { shared[serial]++ })
			}
		}
		serials := make([]uint64, 0, len(shared))
		for serial := range shared {
			serials = append(serials, serial)
		}
		slices.SortFunc(serials, func(a, b uint64) int {
			return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(b, a))
		})
		// Programs before this one wrote bands of everything.
		for _, serial := range serials[:min(len(serials), maxNear)] {
			if len(ids) >= limit {
				break
			}
			r, err := t.record(serial)
			if err != nil {
				return err
			}
			if r != nil && r.State.Tombstone() && !slices.Contains(ids, r.Item.ID) {
				ids = append(ids, r.Item.ID)
			}
		}
		return nil
	})
	return ids, err
}

// eachInBand calls visit with the newest items under a band in a block of days.
func eachInBand(c *bbolt.Cursor, block uint32, band uint64, visit func(serial uint64)) {
	prefix := bandKey(block, band, 0)[:12]
	key, _ := c.Seek(bandKey(block, band, ^uint64(0)))
	if key == nil {
		key, _ = c.Last()
	} else if !bytes.HasPrefix(key, prefix) {
		key, _ = c.Prev()
	}
	for n := 0; n < maxPerBand && bytes.HasPrefix(key, prefix); n++ {
		visit(serialOf(key))
		key, _ = c.Prev()
	}
}

// idsOf returns the identities of records, each once, at most limit.
func (t *tx) idsOf(serials []uint64, limit int) ([]item.ID, error) {
	var ids []item.ID
	for _, serial := range serials {
		if len(ids) >= limit {
			break
		}
		r, err := t.record(serial)
		if err != nil {
			return nil, err
		}
		if r != nil && !slices.Contains(ids, r.Item.ID) {
			ids = append(ids, r.Item.ID)
		}
	}
	return ids, nil
}
