package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
)

// Do implements [review.Desk].
func (d *reviewDesk) Do(ctx context.Context, a review.Act) (string, error) {
	d.s.editing.Lock()
	defer d.s.editing.Unlock()
	date, path, b, err := d.file()
	if err != nil {
		return "", err
	}
	switch {
	case a.What == review.Add:
		return d.add(ctx, date, path, b, a.URL)
	case a.What == review.Write || a.What == review.Restore:
		return "", d.write(ctx, date, path, b, a.What)
	case b == nil:
		return "", errors.New("there is no draft to change")
	case a.What == review.Publish:
		return "", d.publish(ctx, path, b, a.Force)
	case a.What == review.Undo:
		return "", d.undoLast(ctx, date, path, b)
	}
	p, err := d.candidatePool(ctx, date)
	if err != nil {
		return "", err
	}
	mem, err := d.s.room().memory(date)
	if err != nil {
		return "", err
	}
	if _, err := issue.Update(mem, b, p.next); err != nil { // a broken file is left alone
		return "", err
	}
	after, err := d.apply(ctx, p, b, a)
	if err != nil {
		return "", deskError(err)
	}
	// Without this, saving what was not changed would look like a new draft.
	if bytes.Equal(after, b) {
		return "", nil
	}
	s, err := d.step(ctx, date, path, b, after)
	if err != nil {
		return "", err
	}
	if err := issue.ReplaceFile(path, b, after); err != nil {
		return "", deskError(err)
	}
	if err := d.remember(ctx, date, p, after, &s); err != nil {
		return "", err
	}
	if err := d.push(ctx, s); err != nil {
		return "", err
	}
	if a.What == review.Split {
		return "", d.partInStore(ctx, b, a)
	}
	return "", nil
}

// deskError turns an error of an operation into one that the page knows.
func deskError(err error) error {
	switch {
	case errors.Is(err, issue.ErrNoEntry):
		return review.ErrGone
	case errors.Is(err, issue.ErrChanged):
		return review.ErrChanged
	}
	return err
}

// remember runs the three-way update over what the act left, as cron would.
func (d *reviewDesk) remember(ctx context.Context, date string, p *pool, after []byte, s *step) error {
	n := d.s.room()
	mem, err := n.memory(date)
	if err != nil {
		return err
	}
	mem.Pure = "" // a person has touched the file
	res, err := issue.Update(mem, after, p.kept(d.s.room().issueOptions()))
	if err != nil {
		return fmt.Errorf("the file was written, but can't be understood any more: %w", err)
	}
	if res.Changed {
		if err := issue.ReplaceFile(s.Path, after, res.File); err != nil {
			return deskError(err)
		}
		s.After = sha256.Sum256(res.File)
	}
	if err := n.record(ctx, &draftResult{Date: date, Path: s.Path, Result: res}); err != nil {
		return err
	}
	d.writeRest(p, res.Rest)
	return nil
}

// apply gives the file's bytes with the act done.
func (d *reviewDesk) apply(ctx context.Context, p *pool, b []byte, a review.Act) ([]byte, error) {
	doc, err := issue.Parse(b)
	if err != nil {
		return nil, err
	}
	keys := doc.Keys()
	if (a.What == review.Move || a.What == review.Take) && !a.Section.Valid() {
		return nil, errors.New("no such section")
	}
	switch a.What {
	case review.Drop:
		return issue.Drop(b, a.Key)
	case review.Hold:
		if !slices.Contains(keys, a.Key) { // a candidate
			if b, err = take(p, b, doc, keys, a); err != nil {
				return nil, err
			}
		}
		return issue.Hold(b, a.Key)
	case review.Move:
		return issue.Move(b, a.Key, a.Section, placeBefore(doc, keys, a))
	case review.Take:
		return take(p, b, doc, keys, a)
	case review.Edit:
		i := slices.Index(keys, a.Key)
		switch {
		case i < 0:
			return nil, review.ErrGone
		case !a.Force && base(doc.Raw(i)) != a.Base:
			return nil, review.ErrChanged
		}
		after, _, err := rewrite(b, a.Key, a.Title, a.Summary)
		return after, err
	case review.Merge:
		return issue.Merge(b, a.With, a.Key)
	case review.Split:
		return d.split(ctx, p, b, a)
	case review.Guide:
		if a.Summary == "" {
			if a.Summary, err = issue.FreshGuide(b); err != nil {
				return nil, err
			}
		} else if !a.Force && a.Base != base(doc.Guide) {
			return nil, review.ErrChanged
		}
		return issue.SetGuide(b, a.Summary)
	}
	return nil, fmt.Errorf("no such act: %s", a.What)
}

// take puts a candidate, or what is on the shelf, into its section.
func take(p *pool, b []byte, doc *issue.Document, keys []string, a review.Act) ([]byte, error) {
	if i := slices.Index(keys, a.Key); i >= 0 {
		if !doc.Entries[i].Held {
			return nil, review.ErrThere
		}
		return issue.Move(b, a.Key, a.Section, placeBefore(doc, keys, a))
	}
	at := slices.IndexFunc(p.rest, func(e issue.Entry) bool { return e.Key() == a.Key })
	if at < 0 {
		return nil, review.ErrGone
	}
	return issue.Take(b, p.rest[at], a.Section, placeBefore(doc, keys, a))
}

// placeBefore is the place of the entry that is to follow, within its section
// and without the entry that moves; -1 for the end.
func placeBefore(doc *issue.Document, keys []string, a review.Act) int {
	at := 0
	for i := range doc.Entries {
		e := &doc.Entries[i]
		if e.Held || e.Short || e.Section != a.Section || keys[i] == a.Key {
			continue
		}
		if keys[i] == a.Before {
			return at
		}
		at++
	}
	return -1
}

// rewrite gives an entry another title and summary, where they differ, and its
// key thereafter: an entry without a marker is known by its title.
func rewrite(b []byte, key, title, summary string) ([]byte, string, error) {
	doc, err := issue.Parse(b)
	if err != nil {
		return nil, "", err
	}
	i := slices.Index(doc.Keys(), key)
	if i < 0 {
		return nil, "", review.ErrGone
	}
	if title != doc.Entries[i].Title {
		if b, err = issue.Retitle(b, key, title); err != nil {
			return nil, "", err
		}
		if doc, err = issue.Parse(b); err != nil {
			return nil, "", err
		}
		key = doc.Keys()[i]
	}
	now, err := issue.Summary(b, key)
	if err != nil {
		return nil, "", err
	}
	if summary = strings.ReplaceAll(summary, "\r\n", "\n"); summary != now {
		b, err = issue.SetSummary(b, key, summary)
	}
	return b, key, err
}

// split makes one item of an entry an entry of its own.
func (d *reviewDesk) split(ctx context.Context, p *pool, b []byte, a review.Act) ([]byte, error) {
	r, ok, err := d.s.room().store.Get(item.ID(a.With))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, review.ErrGone
	}
	one := issue.Candidate{Items: []item.Item{r.Item}}
	if c := p.by[r.Item.ID]; c != nil {
		one.Result = c.Result
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return issue.Part(b, a.Key, issue.Compose(one))
}

// partInStore keeps for good that what was split is not about one subject.
func (d *reviewDesk) partInStore(ctx context.Context, before []byte, a review.Act) error {
	doc, err := issue.Parse(before)
	if err != nil {
		return err
	}
	i := slices.Index(doc.Keys(), a.Key)
	if i < 0 {
		return nil
	}
	for _, id := range doc.Entries[i].IDs {
		if id != item.ID(a.With) {
			if err := d.s.room().store.Part(ctx, id, item.ID(a.With)); err != nil {
				return err
			}
		}
	}
	d.s.runs.Add(1) // the candidates are others now
	return nil
}
