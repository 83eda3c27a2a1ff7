package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
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

// unbanded is a record whose bands are still to be found and written.
type unbanded struct {
	serial uint64
	block  uint32
	whole  *item.Item
	bands  []uint64
}

// bandsAtOnce is how many items, with their texts, wait for their bands.
const bandsAtOnce = 256

// band has the bands of a record written. They lie in the block of the day on
// which it was published, so that a month of old articles taken in at once does
// not crowd the present.
func (t *tx) band(r *record, whole *item.Item) error {
	if t.store.bands == nil {
		return nil
	}
	at := whole.Published
	if at.IsZero() || at.After(t.now) {
		at = r.First
	}
	t.unbanded = append(t.unbanded, unbanded{serial: r.serial, block: blockOf(at), whole: whole})
	if len(t.unbanded) < bandsAtOnce {
		return nil
	}
	return t.finishBands()
}

// finishBands finds the bands of what waits for them, on all processors since
// words cost more than writing, and writes them in the order in which the items
// came.
func (t *tx) finishBands() error {
	waiting := t.unbanded
	t.unbanded = nil
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(waiting)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(waiting)); i = next.Add(1) - 1 {
				waiting[i].bands = t.store.bandsOf(waiting[i].whole)
			}
		})
	}
	workers.Wait()
	b := t.bucket(freshBucket)
	for _, w := range waiting {
		if len(w.bands) == 0 {
			continue
		}
		sequence, err := b.NextSequence()
		if err != nil {
			return err
		}
		e := freshEntry{serial: w.serial, block: w.block, bands: w.bands}
		t.fresh = append(t.fresh, e)
		if err := b.Put(serialKey(sequence), e.marshal()); err != nil {
			return err
		}
	}
	return nil
}

// bandsOf returns the bands of an item, sorted, no more than are kept.
func (s *Store) bandsOf(whole *item.Item) []uint64 {
	bands := slices.Clone(s.bands(whole))
	slices.Sort(bands)
	bands = slices.Compact(bands)
	return bands[:min(len(bands), maxBands)]
}

// bandRef is an item under a band of a block of days.
type bandRef struct {
	block        uint32
	band, serial uint64
}

// bandKeySize is the length of the key of a bandRef, in bytes.
const bandKeySize = 4 + 8 + 8

func appendBandKey(key []byte, r bandRef) []byte {
	key = binary.BigEndian.AppendUint32(key, r.block)
	key = binary.BigEndian.AppendUint64(key, r.band)
	return binary.BigEndian.AppendUint64(key, r.serial)
}

func bandKey(block uint32, band, serial uint64) []byte {
	return appendBandKey(make([]byte, 0, bandKeySize), bandRef{block, band, serial})
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
