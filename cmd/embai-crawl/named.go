package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"embai-crawl/crawler"
	"embai-crawl/item"
	"embai-crawl/sources"
	"embai-crawl/summary"
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
	answered := err == nil
	for _, g := range got {
		if g.Err != nil {
			answered = false
			n.namedFault(g.Address, again(g.Err))
		}
	}
	if !answered {
		return err
	}
	// A number that only looks like a paper's is answered by silence: noted, so
	// that it is not asked for in every run.
	var gone []item.Item
	for _, id := range ids {
		known, ok, err := n.store.Get(id)
		if err != nil {
			return err
		}
		if !ok || known.Item.Title == "" {
			gone = append(gone, n.goneItem(id, item.KindPaper))
			n.namedFault(id.Address(), errNoSuchPaper)
		}
	}
	return n.note(ctx, gone)
}

// errNoSuchPaper is what is said of a number that arXiv knows nothing of.
var errNoSuchPaper = errors.New("arXiv knows no such paper; it is not asked for again")

// goneItem is a thing that is named somewhere and does not exist.
func (n *newsroom) goneItem(id item.ID, kind item.Kind) item.Item {
	return item.Item{ID: id, Kind: kind, URL: id.Address(), Status: item.StatusDeleted, StatusAt: n.now(), Source: namedBy}
}

// note stores what was found to be gone.
func (n *newsroom) note(ctx context.Context, gone []item.Item) error {
	if len(gone) == 0 {
		return nil
	}
	_, err := n.store.Add(ctx, gone)
	return err
}

// namedFault logs what could not be looked up, and keeps it for the report.
func (n *newsroom) namedFault(address string, err error) {
	f := fault{crawler.Redact(address), crawler.Cause(err)}
	n.log.Warn(namedBy + ": " + f.Address + ": " + f.Cause)
	if len(n.faults) < maxFaults {
		n.faults = append(n.faults, f)
	}
}

// again says of a fault that passes what is done about it.
func again(err error) error { return fmt.Errorf("%w; asked for again in the next run", err) }

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
	var found []item.ID
	for _, g := range got {
		var status *crawler.StatusError
		switch {
		case g.Err == nil:
			found = append(found, byAddress[g.Address])
		case errors.As(g.Err, &status) && (status.Code == 404 || status.Code == 410 || status.Code == 451):
			// Noted, so that it is not asked for in every run.
			id := byAddress[g.Address]
			gone = append(gone, n.goneItem(id, item.KindRepo))
			n.namedFault(g.Address, fmt.Errorf("%w; it is not asked for again", g.Err))
		default:
			n.namedFault(g.Address, again(g.Err))
		}
	}
	if e := n.note(ctx, gone); e != nil || err != nil {
		return firstOf(e, err)
	}
	if err := n.lookUpReadmes(ctx, c, found); err != nil {
		return err
	}
	return n.lookUpReleases(ctx, c, found)
}

// lookUpReadmes asks the API for what repositories that were found say of themselves:
// which paper they belong to. Their pages hold it anyway. That one has none is no fault.
func (n *newsroom) lookUpReadmes(ctx context.Context, c *crawler.Crawler, ids []item.ID) error {
	token := n.cfg.GitHub.Token.Value()
	if token == "" || len(ids) == 0 {
		return nil
	}
	job := crawler.Job{
		Name: namedBy, Source: sources.Readmes{Spec: sources.Spec{Name: namedBy}}, ObeyRobots: true, AnyHost: true,
		Authorization: "Bearer " + token,
	}
	var addresses []string
	for _, id := range ids {
		addresses = append(addresses, sources.ReadmeAddress(id))
	}
	return n.lookUp(ctx, c, job, addresses)
}

// lookUp asks for what not everything has: a page that is not there is no fault.
func (n *newsroom) lookUp(ctx context.Context, c *crawler.Crawler, job crawler.Job, addresses []string) error {
	got, err := c.Fetch(ctx, job, addresses)
	for _, g := range got {
		var status *crawler.StatusError
		if g.Err != nil && !(errors.As(g.Err, &status) && status.Code == 404) {
			n.namedFault(g.Address, again(g.Err))
		}
	}
	return err
}

// lookUpReleases asks for the newest release of repositories that were found.
// That one has none is no fault.
func (n *newsroom) lookUpReleases(ctx context.Context, c *crawler.Crawler, ids []item.ID) error {
	if len(ids) == 0 {
		return nil
	}
	job := crawler.Job{Name: namedBy, Source: newestRelease{sources.Spec{Name: namedBy}}, ObeyRobots: true, AnyHost: true}
	token := n.cfg.GitHub.Token.Value()
	if token != "" {
		job.Authorization = "Bearer " + token
	}
	var addresses []string
	for _, id := range ids {
		addresses = append(addresses, sources.NewestAddress(id, token != ""))
	}
	return n.lookUp(ctx, c, job, addresses)
}

// newestRelease tells of a repository which release is its newest and what that
// changes; the release itself is news of those who follow the repository.
type newestRelease struct{ spec sources.Spec }

// Start implements [sources.Source].
func (newestRelease) Start(time.Time) []string { return nil }

// headlineChanges is how long the changes of a release may be in the entry of
// its repository, in runes.
const headlineChanges = 200

// Parse implements [sources.Source].
func (r newestRelease) Parse(ctx context.Context, p sources.Page) ([]item.Item, []string, error) {
	release, ok, err := sources.Newest(ctx, p, r.spec)
	if !ok {
		return nil, nil, err
	}
	id := release.ID.Repo()
	repo := item.Item{
		ID: id, Kind: item.KindRepo, URL: id.Address(), Version: release.Version,
		Comment: summary.Release(release.Text, headlineChanges),
	}
	return []item.Item{repo}, nil, err
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
