package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
)

const (
	maxFresh = 2048 // items that wait before they are sorted in
	shards   = 32   // parts in which they are: the first five bits of a band
)

// freshEntry is an item that waits to be sorted in.
type freshEntry struct {
	serial uint64
	block  uint32
	bands  []uint64
}

// freshBands finds the waiting items by band, and knows how far the sorting in
// has come. It holds what is committed, nothing else: a process that is started
// again begins the pass anew, which does no harm.
type freshBands struct {
	mu    sync.RWMutex
	items int
	refs  []freshRef
	last  map[uint64]int32 // newest under a band, as its place in refs and one

	cut   uint64 // the pass that is under way takes entries up to this one; 0 for none
	shard uint64 // the next shard of it
}

type freshRef struct {
	serial uint64
	block  uint32
	before int32 // the next older one of its band, counted as last is
}

// add is called with mu held.
func (f *freshBands) add(entries ...freshEntry) {
	if f.last == nil {
		f.last = map[uint64]int32{}
	}
	f.items += len(entries)
	for _, e := range entries {
		for _, band := range e.bands {
			f.refs = append(f.refs, freshRef{e.serial, e.block, f.last[band]})
			f.last[band] = int32(len(f.refs))
		}
	}
}

// each calls visit with the newest waiting items under a band, from a block of
// days on.
func (f *freshBands) each(band uint64, from uint32, visit func(serial uint64)) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	at := f.last[band]
	for n := 0; at > 0 && n < maxPerBand; n++ {
		ref := f.refs[at-1]
		if ref.block >= from {
			visit(ref.serial)
		}
		at = ref.before
	}
}

func (e freshEntry) marshal() []byte {
	data := binary.BigEndian.AppendUint64(nil, e.serial)
	data = binary.BigEndian.AppendUint32(data, e.block)
	for _, band := range e.bands {
		data = binary.BigEndian.AppendUint64(data, band)
	}
	return data
}

// freshHead is the length of what stands before the bands of an entry: serial
// and block.
const freshHead = 8 + 4

func checkFresh(data []byte) error {
	if len(data) < freshHead || (len(data)-freshHead)%8 != 0 {
		return fmt.Errorf("%w: a fresh entry of %d bytes", ErrCorrupt, len(data))
	}
	return nil
}

func parseFresh(data []byte) (freshEntry, error) {
	if err := checkFresh(data); err != nil {
		return freshEntry{}, err
	}
	e := freshEntry{
		serial: binary.BigEndian.Uint64(data),
		block:  binary.BigEndian.Uint32(data[8:]),
		bands:  make([]uint64, 0, (len(data)-freshHead)/8),
	}
	for at := freshHead; at < len(data); at += 8 {
		e.bands = append(e.bands, binary.BigEndian.Uint64(data[at:]))
	}
	return e, nil
}

func (s *Store) loadFresh() error {
	return s.view("reading the near-duplicate index", func(t *tx) error {
		entries, err := t.waiting(0, ^uint64(0))
		if err != nil {
			return err
		}
		s.fresh.mu.Lock()
		defer s.fresh.mu.Unlock()
		s.fresh.add(entries...)
		return nil
	})
}

// waiting returns the entries after one sequence number and up to another.
func (t *tx) waiting(after, upTo uint64) ([]freshEntry, error) {
	var entries []freshEntry
	c := t.bucket(freshBucket).Cursor()
	for key, data := c.Seek(serialKey(after + 1)); key != nil && serialOf(key) <= upTo; key, data = c.Next() {
		e, err := parseFresh(data)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// finishFresh lets the items of this transaction be found once it is written.
// When many wait, it sorts a part of them in: the more, the more come.
func (t *tx) finishFresh() error {
	if len(t.fresh) == 0 {
		return nil
	}
	f, fresh := &t.store.fresh, t.fresh
	f.mu.RLock()
	items, cut, shard := f.items, f.cut, f.shard
	f.mu.RUnlock()
	if cut == 0 && items+len(fresh) <= maxFresh {
		t.OnCommit(func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.add(fresh...)
		})
		return nil
	}
	if cut == 0 {
		cut, shard = t.bucket(freshBucket).Sequence(), 0
	}
	end := min(shards, shard+1+uint64(len(fresh)*shards/maxFresh))
	if err := t.sortIn(cut, shard, end); err != nil {
		return err
	}
	if end < shards {
		t.OnCommit(func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.add(fresh...)
			f.cut, f.shard = cut, end
		})
		return nil
	}
	left, err := t.waiting(cut, ^uint64(0))
	if err != nil {
		return err
	}
	if err := t.dropWaiting(cut); err != nil {
		return err
	}
	t.OnCommit(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.items, f.refs, f.cut, f.shard = 0, f.refs[:0], 0, 0
		clear(f.last) // it will be as large again
		f.add(left...)
	})
	return nil
}

// sortIn puts the bands of some shards of the waiting entries into the tree. It
// reads them where they lie: each pass looks at all of them many times.
func (t *tx) sortIn(cut, from, to uint64) error {
	var refs []bandRef
	c := t.bucket(freshBucket).Cursor()
	for key, data := c.First(); key != nil && serialOf(key) <= cut; key, data = c.Next() {
		if err := checkFresh(data); err != nil {
			return err
		}
		for at := freshHead; at < len(data); at += 8 {
			band := binary.BigEndian.Uint64(data[at:])
			if shard := band >> 59; from <= shard && shard < to {
				refs = append(refs, bandRef{binary.BigEndian.Uint32(data[8:]), band, binary.BigEndian.Uint64(data)})
			}
		}
	}
	slices.SortFunc(refs, func(a, b bandRef) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.band, b.band), cmp.Compare(a.serial, b.serial))
	})
	tree := t.bucket(bandsBucket)
	key := make([]byte, 0, bandKeySize)
	for _, r := range refs {
		key = appendBandKey(key[:0], r) // Put keeps a copy
		if err := tree.Put(key, nil); err != nil {
			return err
		}
	}
	return nil
}

// dropWaiting deletes the entries that are sorted in.
func (t *tx) dropWaiting(upTo uint64) error {
	b := t.bucket(freshBucket)
	var keys [][]byte
	c := b.Cursor()
	for key, _ := c.First(); key != nil && serialOf(key) <= upTo; key, _ = c.Next() {
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		if err := b.Delete(key); err != nil {
			return err
		}
	}
	return nil
}
