package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"embai-crawl/crawler"
	"embai-crawl/item"
	"embai-crawl/sources"
)

// fetchOne reads a page as it is, for extract: nothing is stored.
func (a *app) fetchOne(ctx context.Context, address string) (sources.Page, error) {
	cfg, err := a.loadConfig()
	if err != nil {
		return sources.Page{}, err
	}
	c, err := crawler.New(a.crawlerOptions(cfg, noStore{}, nil))
	if err != nil {
		return sources.Page{}, err
	}
	defer c.Close()
	keep := &keeper{}
	got, err := c.Fetch(ctx, crawler.Job{Name: "extract", Source: keep, Force: true, AnyHost: true}, []string{address})
	if err != nil {
		return sources.Page{}, err
	}
	for _, g := range got {
		if g.Err != nil {
			return sources.Page{}, fmt.Errorf("fetching %s: %w", address, g.Err)
		}
	}
	if keep.page == nil {
		return sources.Page{}, fmt.Errorf("fetching %s: no page came", address)
	}
	return *keep.page, nil
}

// keeper is a source that keeps the page it is given.
type keeper struct{ page *sources.Page }

// Start implements [sources.Source].
func (k *keeper) Start(time.Time) []string { return nil }

// Parse implements [sources.Source].
func (k *keeper) Parse(_ context.Context, p sources.Page) ([]item.Item, []string, error) {
	k.page = &p
	return nil, nil, nil
}

// proxyTo gives the proxy for every request.
func proxyTo(u *url.URL) func(*http.Request) (*url.URL, error) { return http.ProxyURL(u) }

// kindNames lists the kinds of pages that extract knows.
func kindNames() []string {
	var names []string
	for _, k := range sources.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

func knownKind(name string) bool {
	return slices.Contains(kindNames(), strings.TrimSpace(name))
}
