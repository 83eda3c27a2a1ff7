package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/rank"
	"embai-crawl/store"
)

// next builds the draft that would be generated now.
func (n *newsroom) next(ctx context.Context, date string) (issue.Draft, error) {
	draft, _, err := n.build(ctx, date, n.issueOptions())
	return draft, err
}

// build is next with the candidates that the draft was chosen from.
func (n *newsroom) build(ctx context.Context, date string, o issue.Options) (issue.Draft, []issue.Candidate, error) {
	m, err := n.model(ctx)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	list, err := n.shortlist(ctx, m)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	cands, err := n.candidates(ctx, list)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	bestFirst(cands)
	apportion(m, cands)
	if err := n.fullTexts(ctx, cands); err != nil {
		return issue.Draft{}, nil, err
	}
	if err := n.machineSummaries(ctx, cands); err != nil {
		return issue.Draft{}, nil, err
	}
	back, err := n.back(date)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	return issue.Build(date, cands, back, o), cands, nil
}

// bestFirst sorts candidates by score.
func bestFirst(cands []issue.Candidate) {
	slices.SortFunc(cands, func(a, b issue.Candidate) int {
		return cmp.Or(cmp.Compare(b.Result.Score, a.Result.Score), cmp.Compare(a.Items[0].ID, b.Items[0].ID))
	})
}

// apportion gives the sections about what past issues had of each. What stands in
// the draft already stays where it stands, whatever is said here.
func apportion(m *rank.Model, cands []issue.Candidate) {
	results := make([]*rank.Result, len(cands))
	for i := range cands {
		results[i] = &cands[i].Result
	}
	m.Apportion(results)
}

// fullTexts puts the whole text back where a summary will be made of it: in
// the best of each section, of candidates that come best first.
func (n *newsroom) fullTexts(ctx context.Context, cands []issue.Candidate) error {
	count := map[item.Section]int{}
	for i := range cands {
		c := &cands[i]
		count[c.Result.Section]++
		if !c.Given && !c.Held && count[c.Result.Section] > 2*n.cfg.Newsletter.PerSection {
			continue
		}
		r, ok, err := n.store.Get(c.Items[0].ID)
		if err != nil {
			return err
		}
		if ok {
			c.Items[0].Text = r.Item.Text
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// minScore is what a candidate needs to be drafted by itself. An item of which
// nothing is known has more; one that something speaks against has less, and so
// have nine of ten that past issues could have printed and did not.
const minScore = 0.03

func (n *newsroom) issueOptions() issue.Options {
	c := n.cfg.Newsletter
	return issue.Options{
		Title: c.Title, Tagline: c.Tagline, Footer: c.Footer, BackIssuesURL: c.BackIssuesURL,
		PerSection: c.PerSection, ShortNews: c.ShortNews, MinScore: minScore,
	}
}

// back lists the issues before date, the newest first: those of the archive
// folder and those that were imported from elsewhere.
func (n *newsroom) back(date string) ([]issue.Back, error) {
	o := n.issueOptions().Defaults()
	back, err := issue.BackIssues(n.archive(), date, o)
	if err != nil {
		return nil, err
	}
	issues, err := n.store.Issues()
	if err != nil {
		return nil, err
	}
	for _, i := range issues {
		known := slices.ContainsFunc(back, func(b issue.Back) bool { return b.Date == i.Date })
		if i.Date < date && !known {
			back = append(back, issue.Back{Date: i.Date, URL: o.BackPrefix + i.Date + ".md"})
		}
	}
	slices.SortFunc(back, func(a, b issue.Back) int { return cmp.Compare(b.Date, a.Date) })
	return back, nil
}

// memory is what was offered so far in the draft of date.
func (n *newsroom) memory(date string) (*issue.Memory, error) {
	d, _, err := n.store.GetDraft(date)
	if err != nil {
		return nil, err
	}
	return issue.LoadMemory(d.Base)
}

// draftResult says what an update of the draft did.
type draftResult struct {
	Path, Date string
	issue.Result
	Entries int
}

// updateDraft brings the draft of date up to date; "" is the open one.
func (n *newsroom) updateDraft(ctx context.Context, date string) (draftResult, error) {
	var err error
	if date == "" {
		if date, err = n.issueDate(); err != nil {
			return draftResult{}, err
		}
	}
	res := draftResult{Date: date, Path: issue.DraftPath(n.cfg.Drafts, date)}
	next, err := n.next(ctx, date)
	if err != nil {
		return res, err
	}
	mem, err := n.memory(date)
	if err != nil {
		return res, err
	}
	res.Result, err = issue.UpdateFile(n.cfg.Drafts, mem, next)
	var bad *issue.UnreadableError
	switch {
	case errors.As(err, &bad):
		return res, &exitError{
			code: exitPart, err: fmt.Errorf("%s was left as it is: %w", res.Path, err),
			hint: "the new text is in " + issue.NewPath(n.cfg.Drafts, date),
		}
	case err != nil:
		return res, err
	}
	return res, firstOf(n.record(ctx, &res), n.setDue(ctx, allDone))
}

// record puts what the editor decided, and what the draft now offers, into the
// store: in one transaction with the draft itself.
func (n *newsroom) record(ctx context.Context, res *draftResult) error {
	base, err := res.Memory.MarshalBinary()
	if err != nil {
		return err
	}
	doc, err := issue.Parse(res.File)
	if err != nil {
		return err
	}
	change := store.Change{Draft: &store.Draft{Date: res.Date, Base: base, Written: res.File, Path: res.Path}}
	add := func(ids []item.ID, state store.State, what, detail string) {
		for _, id := range ids {
			if id.Valid() {
				change.Verdicts = append(change.Verdicts, store.Verdict{ID: id, State: state, Issue: res.Date, What: what, Detail: detail})
			}
		}
	}
	for _, e := range doc.Entries {
		if e.Held {
			add(e.IDs, store.StateHeld, "", "")
			continue
		}
		res.Entries++
		add(e.IDs, store.StateDrafted, "", "")
	}
	for _, d := range res.Decisions {
		switch d.What {
		case issue.Cut:
			add(d.IDs, store.StateDropped, "dropped", "")
		case issue.Held:
			add(d.IDs, store.StateHeld, "held", "")
		case issue.Parted:
			if len(d.IDs) == 2 {
				if err := n.store.Part(ctx, d.IDs[0], d.IDs[1]); err != nil {
					return err
				}
			}
		case issue.Moved, issue.Retitled:
			add(d.IDs, "", string(d.What), d.From+" → "+d.To)
		default:
			add(d.IDs, "", string(d.What), "")
		}
	}
	_, err = n.store.Apply(ctx, change)
	return err
}
