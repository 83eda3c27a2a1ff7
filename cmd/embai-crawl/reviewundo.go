package main

import (
	"bytes"
	"context"
	"slices"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
	"embai-crawl/store"
)

// step is an act that can be undone while the file is as the act left it.
type step struct {
	path          string
	before, after []byte
	base          []byte                  // the memory of the draft before it
	states        map[item.ID]store.State // what was new in the draft: how it stood before
}

// maxUndo bounds how many acts can be undone.
const maxUndo = 100

// step notes what undoing an act will need.
func (d *reviewDesk) step(ctx context.Context, date, path string, before, after []byte) (step, error) {
	s := step{path: path, before: before, after: after, states: map[item.ID]store.State{}}
	n := d.s.room()
	kept, _, err := n.store.GetDraft(date)
	if err != nil {
		return s, err
	}
	s.base = kept.Base
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
		s.states[r.Item.ID] = r.State
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

func (d *reviewDesk) push(s step) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.undo = append(d.undo, s)
	d.undo = d.undo[max(0, len(d.undo)-maxUndo):]
}

// undoLast puts the file back as it was before the last act, and the store
// with it: what had come in is as it was, not cut.
func (d *reviewDesk) undoLast(ctx context.Context, date, path string, b []byte) error {
	d.mu.Lock()
	var last step
	if len(d.undo) > 0 {
		last = d.undo[len(d.undo)-1]
	}
	d.mu.Unlock()
	if last.path != path || !bytes.Equal(last.after, b) {
		return review.ErrNoUndo
	}
	doc, err := issue.Parse(last.before)
	if err != nil {
		return err
	}
	if err := issue.ReplaceFile(path, b, last.before); err != nil {
		return deskError(err)
	}
	change := store.Change{Draft: &store.Draft{Date: date, Base: last.base, Written: last.before, Path: path}}
	for id, state := range last.states {
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
	d.mu.Lock()
	defer d.mu.Unlock()
	d.undo = d.undo[:len(d.undo)-1]
	return nil
}
