package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/store"
)

func (a *app) lintCmd() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "lint [FILE]",
		Short: "find the faults of a draft before readers do",
		Long: `Lint looks for empty, temporary, dead and duplicate links, for what was printed
before (and in which issue), broken Markdown, missing summaries and a wrong count
in 导读. Without FILE it reads the open draft. It exits 3 when it finds anything.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), "lint", func(ctx context.Context, n *newsroom) error {
				path := ""
				if len(args) > 0 {
					path = args[0]
				}
				return n.lint(path, asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON Lines")
	return cmd
}

func (n *newsroom) lint(path string, asJSON bool) error {
	if path == "" {
		date, err := n.issueDate()
		if err != nil {
			return err
		}
		path = issue.DraftPath(n.cfg.Drafts, date)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return &exitError{code: exitFailed, err: err, hint: "'embai-crawl draft' writes one"}
	}
	findings := issue.Lint(b, history{n.store})
	for _, f := range findings {
		if asJSON {
			err = json.NewEncoder(n.app.stdout).Encode(f)
		} else {
			_, err = fmt.Fprintf(n.app.stdout, "%s:%d: %s: %s [%s]\n", path, f.Line, f.Severity, printable(f.Message), f.Kind)
		}
		if err != nil {
			return fmt.Errorf("writing the findings: %w", err)
		}
	}
	if len(findings) > 0 {
		return inPart("%s: %d findings", path, len(findings))
	}
	return nil
}

// history is the store as lint and publish see it.
type history struct{ store *store.Store }

// PrintedIn implements [issue.History]. What can't be read counts as unknown:
// lint is no place to fail for it.
func (h history) PrintedIn(id item.ID) []string {
	dates, err := h.store.PrintedIn(id)
	if err != nil {
		return nil
	}
	return dates
}

// StatusOf implements [issue.History].
func (h history) StatusOf(id item.ID) (item.Status, bool) {
	r, ok, err := h.store.Get(id)
	if err != nil || !ok || r.Item.Status == "" {
		return "", false
	}
	return r.Item.Status, true
}

// readDraft reads a draft, nil where there is none yet.
func readDraft(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the draft: %w", err)
	}
	return b, nil
}
