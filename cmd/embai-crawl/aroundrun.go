package main

import (
	"context"

	"embai-crawl/crawler"
)

// beforeRun notes, before each run of the loop, the links that people wrote
// down since the last one, and that a draft will be due.
func (n *newsroom) beforeRun() func(context.Context) error {
	had := ""
	return func(ctx context.Context) error {
		if now := n.inboxes(); now != had {
			if err := n.readInboxes(ctx, nil); err != nil {
				n.log.Error(err.Error())
			}
			had = now
		}
		if cut, err := n.cutOff(); cut || err != nil {
			return err // noted already
		}
		return n.setDue(ctx, allDue)
	}
}

// catchUp does what follows a run where the last one was cut off before it: by
// the end of the process, or by a new configuration.
func (n *newsroom) catchUp(ctx context.Context, after func(context.Context) error) error {
	cut, err := n.cutOff()
	if err != nil || !cut {
		return err
	}
	return after(ctx)
}

// afterRun does what follows a crawl, whose report is nil where it is not known
// any more: the pages of candidates, the draft, the report, the notices. What
// goes wrong with the draft is told and does not end the process.
func (n *newsroom) afterRun(ctx context.Context, c *crawler.Crawler, r *crawler.Report) error {
	if r == nil {
		r = &crawler.Report{}
	} else {
		n.tellFaults(*r)
	}
	if err := firstOf(n.follow(ctx, c), n.prune(ctx)); err != nil {
		return err
	}
	res, err := n.updateDraft(ctx, "")
	if err != nil {
		n.log.Error(err.Error())
		return firstOf(n.writeReport(ctx, r, nil), n.notify(ctx, r))
	}
	n.log.Info("run done", "sources", ran(*r), "failed", len(r.Failed()), "draft", res.Path, "entries", res.Entries, "new", len(res.Added))
	if err := n.writeReport(ctx, r, &res); err != nil {
		return err
	}
	return n.notify(ctx, r)
}
