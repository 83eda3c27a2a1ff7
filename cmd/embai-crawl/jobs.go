package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"embai-crawl/config"
	"embai-crawl/crawler"
	"embai-crawl/sources"
)

// jitter spreads sources with the same period, as a share of it.
const jitter = 0.1

// jobs makes the crawler's jobs of the configured sources.
func (n *newsroom) jobs(names []string, force bool) ([]crawler.Job, error) {
	for _, name := range names {
		at := slices.IndexFunc(n.cfg.Sources, func(s config.Source) bool { return s.Name == name })
		if at < 0 {
			return nil, &exitError{code: exitUsage, err: fmt.Errorf("no source is named %q", name), hint: "'embai-crawl status' lists them"}
		}
	}
	var jobs []crawler.Job
	for _, s := range n.cfg.Sources {
		if len(names) > 0 && !slices.Contains(names, s.Name) || len(names) == 0 && s.Disabled {
			continue
		}
		src, err := sources.New(spec(s))
		if err != nil {
			return nil, &exitError{code: exitUsage, err: fmt.Errorf("source %s: %w", s.Name, err)}
		}
		if s.Kind == "inbox" && !force {
			src = &mail{Source: src, n: n, asked: map[string]time.Time{}}
		}
		authorization := ""
		// The search itself and no mirror of it: the token is GitHub's alone.
		if token := n.cfg.GitHub.Token.Value(); token != "" && s.Kind == "github-search" &&
			(s.URL == "" || strings.HasPrefix(s.URL, "https://api.github.com/")) {
			authorization = "Bearer " + token
		}
		jobs = append(jobs, crawler.Job{
			Name: s.Name, Source: src, Force: force, Authorization: authorization,
			Schedule:   crawler.Schedule{Every: s.Schedule.Every, Cron: s.Schedule.Cron, Zone: s.Schedule.Zone, Jitter: jitter},
			ObeyRobots: s.ObeyRobots, UserAgent: s.UserAgent, AnyHost: s.FetchArticles || s.Kind == "inbox",
		})
	}
	return jobs, nil
}

// inboxes tells states of the inbox files apart.
func (n *newsroom) inboxes() string {
	var b strings.Builder
	for _, s := range n.cfg.Sources {
		if s.Kind == "inbox" && !s.Disabled {
			if info, err := os.Stat(s.Path); err == nil {
				fmt.Fprintf(&b, "%s %d %s\n", s.Path, info.Size(), info.ModTime())
			}
		}
	}
	return b.String()
}

// readInboxes stores the links that a person wrote down before their pages are
// asked for: a page that can't be read loses no link.
func (n *newsroom) readInboxes(ctx context.Context, names []string) error {
	for _, s := range n.cfg.Sources {
		if s.Kind != "inbox" || s.Disabled || len(names) > 0 && !slices.Contains(names, s.Name) {
			continue
		}
		b, err := os.ReadFile(s.Path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading the inbox: %w", err)
		}
		items := sources.ReadInbox(b)
		for i := range items {
			items[i].Source, items[i].Section = s.Name, s.Section
		}
		if _, err := n.store.Add(ctx, items); err != nil {
			return err
		}
	}
	return nil
}

func spec(s config.Source) sources.Spec {
	return sources.Spec{
		Name: s.Name, Kind: s.Kind, URL: s.URL, Account: s.Account, Section: s.Section,
		Query: s.Query, Max: s.Max, Path: s.Path, FetchArticles: s.FetchArticles,
	}
}
