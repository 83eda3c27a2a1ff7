package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"embai-crawl/crawler"
)

func (a *app) crawlCmd() *cobra.Command {
	var names []string
	var force bool
	cmd := &cobra.Command{
		Use:   "crawl [--source NAME]… [--force]",
		Short: "read the sources that are due",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), "crawl", func(ctx context.Context, n *newsroom) error {
				_, failed, err := n.crawlAndTell(ctx, names, force)
				return firstOf(err, failed)
			})
		},
	}
	addCrawlFlags(cmd, &names, &force)
	return cmd
}

func addCrawlFlags(cmd *cobra.Command, names *[]string, force *bool) {
	cmd.Flags().StringArrayVar(names, "source", nil, "only the source of this `NAME`; may be given again")
	cmd.Flags().BoolVar(force, "force", false, "also what is not due yet")
}

func (a *app) runCmd() *cobra.Command {
	var names []string
	var force bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "crawl what is due, then update the draft (for cron)",
		Long: `Run reads the sources that are due, then brings the draft up to date. It is what
cron calls: with -q it says nothing when all is well. A source that fails is
reported and the others go on; the exit code is 3 then.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), "run", func(ctx context.Context, n *newsroom) error {
				report, failed, err := n.crawlAndTell(ctx, names, force)
				if err != nil {
					return err
				}
				if ctx.Err() != nil {
					return fmt.Errorf("stopped before the draft was updated: %w", context.Cause(ctx))
				}
				due, err := n.due()
				if err != nil {
					return err
				}
				if due == allDone {
					return firstOf(n.notify(ctx, &report), failed)
				}
				err = n.draftAndTell(ctx, "")
				return firstOf(n.notify(ctx, &report), err, failed)
			})
		},
	}
	addCrawlFlags(cmd, &names, &force)
	return cmd
}

// firstOf gives the first error that is one.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// crawlAndTell crawls with progress and a table on a terminal. failed is what
// the exit code tells of sources that failed; err stops the command.
func (n *newsroom) crawlAndTell(ctx context.Context, names []string, force bool) (report crawler.Report, failed, err error) {
	p := n.app.newProgress()
	report, err = n.crawl(ctx, names, force, p)
	p.clear()
	n.tell(report)
	if e := n.writeReport(ctx, &report, nil); e != nil {
		err = errors.Join(err, e)
	}
	if bad := len(report.Failed()); bad > 0 {
		failed = inPart("%d of %d sources failed; the others are stored", bad, ran(report))
	}
	return report, failed, err
}

// watch logs the steps of a crawl.
func (n *newsroom) watch(e crawler.Event) {
	switch e.Kind {
	case crawler.EventPage:
		n.log.Debug("page committed", "address", crawler.Redact(e.Address), "source", e.Source, "items", e.Items, "new", e.New)
	case crawler.EventVerify:
		n.log.Warn("a host asks for a human: it is left alone", "host", e.Host, "until", e.Until.In(n.cfg.Newsletter.Zone).Format(time.DateTime))
	case crawler.EventSource:
	}
}

func ran(r crawler.Report) (n int) {
	for _, s := range r.Sources {
		if s.Ran {
			n++
		}
	}
	return n
}

// crawl reads what is due of the named sources, of all without names, and then
// the pages of what could make the draft.
func (n *newsroom) crawl(ctx context.Context, names []string, force bool, p *progress) (crawler.Report, error) {
	jobs, err := n.jobs(names, force)
	if err != nil {
		return crawler.Report{}, err
	}
	items := 0
	c, err := n.crawler(func(e crawler.Event) {
		n.watch(e)
		if e.Kind == crawler.EventSource {
			items += e.New
			p.set(e.Done, e.Total, items, e.Source)
		}
	})
	if err != nil {
		return crawler.Report{}, err
	}
	defer c.Close()
	n.faults = nil
	if err := n.beginReport(); err != nil {
		return crawler.Report{}, err
	}
	if err := n.readInboxes(ctx, names); err != nil {
		return crawler.Report{}, err
	}
	before, err := n.due()
	if err != nil {
		return crawler.Report{}, err
	}
	// Noted before the first page is stored: a run that is killed leaves it.
	if err := n.setDue(ctx, allDue); err != nil {
		return crawler.Report{}, err
	}
	report, err := c.Run(ctx, jobs)
	if err != nil || ctx.Err() != nil {
		return report, err
	}
	if found, _ := count(report); found == 0 && before != allDue {
		return report, firstOf(n.setDue(ctx, before), n.prune(ctx))
	}
	if err := n.follow(ctx, c); err != nil || ctx.Err() != nil {
		return report, err
	}
	return report, firstOf(n.setDue(ctx, draftOnly), n.prune(ctx))
}

// tellFaults gives each fault its line: a warning where the source itself
// failed, for the information of the reader where a page was lost behind it.
func (n *newsroom) tellFaults(r crawler.Report) {
	for _, s := range r.Sources {
		say := n.log.Info
		if s.Failed() {
			say = n.log.Warn
		}
		for _, line := range s.Lines() {
			say(line)
		}
		if s.Ran && s.MovedTo != "" {
			n.log.Info(s.Name + ": " + moved(s.MovedTo))
		}
	}
}

// moved says what to do about a permanent redirect.
func moved(to string) string {
	return "has moved for good to " + printable(to) + ": put that into the configuration"
}

// tell prints what a person wants to see of a run: a table on a terminal, a
// line for each source that failed as a warning.
func (n *newsroom) tell(r crawler.Report) {
	n.tellFaults(r)
	items, fresh := 0, 0
	for _, s := range r.Sources {
		items, fresh = items+s.Items, fresh+s.New
	}
	if n.app.quiet {
		return
	}
	if !isTerminal(n.app.stdout) {
		n.log.Info("crawled", "sources", ran(r), "failed", len(r.Failed()), "items", items, "new", fresh)
		return
	}
	var t table
	t.add("SOURCE", "STATE", "PAGES", "ITEMS", "NEW")
	for _, s := range r.Sources {
		if s.Ran {
			t.add(fit(s.Name, 32), string(s.State), fmt.Sprint(s.Pages), fmt.Sprint(s.Items), fmt.Sprint(s.New))
		}
	}
	t.add("", fmt.Sprintf("%d not due", len(r.Sources)-ran(r)), "", fmt.Sprint(items), fmt.Sprint(fresh))
	t.write(n.app.stdout)
}
