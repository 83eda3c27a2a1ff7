package main

import (
	"cmp"
	"context"
	"iter"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

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

// scoreBatch is how many records one goroutine scores at a time.
const scoreBatch = 100

// scoreWindow reads the window and scores it on all processors. The order of
// what it gives does not depend on who was faster: best knows no equals.
func (n *newsroom) scoreWindow(ctx context.Context, m *rank.Model) ([]scored, error) {
	s := scoring{model: m, now: n.now(), weights: map[string]float64{}}
	for _, source := range n.cfg.Sources {
		s.weights[source.Name] = source.Weight
	}
	g, ctx := errgroup.WithContext(ctx)
	batches := make(chan []store.Record)
	g.Go(func() error {
		defer close(batches)
		return readBatches(ctx, n.store.Candidates(ctx, s.now.Add(-window)), batches)
	})
	lists := make([][]scored, runtime.GOMAXPROCS(0))
	for i := range lists {
		g.Go(func() error {
			least := 0.0 // the score of the last one of a full list
			for batch := range batches {
				for _, r := range batch {
					if x, ok := s.judge(r); ok && (x.Score >= least || drafted(&r)) {
						lists[i] = append(lists[i], x)
					}
				}
				if len(lists[i]) >= 2*shortlistSize {
					lists[i] = best(lists[i])
					least = lists[i][len(lists[i])-1].Score
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.Clone(best(slices.Concat(lists...))), nil
}

// readBatches hands records over until they end or ctx does.
func readBatches(ctx context.Context, records iter.Seq2[store.Record, error], to chan<- []store.Record) error {
	batch := make([]store.Record, 0, scoreBatch)
	send := func() error {
		select {
		case to <- batch:
			batch = make([]store.Record, 0, scoreBatch)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if batch = append(batch, r); len(batch) == scoreBatch {
			if err := send(); err != nil {
				return err
			}
		}
	}
	return send()
}

// scoring is what the score of a record depends on besides the record.
type scoring struct {
	model   *rank.Model
	now     time.Time
	weights map[string]float64 // of sources
}

// judge scores a record. It is false for what no draft would print.
func (s *scoring) judge(r store.Record) (scored, bool) {
	// That a repository is old says nothing while it trends.
	old := !r.Item.Published.IsZero() && s.now.Sub(r.Item.Published) > tooOld && r.Item.PeriodStars == 0
	if !drafted(&r) && (r.Item.Status.Gone() || old && r.Item.Kind == item.KindArticle) {
		return scored{}, false
	}
	x := scored{Record: r, Result: s.model.Score(&r.Item, s.now), old: old}
	if w, ok := s.weights[r.Item.Source]; ok {
		x.Score = min(1, x.Score*w)
	}
	x.Score *= maturity(&r.Item)
	x.Item.Text = text.Cut(x.Item.Text, leadRunes)
	return x, true
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
	return list[:min(len(list), shortlistSize)]
}
