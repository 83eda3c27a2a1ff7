package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/store"
)

func (a *app) importCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "import PATH…",
		Short: "read past issues: what was printed, and the editor's taste",
		Long: `Import reads past issues from files and folders: every entry with its section,
links and identifiers. What was printed is not drafted again, and the ranking
learns from it. Importing again changes nothing.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), "import", func(ctx context.Context, n *newsroom) error {
				return n.importIssues(ctx, args)
			})
		},
	}
}

func (n *newsroom) importIssues(ctx context.Context, paths []string) error {
	got, err := issue.Import(ctx, paths...)
	if err != nil {
		return err
	}
	entries := 0
	for i := range got.Issues {
		is := &got.Issues[i]
		before, known, err := n.store.GetIssue(is.Date)
		if err != nil {
			return err
		}
		state := "new"
		switch {
		case known && before.Hash == is.Hash:
			state = "known"
		case known:
			state = "changed"
		}
		if state != "known" {
			if _, err := n.store.Apply(ctx, issueChange(is)); err != nil {
				return err
			}
		}
		entries += len(is.Entries)
		if !n.app.quiet {
			fmt.Fprintf(n.app.stdout, "%s  %3d entries (%s), %s\n", is.Date, len(is.Entries), is.Count(), state)
		}
		for _, note := range is.Notes {
			n.log.Warn(fmt.Sprintf("%s:%d: not understood: %s", is.Path, note.Line, note.Text))
		}
	}
	for _, s := range got.Skipped {
		n.log.Info(s.Path + ": skipped: " + s.Reason)
	}
	if len(got.Issues) == 0 {
		return &exitError{code: exitFailed, err: fmt.Errorf("no past issue found in %d paths", len(paths)), hint: "past issues are Markdown files with a date and the newsletter's sections"}
	}
	if err := firstOf(n.setDue(ctx, allDue), n.warm(ctx)); err != nil {
		return err
	}
	if !n.app.quiet {
		fmt.Fprintf(n.app.stdout, "%d issues, %d entries\n", len(got.Issues), entries)
	}
	return nil
}

// issueChange is what the store learns from a printed issue.
func issueChange(is *issue.Issue) store.Change {
	rec := &store.Issue{Date: is.Date, Title: is.Title, Hash: is.Hash, Path: is.Path}
	c := store.Change{Issue: rec}
	for i := range is.Entries {
		e := &is.Entries[i]
		it := printedItem(e)
		ids := slices.Clone(e.IDs)
		if it.ID != "" {
			c.Items = append(c.Items, it)
			if !slices.Contains(ids, it.ID) {
				ids = append(ids, it.ID)
			}
		}
		var links []string
		for _, l := range e.Links {
			links = append(links, l.URL)
		}
		rec.Entries = append(rec.Entries, store.IssueEntry{
			IDs: ids, Section: e.Section, Title: e.Title, Account: e.Account,
			URL: e.URL, Summary: e.Summary, Links: links, Line: e.Line,
		})
		for _, id := range ids {
			c.Verdicts = append(c.Verdicts, store.Verdict{ID: id, State: store.StatePublished, Issue: is.Date, What: "published"})
		}
	}
	return c
}

// printedItem is the main item of a printed entry, without an ID where the
// entry has no link.
func printedItem(e *issue.Entry) item.Item {
	it := item.Item{URL: e.URL, Title: e.Title, Account: e.Account, Summary: e.Summary, Section: ""}
	for _, l := range e.Links {
		it.Links = append(it.Links, l.URL)
	}
	item.Normalize(&it)
	return it
}
