package main

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"strings"

	"embai-crawl/crawler"
	"embai-crawl/item"
	"embai-crawl/sources"
)

// articleParser reads the page of a found article.
type articleParser struct{ given }

// Parse implements [sources.Source].
func (articleParser) Parse(ctx context.Context, p sources.Page) ([]item.Item, []string, error) {
	items, _, err := sources.Article(ctx, p, sources.Spec{Name: followName, Kind: "page"})
	for i := range items {
		items[i].Source = "" // found by its own source already
		// A page that does not name its site is given its host's name: the
		// source knows better.
		if u, err := url.Parse(items[i].URL); err == nil && strings.Contains(u.Host, items[i].Account) {
			items[i].Account = ""
		}
	}
	return items[:min(1, len(items))], nil, err
}

// followName names this step in states, reports and logs.
const followName = "articles"

// follow reads what the sources did not give of items that could make the
// draft: the pages of articles, whose text makes the summary and a better
// score, and then the papers and repositories that they name.
func (n *newsroom) follow(ctx context.Context, c *crawler.Crawler) error {
	articles := n.cfg.Articles.Fetch && n.cfg.Articles.Max > 0
	if !articles {
		// To say what could make the draft takes a look at all of the window: for
		// nothing, where nothing that is named could be looked up.
		if names, err := n.store.NamesAny(); err != nil || !names {
			return err
		}
	}
	m, err := n.model(ctx)
	if err != nil {
		return err
	}
	list, err := n.shortlist(ctx, m)
	if err != nil {
		return err
	}
	if articles {
		if err := n.followArticles(ctx, c, list); err != nil {
			return err
		}
		// What the pages name counts from here on.
		if list, err = n.shortlist(ctx, m); err != nil {
			return err
		}
	}
	return n.followNamed(ctx, c, list)
}

func (n *newsroom) followArticles(ctx context.Context, c *crawler.Crawler, list []scored) error {
	tried, err := n.attempts()
	if err != nil {
		return err
	}
	now := n.now()
	var open, weChat []string
	count := map[item.Section]int{}
	for i := range list {
		s := &list[i]
		count[s.Section]++
		// Three times what the draft takes: the text may raise one of these.
		if !drafted(&s.Record) && count[s.Section] > 3*n.cfg.Newsletter.PerSection {
			continue
		}
		if s.Item.Text != "" || s.Item.Kind != item.KindArticle || !s.Item.StatusAt.IsZero() {
			continue
		}
		if tried.waits(s.Item.URL, now) {
			continue
		}
		if len(open)+len(weChat) == n.cfg.Articles.Max {
			break
		}
		switch {
		case !onWeChat(s.Item.URL):
			open = append(open, s.Item.URL)
		case n.cfg.Articles.WeChat:
			weChat = append(weChat, s.Item.URL)
		}
	}
	// WeChat's robots.txt forbids all crawlers: its articles are read only where
	// the operator said so, and then in spite of it.
	return firstOf(
		n.readArticles(ctx, c, open, true, tried),
		n.readArticles(ctx, c, weChat, false, tried),
	)
}

func (n *newsroom) readArticles(ctx context.Context, c *crawler.Crawler, addresses []string, robots bool, tried attempts) error {
	if len(addresses) == 0 {
		return nil
	}
	got, err := c.Fetch(ctx, crawler.Job{Name: followName, Source: articleParser{}, ObeyRobots: robots, AnyHost: true}, addresses)
	if err != nil { // cut off: what was not asked for has not failed
		return err
	}
	before := maps.Clone(tried)
	tried.note(got, n.now())
	for _, g := range got {
		switch {
		case g.Err == nil:
		case errors.Is(g.Err, crawler.ErrAlone):
			n.log.Debug(followName + ": " + g.Fault())
		default:
			next := tried[g.Address].Next.In(n.cfg.Newsletter.Zone)
			n.log.Info(followName + ": " + g.Fault() + "; asked for again after " + next.Format("2006-01-02 15:04"))
		}
	}
	if maps.Equal(before, tried) {
		return nil
	}
	return n.putAttempts(ctx, tried)
}

func onWeChat(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.EqualFold(u.Hostname(), "mp.weixin.qq.com")
}
