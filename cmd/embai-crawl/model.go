package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"time"

	"embai-crawl/item"
	"embai-crawl/rank"
	"embai-crawl/store"
)

// modelBlob is the name under which the store keeps the trained model.
const modelBlob = "rank model"

// maxLearn is how many items that were not printed teach the model: the newest.
const maxLearn = 50000

func (n *newsroom) rankConfig() rank.Config {
	r := n.cfg.Rank
	return rank.Config{Keywords: r.Keywords, Negative: r.Negative, Sources: r.Sources, Accounts: r.Accounts, Learned: r.Learned}
}

// model gives the model that fits what was decided so far: the one in the
// store, or a new one that is put there. A damaged one is trained anew.
func (n *newsroom) model(ctx context.Context) (*rank.Model, error) {
	n.cache.mu.Lock()
	defer n.cache.mu.Unlock()
	c := n.rankConfig()
	if !c.Learned {
		if n.cache.trained == nil {
			n.cache.trained = rank.New(c)
		}
		return n.cache.trained, nil
	}
	stats, err := n.store.Stats()
	if err != nil {
		return nil, err
	}
	version := modelVersion(stats, c)
	if n.cache.trained != nil && n.cache.trainedAs == version {
		return n.cache.trained, nil
	}
	if stats.Published == 0 {
		// No past issue: there is nothing to learn, and to find that out would
		// read the whole store.
		n.cache.trained, n.cache.trainedAs = rank.New(c), version
		return n.cache.trained, nil
	}
	stored, data, err := n.store.GetBlob(modelBlob)
	if err != nil {
		return nil, err
	}
	if data != nil && stored == version {
		m, err := rank.Load(data, c)
		if err == nil {
			n.cache.trained, n.cache.trainedAs = m, version
			return m, nil
		}
		n.log.Warn("the stored model can't be used: training a new one", "err", err)
	}
	m, err := n.train(ctx, c)
	if err != nil {
		return nil, err
	}
	if data, err = m.MarshalBinary(); err != nil {
		return nil, err
	}
	n.cache.trained, n.cache.trainedAs = m, version
	return m, n.store.PutBlob(ctx, modelBlob, version, data)
}

// warm trains the model where what it learns from has changed: done when that
// comes in, so that ranking does not wait for it.
func (n *newsroom) warm(ctx context.Context) error {
	_, err := n.model(ctx)
	return err
}

// modelVersion tells one state of what is learned from apart from another: it
// changes when something is printed, dropped or held, with the keywords, and
// when the number of known items has grown by a quarter.
func modelVersion(stats store.Stats, c rank.Config) int {
	grown := 0
	for size := 8.0; size < float64(stats.Items); size *= 1.25 {
		grown++
	}
	h := fnv.New64a()
	fmt.Fprintln(h, stats.Published, stats.Dropped, stats.Held, grown)
	for _, m := range []map[string]float64{c.Keywords, c.Negative, c.Sources, c.Accounts} {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			fmt.Fprintf(h, "%s=%g\n", k, m[k])
		}
	}
	return int(h.Sum64() >> 1)
}

func (n *newsroom) train(ctx context.Context, c rank.Config) (*rank.Model, error) {
	issues, err := n.issueDays()
	if err != nil {
		return nil, err
	}
	var failed error
	m, err := rank.Train(ctx, c, issues, n.examples(ctx, &failed), n.log)
	if failed != nil {
		return nil, failed
	}
	return m, err
}

// issueDays are the dates of the past issues.
func (n *newsroom) issueDays() ([]time.Time, error) {
	issues, err := n.store.Issues()
	if err != nil {
		return nil, err
	}
	var days []time.Time
	for _, i := range issues {
		if t, err := time.ParseInLocation(time.DateOnly, i.Date, n.cfg.Newsletter.Zone); err == nil {
			days = append(days, t)
		}
	}
	return days, nil
}

// examples gives what was decided and what was passed over, in the store's
// order. What stops it is left in failed.
func (n *newsroom) examples(ctx context.Context, failed *error) func(func(rank.Example) bool) {
	return func(yield func(rank.Example) bool) {
		sections, err := n.printedSections()
		if err != nil {
			*failed = err
			return
		}
		for r, err := range n.store.Learn(ctx, maxLearn) {
			if err != nil {
				*failed = err
				return
			}
			e := rank.Example{Item: r.Item, Dropped: r.State == store.StateDropped}
			if r.State == store.StatePublished {
				e.Issue, e.Section = r.Issue, sections[r.Item.ID]
			}
			if !yield(e) {
				return
			}
		}
	}
}

// printedSections tells under which section each printed item stood last.
func (n *newsroom) printedSections() (map[item.ID]item.Section, error) {
	issues, err := n.store.Issues()
	if err != nil {
		return nil, err
	}
	sections := map[item.ID]item.Section{}
	for _, i := range slices.Backward(issues) { // oldest first: the newest stays
		for _, e := range i.Entries {
			for _, id := range e.IDs {
				now, _, err := n.store.Resolve(id)
				if err != nil {
					return nil, err
				}
				sections[now] = e.Section
			}
		}
	}
	return sections, nil
}
