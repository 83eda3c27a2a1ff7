package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"embai-crawl/item"
)

// Draft is what is remembered of the draft of one issue.
type Draft struct {
	Date    string    `json:"date"`              // of the issue; the key
	Base    []byte    `json:"base,omitempty"`    // as it was generated last: what an editor's changes are told by
	Written []byte    `json:"written,omitempty"` // as it was written last
	Path    string    `json:"path,omitempty"`
	At      time.Time `json:"at,omitzero"` // when; zero means now
}

// keptVersions is how many earlier versions of a draft are kept.
const keptVersions = 20

type storedDraft struct {
	version
	Draft
}

// PutDraft writes a draft. The one before it is kept as an earlier version,
// if it reads otherwise.
func (s *Store) PutDraft(ctx context.Context, d Draft) error {
	_, err := s.Apply(ctx, Change{Draft: &d})
	return err
}

func (t *tx) putDraft(d Draft) error {
	if d.Date == "" {
		return fmt.Errorf("a draft without a date")
	}
	if d.At.IsZero() {
		d.At = t.now
	}
	var before storedDraft
	known, err := t.get(draftsBucket, []byte(d.Date), &before)
	if err != nil {
		return err
	}
	if known && bytes.Equal(before.Base, d.Base) && bytes.Equal(before.Written, d.Written) && before.Path == d.Path {
		return nil
	}
	if known {
		key := binary.BigEndian.AppendUint64(pairKey(d.Date, ""), uint64(max(before.At.UnixNano(), 0)))
		if err := t.put(versionsBucket, key, before); err != nil {
			return err
		}
		if err := t.dropVersions(d.Date); err != nil {
			return err
		}
	}
	return t.put(draftsBucket, []byte(d.Date), storedDraft{version{valueVersion}, d})
}

func (t *tx) dropVersions(date string) error {
	var keys [][]byte
	prefix := pairKey(date, "")
	c := t.bucket(versionsBucket).Cursor()
	for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys[:max(0, len(keys)-keptVersions)] {
		if err := t.bucket(versionsBucket).Delete(key); err != nil {
			return err
		}
	}
	return nil
}

// GetDraft returns the draft of the issue of a date, and reports whether there
// is one.
func (s *Store) GetDraft(date string) (Draft, bool, error) {
	var d storedDraft
	known := false
	err := s.view("reading a draft", func(t *tx) (err error) {
		known, err = t.get(draftsBucket, []byte(date), &d)
		return err
	})
	return d.Draft, known, err
}

// Drafts returns the dates of all drafts, the newest first.
func (s *Store) Drafts() ([]string, error) {
	var dates []string
	err := s.view("reading drafts", func(t *tx) error {
		return t.bucket(draftsBucket).ForEach(func(date, _ []byte) error {
			dates = append(dates, string(date))
			return nil
		})
	})
	slices.Reverse(dates)
	return dates, err
}

// Versions returns the earlier versions of a draft, the newest first.
func (s *Store) Versions(date string) ([]Draft, error) {
	var all []Draft
	err := s.view("reading versions of a draft", func(t *tx) error {
		prefix := pairKey(date, "")
		c := t.bucket(versionsBucket).Cursor()
		for key, data := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, data = c.Next() {
			var d storedDraft
			if err := decode(versionsBucket, key, data, &d); err != nil {
				return err
			}
			all = append(all, d.Draft)
		}
		return nil
	})
	slices.Reverse(all)
	return all, err
}

// Part records that two things are never one entry.
func (s *Store) Part(ctx context.Context, a, b item.ID) error {
	if a == b || a == "" || b == "" {
		return nil
	}
	return s.update(ctx, "parting two items", func(t *tx) error {
		key := pairKey(min(a, b), max(a, b))
		if t.bucket(partedBucket).Get(key) != nil {
			return nil
		}
		return t.bucket(partedBucket).Put(key, nil)
	})
}

// Parted returns the pairs that are never one entry, under the identities that
// their things have now, the smaller first, sorted.
func (s *Store) Parted() ([][2]item.ID, error) {
	var pairs [][2]item.ID
	err := s.view("reading parted items", func(t *tx) error {
		return t.bucket(partedBucket).ForEach(func(key, _ []byte) error {
			first, second, _ := bytes.Cut(key, []byte{0})
			a, err := t.current(item.ID(first))
			if err != nil {
				return err
			}
			b, err := t.current(item.ID(second))
			if err != nil {
				return err
			}
			if pair := [2]item.ID{min(a, b), max(a, b)}; a != b && !slices.Contains(pairs, pair) {
				pairs = append(pairs, pair)
			}
			return nil
		})
	})
	return pairs, err
}

// current returns the identity under which a thing is kept, or the one given
// where it is not known.
func (t *tx) current(id item.ID) (item.ID, error) {
	r, err := t.find(id)
	if err != nil || r == nil {
		return id, err
	}
	return r.Item.ID, nil
}
