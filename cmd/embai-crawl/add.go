package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"embai-crawl/crawler"
	"embai-crawl/item"
	"embai-crawl/sources"
)

func (a *app) addCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "add URL…",
		Short: "put links into the next draft, whatever their score",
		Long: `Add fetches the links now and puts them into the next draft, whatever their
score. Without arguments it reads standard input: text with links in it, as a
phone copies them, is fine. A link that can't be read is kept all the same.`,
		Example: `  embai-crawl add https://mp.weixin.qq.com/s/TOKEN
  pbpaste | embai-crawl add`,
		RunE: func(cmd *cobra.Command, args []string) error {
			var links []string
			for _, arg := range args {
				links = append(links, item.FindLinks(arg)...)
			}
			if len(args) == 0 {
				sc := bufio.NewScanner(a.stdin)
				sc.Buffer(nil, 1<<20)
				for sc.Scan() {
					links = append(links, item.FindLinks(sc.Text())...)
				}
				if err := sc.Err(); err != nil {
					return fmt.Errorf("reading standard input: %w", err)
				}
			}
			if len(links) == 0 {
				return &exitError{code: exitUsage, err: errors.New("no link to add"), hint: "give http or https addresses, or text that holds some"}
			}
			return a.with(cmd.Context(), "add", func(ctx context.Context, n *newsroom) error {
				return n.addAndTell(ctx, links)
			})
		},
	}
}

// given is the parser of links that a person gave.
type given struct{ spec sources.Spec }

// Start implements [sources.Source].
func (given) Start(time.Time) []string { return nil }

// Parse implements [sources.Source].
func (g given) Parse(ctx context.Context, p sources.Page) ([]item.Item, []string, error) {
	items, _, err := sources.Article(ctx, p, g.spec)
	// The page is about one thing: what it is asked for.
	items = items[:min(1, len(items))]
	for i := range items {
		items[i].Given = true
	}
	return items, nil, err
}

// add stores links that a person gave, with what their pages say. A link that
// can't be read is stored by its address alone.
func (n *newsroom) add(ctx context.Context, links []string) ([]crawler.Fetched, error) {
	bare := make([]item.Item, 0, len(links))
	for _, l := range links {
		it := item.Item{URL: l, Given: true, Source: "inbox"}
		item.Normalize(&it)
		if it.ID == "" {
			return nil, usagef("%q is no address that can be added", l)
		}
		bare = append(bare, it)
	}
	if err := n.setDue(ctx, allDue); err != nil {
		return nil, err
	}
	if _, err := n.store.Add(ctx, bare); err != nil {
		return nil, err
	}
	c, err := n.crawler(nil)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	// A link that a person pasted is read as that person would: robots.txt
	// speaks to programs that find links by themselves.
	return c.Fetch(ctx, crawler.Job{
		Name: "inbox", Source: given{sources.Spec{Name: "inbox", Kind: "inbox"}}, Force: true, AnyHost: true,
	}, slices.Compact(links))
}

func (n *newsroom) addAndTell(ctx context.Context, links []string) error {
	got, err := n.add(ctx, links)
	if err != nil {
		return err
	}
	failed := 0
	for _, g := range got {
		title := ""
		if len(g.Items) > 0 {
			title = g.Items[0].Title
		}
		if g.Err != nil {
			failed++
			n.log.Warn(g.Fault())
			continue
		}
		if !n.app.quiet {
			fmt.Fprintf(n.app.stdout, "%s\t%s\n", g.Address, printable(title))
		}
	}
	if failed > 0 {
		return inPart("%d of %d links could not be read; they are in the next draft by their address alone", failed, len(got))
	}
	return nil
}
