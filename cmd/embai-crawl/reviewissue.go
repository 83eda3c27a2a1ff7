package main

import (
	"context"
	"crypto/sha256"
	"errors"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
	"embai-crawl/store"
)

// add fetches a link and puts it into the draft.
func (d *reviewDesk) add(ctx context.Context, date, path string, before []byte, address string) (string, error) {
	n := d.s.room()
	links := item.FindLinks(address)
	if len(links) == 0 {
		return "", errors.New("no link")
	}
	got, err := n.add(ctx, links[:1])
	if err != nil {
		return "", err
	}
	message := ""
	if len(got) > 0 && got[0].Err != nil {
		message = got[0].Err.Error()
	}
	kept, _, err := n.store.GetDraft(date)
	if err != nil {
		return "", err
	}
	res, err := n.updateDraft(ctx, date)
	if err != nil {
		return "", err
	}
	if before != nil {
		s := step{
			Path: path, Date: date, Before: before, After: sha256.Sum256(res.File),
			Base: kept.Base, States: map[item.ID]store.State{},
		}
		for _, e := range res.Added {
			for _, id := range e.IDs {
				s.States[id] = store.StateDropped
			}
		}
		if err := d.push(ctx, s); err != nil {
			return "", err
		}
	}
	d.s.runs.Add(1)
	return message, nil
}

// write makes the first draft of an issue, or puts one back that was removed,
// as it was last. A file that is there is left alone.
func (d *reviewDesk) write(ctx context.Context, date, path string, b []byte, what review.What) error {
	n := d.s.room()
	kept, _, err := n.store.GetDraft(date)
	switch {
	case err != nil:
		return err
	case b != nil:
		return review.ErrChanged
	case what == review.Restore && len(kept.Written) > 0:
		return deskError(issue.ReplaceFile(path, nil, kept.Written))
	}
	if _, err := n.updateDraft(ctx, date); err != nil {
		return err
	}
	d.s.runs.Add(1)
	return nil
}

// publish makes an issue of the draft, past warnings if it is told to.
func (d *reviewDesk) publish(ctx context.Context, path string, b []byte, force bool) error {
	_, found, err := d.s.room().publish(ctx, path, publishOptions{force: force})
	if errors.Is(err, errFindings) {
		doc, err := issue.Parse(b)
		if err != nil {
			return err
		}
		return &review.FaultsError{Findings: findings(doc, doc.Keys(), found)}
	}
	if err != nil {
		return err
	}
	d.s.runs.Add(1)
	return nil
}
