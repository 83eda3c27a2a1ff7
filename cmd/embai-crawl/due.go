package main

import (
	"bytes"
	"context"
	"time"
)

// dueBlob is where the store notes whether the draft has to be looked at. Its
// version is 1 while it has, 0 when that was done, on the day in its bytes.
const dueBlob = "draft due"

// setDue notes that something was found that no draft has been made with.
func (n *newsroom) setDue(ctx context.Context) error {
	return n.store.PutBlob(ctx, dueBlob, 1, []byte("due"))
}

// setDone notes that the draft was made with all that is stored.
func (n *newsroom) setDone(ctx context.Context) error {
	return n.store.PutBlob(ctx, dueBlob, 0, []byte(n.today()))
}

func (n *newsroom) today() string {
	return n.now().In(n.cfg.Newsletter.Zone).Format(time.DateOnly)
}

// cutOff reports whether something was found, or could have been, since the
// draft was last made: a run was begun and what follows it was not done.
func (n *newsroom) cutOff() (bool, error) {
	version, _, err := n.store.GetBlob(dueBlob)
	return version != 0, err
}

// due reports whether the draft would be another one than it is: something was
// found since, a day has passed, or the editor has touched the file. A run that
// brings nothing then costs next to nothing.
func (n *newsroom) due() (bool, error) {
	version, data, err := n.store.GetBlob(dueBlob)
	if err != nil || version != 0 || string(data) != n.today() {
		return true, err
	}
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
