package main

import (
	"bytes"
	"context"
	"time"
)

// dueBlob is where the store notes what is left to do with what was found. Its
// version says what, its bytes are the day of the note.
const dueBlob = "draft due"

// What is left to do. Values are stored: never changed.
const (
	allDone   = 0 // the draft was made with all that is stored
	allDue    = 1 // something was found that nobody has looked at
	draftOnly = 2 // what the best findings lead to was read; the draft is to be made
)

func (n *newsroom) setDue(ctx context.Context, left int) error {
	return n.store.PutBlob(ctx, dueBlob, left, []byte(n.today()))
}

func (n *newsroom) today() string {
	return n.now().In(n.cfg.Newsletter.Zone).Format(time.DateOnly)
}

// cutOff reports whether something was found, or could have been, since the
// draft was last made: a run was begun and what follows it was not done.
func (n *newsroom) cutOff() (bool, error) {
	left, _, err := n.store.GetBlob(dueBlob)
	return left != allDone, err
}

// due tells what is left to do: also where nothing was found since, when a day
// has passed or the editor has touched the file. A run that brings nothing then
// costs next to nothing.
func (n *newsroom) due() (int, error) {
	left, data, err := n.store.GetBlob(dueBlob)
	if err != nil || string(data) != n.today() {
		return allDue, err
	}
	if left != allDone {
		return left, nil
	}
	touched, err := n.draftTouched()
	if err != nil || touched {
		return draftOnly, err
	}
	return allDone, nil
}

// draftTouched reports whether the newest draft is not as it was written, or
// there is none.
func (n *newsroom) draftTouched() (bool, error) {
	drafts, err := n.store.Drafts()
	if err != nil || len(drafts) == 0 {
		return true, err
	}
	d, _, err := n.store.GetDraft(drafts[0])
	if err != nil {
		return true, err
	}
	b, err := readDraft(d.Path)
	return !bytes.Equal(b, d.Written), err
}
