package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"embai-crawl/item"
)

// The near-duplicate index. Bands are hashes: to write those of one page into
// a tree of millions would touch as many pages of the file as there are bands.
// So new ones are appended, kept in memory besides, and sorted into the tree
// many at a time; and the tree is divided by days, so that what is written and
// read lies together however large the rest has grown.
const (
	bandDays   = 8    // days in one block
	maxBands   = 256  // bands taken of one item
	maxFresh   = 1024 // items that wait to be sorted in
	maxPerBand = 64   // items looked at in one band of one block, the newest
	maxBlocks  = 64   // blocks looked at, the newest: a year and a half
)

// freshEntry is an item that waits to be sorted in.
type freshEntry struct {
	serial uint64
	block  uint32
	bands  []uint64
}

// freshBands finds the waiting items by band.
type freshBands struct {
	items  int
	byBand map[uint64][]freshRef
}

type freshRef struct {
	serial uint64
	block  uint32
}

func (f *freshBands) add(e freshEntry) {
	if f.byBand == nil {
		f.byBand = make(map[uint64][]freshRef)
	}
	f.items++
	for _, band := range e.bands {
		f.byBand[band] = append(f.byBand[band], freshRef{e.serial, e.block})
	}
}

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

func (e freshEntry) marshal() []byte {
	data := binary.BigEndian.AppendUint64(nil, e.serial)
	data = binary.BigEndian.AppendUint32(data, e.block)
	for _, band := range e.bands {
		data = binary.BigEndian.AppendUint64(data, band)
	}
	return data
}

func parseFresh(data []byte) (freshEntry, error) {
	if len(data) < 12 || (len(data)-12)%8 != 0 {
		return freshEntry{}, fmt.Errorf("%w: a fresh entry of %d bytes", ErrCorrupt, len(data))
	}
	e := freshEntry{serial: binary.BigEndian.Uint64(data), block: binary.BigEndian.Uint32(data[8:])}
	for at := 12; at < len(data); at += 8 {
		e.bands = append(e.bands, binary.BigEndian.Uint64(data[at:]))
	}
	return e, nil
}

func (s *Store) loadFresh() error {
	return s.view("reading the near-duplicate index", func(t *tx) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		return t.bucket(freshBucket).ForEach(func(_, data []byte) error {
			e, err := parseFresh(data)
			if err == nil {
				s.fresh.add(e)
			}
			return err
		})
	})
}

// finishFresh lets the items of this transaction be found once it is written,
// and sorts in all that wait when they have become many.
func (t *tx) finishFresh() error {
	if len(t.fresh) == 0 {
		return nil
	}
	s, fresh := t.store, t.fresh
	s.mu.RLock()
	waiting := s.fresh.items
	s.mu.RUnlock()
	if waiting+len(fresh) <= maxFresh {
		t.OnCommit(func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, e := range fresh {
				s.fresh.add(e)
			}
		})
		return nil
	}
	if err := t.sortFresh(); err != nil {
		return err
	}
	t.OnCommit(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.fresh = freshBands{}
	})
	return nil
}

// sortFresh moves all waiting items into the tree.
func (t *tx) sortFresh() error {
	var keys [][]byte
	waiting := t.bucket(freshBucket)
	sequence := waiting.Sequence()
	err := waiting.ForEach(func(_, data []byte) error {
		e, err := parseFresh(data)
		if err != nil {
			return err
		}
		for _, band := range e.bands {
			keys = append(keys, bandKey(e.block, band, e.serial))
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(keys, bytes.Compare)
	tree := t.bucket(bandsBucket)
	for _, key := range keys {
		if err := tree.Put(key, nil); err != nil {
			return err
		}
	}
	if err := t.DeleteBucket(freshBucket); err != nil {
		return err
	}
	empty, err := t.CreateBucket(freshBucket)
	if err != nil {
		return err
	}
	return empty.SetSequence(sequence)
}

func bandKey(block uint32, band, serial uint64) []byte {
	key := binary.BigEndian.AppendUint32(make([]byte, 0, 20), block)
	key = binary.BigEndian.AppendUint64(key, band)
	return binary.BigEndian.AppendUint64(key, serial)
}

// Near returns the items that share bands with an item, at most limit of them:
// those that share most first, of these the newest. They are what may be near
// duplicates; whether they are is for the caller to look at. Looked at are the
// days from since to now, to the exactness of a week; the cost does not grow
// with the number of items known. Items that lie far apart in time, and all but
// the newest of very many under one band, are not found.
func (s *Store) Near(bands []uint64, since time.Time, limit int) ([]item.ID, error) {
	var ids []item.ID
	err := s.view("looking for near duplicates", func(t *tx) error {
		shared := make(map[uint64]int)
		last := blockOf(t.now)
		first := max(blockOf(since), last-min(last, maxBlocks-1))
		bands := slices.Compact(slices.Sorted(slices.Values(bands)))
		s.mu.RLock()
		for _, band := range bands {
			refs := s.fresh.byBand[band]
			for _, ref := range refs[max(0, len(refs)-maxPerBand):] {
				if ref.block >= first {
					shared[ref.serial]++
				}
			}
		}
		s.mu.RUnlock()
		c := t.bucket(bandsBucket).Cursor()
		for block := first; block <= last; block++ {
			for _, band := range bands {
				prefix := bandKey(block, band, 0)[:12]
				key, _ := c.Seek(bandKey(block, band, ^uint64(0)))
				if key == nil {
					key, _ = c.Last()
				}
				for n := 0; n < maxPerBand && key != nil; key, _ = c.Prev() {
					if bytes.HasPrefix(key, prefix) {
						shared[serialOf(key)]++
						n++
					} else if bytes.Compare(key, prefix) < 0 {
						break
					}
				}
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
