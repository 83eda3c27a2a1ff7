package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"embai-crawl/crawler"
	"embai-crawl/demo"
)

func (a *app) demoCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "demo [DIR]",
		Short: "the whole job on a small built-in web; needs no network",
		Long: `Demo serves a small web on loopback, crawls it twice by the same code and kinds of
sources as a real run, and leaves a draft to look at in DIR (a new folder for
temporary files without one). The second pass shows that nothing comes twice.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := ""
			if len(args) > 0 {
				dir = args[0]
			}
			return a.demo(cmd.Context(), dir)
		},
	}
}

func (a *app) demo(ctx context.Context, dir string) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "embai-demo-"); err != nil {
			return fmt.Errorf("making a folder for the demo: %w", err)
		}
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return fmt.Errorf("finding the folder of the demo: %w", err)
	}
	path, err := demo.Write(dir)
	if err != nil {
		return err
	}
	web, err := demo.Serve(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, web.Close()) }()
	inside := *a
	inside.configFlag, inside.dataFlag = path, ""
	inside.now, inside.base = demo.Now, web
	return inside.with(ctx, "demo", func(ctx context.Context, n *newsroom) error {
		return n.demo(ctx, path)
	})
}

func (n *newsroom) demo(ctx context.Context, config string) error {
	w := n.app.stdout
	quiet := *n.app
	quiet.quiet = true
	inner := *n
	inner.app = &quiet
	if err := inner.importIssues(ctx, []string{n.cfg.Archive}); err != nil {
		return err
	}
	var res draftResult
	for pass := 1; pass <= 2; pass++ {
		p := n.app.newProgress()
		report, err := inner.crawl(ctx, nil, true, p)
		p.clear()
		if err != nil {
			return err
		}
		if res, err = inner.updateDraft(ctx, ""); err != nil {
			return err
		}
		items, fresh := count(report)
		fmt.Fprintf(w, "pass %d: %d sources read, %d items found, %d new; the draft has %d entries, %d of them new\n",
			pass, ran(report), items, fresh, res.Entries, len(res.Added))
		for _, f := range report.Failed() {
			fmt.Fprintf(w, "        %s\n", printable(f.Line()))
		}
		if err := inner.writeReport(ctx, &report, &res); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, `
the draft       %s
candidates      %s
configuration   %s

what to do next:
  open the draft, cut or reword an entry, and run
      embai-crawl --config %[3]s draft
  your words stay, and what you cut does not come back. then
      embai-crawl --config %[3]s publish --force %[1]s
  or look at it in a browser:
      embai-crawl --config %[3]s review
`, res.Path, candidatesPath(res.Path), config)
	return nil
}

func candidatesPath(draft string) string { return draft[:len(draft)-len(".md")] + ".candidates.md" }

func count(r crawler.Report) (items, fresh int) {
	for _, s := range r.Sources {
		items, fresh = items+s.Items, fresh+s.New
	}
	return items, fresh
}
