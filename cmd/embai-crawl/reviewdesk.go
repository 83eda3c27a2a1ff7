package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"sync"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
	"embai-crawl/text"
)

// reviewDesk is the open draft as the review page sees it. The draft is the
// file alone: every call reads it, every act writes it.
type reviewDesk struct {
	s *server

	mu   sync.Mutex // guards what follows
	pool *pool      // what could be drafted, as of the last crawl
	undo []step     // of this process, the last one at the end
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

// step is an act that can be undone while the file is as the act left it.
type step struct {
	path          string
	before, after []byte
}

// maxUndo bounds how many acts can be undone.
const maxUndo = 100

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
	p, err := d.candidatePool(ctx, date)
	if err != nil {
		return v, err
	}
	if b == nil {
		v.Problem = "there is no draft yet, or it was removed: 'embai-crawl draft' writes one"
		return v, nil
	}
	mem, err := n.memory(date)
	if err != nil {
		return v, err
	}
	if _, err := issue.Update(mem, b, p.next); err != nil {
		v.Problem = err.Error()
		return v, nil
	}
	doc, err := issue.Parse(b)
	if err != nil {
		v.Problem = err.Error()
		return v, nil
	}
	v.Title, v.Guide = doc.Title+" ("+doc.Date+")", doc.Guide
	keys := doc.Keys()
	place := map[item.Section]int{}
	for i, s := range item.Sections() {
		v.Sections = append(v.Sections, review.Section{Name: s})
		place[s] = i
	}
	for i := range doc.Entries {
		e := d.entry(p, &doc.Entries[i], keys[i])
		if md, err := issue.Summary(b, keys[i]); err == nil {
			e.Summary = md
		}
		e.Base = base(doc.Raw(i))
		at, known := place[e.Section]
		switch {
		case doc.Entries[i].Held:
			v.Held = append(v.Held, e)
		case known:
			v.Sections[at].Entries = append(v.Sections[at].Entries, e)
		default: // short news, or a section of the editor's own
			v.Sections[0].Entries = append(v.Sections[0].Entries, e)
		}
	}
	for _, f := range issue.Lint(b, history{n.store}) {
		v.Findings = append(v.Findings, review.Finding{Key: keyAt(doc, keys, f.Line), Line: f.Line, Severity: string(f.Severity), Text: f.Message})
	}
	v.Waiting = map[item.Section]int{}
	for _, e := range d.waiting(p, doc) {
		v.Waiting[e.Section]++
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	v.CanUndo = len(d.undo) > 0 && bytes.Equal(d.undo[len(d.undo)-1].after, b)
	return v, nil
}

// base tells whether an entry's text is still the one that an edit began from.
func base(raw string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(raw))
	return fmt.Sprintf("%x", h.Sum64())
}

// keyAt is the key of the entry that a line belongs to.
func keyAt(doc *issue.Document, keys []string, line int) string {
	key := ""
	for i := range doc.Entries {
		if doc.Entries[i].Line <= line {
			key = keys[i]
		}
	}
	return key
}

// entry is an entry with what is known of it.
func (d *reviewDesk) entry(p *pool, e *issue.Entry, key string) review.Entry {
	out := review.Entry{Key: key, Section: e.Section, Title: e.Title, URL: e.URL, Summary: e.Summary, Score: -1}
	for _, l := range e.Lines {
		out.Lines = append(out.Lines, l.Label+"："+l.Text)
	}
	for _, id := range e.IDs {
		c := p.by[id]
		if c == nil {
			continue
		}
		out.Score, out.Reason = c.Result.Score, c.Result.Reason
		for i, it := range c.Items {
			if it.Source != "" && !slices.Contains(out.Sources, it.Source) {
				out.Sources = append(out.Sources, it.Source)
			}
			part := review.Part{ID: string(it.ID), Title: it.Title, URL: it.URL}
			if i > 0 && i-1 < len(c.Why) {
				part.Why = c.Why[i-1]
			}
			out.Merged = append(out.Merged, part)
		}
		break
	}
	return out
}

// waiting gives the candidates that are not in the draft and were not cut.
func (d *reviewDesk) waiting(p *pool, doc *issue.Document) []issue.Entry {
	there := map[item.ID]bool{}
	for i := range doc.Entries {
		for _, id := range doc.Entries[i].IDs {
			there[id] = true
		}
	}
	var out []issue.Entry
	for _, e := range p.rest {
		if !slices.ContainsFunc(e.IDs, func(id item.ID) bool { return there[id] }) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b issue.Entry) int {
		x, y := p.score(&a), p.score(&b)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
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
	words := strings.Fields(text.Fold(q.Words))
	var out []review.Entry
	total := 0
	for _, e := range d.waiting(p, doc) {
		folded := ""
		if len(words) > 0 {
			folded = text.Fold(e.Title + " " + e.Account + " " + e.Summary)
		}
		if q.Section != "" && e.Section != q.Section || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded, w) }) {
			continue
		}
		if total++; total > q.From && len(out) < q.Max {
			out = append(out, d.entry(p, &e, e.Key()))
		}
	}
	return out, total, nil
}

// Do implements [review.Desk].
func (d *reviewDesk) Do(ctx context.Context, a review.Act) (string, error) {
	d.s.editing.Lock()
	defer d.s.editing.Unlock()
	n := d.s.room()
	date, path, b, err := d.file()
	if err != nil {
		return "", err
	}
	switch {
	case a.What == review.Add:
		return d.add(ctx, a.URL)
	case b == nil:
		return "", errors.New("there is no draft to change")
	case a.What == review.Publish:
		if _, findings, err := n.publish(ctx, path, publishOptions{force: a.Force}); err != nil {
			var said []string
			for _, f := range findings {
				said = append(said, fmt.Sprintf("%d: %s", f.Line, f.Message))
			}
			return "", errors.New(strings.Join(append(said, err.Error()), "\n"))
		}
		d.s.runs.Add(1)
		return "已发布 " + date, nil
	}
	p, err := d.candidatePool(ctx, date)
	if err != nil {
		return "", err
	}
	after, err := d.apply(ctx, p, b, path, a)
	if err != nil {
		return "", deskError(err)
	}
	if err := issue.ReplaceFile(path, b, after); err != nil {
		return "", err
	}
	d.mu.Lock()
	if a.What == review.Undo {
		d.undo = d.undo[:len(d.undo)-1]
	} else {
		d.undo = append(d.undo, step{path, b, after})
		d.undo = d.undo[max(0, len(d.undo)-maxUndo):]
	}
	d.mu.Unlock()
	return "", d.remember(ctx, date, path, p, after)
}

// deskError turns an error of an operation into one that the page knows.
func deskError(err error) error {
	if errors.Is(err, issue.ErrNoEntry) {
		return review.ErrGone
	}
	return err
}

// remember runs the three-way update over what the act left, as cron would.
func (d *reviewDesk) remember(ctx context.Context, date, path string, p *pool, after []byte) error {
	n := d.s.room()
	mem, err := n.memory(date)
	if err != nil {
		return err
	}
	// Nothing new comes in by an act: what would be generated is what there is.
	kept := p.next
	kept.Entries, kept.Short = nil, nil
	res, err := issue.Update(mem, after, kept)
	if err != nil {
		return fmt.Errorf("the file was written, but can't be understood any more: %w", err)
	}
	if res.Changed {
		if err := issue.ReplaceFile(path, after, res.File); err != nil {
			return err
		}
		d.mu.Lock()
		if len(d.undo) > 0 {
			d.undo[len(d.undo)-1].after = res.File
		}
		d.mu.Unlock()
	}
	return n.record(ctx, &draftResult{Date: date, Path: path, Result: res})
}

// apply gives the file's bytes with the act done.
func (d *reviewDesk) apply(ctx context.Context, p *pool, b []byte, path string, a review.Act) ([]byte, error) {
	doc, err := issue.Parse(b)
	if err != nil {
		return nil, err
	}
	keys := doc.Keys()
	switch a.What {
	case review.Drop:
		return issue.Drop(b, a.Key)
	case review.Hold:
		return issue.Hold(b, a.Key)
	case review.Move:
		return issue.Move(b, a.Key, a.Section, placeBefore(doc, keys, a))
	case review.Take:
		if slices.Contains(keys, a.Key) { // from the shelf
			return issue.Move(b, a.Key, a.Section, placeBefore(doc, keys, a))
		}
		at := slices.IndexFunc(p.rest, func(e issue.Entry) bool { return e.Key() == a.Key })
		if at < 0 {
			return nil, review.ErrGone
		}
		return issue.Take(b, p.rest[at], a.Section, placeBefore(doc, keys, a))
	case review.Edit:
		return edit(b, doc, keys, a)
	case review.Merge:
		return issue.Merge(b, a.With, a.Key)
	case review.Split:
		return d.part(ctx, p, b, a)
	case review.Guide:
		if a.Summary == "" {
			if a.Summary, err = issue.FreshGuide(b); err != nil {
				return nil, err
			}
		}
		return issue.SetGuide(b, a.Summary)
	case review.Undo:
		d.mu.Lock()
		defer d.mu.Unlock()
		if len(d.undo) == 0 {
			return nil, errors.New("nothing to undo")
		}
		last := d.undo[len(d.undo)-1]
		if last.path != path || !bytes.Equal(last.after, b) {
			return nil, errors.New("the file was changed since: undo it there")
		}
		return last.before, nil
	}
	return nil, fmt.Errorf("no such act: %s", a.What)
}

// placeBefore is the place of the entry that is to follow, within its section
// and without the entry that moves; -1 for the end.
func placeBefore(doc *issue.Document, keys []string, a review.Act) int {
	at := 0
	for i := range doc.Entries {
		e := &doc.Entries[i]
		if e.Held || e.Section != a.Section || keys[i] == a.Key {
			continue
		}
		if keys[i] == a.Before {
			return at
		}
		at++
	}
	return -1
}

func edit(b []byte, doc *issue.Document, keys []string, a review.Act) ([]byte, error) {
	i := slices.Index(keys, a.Key)
	if i < 0 {
		return nil, review.ErrGone
	}
	if !a.Force && base(doc.Raw(i)) != a.Base {
		return nil, review.ErrChanged
	}
	var err error
	if a.Title != doc.Entries[i].Title {
		if b, err = issue.Retitle(b, a.Key, a.Title); err != nil {
			return nil, err
		}
		// An entry without a marker is known by its title.
		if changed, err := issue.Parse(b); err == nil && i < len(changed.Entries) {
			a.Key = changed.Keys()[i]
		}
	}
	now, err := issue.Summary(b, a.Key)
	if err != nil {
		return nil, err
	}
	if summary := strings.ReplaceAll(a.Summary, "\r\n", "\n"); summary != now {
		return issue.SetSummary(b, a.Key, summary)
	}
	return b, nil
}

// part makes one item of an entry an entry of its own, for good.
func (d *reviewDesk) part(ctx context.Context, p *pool, b []byte, a review.Act) ([]byte, error) {
	n := d.s.room()
	apart, ok, err := n.store.Get(item.ID(a.With))
	if err != nil {
		return nil, err
	}
	c := p.by[item.ID(a.With)]
	if !ok || c == nil || len(c.Items) < 2 {
		return nil, review.ErrGone
	}
	for _, it := range c.Items {
		if it.ID != apart.Item.ID {
			if err := n.store.Part(ctx, it.ID, apart.Item.ID); err != nil {
				return nil, err
			}
		}
	}
	one := issue.Candidate{Items: []item.Item{apart.Item}, Result: c.Result}
	return issue.Part(b, a.Key, issue.Compose(one))
}

// add fetches a link and puts it into the draft.
func (d *reviewDesk) add(ctx context.Context, address string) (string, error) {
	n := d.s.room()
	links := item.FindLinks(address)
	if len(links) == 0 {
		return "", errors.New("这不是一个链接 (no link)")
	}
	got, err := n.add(ctx, links[:1])
	if err != nil {
		return "", err
	}
	message := ""
	if len(got) > 0 && got[0].Err != nil {
		message = got[0].Err.Error()
	}
	if _, err := n.updateDraft(ctx, ""); err != nil {
		return "", err
	}
	d.s.runs.Add(1)
	return message, nil
}

// Preview implements [review.Desk].
func (d *reviewDesk) Preview(_ context.Context, title, summary string) (string, error) {
	return issue.Preview("**" + strings.ReplaceAll(title, "*", "\\*") + "**\n\n" + summary)
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
