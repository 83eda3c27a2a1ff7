package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"embai-crawl/issue"
)

func (a *app) draftCmd() *cobra.Command {
	var date string
	var dry bool
	cmd := &cobra.Command{
		Use:   "draft [--issue DATE] [--dry-run]",
		Short: "update the draft from what is stored",
		Long: `Draft brings the draft up to date: new entries are appended to their section,
what the editor wrote, moved, cut or reordered stays. With --dry-run it prints
what would be in the file and writes nothing.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if date != "" {
				if _, err := time.Parse(time.DateOnly, date); err != nil {
					return usagef("--issue %q: expected a date such as 2026-11-30", date)
				}
			}
			return a.with(cmd.Context(), "draft", func(ctx context.Context, n *newsroom) error {
				if dry {
					return n.printDraft(ctx, date)
				}
				return n.draftAndTell(ctx, date)
			})
		},
	}
	cmd.Flags().StringVar(&date, "issue", "", "`DATE` of the issue, instead of the open one")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "print the draft, write nothing")
	return cmd
}

// draftAndTell updates the draft and says where it is.
func (n *newsroom) draftAndTell(ctx context.Context, date string) error {
	res, err := n.updateDraft(ctx, date)
	if err != nil {
		return err
	}
	if err := n.writeReport(ctx, nil, &res); err != nil {
		return err
	}
	for _, e := range res.Added {
		n.log.Debug("drafted", "title", e.Title, "section", e.Section)
	}
	if n.app.quiet {
		return nil
	}
	_, err = fmt.Fprintf(n.app.stdout, "%s: %d entries, %d new, %d better known; candidates beside it\n",
		res.Path, res.Entries, len(res.Added), len(res.Refreshed))
	return err
}

// printDraft shows what an update would write.
func (n *newsroom) printDraft(ctx context.Context, date string) (err error) {
	if date == "" {
		if date, err = n.issueDate(); err != nil {
			return err
		}
	}
	next, err := n.next(ctx, date)
	if err != nil {
		return err
	}
	mem, err := n.memory(date)
	if err != nil {
		return err
	}
	old, err := readDraft(issue.DraftPath(n.cfg.Drafts, date))
	if err != nil {
		return err
	}
	res, err := issue.Update(mem, old, next)
	if err != nil {
		return &exitError{code: exitPart, err: err, hint: "the draft can't be updated as it is"}
	}
	_, err = n.app.stdout.Write(res.File)
	return err
}
