package main

import (
	"context"

	"embai-crawl/issue"
)

// listRest brings the candidates file up to what the draft holds now.
func (d *reviewDesk) listRest(ctx context.Context, date string, b []byte) {
	p, err := d.candidatePool(ctx, date)
	if err != nil {
		d.restFailed(err)
		return
	}
	mem, err := d.s.room().memory(date)
	if err != nil {
		d.restFailed(err)
		return
	}
	res, err := issue.Update(mem, b, p.kept(d.s.room().issueOptions()))
	if err != nil {
		d.restFailed(err)
		return
	}
	d.writeRest(p, res.Rest)
}

// writeRest writes the candidates file as cron would, so that what was taken in
// stands in one of the two files. The act is done by then: if this fails, the
// next update makes up for it.
func (d *reviewDesk) writeRest(p *pool, rest []issue.Entry) {
	n := d.s.room()
	if err := issue.WriteRest(n.cfg.Drafts, p.kept(n.issueOptions()), rest); err != nil {
		d.restFailed(err)
	}
}

// kept is what would be generated but for new entries, for nothing new comes in
// by an act, and with no more candidates than the candidates file lists.
func (p *pool) kept(o issue.Options) issue.Draft {
	next := p.next
	next.Options = o.Defaults()
	next.Entries, next.Short = nil, nil
	next.Rest = next.Rest[:min(len(next.Rest), next.Options.MaxRest)]
	return next
}

func (d *reviewDesk) restFailed(err error) {
	d.s.room().log.Warn("review: the candidates file was not brought up to date", "err", err)
}
