package review

import (
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"sync"
	"time"

	"embai-crawl/item"
)

// fakeDesk is a draft in memory with the rules of the real one: acts name
// entries by key, and each change gives a new revision.
type fakeDesk struct {
	mu         sync.Mutex
	rev        int
	entries    []Entry // Section says where; held ones have heldKeys
	held       []Entry
	candidates []Entry
	guide      string
	problem    string
	trouble    Trouble
	acts       []Act
	undo       [][]Entry
	fail       error
}

func newFakeDesk(n int) *fakeDesk {
	d := &fakeDesk{guide: "本期 4 条。"}
	for i, s := range item.Sections() {
		d.entries = append(d.entries, Entry{
			Key: fmt.Sprintf("k%d", i+1), Section: s, Title: fmt.Sprintf("条目 %d：端侧量化", i+1), Base: "b1",
			URL: fmt.Sprintf("https://example.org/%d", i+1), Summary: "一句话的摘要。", Score: .8, Reason: "+量化",
			Merged: []Part{{ID: "a", Title: "甲"}, {ID: "b", Title: "乙"}},
		})
	}
	for i := range n {
		d.candidates = append(d.candidates, Entry{
			Key: fmt.Sprintf("c%d", i), Section: item.SectionBlog, Score: .5, Reason: "+ncnn +端侧 −招聘",
			Title: fmt.Sprintf("候选 %d：在 %d nm 芯片上运行大模型 | 某公众号", i, i%7+3), URL: fmt.Sprintf("https://example.org/c%d", i),
			Summary: strings.Repeat("候选的摘要说了一些事情。", 8),
		})
	}
	return d
}

func (d *fakeDesk) Rev(context.Context) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return fmt.Sprint(d.rev), nil
}

func (d *fakeDesk) View(context.Context) (View, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := View{
		Rev: fmt.Sprint(d.rev), Title: "嵌入式AI简报 (2026-11-30)", Date: "2026-11-30", File: "drafts/2026-11-30.md",
		Guide: d.guide, Problem: d.problem, Trouble: d.trouble, Held: slices.Clone(d.held), CanUndo: len(d.undo) > 0,
		Findings: []Finding{{Key: "k2", Line: 17, Severity: "warning", Text: "缺少摘要"}},
		Waiting:  map[item.Section]int{item.SectionBlog: len(d.candidates)},
		Issues:   []Issue{{Date: "2026-11-16", Candidates: 900, Drafted: 32, Printed: 18}},
	}
	for i := range 3 {
		s := Source{Name: fmt.Sprintf("来源 %d", i), State: "ok", LastSuccess: time.Unix(1.8e9, 0)}
		for j := range 30 {
			s.Days = append(s.Days, Day{Items: (i + j) % 9, Tried: true, Failed: i == 2 && j > 25})
		}
		v.Sources = append(v.Sources, s)
	}
	for _, s := range item.Sections() {
		part := Section{Name: s}
		for _, e := range d.entries {
			if e.Section == s {
				part.Entries = append(part.Entries, e)
			}
		}
		v.Sections = append(v.Sections, part)
	}
	return v, nil
}

func (d *fakeDesk) Candidates(_ context.Context, q Query) ([]Entry, int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var hit []Entry
	for _, e := range d.candidates {
		if strings.Contains(e.Title, q.Words) && (q.Section == "" || q.Section == e.Section) {
			hit = append(hit, e)
		}
	}
	total := len(hit)
	hit = hit[min(q.From, total):]
	return hit[:min(q.Max, len(hit))], total, nil
}

func (d *fakeDesk) Do(_ context.Context, a Act) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.acts = append(d.acts, a)
	if d.fail != nil {
		return "", d.fail
	}
	if a.What == Undo {
		if len(d.undo) == 0 {
			return "", errors.New("nothing to undo")
		}
		d.entries, d.undo = d.undo[len(d.undo)-1], d.undo[:len(d.undo)-1]
		d.rev++
		return "undone", nil
	}
	before := slices.Clone(d.entries)
	at := slices.IndexFunc(d.entries, func(e Entry) bool { return e.Key == a.Key })
	if at < 0 && slices.Contains([]What{Drop, Hold, Move, Edit, Merge, Split}, a.What) {
		return "", ErrGone
	}
	switch a.What {
	case Drop:
		d.entries = slices.Delete(d.entries, at, at+1)
	case Hold:
		d.held = append(d.held, d.entries[at])
		d.entries = slices.Delete(d.entries, at, at+1)
	case Merge:
		d.entries = slices.Delete(d.entries, at, at+1)
	case Edit:
		if a.Base != d.entries[at].Base && !a.Force {
			return "", ErrChanged
		}
		d.entries[at].Title, d.entries[at].Summary = a.Title, a.Summary
		d.entries[at].Base += "'"
	case Move:
		e := d.entries[at]
		e.Section = a.Section
		d.entries = slices.Delete(d.entries, at, at+1)
		to := slices.IndexFunc(d.entries, func(e Entry) bool { return e.Key == a.Before })
		if to < 0 {
			to = len(d.entries)
		}
		d.entries = slices.Insert(d.entries, to, e)
	case Take:
		c := slices.IndexFunc(d.candidates, func(e Entry) bool { return e.Key == a.Key })
		if c < 0 {
			return "", ErrGone
		}
		e := d.candidates[c]
		e.Section = a.Section
		d.entries = append(d.entries, e)
		d.candidates = slices.Delete(d.candidates, c, c+1)
	case Add:
		d.entries = append(d.entries, Entry{Key: a.URL, Section: item.SectionBlog, Title: a.URL, URL: a.URL, Base: "b1"})
	case Guide:
		d.guide = a.Summary
	}
	d.undo = append(d.undo, before)
	d.rev++
	return "", nil
}

func (d *fakeDesk) Past(context.Context, string) ([]Section, error) { return nil, nil }

func (d *fakeDesk) Preview(_ context.Context, _, title, summary string) (string, error) {
	return "<p>" + html.EscapeString(title) + "</p><p>" + html.EscapeString(summary) + "</p>", nil
}

func (d *fakeDesk) WeChat(context.Context) (string, error) { return "<section>本期</section>", nil }
