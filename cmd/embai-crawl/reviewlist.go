package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
	"embai-crawl/text"
)

// waiting gives the candidates that are not in the draft and were not cut from
// it, the best first.
func (p *pool) waiting(doc *issue.Document, mem *issue.Memory) []issue.Entry {
	out := make([]issue.Entry, 0, len(p.rest))
	gone := map[item.ID]bool{}
	for i := range doc.Entries {
		for _, id := range doc.Entries[i].IDs {
			gone[id] = true
		}
	}
	for i := range mem.Entries {
		for _, id := range mem.Entries[i].IDs {
			gone[id] = gone[id] || mem.Entries[i].Cut
		}
	}
	for _, e := range p.rest {
		if !slices.ContainsFunc(e.IDs, func(id item.ID) bool { return gone[id] }) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b issue.Entry) int { return cmp.Compare(p.score(&b), p.score(&a)) })
	return out
}

func (p *pool) score(e *issue.Entry) float64 {
	for _, id := range e.IDs {
		if c := p.by[id]; c != nil {
			return c.Result.Score
		}
	}
	return 0
}

// Candidates implements [review.Desk].
func (d *reviewDesk) Candidates(ctx context.Context, q review.Query) ([]review.Entry, int, error) {
	date, _, b, err := d.file()
	if err != nil {
		return nil, 0, err
	}
	p, err := d.candidatePool(ctx, date)
	if err != nil {
		return nil, 0, err
	}
	doc, err := issue.Parse(b)
	if err != nil {
		doc = &issue.Document{}
	}
	mem, err := d.s.room().memory(date)
	if err != nil {
		return nil, 0, err
	}
	words := strings.Fields(text.Fold(q.Words))
	var out []review.Entry
	total := 0
	for _, e := range p.waiting(doc, mem) {
		folded := ""
		if len(words) > 0 {
			folded = text.Fold(e.Title + " " + e.Account + " " + e.Summary)
		}
		if q.Section != "" && e.Section != q.Section || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded, w) }) {
			continue
		}
		if total++; total > q.From && len(out) < q.Max {
			e.Notes = nil
			out = append(out, d.entry(p, &e, e.Key(), issue.RenderEntry(&e)))
		}
	}
	return out, total, nil
}

// Preview implements [review.Desk].
func (d *reviewDesk) Preview(_ context.Context, key, title, summary string) (string, error) {
	_, _, b, err := d.file()
	if err != nil {
		return "", err
	}
	if b, key, err = rewrite(b, key, title, summary); err != nil {
		return "", deskError(err)
	}
	doc, err := issue.Parse(b)
	if err != nil {
		return "", err
	}
	i := slices.Index(doc.Keys(), key)
	if i < 0 {
		return "", review.ErrGone
	}
	return string(printed(doc.Raw(i))), nil
}

// Past implements [review.Desk].
func (d *reviewDesk) Past(_ context.Context, date string) ([]review.Section, error) {
	is, ok, err := d.s.room().store.GetIssue(date)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("no issue of %s is known", date)
	}
	var out []review.Section
	for _, e := range is.Entries {
		if len(out) == 0 || out[len(out)-1].Name != e.Section {
			out = append(out, review.Section{Name: e.Section})
		}
		last := &out[len(out)-1]
		last.Entries = append(last.Entries, review.Entry{Section: e.Section, Title: e.Title, URL: e.URL, Summary: e.Summary, Score: -1})
	}
	return out, nil
}

// WeChat implements [review.Desk].
func (d *reviewDesk) WeChat(context.Context) (string, error) {
	n := d.s.room()
	date, _, b, err := d.file()
	if err != nil {
		return "", err
	}
	if b == nil {
		return "", os.ErrNotExist
	}
	mem, err := n.memory(date)
	if err != nil {
		return "", err
	}
	back, err := n.back(date)
	if err != nil {
		return "", err
	}
	p, err := issue.Publish(b, mem, back, n.issueOptions())
	if err != nil {
		return "", err
	}
	html, err := issue.WeChatHTML(p.File)
	return string(html), err
}
