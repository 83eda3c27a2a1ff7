package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"embai-crawl/crawler"
	"embai-crawl/item"
	"embai-crawl/sources"
)

// What is looked up in one run of papers and repositories that items name.
const (
	maxNamedPapers = 200 // two questions to arXiv
	maxNamedRepos  = 20  // without a token the API gives 60 answers an hour
	// namesFew is how many papers or repositories an item may name for each to
	// be what it is about; a survey or a digest names more.
	namesFew = 5
)

// followNamed looks up the papers and repositories that likely candidates are
// about and that no source gave: they become candidates themselves, and give
// the entry its English title, its code and its venue.
func (n *newsroom) followNamed(ctx context.Context, c *crawler.Crawler, list []scored) error {
	papers, err := n.unknown(list, "arxiv", maxNamedPapers)
	if err != nil {
		return err
	}
	repos, err := n.unknown(list, "github", maxNamedRepos)
	if err != nil {
		return err
	}
	if err := n.lookUpPapers(ctx, c, papers); err != nil {
		return err
	}
	return n.lookUpRepos(ctx, c, repos)
}

// unknown gives the things of a scheme that the best items are about and of
// which nothing is known but the name.
func (n *newsroom) unknown(list []scored, scheme string, limit int) ([]item.ID, error) {
	var ids []item.ID
	count := map[item.Section]int{}
	for i := range list {
		s := &list[i]
		count[s.Section]++
		if !drafted(&s.Record) && count[s.Section] > 3*n.cfg.Newsletter.PerSection {
			continue
		}
		named := 0
		for _, r := range s.Item.Refs {
			if r.ID.Scheme() == scheme {
				named++
			}
		}
		for _, r := range s.Item.Refs {
			id := r.ID.Repo()
			if id == "" {
				id = r.ID
			}
			if r.ID.Scheme() != scheme || named > namesFew || slices.Contains(ids, id) || len(ids) == limit {
				continue
			}
			known, ok, err := n.store.Get(id)
			if err != nil {
				return nil, err
			}
			if !ok || known.Item.Title == "" && known.Item.StatusAt.IsZero() {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// lookUpPapers asks arXiv for many papers at once.
func (n *newsroom) lookUpPapers(ctx context.Context, c *crawler.Crawler, ids []item.ID) error {
	addresses := sources.IDList(ids)
	if len(addresses) == 0 {
		return nil
	}
	parser, err := sources.New(sources.Spec{Name: namedBy, Kind: "arxiv", URL: addresses[0]})
	if err != nil {
		return err
	}
	got, err := c.Fetch(ctx, crawler.Job{Name: namedBy, Source: parser, ObeyRobots: true, AnyHost: true}, addresses)
	for _, g := range got {
		if g.Err != nil {
			n.log.Warn(namedBy + ": " + g.Fault() + "; asked for again in the next run")
		}
	}
	return err
}

// namedBy is the name of the source of what other items name.
const namedBy = "named"

// lookUpRepos asks GitHub for repositories, one by one: through the API with a
// token, within what it gives without one from the pages.
func (n *newsroom) lookUpRepos(ctx context.Context, c *crawler.Crawler, ids []item.ID) error {
	if len(ids) == 0 {
		return nil
	}
	job := crawler.Job{Name: namedBy, Source: articleSource{sources.Spec{Name: namedBy, Kind: "page"}}, ObeyRobots: true, AnyHost: true}
	address := func(id item.ID) string { return id.Address() }
	if token := n.cfg.GitHub.Token.Value(); token != "" {
		job.Source = sources.Repositories{Spec: sources.Spec{Name: namedBy}}
		job.Authorization = "Bearer " + token
		address = sources.RepositoryAddress
	}
	byAddress := map[string]item.ID{}
	var addresses []string
	for _, id := range ids {
		a := address(id)
		byAddress[a] = id
		addresses = append(addresses, a)
	}
	got, err := c.Fetch(ctx, job, addresses)
	var gone []item.Item
	for _, g := range got {
		var status *crawler.StatusError
		switch {
		case g.Err == nil:
		case errors.As(g.Err, &status) && (status.Code == 404 || status.Code == 410 || status.Code == 451):
			// Noted, so that it is not asked for in every run.
			id := byAddress[g.Address]
			gone = append(gone, item.Item{ID: id, Kind: item.KindRepo, URL: id.Address(), Status: item.StatusDeleted, StatusAt: n.now(), Source: namedBy})
			n.log.Info("a repository that is named is gone", "repository", id.Key())
		default:
			n.log.Warn(namedBy + ": " + g.Fault() + "; asked for again in the next run")
		}
	}
	if len(gone) > 0 {
		if _, e := n.store.Add(ctx, gone); e != nil {
			return e
		}
	}
	return err
}

// articleSource reads single pages of any kind.
type articleSource struct{ spec sources.Spec }

// Start implements [sources.Source].
func (articleSource) Start(time.Time) []string { return nil }

// Parse implements [sources.Source].
func (a articleSource) Parse(ctx context.Context, p sources.Page) ([]item.Item, []string, error) {
	items, _, err := sources.Article(ctx, p, a.spec)
	return items, nil, err
}
