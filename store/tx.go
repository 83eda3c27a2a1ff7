package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
)

// tx is one transaction, with the moment at which it began and what is written
// when it ends.
type tx struct {
	*bbolt.Tx
	store *Store
	now   time.Time

	wrote   bool // a record was written
	counts  counts
	decided uint64 // decisions made in this transaction
}

// view reads in one transaction. A transaction that stays open keeps the
// writer from reusing pages: callers that give what they read to others read in
// pieces.
func (s *Store) view(doing string, fn func(*tx) error) error {
	err := s.guard(func() error {
		return s.db.View(func(b *bbolt.Tx) error {
			t := &tx{Tx: b, store: s, now: s.now()}
			defer t.relax()
			return fn(t)
		})
	})
	return wrap(doing, err)
}

// errUnchanged ends a transaction that has nothing to write: to commit it would
// wait for the disk all the same.
var errUnchanged = errors.New("nothing to write")

// update writes in one transaction, which is on the disk when update returns
// nil, and was never there when it returns an error.
func (s *Store) update(ctx context.Context, doing string, fn func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return wrap(doing, err)
	}
	wrote := false
	err := s.guard(func() error {
		return s.db.Update(func(b *bbolt.Tx) error {
			t := &tx{Tx: b, store: s, now: s.now()}
			defer t.relax()
			if err := fn(t); err != nil {
				return err
			}
			wrote = t.wrote
			return t.finish()
		})
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	if wrote {
		s.changes.Add(1)
	}
	return wrap(doing, err)
}

// relaxEvery is after how many transactions, or items of one, it is looked
// whether too much of the file is resident: each may touch a megabyte.
const relaxEvery = 8

// mostResident is how many bytes of the file, and of the program since the store was
// opened, may be resident before the pages are let go of.
const mostResident = 10 << 20

func (t *tx) relax() {
	if t.store.relaxed.Add(1)%relaxEvery == 0 {
		t.forgetPages(mostResident)
	}
}

// finish writes what changes once a transaction.
func (t *tx) finish() error {
	if err := t.addCounts(); err != nil {
		return err
	}
	// To write looks at every page that changes once more.
	t.forgetPages(mostResident / 2)
	return nil
}

// guard turns the panics with which bbolt, and the memory map under it, answer
// pages that can't be right into an error. After one nothing is written any
// more.
func (s *Store) guard(fn func() error) (err error) {
	if s.broken.Load() {
		return ErrCorrupt
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			s.broken.Store(true)
			err = fmt.Errorf("%w: %v", ErrCorrupt, cause)
		}
	}()
	return fn()
}

func wrap(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("store: %s: %w: nothing of this was written, all before it is safe; make room and run again", doing, err)
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

// bucket returns one of the buckets that prepare has made.
func (t *tx) bucket(name []byte) *bbolt.Bucket { return t.Bucket(name) }

// put encodes a value of the current version.
func (t *tx) put(bucket, key []byte, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encoding %s: %w", bucket, err)
	}
	return t.bucket(bucket).Put(key, data)
}

// get decodes a value, and reports whether there is one.
func (t *tx) get(bucket, key []byte, value interface{ readable() error }) (bool, error) {
	data := t.bucket(bucket).Get(key)
	if data == nil {
		return false, nil
	}
	return true, decode(bucket, key, data, value)
}

// decode reads a JSON value, and refuses one of a program that is newer than
// this one.
func decode(bucket, key, data []byte, value interface{ readable() error }) error {
	if err := json.Unmarshal(data, value); err != nil {
		return fmt.Errorf("%w: %s %q: %v", ErrCorrupt, bucket, key, err)
	}
	if err := value.readable(); err != nil {
		return fmt.Errorf("%s %q: %w", bucket, key, err)
	}
	return nil
}

// valueVersion is the newest version of a JSON value. Fields may be added
// freely: old values lack them and read as zero, old programs leave them out.
// A field that changes its meaning takes a new number, and its reader learns to
// read both.
const valueVersion = 1

// version is the part that all JSON values begin with.
type version struct {
	V int `json:"v"`
}

func (v version) readable() error {
	if v.V < 1 || v.V > valueVersion {
		return fmt.Errorf("value of version %d, this program reads up to %d: it was written by a newer one", v.V, valueVersion)
	}
	return nil
}

func serialKey(serial uint64) []byte { return binary.BigEndian.AppendUint64(nil, serial) }

func serialOf(key []byte) uint64 {
	if len(key) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(key[len(key)-8:])
}

// timeKey sorts by time, then by serial. Times outside of what nanoseconds can
// count do not occur: they are the clock's.
func timeKey(at time.Time, serial uint64) []byte {
	key := binary.BigEndian.AppendUint64(nil, uint64(max(at.UnixNano(), 0)))
	return binary.BigEndian.AppendUint64(key, serial)
}

// pairKey joins two parts of which the first holds no zero byte.
func pairKey[A, B ~string | ~[]byte](a A, b B) []byte {
	key := make([]byte, 0, len(a)+1+len(b))
	key = append(key, a...)
	key = append(key, 0)
	return append(key, b...)
}
