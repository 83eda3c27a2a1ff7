package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"embai-crawl/item"
	"embai-crawl/rank"
	"embai-crawl/store"
)

func (a *app) rankCmd() *cobra.Command {
	var input, now, format string
	cmd := &cobra.Command{
		Use:   "rank [--input FILE|-] [--now DATE] [--format table|jsonl]",
		Short: "list the candidates, best first, with score and reason",
		Long: `Rank lists candidates best first, of the store or of a file of JSON Lines as
ingest reads them, which is not stored. With jsonl each line has url as given,
id, section (news, paper, project or blog), score (0 to 1) and reason.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "table" && format != "jsonl" {
				return usagef("--format %q: expected table or jsonl", format)
			}
			return a.with(cmd.Context(), "rank", func(ctx context.Context, n *newsroom) error {
				at := n.now()
				if now != "" {
					day, err := parseDay(now, n.cfg.Newsletter.Zone)
					if err != nil {
						return err
					}
					at = day
				}
				return n.rank(ctx, input, at, format)
			})
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "rank the items of this `FILE` (- for standard input) instead of the store's")
	cmd.Flags().StringVar(&now, "now", "", "rank as of this `DATE`")
	cmd.Flags().StringVar(&format, "format", "table", "`table|jsonl`")
	return cmd
}

// ranked is a line of rank: its keys are a promise.
type ranked struct {
	URL     string  `json:"url"`
	ID      string  `json:"id"`
	Section string  `json:"section"`
	Score   float64 `json:"score"`
	Reason  string  `json:"reason"`
	Title   string  `json:"title,omitempty"`

	place rank.Result // section and odds alone
}

func (n *newsroom) rank(ctx context.Context, input string, now time.Time, format string) error {
	m, err := n.model(ctx)
	if err != nil {
		return err
	}
	var rows []ranked
	refused := 0
	if input == "" {
		for r, err := range n.store.Candidates(ctx, now.Add(-window)) {
			if err != nil {
				return err
			}
			rows = append(rows, judge(m, &r.Item, r.Item.URL, now))
		}
	} else {
		if rows, refused, err = n.rankFile(m, input, now); err != nil {
			return err
		}
	}
	slices.SortStableFunc(rows, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	apportionRows(m, rows)
	if format == "jsonl" {
		out := bufio.NewWriterSize(n.app.stdout, 64<<10)
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		for _, r := range rows {
			if err := enc.Encode(r); err != nil {
				return fmt.Errorf("writing the result: %w", err)
			}
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
	} else {
		var t table
		for _, r := range rows {
			t.add(fmt.Sprintf("%.3f", r.Score), r.Section, fit(r.Title, 60), fit(r.Reason, 60), printable(r.URL))
		}
		t.write(n.app.stdout)
	}
	if refused > 0 {
		return inPart("%d lines of %s were refused; the rest is ranked", refused, input)
	}
	return nil
}

func (n *newsroom) rankFile(m *rank.Model, input string, now time.Time) (rows []ranked, refused int, err error) {
	r, err := n.app.input(input)
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	rows, err = n.rankLines(m, r, now, func(number int, err error) {
		refused++
		n.log.Warn(fmt.Sprintf("%s:%d: %v", input, number, err))
	})
	return rows, refused, err
}

// rankBatch is how many lines one goroutine judges at a time.
const rankBatch = 64

// rankLines judges the lines of r on all processors. Results and complaints
// come in the order of the lines.
func (n *newsroom) rankLines(m *rank.Model, r io.Reader, now time.Time, bad func(int, error)) (rows []ranked, err error) {
	type judged struct {
		number int
		line   *line
		row    ranked
		err    error
	}
	var all [][]judged
	work := make(chan []judged)
	var busy sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		busy.Go(func() {
			for batch := range work {
				for i := range batch {
					j := &batch[i]
					if j.line == nil {
						continue
					}
					it, err := j.line.item(n.cfg.Newsletter.Zone)
					if j.err = err; err == nil {
						j.row = judge(m, &it, strings.Clone(j.line.URL), now)
					}
					j.line = nil // its text may be long
				}
			}
		})
	}
	batch := make([]judged, 0, rankBatch)
	flush := func() {
		all = append(all, batch)
		work <- batch
		batch = make([]judged, 0, rankBatch)
	}
	add := func(j judged) {
		if batch = append(batch, j); len(batch) == rankBatch {
			flush()
		}
	}
	err = readLines(r, func(number int, l *line) error {
		add(judged{number: number, line: l})
		return nil
	}, func(number int, err error) { add(judged{number: number, err: err}) })
	flush()
	close(work)
	busy.Wait()
	for _, batch := range all {
		for i := range batch {
			if j := &batch[i]; j.err != nil {
				bad(j.number, j.err)
			} else {
				rows = append(rows, j.row)
			}
		}
	}
	return rows, err
}

func judge(m *rank.Model, it *item.Item, url string, now time.Time) ranked {
	res := m.Score(it, now)
	return ranked{URL: url, ID: string(it.ID), Score: res.Score, Reason: res.Reason, Title: it.Title, place: rank.Result{Section: res.Section, Odds: res.Odds}}
}

// apportionRows sets the sections of rows that come best first.
func apportionRows(m *rank.Model, rows []ranked) {
	best := make([]*rank.Result, len(rows))
	for i := range rows {
		best[i] = &rows[i].place
	}
	m.Apportion(best)
	for i := range rows {
		rows[i].Section = string(best[i].Section)
	}
}

func (a *app) evalCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "eval",
		Short: "replay the archive: how well would each past issue have been ranked",
		Long: `Eval takes each past issue in turn, trains on the issues before it, ranks what
could be seen in its weeks, and prints how high the printed items stood. Run it
before and after a change to the keywords.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), "eval", func(ctx context.Context, n *newsroom) error { return n.eval(ctx) })
		},
	}
}

func (n *newsroom) eval(ctx context.Context) error {
	issues, err := n.issueDays()
	if err != nil {
		return err
	}
	var failed error
	examples := slices.Collect(n.examples(ctx, &failed))
	if failed != nil {
		return failed
	}
	figures, err := rank.Replay(ctx, n.rankConfig(), issues, examples)
	if err != nil {
		return err
	}
	var t table
	t.add("ISSUE", "CANDIDATES", "PRINTED", "RECALL@10", "@20", "@50", "AUC", "SECTIONS")
	for _, f := range figures {
		t.add(f.Issue, fmt.Sprint(f.Candidates), fmt.Sprint(f.Printed), fmt.Sprintf("%.2f", f.Recall10), fmt.Sprintf("%.2f", f.Recall20),
			fmt.Sprintf("%.2f", f.Recall50), fmt.Sprintf("%.3f", f.AUC), fmt.Sprintf("%.2f", f.Sections))
	}
	t.write(n.app.stdout)
	return nil
}

func (a *app) explainCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "explain URL|ID",
		Short: "what is known of an item, why this score and section, which issue it was in",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), "explain", func(ctx context.Context, n *newsroom) error {
				return n.explain(ctx, args[0])
			})
		},
	}
}

func (n *newsroom) explain(ctx context.Context, what string) error {
	id := item.ID(what)
	if !id.Valid() {
		found, ok := item.Identify(what)
		if !ok {
			return usagef("%q is neither an address nor an ID", what)
		}
		id = found
	}
	r, ok, err := n.store.Get(id)
	if err != nil {
		return err
	}
	if !ok {
		return &exitError{code: exitFailed, err: fmt.Errorf("%s was never seen", id), hint: "'embai-crawl extract URL' shows what its page would give"}
	}
	m, err := n.model(ctx)
	if err != nil {
		return err
	}
	res := m.Score(&r.Item, n.now())
	zone := n.cfg.Newsletter.Zone
	w := n.app.stdout
	put := func(key, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-10s %s\n", key, printable(value))
		}
	}
	put("id", string(r.Item.ID))
	for _, a := range r.Item.Aliases {
		put("also", string(a))
	}
	put("title", r.Item.Title)
	put("account", r.Item.Account)
	put("url", r.Item.URL)
	if !r.Item.Published.IsZero() {
		put("published", r.Item.Published.In(zone).Format(time.RFC3339))
	}
	put("found", r.First.In(zone).Format(time.RFC3339))
	for _, s := range r.Sources {
		put("source", s)
	}
	if r.Item.Status != "" && r.Item.Status != item.StatusOK {
		put("status", string(r.Item.Status))
	}
	put("state", string(r.State))
	if r.State != store.StateNew && r.Issue != "" {
		put("issue", r.Issue)
	}
	put("score", fmt.Sprintf("%.3f", res.Score))
	put("reason", res.Reason)
	section := string(res.Section) + " (by its words)"
	switch {
	case r.Item.Section.Valid():
		section = string(r.Item.Section) + " (fixed by its source)"
	case res.Odds.Open():
		section = string(res.Section) + " (by its words; in a draft, what issues have of each section counts as well)"
	}
	put("section", section)
	for _, f := range r.Item.Refs {
		put("names", fmt.Sprintf("%s in %s, %d times", f.ID, f.Where, f.Count))
	}
	if err := n.explainSubject(ctx, m, r.Item.ID, put); err != nil {
		return err
	}
	in, err := n.store.PrintedIn(r.Item.ID)
	if err != nil {
		return err
	}
	for _, d := range in {
		put("printed", d)
	}
	for _, d := range r.Decisions {
		put("decided", d.At.In(zone).Format(time.DateTime)+" "+decided(d))
	}
	return nil
}

// explainSubject tells with which other items of the window it is one entry,
// and why.
func (n *newsroom) explainSubject(ctx context.Context, m *rank.Model, id item.ID, put func(key, value string)) error {
	list, err := n.shortlist(ctx, m)
	if err != nil {
		return err
	}
	cands, err := n.candidates(ctx, list)
	if err != nil {
		return err
	}
	for _, c := range cands {
		if !slices.ContainsFunc(c.Items, func(it item.Item) bool { return it.ID == id }) {
			continue
		}
		for _, it := range c.Items {
			if it.ID != id {
				put("one with", string(it.ID)+" "+it.Title)
			}
		}
		for _, why := range c.Why {
			put("because", why)
		}
	}
	return nil
}
