package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
	"embai-crawl/store"
)

// step is an act that can be undone while the file is as the act left it. It
// is kept in the store too: see reviewsteps.go.
type step struct {
	Serial int64
	Path   string
	Date   string
	Before []byte                  // the file before the act
	After  [sha256.Size]byte       // sum of the file after it
	Base   []byte                  // the memory of the draft before it
	States map[item.ID]store.State // what was new in the draft: how it stood before
}

// maxUndo bounds how many acts can be undone.
const maxUndo = 50

// left reports whether a file is as the act left it.
func (s *step) left(path string, b []byte) bool { return s.Path == path && sha256.Sum256(b) == s.After }

// step notes what undoing an act will need.
func (d *reviewDesk) step(ctx context.Context, date, path string, before, after []byte) (step, error) {
	s := step{Path: path, Date: date, Before: before, After: sha256.Sum256(after), States: map[item.ID]store.State{}}
	n := d.s.room()
	kept, _, err := n.store.GetDraft(date)
	if err != nil {
		return s, err
	}
	s.Base = kept.Base
	was, err := identities(before)
	if err != nil {
		return s, err
	}
	is, err := identities(after)
	if err != nil {
		return s, err
	}
	is = slices.DeleteFunc(is, func(id item.ID) bool { return slices.Contains(was, id) })
	records, err := n.store.GetMany(ctx, is)
	for _, r := range records {
		s.States[r.Item.ID] = r.State
	}
	return s, err
}

// identities are those that a draft names.
func identities(b []byte) ([]item.ID, error) {
	doc, err := issue.Parse(b)
	if err != nil {
		return nil, err
	}
	var ids []item.ID
	for i := range doc.Entries {
		ids = append(ids, doc.Entries[i].IDs...)
	}
	return ids, nil
}

// steps gives the acts that can be undone, the last one at the end: those of
// an earlier process are read from the store when they are asked for first.
func (d *reviewDesk) steps() ([]step, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.recalled {
		old, err := loadSteps(d.s.room().store)
		if err != nil {
			return nil, err
		}
		d.undo, d.recalled = old, true
	}
	return d.undo, nil
}

// push adds an act, in memory and in the store.
func (d *reviewDesk) push(ctx context.Context, s step) error {
	all, err := d.steps()
	if err != nil {
		return err
	}
	s.Serial = 1
	if len(all) > 0 {
		s.Serial = all[len(all)-1].Serial + 1
	}
	d.mu.Lock()
	d.undo = append(slices.Clone(all[max(0, len(all)-maxUndo+1):]), s)
	d.mu.Unlock()
	return saveStep(ctx, d.s.room().store, &s)
}

// pop forgets the last act, in memory and in the store.
func (d *reviewDesk) pop(ctx context.Context) error {
	d.mu.Lock()
	last := d.undo[len(d.undo)-1]
	d.undo = slices.Clone(d.undo[:len(d.undo)-1])
	d.mu.Unlock()
	return forgetStep(ctx, d.s.room().store, last.Serial)
}

// canUndo reports whether the last act left the file as it is.
func (d *reviewDesk) canUndo(path string, b []byte) (bool, error) {
	all, err := d.steps()
	return err == nil && len(all) > 0 && all[len(all)-1].left(path, b), err
}

// undoLast puts the file back as it was before the last act, and the store
// with it: what had come in is as it was, not cut.
func (d *reviewDesk) undoLast(ctx context.Context, date, path string, b []byte) error {
	all, err := d.steps()
	if err != nil {
		return err
	}
	if len(all) == 0 || !all[len(all)-1].left(path, b) {
		return review.ErrNoUndo
	}
	last := all[len(all)-1]
	doc, err := issue.Parse(last.Before)
	if err != nil {
		return err
	}
	if err := issue.ReplaceFile(path, b, last.Before); err != nil {
		return deskError(err)
	}
	change := store.Change{Draft: &store.Draft{Date: date, Base: last.Base, Written: last.Before, Path: path}}
	for id, state := range last.States {
		change.Verdicts = append(change.Verdicts, store.Verdict{ID: id, State: state, What: "undone"})
	}
	for _, e := range doc.Entries {
		state := store.StateDrafted
		if e.Held {
			state = store.StateHeld
		}
		for _, id := range e.IDs {
			if id.Valid() {
				change.Verdicts = append(change.Verdicts, store.Verdict{ID: id, State: state, Issue: date})
			}
		}
	}
	if _, err := d.s.room().store.Apply(ctx, change); err != nil {
		return err
	}
	if err := d.pop(ctx); err != nil {
		return err
	}
	d.listRest(ctx, date, bytes.Clone(last.Before))
	return nil
}
