package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
)

// reviewDesk is the open draft as the review page sees it. The draft is the
// file alone: every call reads it, every act writes it.
type reviewDesk struct {
	s *server

	mu       sync.Mutex // guards what follows
	pool     *pool      // what could be drafted, as of the last crawl
	undo     []step     // the last one at the end
	recalled bool       // undo holds what earlier processes left
}

// pool is what would be generated, with the judgement of each candidate. It is
// made anew after a crawl, not after each act: an act does not change what the
// candidates are.
type pool struct {
	next issue.Draft
	by   map[item.ID]*issue.Candidate
	rest []issue.Entry // next.Entries and next.Rest
	seen int           // how often the store had been crawled
}

// maxPool is how many candidates the page offers.
const maxPool = 1000

func newReviewDesk(s *server) *reviewDesk { return &reviewDesk{s: s} }

// candidatePool gives the pool, made anew where a crawl came between.
func (d *reviewDesk) candidatePool(ctx context.Context, date string) (*pool, error) {
	runs := d.s.runs.Load()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.pool != nil && d.pool.seen == int(runs) && d.pool.next.Date == date {
		return d.pool, nil
	}
	n := d.s.room()
	o := n.issueOptions()
	o.MaxRest = maxPool
	next, cands, err := n.build(ctx, date, o)
	if err != nil {
		return nil, err
	}
	p := &pool{next: next, by: map[item.ID]*issue.Candidate{}, seen: int(runs)}
	for i := range cands {
		for _, it := range cands[i].Items {
			p.by[it.ID] = &cands[i]
		}
	}
	p.rest = slices.Concat(next.Entries, next.Rest)
	d.pool = p
	return p, nil
}

// file is the draft as it is now.
func (d *reviewDesk) file() (date, path string, b []byte, err error) {
	n := d.s.room()
	if date, err = n.issueDate(); err != nil {
		return "", "", nil, err
	}
	path = issue.DraftPath(n.cfg.Drafts, date)
	b, err = readDraft(path)
	return date, path, b, err
}

// Rev implements [review.Desk]: it costs a look at the file's bytes.
func (d *reviewDesk) Rev(context.Context) (string, error) {
	date, _, b, err := d.file()
	if err != nil {
		return "", err
	}
	return d.rev(date, b), nil
}

func (d *reviewDesk) rev(date string, b []byte) string {
	h := fnv.New64a()
	fmt.Fprintln(h, date, d.s.runs.Load(), b == nil)
	_, _ = h.Write(b)
	return fmt.Sprintf("%x", h.Sum64())
}

// View implements [review.Desk].
func (d *reviewDesk) View(ctx context.Context) (review.View, error) {
	date, path, b, err := d.file()
	if err != nil {
		return review.View{}, err
	}
	n := d.s.room()
	v := review.View{Rev: d.rev(date, b), Date: date, File: path}
	if v.Sources, err = n.sourceHealth(); err != nil {
		return v, err
	}
	if v.Issues, err = n.pastIssues(); err != nil {
		return v, err
	}
	mem, err := n.memory(date)
	if err != nil {
		return v, err
	}
	if b == nil {
		v.Trouble = review.NoDraft
		if len(mem.Entries) > 0 {
			v.Trouble = review.Removed
		}
		return v, nil
	}
	p, err := d.candidatePool(ctx, date)
	if err != nil {
		return v, err
	}
	if _, err := issue.Update(mem, b, p.next); err != nil {
		v.Trouble, v.Problem = review.Unreadable, err.Error()
		return v, nil
	}
	doc, err := issue.Parse(b)
	if err != nil {
		v.Trouble, v.Problem = review.Unreadable, err.Error()
		return v, nil
	}
	v.Title, v.Guide, v.Base = doc.Title+" ("+doc.Date+")", doc.Guide, base(doc.Guide)
	keys := doc.Keys()
	place := map[item.Section]int{}
	for i, s := range item.Sections() {
		v.Sections = append(v.Sections, review.Section{Name: s})
		place[s] = i
	}
	for i := range doc.Entries {
		e := d.entry(p, &doc.Entries[i], keys[i], doc.Raw(i))
		e.Summary = doc.Summary(i)
		e.Base = base(doc.Raw(i))
		at, known := place[e.Section]
		switch {
		case doc.Entries[i].Held:
			e.Section = p.offeredIn(mem, &doc.Entries[i])
			v.Held = append(v.Held, e)
		case known && !doc.Entries[i].Short:
			v.Sections[at].Entries = append(v.Sections[at].Entries, e)
		default: // short news, or a section of the editor's own
			e.Section = ""
			v.Sections = aside(v.Sections, doc.Entries[i].Heading, e)
		}
	}
	v.Findings = findings(doc, keys, n.lintDraft(b))
	v.Waiting = map[item.Section]int{}
	for _, e := range p.waiting(doc, mem) {
		v.Waiting[e.Section]++
	}
	v.CanUndo, err = d.canUndo(path, b)
	return v, err
}

// base tells whether an entry's text is still the one that an edit began from.
func base(raw string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(raw))
	return fmt.Sprintf("%x", h.Sum64())
}

// offeredIn is the section to which an entry on the shelf goes back.
func (p *pool) offeredIn(mem *issue.Memory, e *issue.Entry) item.Section {
	for _, id := range e.IDs {
		for i := range mem.Entries {
			if s := mem.Entries[i].Section; s.Valid() && slices.Contains(mem.Entries[i].IDs, id) {
				return s
			}
		}
		if c := p.by[id]; c != nil && c.Result.Section.Valid() {
			return c.Result.Section
		}
	}
	return item.SectionNews
}

// aside puts an entry that is in none of the four sections behind them, under
// its own heading.
func aside(sections []review.Section, heading string, e review.Entry) []review.Section {
	for i := range sections {
		if sections[i].Name == "" && sections[i].Heading == heading {
			sections[i].Entries = append(sections[i].Entries, e)
			return sections
		}
	}
	return append(sections, review.Section{Heading: heading, Entries: []review.Entry{e}})
}
