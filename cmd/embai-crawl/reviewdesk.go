package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"html/template"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
	"embai-crawl/store"
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
	base          []byte                  // the memory of the draft before it
	states        map[item.ID]store.State // what was new in the draft: how it stood before
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
		if md, err := issue.Summary(b, keys[i]); err == nil {
			e.Summary = md
		}
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

// findings says which entry each finding is in.
func findings(doc *issue.Document, keys []string, found []issue.Finding) []review.Finding {
	out := make([]review.Finding, 0, len(found))
	for _, f := range found {
		key := ""
		for i := range doc.Entries {
			if from := doc.Entries[i].Line; from <= f.Line && f.Line < from+max(1, strings.Count(doc.Raw(i), "\n")) {
				key = keys[i]
			}
		}
		out = append(out, review.Finding{Key: key, Line: f.Line, Severity: string(f.Severity), Kind: f.Kind, Text: f.Message})
	}
	return out
}

// entry is an entry, of which the file has or would have raw, with what is
// known of it.
func (d *reviewDesk) entry(p *pool, e *issue.Entry, key, raw string) review.Entry {
	out := review.Entry{
		Key: key, Section: e.Section, Title: e.Title, URL: e.URL, Summary: e.Summary, Printed: printed(raw), Score: -1,
	}
	why := map[item.ID]string{}
	for _, id := range e.IDs {
		c := p.by[id]
		if c == nil {
			continue
		}
		if c.Result.Score > out.Score {
			out.Score, out.Reason = c.Result.Score, c.Result.Reason
		}
		for i := range c.Items {
			if name := c.Items[i].Source; name != "" && !slices.Contains(out.Sources, name) {
				out.Sources = append(out.Sources, name)
			}
			if i > 0 && i-1 < len(c.Why) {
				why[c.Items[i].ID] = c.Why[i-1]
			}
		}
	}
	for _, id := range e.IDs {
		part := d.part(id)
		if !slices.ContainsFunc(out.Merged, func(x review.Part) bool { return x.ID == part.ID }) {
			part.Why = why[item.ID(part.ID)]
			out.Merged = append(out.Merged, part)
		}
	}
	return out
}

// part is one item of an entry, under its own name: by its title where it is
// known, else by that name.
func (d *reviewDesk) part(id item.ID) review.Part {
	part := review.Part{ID: string(id), Title: string(id), URL: id.Address()}
	if r, ok, err := d.s.room().store.Get(id); err == nil && ok {
		part.ID = string(r.Item.ID)
		part.Title = cmp.Or(r.Item.Title, part.Title)
		part.URL = cmp.Or(r.Item.URL, part.URL)
	}
	return part
}

// printed is Markdown of an entry as the issue shows it. Markers are comments,
// which Preview leaves out like any other raw HTML; links open beside the page.
func printed(markdown string) template.HTML {
	html, err := issue.Preview(markdown)
	if err != nil {
		return template.HTML(template.HTMLEscapeString(markdown)) //nolint:gosec // escaped
	}
	html = strings.ReplaceAll(html, "<!-- raw HTML omitted -->", "")
	html = strings.ReplaceAll(html, "<a href=", `<a target="_blank" rel="noopener noreferrer" href=`)
	// The page loads nothing from other hosts: a picture is shown by its words.
	return template.HTML(imageTag.ReplaceAllString(html, "🖼 $1")) //nolint:gosec // goldmark's output, in which all text is escaped
}

// imageTag is an image as goldmark writes it; $1 are its words, escaped.
var imageTag = regexp.MustCompile(`<img src="[^"]*" alt="([^"]*)"[^>]*>`)

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
