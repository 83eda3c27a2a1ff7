package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"embai-crawl/crawler"
	"embai-crawl/review"
)

// defaultListen is where the page is: on this machine alone.
const defaultListen = "127.0.0.1:8765"

// tokenVariable names the environment variable that holds the page's token.
const tokenVariable = "EMBAI_TOKEN"

func (a *app) serveCmd() *cobra.Command {
	var listen string
	var names []string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "scheduler and review page in one process",
		Long: `Serve reads each source when it is due, keeps the draft up to date and shows the
review page; /healthz and /metrics tell how it is. It stops within 5 seconds on
SIGTERM, finishing the page in hand, and reads the configuration anew on SIGHUP,
keeping the old one if the new one is wrong. It logs JSON when not on a terminal.

On an address that is not loopback the page needs the token in $` + tokenVariable + `.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("log-format") && !isTerminal(a.stderr) {
				a.logFormat = "json"
				if err := a.startLog(); err != nil {
					return err
				}
			}
			return a.with(cmd.Context(), "serve", func(ctx context.Context, n *newsroom) error {
				return n.serve(ctx, serveOptions{listen: listen, names: names, schedule: true})
			})
		},
	}
	addListenFlags(cmd, &listen, &names)
	return cmd
}

func (a *app) reviewCmd() *cobra.Command {
	var listen string
	var names []string
	var noBrowser bool
	cmd := &cobra.Command{
		Use:   "review",
		Short: "the review page alone, without the scheduler",
		Long: `Review serves the review page until it is stopped, and opens it in the browser
where it runs on a desktop: on a terminal, with a display. Elsewhere it prints the
address alone.

On an address that is not loopback the page needs the token in $` + tokenVariable + `.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), "review", func(ctx context.Context, n *newsroom) error {
				return n.serve(ctx, serveOptions{listen: listen, names: names, browser: !noBrowser})
			})
		},
	}
	addListenFlags(cmd, &listen, &names)
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "print the address, open no browser")
	return cmd
}

func addListenFlags(cmd *cobra.Command, listen *string, names *[]string) {
	cmd.Flags().StringVar(listen, "listen", defaultListen, "`ADDRESS` of the page")
	cmd.Flags().StringArrayVar(names, "host", nil, "further host `NAME` under which the page may be asked for")
}

// serveOptions say where the page is and what goes on beside it.
type serveOptions struct {
	listen   string
	names    []string // further host names of the page
	schedule bool     // crawl what is due
	browser  bool     // show the page where there is a desktop
}

// serve runs the page, and the scheduler if wanted, until ctx ends.
func (n *newsroom) serve(ctx context.Context, o serveOptions) error {
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return &exitError{code: exitFailed, err: fmt.Errorf("listening: %w", err), hint: "choose another address with --listen"}
	}
	defer l.Close()
	addr, err := netip.ParseAddrPort(l.Addr().String())
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	token, _ := n.app.lookupEnv(tokenVariable)
	s := &server{n: n, begun: n.now()}
	s.desk = newReviewDesk(s)
	page, err := review.New(review.Options{Desk: s.desk, Addr: addr, Names: o.names, Token: token, Log: n.log, Now: n.now})
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	mux := http.NewServeMux()
	mux.Handle("/", page)
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /metrics", s.metrics)
	web := &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(n.log.Handler(), slog.LevelDebug),
	}
	n.log.Info("the review page is at http://" + addr.String() + "/")
	if o.browser {
		n.app.openBrowser(addr) // the listener is open: it is answered
	}

	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serving the page: %w", err)
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		n.log.Info("stopping: the pages in hand are finished")
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if err := web.Shutdown(stop); err != nil {
			return web.Close()
		}
		return nil
	})
	if o.schedule {
		g.Go(func() error { return s.schedule(ctx) })
	}
	g.Go(func() error { s.warm(ctx); return nil })
	return g.Wait()
}

// schedule runs the crawler's loop, and anew with each configuration that
// SIGHUP brings.
func (s *server) schedule(ctx context.Context) error {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	for {
		again, err := s.generation(ctx, hup)
		if err != nil || !again {
			return err
		}
	}
}

// generation runs with one configuration until ctx ends (false) or a new,
// right one was read (true).
func (s *server) generation(ctx context.Context, hup <-chan os.Signal) (again bool, err error) {
	n := s.room()
	jobs, err := n.jobs(nil, false)
	if err != nil {
		return false, err
	}
	c, err := n.crawler(n.watch)
	if err != nil {
		return false, err
	}
	defer c.Close()
	n.cache.working.Store(c)
	s.setMonitor(c.Monitor(crawler.Gauges{StoreSize: n.store.Size, DraftAge: n.draftAge}))
	defer s.setMonitor(nil)
	run, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	after := func(ctx context.Context, r *crawler.Report) error {
		s.editing.Lock()
		defer s.editing.Unlock()
		err := n.afterRun(ctx, c, r)
		s.runs.Add(1)
		s.warm(ctx)
		return err
	}
	loop := c.NewLoop(jobs, func(ctx context.Context, r crawler.Report) error { return after(ctx, &r) })
	loop.Before(n.beforeRun())
	go func() {
		err := n.catchUp(run, func(ctx context.Context) error { return after(ctx, nil) })
		if err == nil {
			err = loop.Serve(run)
		} else if run.Err() != nil {
			err = nil
		}
		done <- err
	}()
	for {
		select {
		case err := <-done:
			return false, err
		case <-hup:
			if !s.reload(n) {
				continue
			}
			stop()
			err := <-done
			return err == nil && ctx.Err() == nil, err
		}
	}
}

// reload reads the configuration anew and reports whether there is a new one.
func (s *server) reload(old *newsroom) bool {
	cfg, err := old.app.loadConfig()
	if err != nil {
		old.log.Error("the new configuration is wrong: keeping the old one", "err", err)
		return false
	}
	if cfg.Data != old.cfg.Data {
		old.log.Error("the new configuration names another data folder: that needs a restart; keeping the old one")
		return false
	}
	next := &newsroom{app: old.app, cfg: cfg, store: old.store, log: old.log, now: old.now, cache: &cache{}}
	if err := old.app.build(cfg); err != nil {
		old.log.Error("the new configuration is wrong: keeping the old one", "err", err)
		return false
	}
	s.setRoom(next)
	old.log.Info("configuration read anew", "sources", len(cfg.Sources))
	return true
}

// draftAge is the time since the open draft was written.
func (n *newsroom) draftAge() (time.Duration, bool) {
	r, err := readReport(filepath.Join(n.cfg.Data, reportFile))
	if err != nil || r.Draft == nil {
		return 0, false
	}
	return n.now().Sub(r.Draft.At), true
}
