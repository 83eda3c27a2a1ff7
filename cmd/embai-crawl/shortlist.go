package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"embai-crawl/item"
	"embai-crawl/rank"
	"embai-crawl/sources"
	"embai-crawl/store"
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
	n.cache.mu.Lock()
	defer n.cache.mu.Unlock()
	changes := n.store.Changes()
	if c := n.cache.short; c != nil && c.model == m && c.changes == changes {
		return c.list, nil
	}
	list, err := n.scoreWindow(ctx, m)
	if err != nil {
		return nil, err
	}
	n.cache.short = &shortlisted{m, changes, list}
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
