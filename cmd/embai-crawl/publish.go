package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/store"
)

// publishOptions are the flags of publish.
type publishOptions struct {
	force, git bool
	wechat     string
}

func (a *app) publishCmd() *cobra.Command {
	var o publishOptions
	cmd := &cobra.Command{
		Use:   "publish DRAFT",
		Short: "make an issue of what the editor left",
		Long: `Publish lints the draft, takes the markers out, writes the issue into the archive
folder with the tables of back issues, and records what was printed, dropped and
held: that teaches the next draft. Publishing again changes nothing.

Warnings of lint stop it; --force goes past them, not past errors.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), "publish", func(ctx context.Context, n *newsroom) error {
				return n.publishAndTell(ctx, args[0], o)
			})
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.force, "force", false, "publish in spite of warnings")
	f.BoolVar(&o.git, "git", false, "one commit in the archive's repository; never a push")
	f.StringVar(&o.wechat, "wechat", "", "also write `FILE.html` to paste into the WeChat editor")
	return cmd
}

// errFindings says that lint stopped a publication.
var errFindings = errors.New("lint found faults")

// publish makes an issue of the draft at path. findings are what lint said,
// also when it stopped it.
func (n *newsroom) publish(ctx context.Context, path string, o publishOptions) (published issue.Published, findings []issue.Finding, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return published, nil, fmt.Errorf("reading the draft: %w", err)
	}
	findings = n.lintDraft(b)
	for _, f := range findings {
		if f.Severity == issue.Error || !o.force {
			return published, findings, errFindings
		}
	}
	doc, err := issue.Parse(b)
	if err != nil {
		return published, findings, err
	}
	mem, err := n.memory(doc.Date)
	if err != nil {
		return published, findings, err
	}
	dir := n.archive()
	back, err := n.back(doc.Date)
	if err != nil {
		return published, findings, err
	}
	if published, err = issue.Publish(b, mem, back, n.issueOptions()); err != nil {
		return published, findings, err
	}
	changed, err := issue.WriteIssue(dir, published, n.issueOptions())
	if err != nil {
		return published, findings, err
	}
	change, err := n.outcome(ctx, &published, filepath.Join(dir, published.Date+".md"))
	if err != nil {
		return published, findings, err
	}
	if _, err := n.store.Apply(ctx, change); err != nil {
		return published, findings, err
	}
	if err := n.setDue(ctx, allDue); err != nil {
		return published, findings, err
	}
	if o.wechat != "" {
		html, err := issue.WeChatHTML(published.File)
		if err != nil {
			return published, findings, err
		}
		if err := os.WriteFile(o.wechat, html, 0o644); err != nil {
			return published, findings, fmt.Errorf("writing the page for WeChat: %w", err)
		}
	}
	if o.git && len(changed) > 0 {
		if err := issue.Commit(ctx, dir, changed, "publish "+published.Date); err != nil {
			return published, findings, err
		}
	}
	return published, findings, nil
}

// archive is the folder of past issues; without one in the configuration it is
// beside the drafts.
func (n *newsroom) archive() string {
	if n.cfg.Archive != "" {
		return n.cfg.Archive
	}
	return filepath.Join(n.cfg.Drafts, "published")
}

// lintDraft is lint without what publishing itself puts right: markers.
func (n *newsroom) lintDraft(b []byte) []issue.Finding {
	return issue.Lint(b, history{n.store})
}

// outcome is what the store records of a publication, in one transaction.
func (n *newsroom) outcome(ctx context.Context, p *issue.Published, path string) (store.Change, error) {
	is, err := issue.ReadIssue(path, p.File)
	if err != nil {
		return store.Change{}, err
	}
	is.Entries = p.Printed
	c := issueChange(&is)
	add := func(ids []item.ID, state store.State, what, detail string) {
		for _, id := range ids {
			if id.Valid() {
				c.Verdicts = append(c.Verdicts, store.Verdict{ID: id, State: state, Issue: p.Date, What: what, Detail: detail})
			}
		}
	}
	for _, e := range p.Held {
		add(e.IDs, store.StateHeld, "held", "")
	}
	for _, d := range p.Dropped {
		add(d.IDs, store.StateDropped, "dropped", "")
	}
	for _, d := range p.Moved {
		add(d.IDs, "", "moved", d.From+" → "+d.To)
	}
	for _, d := range p.Retitled {
		add(d.IDs, "", "retitled", d.From+" → "+d.To)
	}
	for _, pair := range p.Parted {
		if len(pair) == 2 {
			if err := n.store.Part(ctx, pair[0], pair[1]); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

func (n *newsroom) publishAndTell(ctx context.Context, path string, o publishOptions) error {
	published, findings, err := n.publish(ctx, path, o)
	for _, f := range findings {
		n.log.Warn(fmt.Sprintf("%s:%d: %s [%s]", path, f.Line, f.Message, f.Kind))
	}
	if errors.Is(err, errFindings) {
		return &exitError{code: exitPart, err: fmt.Errorf("%s was not published: %d findings", path, len(findings)), hint: "mend them, or go past warnings with --force"}
	}
	if err != nil {
		return err
	}
	if n.app.quiet {
		return nil
	}
	_, err = fmt.Fprintf(n.app.stdout, "%s: %d printed, %d dropped, %d held, %d moved, %d retitled\n",
		filepath.Join(n.archive(), published.Date+".md"), len(published.Printed), len(published.Dropped),
		len(published.Held), len(published.Moved), len(published.Retitled))
	return err
}
