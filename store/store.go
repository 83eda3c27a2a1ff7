// Package store keeps what embai-crawl knows between runs, in one bbolt file:
// every item ever found with all forms of its identity, what was decided on
// it, the issues and drafts, and what was learnt of sources, addresses and
// hosts.
//
// It knows items and how they merge. It must not know how they are fetched,
// ranked or printed: those packages see it through small interfaces of their
// own.
//
// # The file
//
// Top-level buckets; keys sort the way they are read. A serial is the number
// of a record in order of arrival, 8 bytes, big-endian; so are all other
// numbers in keys, times in Unix nanoseconds. Values are JSON with a version
// in "v" where nothing else is said.
//
//	meta       format → "embai-crawl 1"; counts → records by state;
//	           decisions → how often anything was decided
//	ids        ID → serial: the alias table. Every form of identity ever seen,
//	           kept for ever
//	records    serial → record without its text; a record that was merged into
//	           another holds no more than the other's serial
//	texts      serial → encoding (1 plain, 2 flate) and full text
//	when       first found, serial → state letter: candidates by time
//	open       serial → nothing: drafted and held records, whatever their age
//	decided    serial → nothing: published, dropped and held records
//	aging      time written, serial → nothing: texts by age, for Prune
//	refs       ID, 0, serial → nothing: who names what
//	bands      day block (4 bytes), band, serial → nothing: what was published
//	           or dropped, by what it has in common with others
//	issues     date → issue
//	printed    ID, 0, date → nothing: which issues printed it
//	drafts     date → draft
//	versions   date, 0, time → an earlier version of a draft
//	parted     ID, 0, ID → nothing: pairs that are never one entry
//	sources    name → state of a source
//	addresses  address → validators
//	hosts      name → state of a host
//	robots     origin → robots.txt
//	blobs      name → version (8 bytes), bytes
//
// Of what is found nothing but ids and refs is written at random, with few keys an
// item: what a page costs does not grow with the number of items known.
package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"embai-crawl/item"
)

// format is the value of meta/format. A program that meets another number does
// not touch the file.
const format = "embai-crawl 1"

// The buckets of the schema above.
var (
	metaBucket      = []byte("meta")
	idsBucket       = []byte("ids")
	recordsBucket   = []byte("records")
	textsBucket     = []byte("texts")
	whenBucket      = []byte("when")
	openBucket      = []byte("open")
	decidedBucket   = []byte("decided")
	agingBucket     = []byte("aging")
	refsBucket      = []byte("refs")
	bandsBucket     = []byte("bands")
	issuesBucket    = []byte("issues")
	printedBucket   = []byte("printed")
	draftsBucket    = []byte("drafts")
	versionsBucket  = []byte("versions")
	partedBucket    = []byte("parted")
	sourcesBucket   = []byte("sources")
	addressesBucket = []byte("addresses")
	hostsBucket     = []byte("hosts")
	robotsBucket    = []byte("robots")
	blobsBucket     = []byte("blobs")

	buckets = [][]byte{
		metaBucket, idsBucket, recordsBucket, textsBucket, whenBucket, openBucket,
		decidedBucket, agingBucket, refsBucket, bandsBucket,
		issuesBucket, printedBucket, draftsBucket, versionsBucket, partedBucket,
		sourcesBucket, addressesBucket, hostsBucket, robotsBucket, blobsBucket,
	}
)

// Options say how a store is opened. The zero value is of use.
type Options struct {
	Now     func() time.Time // the clock; nil means time.Now
	Command string           // what runs, for whoever finds the file locked: "embai-crawl run"
	Wait    time.Duration    // how long to wait for another run to let go; 0 means 200 ms

	// Bands gives the keys under which an item's near-duplicates are found once it
	// was published or dropped. It is called with Title, Summary and Text in place.
	// Nil: no such index.
	Bands func(*item.Item) []uint64

	NoSync bool // commits do not wait for the disk: for tests and throw-away stores
}

// Store is an open store. Its methods may be called from several goroutines;
// writes wait for one another.
type Store struct {
	db      *bbolt.DB
	path    string
	now     func() time.Time
	bands   func(*item.Item) []uint64
	sidecar string
	file    *os.File    // the one that bbolt has opened and locked
	broken  atomic.Bool // a page could not be read: nothing is written any more
	changes atomic.Uint64

	relaxed atomic.Uint64 // transactions, see relax
	statm   *statm
}

// Open opens the store in the file at path and makes it, and the folder that
// it is in, where there is none. The errors are a *LockedError while another
// process holds it, ErrForeign for a file that is no store, ErrCorrupt for one
// that is damaged, and those of the file system.
func Open(path string, o Options) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("store: making the folder: %w", err)
	}
	if err := checkFile(path); err != nil {
		return nil, err
	}
	s := &Store{path: path, now: o.Now, bands: o.Bands, sidecar: path + ".lock", statm: openStatm()}
	if s.now == nil {
		s.now = time.Now
	}
	err := s.guard(func() (err error) {
		s.db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout: cmp.Or(o.Wait, 200*time.Millisecond),
			// The array form of the list of free pages slows down with the
			// size of the file.
			FreelistType: bbolt.FreelistMapType,
			// Address space only, so that a growing file is not mapped anew,
			// and grown by the 16 MB that bbolt takes at a time from there on.
			InitialMmapSize: 64 << 20,
			NoSync:          o.NoSync,
			NoGrowSync:      o.NoSync,
			NoStatistics:    true,
			OpenFile: func(name string, flag int, mode fs.FileMode) (f *os.File, err error) {
				s.file, err = os.OpenFile(name, flag, mode)
				return s.file, err
			},
		})
		return err
	})
	if err != nil {
		_ = s.statm.Close()
		if s.broken.Load() {
			_ = letGo(s.file)
		}
		return nil, openError(path, s.sidecar, err)
	}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	// Who holds the file is a courtesy to the next one: not being able to say
	// so is no reason not to work.
	_ = writeSidecar(s.sidecar, holder{PID: os.Getpid(), Since: s.now(), Command: o.Command})
	return s, nil
}

func openError(path, sidecar string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return readSidecar(sidecar)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("store: opening %s: %w", path, ErrForeign)
	case errors.Is(err, berrors.ErrChecksum):
		return fmt.Errorf("store: opening %s: %w: both of its first pages are damaged", path, ErrCorrupt)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("store: opening %s: %w: the user who runs this must be able to write the file and its folder", path, err)
	}
	return fmt.Errorf("store: opening %s: %w", path, err)
}

// prepare makes the buckets of a new file, and reads from an old one what is
// kept in memory.
func (s *Store) prepare() error {
	known := false
	err := s.view("reading the format", func(t *tx) error {
		if t.Bucket(metaBucket) == nil {
			if name, _ := t.Cursor().First(); name != nil {
				return ErrForeign
			}
			return nil
		}
		known = true
		if got := string(t.bucket(metaBucket).Get([]byte("format"))); got != format {
			return fmt.Errorf("%w: its format is %q, this program reads %q", ErrForeign, got, format)
		}
		for _, name := range buckets {
			if t.Bucket(name) == nil {
				known = false // written by a program before this one
			}
		}
		known = known && t.Bucket(freshBucket) == nil
		return nil
	})
	if err != nil {
		return err
	}
	if !known {
		err := s.guard(func() error {
			return s.db.Update(func(b *bbolt.Tx) error {
				for _, name := range buckets {
					if _, err := b.CreateBucketIfNotExists(name); err != nil {
						return err
					}
				}
				if err := sortFresh(b); err != nil {
					return err
				}
				return b.Bucket(metaBucket).Put([]byte("format"), []byte(format))
			})
		})
		if err != nil {
			return fmt.Errorf("store: making the buckets: %w", err)
		}
	}
	return nil
}

// Changes grows with each write of a record by this process: until it does, what
// was read of items before is still what is there.
func (s *Store) Changes() uint64 { return s.changes.Load() }

// Close waits for what is being written and lets go of the file.
func (s *Store) Close() error {
	_ = os.Remove(s.sidecar)
	shut := s.db.Close
	if s.broken.Load() {
		// bbolt may wait for locks that nobody will free.
		shut = func() error { return letGo(s.file) }
	}
	_ = s.statm.Close() // nothing was written to it
	if err := shut(); err != nil {
		return fmt.Errorf("store: closing: %w", err)
	}
	return nil
}
