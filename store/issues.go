package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"embai-crawl/item"
)

// Issue is one issue of the newsletter that was published.
type Issue struct {
	Date    string       `json:"date"` // 2026-11-30; the key
	Title   string       `json:"title,omitempty"`
	Hash    string       `json:"hash,omitempty"` // of the file it was read from or written to
	Path    string       `json:"path,omitempty"`
	Entries []IssueEntry `json:"entries,omitempty"`
}

// IssueEntry is one entry of an issue.
type IssueEntry struct {
	IDs     []item.ID    `json:"ids,omitempty"`
	Section item.Section `json:"section,omitempty"`
	Title   string       `json:"title,omitempty"`
	Account string       `json:"account,omitempty"`
	URL     string       `json:"url,omitempty"`
	Summary string       `json:"summary,omitempty"`
	Links   []string     `json:"links,omitempty"`
	Line    int          `json:"line,omitempty"` // in its file, from 1
}

type storedIssue struct {
	version
	Issue
}

// Change is what is recorded in one transaction when an issue is published or
// read: what it prints becomes known, what was decided on it and on what it
// left out, and the issue itself.
type Change struct {
	Items    []item.Item
	Verdicts []Verdict
	Issue    *Issue
	Draft    *Draft
}

// Apply writes a change in one transaction. The same change a second time
// changes nothing.
func (s *Store) Apply(ctx context.Context, c Change) (Added, error) {
	var added Added
	err := s.update(ctx, "recording an issue", func(t *tx) (err error) {
		if added, err = t.addAll(ctx, c.Items); err != nil {
			return err
		}
		if err := t.decideAll(ctx, c.Verdicts); err != nil {
			return err
		}
		if c.Issue != nil {
			if err := t.putIssue(*c.Issue); err != nil {
				return err
			}
		}
		if c.Draft != nil {
			return t.putDraft(*c.Draft)
		}
		return nil
	})
	if err != nil {
		return Added{}, err
	}
	return added, nil
}

// PutIssue writes an issue in the place of the one of its date.
func (s *Store) PutIssue(ctx context.Context, issue Issue) error {
	_, err := s.Apply(ctx, Change{Issue: &issue})
	return err
}

func (t *tx) putIssue(issue Issue) error {
	if issue.Date == "" {
		return fmt.Errorf("an issue without a date")
	}
	var before storedIssue
	known, err := t.get(issuesBucket, []byte(issue.Date), &before)
	if err != nil {
		return err
	}
	printed := t.bucket(printedBucket)
	if known {
		for _, id := range before.ids() {
			if err := printed.Delete(pairKey(id, issue.Date)); err != nil {
				return err
			}
		}
	}
	for _, id := range issue.ids() {
		if err := printed.Put(pairKey(id, issue.Date), nil); err != nil {
			return err
		}
	}
	return t.put(issuesBucket, []byte(issue.Date), storedIssue{version{valueVersion}, issue})
}

func (issue Issue) ids() []item.ID {
	var ids []item.ID
	for _, e := range issue.Entries {
		ids = append(ids, e.IDs...)
	}
	return ids
}

// GetIssue returns the issue of a date, and reports whether there is one.
func (s *Store) GetIssue(date string) (Issue, bool, error) {
	var issue storedIssue
	known := false
	err := s.view("reading an issue", func(t *tx) (err error) {
		known, err = t.get(issuesBucket, []byte(date), &issue)
		return err
	})
	return issue.Issue, known, err
}

// Issues returns all issues, the newest first.
func (s *Store) Issues() ([]Issue, error) {
	var all []Issue
	err := s.view("reading issues", func(t *tx) error {
		return t.bucket(issuesBucket).ForEach(func(date, data []byte) error {
			var issue storedIssue
			if err := decode(issuesBucket, date, data, &issue); err != nil {
				return err
			}
			all = append(all, issue.Issue)
			return nil
		})
	})
	slices.Reverse(all)
	return all, err
}

// PrintedIn returns the dates of the issues that printed one of some things, by any
// form of their identities, the oldest first.
func (s *Store) PrintedIn(ids ...item.ID) ([]string, error) {
	var dates []string
	err := s.view("looking through issues", func(t *tx) error {
		c := t.bucket(printedBucket).Cursor()
		if first, _ := c.First(); first == nil {
			return nil // the usual case at first, and forms cost something
		}
		for _, id := range ids {
			forms, err := t.forms(id)
			if err != nil {
				return err
			}
			for _, form := range forms {
				prefix := pairKey(form, "")
				for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
					dates = append(dates, string(key[len(prefix):]))
				}
			}
		}
		slices.Sort(dates)
		dates = slices.Compact(dates)
		return nil
	})
	return dates, err
}

// forms returns an identity, and all that are known to be the same thing.
func (t *tx) forms(id item.ID) ([]item.ID, error) {
	forms := []item.ID{id}
	r, err := t.find(id)
	if err != nil || r == nil {
		return forms, err
	}
	for _, form := range slices.Concat([]item.ID{r.Item.ID}, r.Item.Aliases) {
		if form != id {
			forms = append(forms, form)
		}
	}
	return forms, nil
}
