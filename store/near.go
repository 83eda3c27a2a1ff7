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

// The near-duplicate index. Bands are hashes: to write those of one page into
// a tree of millions would touch as many pages of the file as there are bands.
// So new ones are appended, kept in memory besides, and sorted into the tree
// many at a time (fresh.go); and the tree is divided by days, so that what is
// written and read lies together however large the rest has grown.
const (
	bandDays   = 16  // days in one block
	maxBands   = 256 // bands taken of one item
	maxPerBand = 64  // items looked at in one band of one block, the newest
	maxBlocks  = 32  // blocks looked at, the newest: a year and a half
)

// blockOf returns the block of days that a time lies in.
func blockOf(t time.Time) uint32 {
	return uint32(max(t.Unix(), 0) / (bandDays * 24 * 60 * 60))
}

// band writes the bands of a record. It lies in the block of the day on which
// it was published, so that a month of old articles taken in at once does not
// crowd the present.
func (t *tx) band(r *record, whole *item.Item) error {
	if t.store.bands == nil {
		return nil
	}
	bands := slices.Clone(t.store.bands(whole))
	slices.Sort(bands)
	bands = slices.Compact(bands)
	bands = bands[:min(len(bands), maxBands)]
	if len(bands) == 0 {
		return nil
	}
	at := whole.Published
	if at.IsZero() || at.After(t.now) {
		at = r.First
	}
	e := freshEntry{serial: r.serial, block: blockOf(at), bands: bands}
	b := t.bucket(freshBucket)
	sequence, err := b.NextSequence()
	if err != nil {
		return err
	}
	t.fresh = append(t.fresh, e)
	return b.Put(serialKey(sequence), e.marshal())
}

func bandKey(block uint32, band, serial uint64) []byte {
	key := binary.BigEndian.AppendUint32(make([]byte, 0, 20), block)
	key = binary.BigEndian.AppendUint64(key, band)
	return binary.BigEndian.AppendUint64(key, serial)
}

// Near returns the items that share bands with an item, at most limit of them:
// those that share most first, of these the newest. They are what may be near
// duplicates; whether they are is for the caller to look at. Looked at are the
// days from since to now, to the exactness of two weeks; the cost does not grow
// with the number of items known. Items that lie far apart in time, and all but
// the newest of very many under one band, are not found.
func (s *Store) Near(bands []uint64, since time.Time, limit int) ([]item.ID, error) {
	var ids []item.ID
	err := s.view("looking for near duplicates", func(t *tx) error {
		shared := make(map[uint64]int) // bands by serial
		counted := make(map[uint64]uint64)
		count := func(serial, band uint64) {
			// While it is sorted in, a band is in both places.
			if last, again := counted[serial]; !again || last != band {
				counted[serial] = band
				shared[serial]++
			}
		}
		last := blockOf(t.now)
		first := max(blockOf(since), last-min(last, maxBlocks-1))
		bands := slices.Compact(slices.Sorted(slices.Values(bands)))
		c := t.bucket(bandsBucket).Cursor()
		for _, band := range bands {
			s.fresh.each(band, first, func(serial uint64) { count(serial, band) })
			for block := first; block <= last; block++ {
				eachInBand(c, block, band, func(serial uint64) { count(serial, band) })
			}
		}
		serials := make([]uint64, 0, len(shared))
		for serial := range shared {
			serials = append(serials, serial)
		}
		slices.SortFunc(serials, func(a, b uint64) int {
			return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(b, a))
		})
		var err error
		ids, err = t.idsOf(serials, limit)
		return err
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
