package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"embai-crawl/item"
)

func (a *app) ingestCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "ingest FILE|-",
		Short: "take in items that other tools found, as JSON Lines",
		Long: `Ingest reads one JSON object a line: url, title, summary, text, account, authors,
source, language, published, links, and whatever else extract prints. A line that
can't be read is reported with its number, and the rest is taken; the exit code
is 3 then.`,
		Example: `  embai-crawl extract --kind feed feed.xml | embai-crawl ingest -`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.input(args[0])
			if err != nil {
				return err
			}
			defer r.Close()
			return a.with(cmd.Context(), "ingest", func(ctx context.Context, n *newsroom) error {
				return n.ingest(ctx, args[0], r)
			})
		},
	}
}

// input opens a file, or standard input for "-".
func (a *app) input(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(a.stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &exitError{code: exitFailed, err: err, hint: "name a file, or - for standard input"}
	}
	return f, nil
}

// ingestBatch is how many items are written in one transaction.
const ingestBatch = 1000

func (n *newsroom) ingest(ctx context.Context, name string, r io.Reader) error {
	var batch []item.Item
	fresh, known, refused := 0, 0, 0
	flush := func() error {
		added, err := n.store.Add(ctx, batch)
		fresh, known, batch = fresh+added.New, known+added.Known, batch[:0]
		return err
	}
	var failed error
	err := readLines(r, func(_ int, l *line) error {
		it, err := l.item(n.cfg.Newsletter.Zone)
		if err != nil {
			return err
		}
		if batch = append(batch, it); len(batch) >= ingestBatch && failed == nil {
			failed = flush()
		}
		return nil
	}, func(number int, err error) {
		refused++
		n.log.Warn(fmt.Sprintf("%s:%d: %v", name, number, err))
	})
	if err = firstOf(failed, err, flush()); err != nil {
		return err
	}
	if err := firstOf(n.setDue(ctx, allDue), n.warm(ctx)); err != nil {
		return err
	}
	if !n.app.quiet {
		fmt.Fprintf(n.app.stdout, "%d new, %d known, %d lines refused\n", fresh, known, refused)
	}
	if refused > 0 {
		return inPart("%d lines of %s were refused; the rest is stored", refused, name)
	}
	return nil
}
