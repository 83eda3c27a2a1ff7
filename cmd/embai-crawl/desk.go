package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/rank"
	"embai-crawl/sources"
	"embai-crawl/store"
	"embai-crawl/subject"
	"embai-crawl/text"
)

// What is looked at for a draft.
const (
	// window is how long after it was found an item may still come into a
	// draft. The newsletter printed WeChat articles up to 33 days after they
	// appeared, papers a month, a fifth of those after more than six.
	window = 60 * 24 * time.Hour
	// tooOld is the age from which an item that was found just now is no news:
	// a feed met for the first time gives years of them.
	tooOld = 120 * 24 * time.Hour
	// shortlistSize is how many of the best are grouped by subject. A fortnight
	// gives some thousand; what stands behind them is never printed.
	shortlistSize = 1000
	// leadRunes is how much of a text is kept for telling subjects.
	leadRunes = 600
)

// scored is a record of the window with its judgement. Its text is cut.
type scored struct {
	store.Record
	rank.Result
	// old says that it is no news by itself; it may still be what a new article
	// is about: the paper, the repository.
	old bool
}

// shortlisted is a shortlist with what it was made from.
type shortlisted struct {
	model   *rank.Model
	changes uint64 // of the store
	list    []scored
}

// shortlist scores what the window holds and gives the best, the best first.
// What a person gave and what is held is always among them. The list is the
// caller's to read, not to change.
func (n *newsroom) shortlist(ctx context.Context, m *rank.Model) ([]scored, error) {
	changes := n.store.Changes()
	if n.short != nil && n.short.model == m && n.short.changes == changes {
		return n.short.list, nil
	}
	list, err := n.scoreWindow(ctx, m)
	if err != nil {
		return nil, err
	}
	n.short = &shortlisted{m, changes, list}
	return list, nil
}

func (n *newsroom) scoreWindow(ctx context.Context, m *rank.Model) ([]scored, error) {
	now := n.now()
	weights := map[string]float64{}
	for _, s := range n.cfg.Sources {
		weights[s.Name] = s.Weight
	}
	var list []scored
	for r, err := range n.store.Candidates(ctx, now.Add(-window)) {
		if err != nil {
			return nil, err
		}
		// That a repository is old says nothing while it trends.
		old := !r.Item.Published.IsZero() && now.Sub(r.Item.Published) > tooOld && r.Item.PeriodStars == 0
		if !drafted(&r) && (r.Item.Status.Gone() || old && r.Item.Kind == item.KindArticle) {
			continue
		}
		s := scored{Record: r, Result: m.Score(&r.Item, now), old: old}
		if w, ok := weights[r.Item.Source]; ok {
			s.Score = min(1, s.Score*w)
		}
		s.Score *= maturity(&r.Item)
		s.Item.Text = text.Cut(s.Item.Text, leadRunes)
		list = append(list, s)
		if len(list) >= 2*shortlistSize {
			list = best(list)
		}
	}
	return best(list), nil
}

// maturity is how much of its score a release keeps: a repository that tags
// each commit would fill the draft by itself.
func maturity(it *item.Item) float64 {
	switch {
	case it.Kind != item.KindRelease:
		return 1
	case slices.Contains(it.Topics, sources.TopicNightly):
		return 0.1
	case slices.Contains(it.Topics, sources.TopicPreRelease):
		return 0.5
	}
	return 1
}

// drafted reports whether the item stays in sight whatever its score and age.
func drafted(r *store.Record) bool {
	return r.Item.Given || r.State == store.StateHeld || r.State == store.StateDrafted
}

func best(list []scored) []scored {
	slices.SortFunc(list, func(a, b scored) int {
		if x, y := drafted(&a.Record), drafted(&b.Record); x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Item.ID, b.Item.ID))
	})
	return slices.Clip(list[:min(len(list), shortlistSize)])
}

// candidates groups the shortlist by subject and leaves out what was printed
// or decided already.
func (n *newsroom) candidates(ctx context.Context, list []scored) ([]issue.Candidate, error) {
	ghosts, err := n.ghosts(ctx, list)
	if err != nil {
		return nil, err
	}
	byID := make(map[item.ID]*scored, len(list))
	items := make([]item.Item, 0, len(list)+len(ghosts))
	for i := range list {
		byID[list[i].Item.ID] = &list[i]
		items = append(items, list[i].Item)
	}
	for _, g := range ghosts {
		items = append(items, g.Item)
	}
	options, err := n.subjectOptions()
	if err != nil {
		return nil, err
	}
	var out []issue.Candidate
	for _, g := range subject.Group(items, options) {
		c, err := n.candidate(g, byID, ghosts)
		if err != nil {
			return nil, err
		}
		if len(c.Items) > 0 {
			out = append(out, c)
		}
	}
	return out, nil
}

// candidate makes a candidate of a group, without items where the group is a
// subject that was dealt with.
func (n *newsroom) candidate(g subject.Subject, byID map[item.ID]*scored, ghosts map[item.ID]store.Record) (issue.Candidate, error) {
	var c issue.Candidate
	var news []*scored
	var old []store.Record
	for _, id := range g.IDs {
		if s := byID[id]; s != nil {
			news = append(news, s)
		} else if r, ok := ghosts[id]; ok {
			old = append(old, r)
		}
	}
	if len(news) == 0 {
		return c, nil
	}
	wanted := slices.ContainsFunc(news, func(s *scored) bool { return drafted(&s.Record) })
	if !wanted && !slices.ContainsFunc(news, func(s *scored) bool { return !s.old }) {
		return c, nil
	}
	if len(old) > 0 && !wanted && !returns(news, old) {
		return c, nil
	}
	dates := map[string]bool{}
	for _, s := range news {
		c.Items = append(c.Items, s.Item)
		c.Given = c.Given || s.Item.Given
		c.Held = c.Held || s.State == store.StateHeld
		if s.Score > c.Result.Score || c.Result.Reason == "" {
			c.Result.Score, c.Result.Reason, c.Result.Terms = s.Score, s.Reason, s.Terms
		}
		for _, d := range s.Decisions {
			c.Decided = append(c.Decided, decided(d))
		}
		if err := n.printed(dates, s.Item.ID, s.Item.ID.Repo()); err != nil {
			return c, err
		}
		for _, r := range s.Item.Refs {
			if r.Where == item.InTitle || r.Where == item.InOriginal {
				if err := n.printed(dates, r.ID); err != nil {
					return c, err
				}
			}
		}
	}
	for _, r := range old {
		if err := n.printed(dates, r.Item.ID); err != nil {
			return c, err
		}
	}
	for d := range dates {
		c.See = append(c.See, d)
	}
	slices.Sort(c.See)
	c.Result.Section = sectionOf(news)
	// That several accounts report it says something, though less each time.
	for range news[1:] {
		c.Result.Score = 1 - (1-c.Result.Score)*0.95
	}
	c.Why = g.Why
	return c, nil
}

// sectionOf is where a subject belongs: an article on a paper is printed with
// the papers, one on a repository with the projects (so the newsletter does),
// everything else where its main item belongs.
func sectionOf(news []*scored) item.Section {
	has := func(kinds ...item.Kind) bool {
		return slices.ContainsFunc(news, func(s *scored) bool { return slices.Contains(kinds, s.Item.Kind) })
	}
	switch {
	case has(item.KindPaper):
		return item.SectionPaper
	case has(item.KindRepo, item.KindRelease):
		return item.SectionProject
	}
	return news[0].Result.Section
}

// returns reports whether a subject that was dealt with comes back rightly: a
// new release of a repository, or the code of a paper.
func returns(news []*scored, old []store.Record) bool {
	for _, r := range old {
		if r.State == store.StateDropped {
			return false
		}
	}
	for _, s := range news {
		if s.Item.Kind == item.KindRelease {
			return true
		}
		if s.Item.Kind == item.KindArticle && tellsRelease(s.Item.Title) && after(s.Item.Published, old) {
			return true
		}
		if s.Item.Kind == item.KindRepo && !slices.ContainsFunc(old, func(r store.Record) bool {
			return r.Item.ID.Scheme() == "github"
		}) {
			return true
		}
	}
	return false
}

// versionInTitle is the number of a release in a headline: 2.3, v0.9.1, 1.0.
var versionInTitle = regexp.MustCompile(`(?i)\bv?\d+\.\d+`)

// tellsRelease reports whether a headline speaks of a release.
func tellsRelease(title string) bool {
	if !versionInTitle.MatchString(title) {
		return false
	}
	title = strings.ToLower(title)
	return slices.ContainsFunc([]string{"发布", "更新", "升级", "推出", "release", "version", "版"}, func(w string) bool {
		return strings.Contains(title, w)
	})
}

// after reports whether t is later than the issues that printed old.
func after(t time.Time, old []store.Record) bool {
	return !slices.ContainsFunc(old, func(r store.Record) bool {
		issue, err := time.Parse(time.DateOnly, r.Issue)
		return err != nil || !t.After(issue)
	})
}

func (n *newsroom) printed(dates map[string]bool, ids ...item.ID) error {
	for _, id := range ids {
		if id == "" {
			continue
		}
		in, err := n.store.PrintedIn(id)
		if err != nil {
			return err
		}
		for _, d := range in {
			dates[d] = true
		}
	}
	return nil
}

func decided(d store.Decision) string {
	s := d.What
	if d.Detail != "" {
		s += " " + d.Detail
	}
	if d.Issue != "" {
		s += " (" + d.Issue + ")"
	}
	return s
}

// nearLimit is how many near-duplicates of one item are looked at.
const nearLimit = 8

// ghosts are records that were printed or dropped and that something of the
// shortlist may be about: named by it, or nearly the same text.
func (n *newsroom) ghosts(ctx context.Context, list []scored) (map[item.ID]store.Record, error) {
	stats, err := n.store.Stats()
	if err != nil || stats.Published+stats.Dropped == 0 {
		return nil, err
	}
	var ids []item.ID
	since := n.now().Add(-window)
	for i := range list {
		it := &list[i].Item
		for _, r := range it.Refs {
			ids = append(ids, r.ID)
		}
		if it.Original != nil && it.Original.ID != "" {
			ids = append(ids, it.Original.ID)
		}
		near, err := n.store.Near(subject.Bands(it), since, nearLimit)
		if err != nil {
			return nil, err
		}
		ids = append(ids, near...)
		// Whoever names the same paper or repository may have been printed.
		if s := it.ID.Scheme(); s == "arxiv" || s == "github" {
			naming, err := n.store.Naming(it.ID, nearLimit)
			if err != nil {
				return nil, err
			}
			ids = append(ids, naming...)
		}
	}
	slices.Sort(ids)
	records, err := n.store.GetMany(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	ghosts := map[item.ID]store.Record{}
	for _, r := range records {
		if r.State.Tombstone() {
			r.Item.Text = text.Cut(r.Item.Text, leadRunes)
			ghosts[r.Item.ID] = r
		}
	}
	return ghosts, nil
}

// subjectOptions tell the grouping what the editor parted and whom the
// configuration follows.
func (n *newsroom) subjectOptions() (subject.Options, error) {
	pairs, err := n.store.Parted()
	if err != nil {
		return subject.Options{}, err
	}
	parted := map[[2]item.ID]bool{}
	for _, p := range pairs {
		parted[p] = true
	}
	followed := map[string]bool{}
	for _, s := range n.cfg.Sources {
		if s.Account != "" && !s.Disabled {
			followed[s.Account] = true
		}
	}
	return subject.Options{
		Parted:   func(a, b item.ID) bool { return parted[[2]item.ID{min(a, b), max(a, b)}] },
		Followed: func(account string) bool { return followed[account] },
	}, nil
}

// next builds the draft that would be generated now.
func (n *newsroom) next(ctx context.Context, date string) (issue.Draft, error) {
	draft, _, err := n.build(ctx, date, n.issueOptions())
	return draft, err
}

// build is next with the candidates that the draft was chosen from.
func (n *newsroom) build(ctx context.Context, date string, o issue.Options) (issue.Draft, []issue.Candidate, error) {
	m, err := n.model(ctx)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	list, err := n.shortlist(ctx, m)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	cands, err := n.candidates(ctx, list)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	if err := n.fullTexts(ctx, cands); err != nil {
		return issue.Draft{}, nil, err
	}
	if err := n.machineSummaries(ctx, cands); err != nil {
		return issue.Draft{}, nil, err
	}
	back, err := n.back(date)
	if err != nil {
		return issue.Draft{}, nil, err
	}
	return issue.Build(date, cands, back, o), cands, nil
}

// fullTexts puts the whole text back where a summary will be made of it: in
// the best of each section.
func (n *newsroom) fullTexts(ctx context.Context, cands []issue.Candidate) error {
	slices.SortFunc(cands, func(a, b issue.Candidate) int {
		return cmp.Or(cmp.Compare(b.Result.Score, a.Result.Score), cmp.Compare(a.Items[0].ID, b.Items[0].ID))
	})
	count := map[item.Section]int{}
	for i := range cands {
		c := &cands[i]
		count[c.Result.Section]++
		if !c.Given && !c.Held && count[c.Result.Section] > 2*n.cfg.Newsletter.PerSection {
			continue
		}
		r, ok, err := n.store.Get(c.Items[0].ID)
		if err != nil {
			return err
		}
		if ok {
			c.Items[0].Text = r.Item.Text
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// minScore is what a candidate needs to be drafted by itself. An item of which
// nothing is known has more; one that something speaks against has less, and so
// have nine of ten that past issues could have printed and did not.
const minScore = 0.03

func (n *newsroom) issueOptions() issue.Options {
	c := n.cfg.Newsletter
	return issue.Options{
		Title: c.Title, Tagline: c.Tagline, Footer: c.Footer, BackIssuesURL: c.BackIssuesURL,
		PerSection: c.PerSection, ShortNews: c.ShortNews, MinScore: minScore,
	}
}

// back lists the issues before date, the newest first: those of the archive
// folder and those that were imported from elsewhere.
func (n *newsroom) back(date string) ([]issue.Back, error) {
	o := n.issueOptions().Defaults()
	back, err := issue.BackIssues(n.archive(), date, o)
	if err != nil {
		return nil, err
	}
	issues, err := n.store.Issues()
	if err != nil {
		return nil, err
	}
	for _, i := range issues {
		known := slices.ContainsFunc(back, func(b issue.Back) bool { return b.Date == i.Date })
		if i.Date < date && !known {
			back = append(back, issue.Back{Date: i.Date, URL: o.BackPrefix + i.Date + ".md"})
		}
	}
	slices.SortFunc(back, func(a, b issue.Back) int { return cmp.Compare(b.Date, a.Date) })
	return back, nil
}

// memory is what was offered so far in the draft of date.
func (n *newsroom) memory(date string) (*issue.Memory, error) {
	d, _, err := n.store.GetDraft(date)
	if err != nil {
		return nil, err
	}
	return issue.LoadMemory(d.Base)
}

// draftResult says what an update of the draft did.
type draftResult struct {
	Path, Date string
	issue.Result
	Entries int
}

// updateDraft brings the draft of date up to date; "" is the open one.
func (n *newsroom) updateDraft(ctx context.Context, date string) (draftResult, error) {
	var err error
	if date == "" {
		if date, err = n.issueDate(); err != nil {
			return draftResult{}, err
		}
	}
	res := draftResult{Date: date, Path: issue.DraftPath(n.cfg.Drafts, date)}
	next, err := n.next(ctx, date)
	if err != nil {
		return res, err
	}
	mem, err := n.memory(date)
	if err != nil {
		return res, err
	}
	res.Result, err = issue.UpdateFile(n.cfg.Drafts, mem, next)
	var bad *issue.UnreadableError
	switch {
	case errors.As(err, &bad):
		return res, &exitError{
			code: exitPart, err: fmt.Errorf("%s was left as it is: %w", res.Path, err),
			hint: "the new text is in " + issue.NewPath(n.cfg.Drafts, date),
		}
	case err != nil:
		return res, err
	}
	return res, firstOf(n.record(ctx, &res), n.setDone(ctx))
}

// record puts what the editor decided, and what the draft now offers, into the
// store: in one transaction with the draft itself.
func (n *newsroom) record(ctx context.Context, res *draftResult) error {
	base, err := res.Memory.MarshalBinary()
	if err != nil {
		return err
	}
	doc, err := issue.Parse(res.File)
	if err != nil {
		return err
	}
	change := store.Change{Draft: &store.Draft{Date: res.Date, Base: base, Written: res.File, Path: res.Path}}
	add := func(ids []item.ID, state store.State, what, detail string) {
		for _, id := range ids {
			if id.Valid() {
				change.Verdicts = append(change.Verdicts, store.Verdict{ID: id, State: state, Issue: res.Date, What: what, Detail: detail})
			}
		}
	}
	for _, e := range doc.Entries {
		if e.Held {
			add(e.IDs, store.StateHeld, "", "")
			continue
		}
		res.Entries++
		add(e.IDs, store.StateDrafted, "", "")
	}
	for _, d := range res.Decisions {
		switch d.What {
		case issue.Cut:
			add(d.IDs, store.StateDropped, "dropped", "")
		case issue.Held:
			add(d.IDs, store.StateHeld, "held", "")
		case issue.Parted:
			if len(d.IDs) == 2 {
				if err := n.store.Part(ctx, d.IDs[0], d.IDs[1]); err != nil {
					return err
				}
			}
		case issue.Moved, issue.Retitled:
			add(d.IDs, "", string(d.What), d.From+" → "+d.To)
		default:
			add(d.IDs, "", string(d.What), "")
		}
	}
	_, err = n.store.Apply(ctx, change)
	return err
}
