package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/rank"
	"embai-crawl/store"
	"embai-crawl/subject"
	"embai-crawl/text"
)

// candidates groups the shortlist by subject and leaves out what was printed
// or decided already.
func (n *newsroom) candidates(ctx context.Context, list []scored) ([]issue.Candidate, error) {
	ghosts, err := n.ghosts(ctx, list)
	if err != nil {
		return nil, err
	}
	byID := make(map[item.ID]*scored, len(list))
	items := make([]*item.Item, 0, len(list)+len(ghosts))
	for i := range list {
		byID[list[i].Item.ID] = &list[i]
		items = append(items, &list[i].Item)
	}
	for _, g := range ghosts {
		items = append(items, &g.Item)
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
	var named []item.ID
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
		named = append(named, s.Item.ID)
		if repo := s.Item.ID.Repo(); repo != s.Item.ID {
			named = append(named, repo)
		}
		for _, r := range s.Item.Refs {
			if r.Where == item.InTitle || r.Where == item.InOriginal {
				named = append(named, r.ID)
			}
		}
	}
	for _, r := range old {
		named = append(named, r.Item.ID)
	}
	var err error
	if c.See, err = n.store.PrintedIn(named...); err != nil {
		return c, err
	}
	c.Result.Section, c.Result.Odds = sectionOf(news)
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
func sectionOf(news []*scored) (item.Section, rank.Odds) {
	has := func(kinds ...item.Kind) bool {
		return slices.ContainsFunc(news, func(s *scored) bool { return slices.Contains(kinds, s.Item.Kind) })
	}
	switch {
	case has(item.KindPaper):
		return item.SectionPaper, rank.Odds{}
	case has(item.KindRepo, item.KindRelease):
		return item.SectionProject, rank.Odds{}
	}
	return news[0].Result.Section, news[0].Result.Odds
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
	followed := map[string]bool{}
	for _, s := range n.cfg.Sources {
		if s.Account != "" && !s.Disabled {
			followed[s.Account] = true
		}
	}
	return subject.Options{
		Parted:   pairs,
		Followed: func(account string) bool { return followed[account] },
	}, nil
}
