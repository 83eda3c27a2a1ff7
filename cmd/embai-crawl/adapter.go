package main

import (
	"context"
	"slices"

	"embai-crawl/crawler"
	"embai-crawl/item"
	"embai-crawl/store"
)

// crawlStore is the store as the crawler sees it. Both sides name the same
// things; the conversions below break the build when one of them gains a field
// that the other lacks.
type crawlStore struct{ *store.Store }

// Source implements [crawler.Store].
func (s crawlStore) Source(_ context.Context, name string) (crawler.SourceState, error) {
	st, err := s.GetSource(name)
	return fromSource(st), err
}

// Validators implements [crawler.Store].
func (s crawlStore) Validators(_ context.Context, address string) (crawler.Validators, error) {
	v, err := s.GetValidators(address)
	return crawler.Validators(v), err
}

// Host implements [crawler.Store].
func (s crawlStore) Host(_ context.Context, name string) (crawler.HostState, error) {
	h, err := s.GetHost(name)
	return crawler.HostState(h), err
}

// Robots implements [crawler.Store].
func (s crawlStore) Robots(_ context.Context, origin string) (crawler.Robots, error) {
	r, err := s.GetRobots(origin)
	return crawler.Robots(r), err
}

// Known implements [crawler.Store].
func (s crawlStore) Known(_ context.Context, source string, id item.ID) (bool, error) {
	r, ok, err := s.Get(id)
	return ok && slices.Contains(r.Sources, source), err
}

// Commit implements [crawler.Store].
func (s crawlStore) Commit(ctx context.Context, b crawler.Batch) ([]crawler.Added, error) {
	var sb store.Batch
	for _, p := range b.Pages {
		sb.Pages = append(sb.Pages, store.Fetched{
			URL: p.Address, Items: p.Items, Validators: store.Validators(p.Validators), Source: toSource(p.Source),
		})
	}
	for _, s := range b.Sources {
		sb.Sources = append(sb.Sources, toSource(s))
	}
	for _, h := range b.Hosts {
		sb.Hosts = append(sb.Hosts, store.HostState(h))
	}
	for _, r := range b.Robots {
		sb.Robots = append(sb.Robots, store.Robots(r))
	}
	added, err := s.Store.Commit(ctx, sb)
	out := make([]crawler.Added, len(added))
	for i, a := range added {
		out[i] = crawler.Added{New: a.New, Known: a.Known}
	}
	return out, err
}

func toSource(s crawler.SourceState) store.SourceState {
	out := store.SourceState{
		Name: s.Name, State: string(s.State), LastTry: s.LastTry, LastSuccess: s.LastSuccess,
		FailingSince: s.FailingSince, NextDue: s.NextDue, Failures: s.Failures, LastError: s.LastError,
		Pages: s.Pages, NotModified: s.NotModified, Items: s.Items, NewItems: s.NewItems,
		Bytes: s.Bytes, Duration: s.Duration, MovedTo: s.MovedTo,
	}
	for _, p := range s.Pending {
		out.Pending = append(out.Pending, store.Pending(p))
	}
	return out
}

func fromSource(s store.SourceState) crawler.SourceState {
	out := crawler.SourceState{
		Name: s.Name, State: crawler.State(s.State), LastTry: s.LastTry, LastSuccess: s.LastSuccess,
		FailingSince: s.FailingSince, NextDue: s.NextDue, Failures: s.Failures, LastError: s.LastError,
		Pages: s.Pages, NotModified: s.NotModified, Items: s.Items, NewItems: s.NewItems,
		Bytes: s.Bytes, Duration: s.Duration, MovedTo: s.MovedTo,
	}
	for _, p := range s.Pending {
		out.Pending = append(out.Pending, crawler.Pending(p))
	}
	return out
}

// noStore is for fetching a page without remembering anything.
type noStore struct{}

// Source implements [crawler.Store].
func (noStore) Source(_ context.Context, name string) (crawler.SourceState, error) {
	return crawler.SourceState{Name: name}, nil
}

// Validators implements [crawler.Store].
func (noStore) Validators(context.Context, string) (crawler.Validators, error) {
	return crawler.Validators{}, nil
}

// Host implements [crawler.Store].
func (noStore) Host(context.Context, string) (crawler.HostState, error) {
	return crawler.HostState{}, nil
}

// Robots implements [crawler.Store].
func (noStore) Robots(context.Context, string) (crawler.Robots, error) {
	return crawler.Robots{}, nil
}

// Known implements [crawler.Store].
func (noStore) Known(context.Context, string, item.ID) (bool, error) { return false, nil }

// Commit implements [crawler.Store].
func (noStore) Commit(_ context.Context, b crawler.Batch) ([]crawler.Added, error) {
	return make([]crawler.Added, len(b.Pages)), nil
}
