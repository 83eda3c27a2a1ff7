package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"embai-crawl/config"
)

// app is one call of the program: where it reads and writes, what time it is
// for it, and what the global flags say. Nothing in this package is global, so
// that a test can run many of them.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lookupEnv      func(string) (string, bool)
	now            func() time.Time

	configFlag, dataFlag, logFormat string
	quiet, verbose, noColor         bool

	log *slog.Logger
	// base takes the network's place: the demo's web is built in. Nil: the net.
	base http.RoundTripper
}

// main runs the command line and returns the exit code.
func (a *app) main(ctx context.Context, args []string) int {
	root := a.command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return a.report(err)
}

// command is the table of subcommands: one file each.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:           "embai-crawl",
		Short:         "collect news of embedded AI and keep a draft issue of the newsletter",
		Long:          rootHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return a.startLog()
		},
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &exitError{code: exitUsage, err: err, hint: "see '" + cmd.CommandPath() + " --help'"}
	})
	f := root.PersistentFlags()
	f.StringVar(&a.configFlag, "config", "", "configuration `FILE` (else ./config.yaml, else $EMBAI_CONFIG, else the built-in default)")
	f.StringVar(&a.dataFlag, "data", "", "`DIR` of the store, instead of the one that the configuration names")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "say nothing when all is well (for cron)")
	f.BoolVarP(&a.verbose, "verbose", "v", false, "say more")
	f.StringVar(&a.logFormat, "log-format", "text", "log as `text|json`")
	f.BoolVar(&a.noColor, "no-color", false, "no colours, also on a terminal")

	root.AddGroup(
		&cobra.Group{ID: "daily", Title: "Every day:"},
		&cobra.Group{ID: "issue", Title: "The issue:"},
		&cobra.Group{ID: "look", Title: "Looking closer:"},
		&cobra.Group{ID: "keep", Title: "Operation:"},
	)
	for group, cmds := range map[string][]*cobra.Command{
		"daily": {a.runCmd(), a.crawlCmd(), a.draftCmd(), a.addCmd(), a.ingestCmd(), a.serveCmd(), a.reviewCmd()},
		"issue": {a.lintCmd(), a.publishCmd(), a.importCmd()},
		"look":  {a.rankCmd(), a.explainCmd(), a.extractCmd(), a.evalCmd(), a.demoCmd()},
		"keep":  {a.statusCmd(), a.configCmd(), a.sourcesCmd(), a.backupCmd(), a.versionCmd()},
	} {
		for _, c := range cmds {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	root.SetHelpCommandGroupID("keep")
	root.SetCompletionCommandGroupID("keep")
	wrapUsage(root)
	return root
}

// wrapUsage makes wrong arguments exit 2 with the way to the help, for each
// command: cobra returns them as plain errors.
func wrapUsage(c *cobra.Command) {
	check := c.Args
	if check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			err := check(cmd, args)
			if err == nil {
				return nil
			}
			return &exitError{code: exitUsage, err: err, hint: "see '" + cmd.CommandPath() + " --help'"}
		}
	}
	for _, sub := range c.Commands() {
		wrapUsage(sub)
	}
}

// startLog opens the log on standard error. Under -q it holds warnings and
// errors alone; cron then mails only what needs a look.
func (a *app) startLog() error {
	level := slog.LevelInfo
	switch {
	case a.quiet:
		level = slog.LevelWarn
	case a.verbose:
		level = slog.LevelDebug
	}
	switch a.logFormat {
	case "json":
		a.log = slog.New(slog.NewJSONHandler(a.stderr, &slog.HandlerOptions{Level: level}))
	case "text":
		a.log = slog.New(newTextHandler(a.stderr, level))
	default:
		return usagef("--log-format %q: expected text or json", a.logFormat)
	}
	return nil
}

// loadConfig finds and reads the configuration, and says which one it is.
func (a *app) loadConfig() (*config.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("finding the working folder: %w", err)
	}
	path, how := config.Find(a.configFlag, dir, a.lookupEnv)
	c, err := config.Load(path, a.lookupEnv)
	if err != nil {
		return nil, &exitError{code: exitUsage, err: err, hint: "check it with 'embai-crawl config check'"}
	}
	if a.dataFlag != "" {
		if c.Data, err = filepath.Abs(a.dataFlag); err != nil {
			return nil, usagef("--data %q: %v", a.dataFlag, err)
		}
	}
	if path == "" {
		a.log.Debug("configuration: " + how)
	} else {
		a.log.Debug("configuration: "+how, "file", path)
	}
	return c, nil
}

// parseDay reads a date as people give it, as midnight in loc; a full time
// (RFC 3339) is taken as it is.
func parseDay(s string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, loc)
	if err != nil {
		return time.Time{}, usagef("%q is no date: expected 2026-11-30", s)
	}
	return t, nil
}

// exit codes, as the manual lists them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitPart   = 3
	exitLocked = 4
)

// exitError carries an exit code and what to do next with an error.
type exitError struct {
	code int
	err  error
	hint string
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &exitError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// inPart is returned when a command did what it could: exit 3.
func inPart(format string, args ...any) error {
	return &exitError{code: exitPart, err: fmt.Errorf(format, args...)}
}

// report prints err, with its hint, and gives the exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitDone
	}
	code, hint := exitFailed, ""
	if e := (*exitError)(nil); errors.As(err, &e) {
		code, hint = e.code, e.hint
	} else if strings.HasPrefix(err.Error(), "unknown command") {
		code, hint = exitUsage, "see 'embai-crawl --help'"
	}
	code, hint = lockedCode(err, code, hint)
	if a.logFormat == "json" && a.log != nil { // whoever reads objects reads this one too
		attrs := []any{"exit", code}
		if hint != "" {
			attrs = append(attrs, "hint", hint)
		}
		a.log.Error(err.Error(), attrs...)
		return code
	}
	fmt.Fprintf(a.stderr, "embai-crawl: %v\n", err)
	if hint != "" {
		fmt.Fprintf(a.stderr, "hint: %s\n", hint)
	}
	return code
}
