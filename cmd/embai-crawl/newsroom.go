package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"embai-crawl/config"
	"embai-crawl/crawler"
	"embai-crawl/rank"
	"embai-crawl/store"
	"embai-crawl/subject"
)

// newsroom is the program at work: a configuration with its open store, and
// what the subcommands do with both.
type newsroom struct {
	app   *app
	cfg   *config.Config
	store *store.Store
	log   *slog.Logger
	now   func() time.Time
	cache *cache
	// faults are what the last crawl could not look up, at most maxFaults.
	faults []fault
}

// fault is a paper or repository that was not to be had.
type fault struct{ Address, Cause string }

// maxFaults is how many things that items name and that could not be looked up
// stand in the report.
const maxFaults = 20

// cache keeps what is dear to make, of use while nothing was written or
// decided. The scheduler and the review page share it.
type cache struct {
	mu sync.Mutex

	short     *shortlisted
	trained   *rank.Model
	trainedAs int // version of trained

	// working is the crawler of the scheduler, nil where there is none: what is
	// fetched besides keeps to the limits together with it.
	working atomic.Pointer[crawler.Crawler]
}

// storeFile and reportFile are the names within the data folder.
const (
	storeFile  = "embai.db"
	reportFile = "report.json"
)

// open loads the configuration and opens the store for a command.
func (a *app) open(command string) (*newsroom, error) {
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	return a.openWith(cfg, command)
}

func (a *app) openWith(cfg *config.Config, command string) (*newsroom, error) {
	st, err := store.Open(filepath.Join(cfg.Data, storeFile), store.Options{
		Now: a.now, Command: "embai-crawl " + command, Bands: subject.Bands,
	})
	if err != nil {
		return nil, err
	}
	return &newsroom{app: a, cfg: cfg, store: st, log: a.log, now: a.now, cache: &cache{}}, nil
}

// close lets go of the store; err is what the command ends with.
func (n *newsroom) close(err *error) {
	*err = errors.Join(*err, n.store.Close())
}

// with opens the newsroom, runs fn in it and closes it again.
func (a *app) with(ctx context.Context, command string, fn func(context.Context, *newsroom) error) (err error) {
	n, err := a.open(command)
	if err != nil {
		return err
	}
	defer n.close(&err)
	return fn(ctx, n)
}

// lockedCode gives the exit code and the hint of errors that the store tells of.
func lockedCode(err error, code int, hint string) (int, string) {
	var locked *store.LockedError
	switch {
	case errors.As(err, &locked):
		return exitLocked, "wait for that run, or stop it; 'embai-crawl status' answers meanwhile"
	case errors.Is(err, store.ErrForeign):
		return code, "name another folder with --data, or move that file away"
	case errors.Is(err, store.ErrCorrupt):
		return code, "move the file away and put the newest backup in its place"
	}
	return code, hint
}

// crawler makes the crawler that the configuration asks for.
func (n *newsroom) crawler(progress func(crawler.Event)) (*crawler.Crawler, error) {
	o := n.app.crawlerOptions(n.cfg, crawlStore{n.store}, progress)
	o.Beside = n.cache.working.Load()
	return crawler.New(o)
}

func (a *app) crawlerOptions(cfg *config.Config, st crawler.Store, progress func(crawler.Event)) crawler.Options {
	o := crawler.Options{
		Store: st, Log: a.log, Now: a.now, Zone: cfg.Newsletter.Zone, Progress: progress,
		UserAgent: cfg.Network.UserAgent, Parallel: cfg.Network.Parallel,
		Timeout: cfg.Network.Timeout, MaxBody: cfg.Network.MaxBody, AllowPrivate: cfg.Network.AllowPrivate,
	}
	if cfg.Network.Proxy != nil {
		o.Proxy = proxyTo(cfg.Network.Proxy)
	}
	o.Hosts = []crawler.HostRule{{Pattern: "*", Interval: cfg.Network.Interval, Parallel: cfg.Network.HostParallel}}
	for _, h := range cfg.Network.Hosts {
		o.Hosts = append(o.Hosts, crawler.HostRule{Pattern: h.Pattern, Interval: h.Interval, Parallel: h.Parallel})
	}
	if a.base != nil {
		o.Base = a.base
	}
	return o
}

// issueDate is the date of the issue that is being drafted: that of the open
// draft, else one period after the last issue, and never in the past.
func (n *newsroom) issueDate() (string, error) {
	drafts, err := n.store.Drafts()
	if err != nil {
		return "", err
	}
	if len(drafts) > 0 {
		if _, published, err := n.store.GetIssue(drafts[0]); err != nil || !published {
			return drafts[0], err
		}
	}
	today := n.now().In(n.cfg.Newsletter.Zone)
	issues, err := n.store.Issues()
	if err != nil {
		return "", err
	}
	next := today.Add(n.cfg.Newsletter.Every)
	if len(issues) > 0 {
		last, err := time.ParseInLocation(time.DateOnly, issues[0].Date, today.Location())
		if err != nil {
			return "", fmt.Errorf("reading the date of the last issue: %w", err)
		}
		if next = last.Add(n.cfg.Newsletter.Every); next.Before(today) {
			next = today
		}
	}
	return next.Format(time.DateOnly), nil
}
