package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"embai-crawl/crawler"
)

// reportVersion is raised when a key of the report changes its meaning.
const reportVersion = 1

// report is what the last run left behind for status: a file, so that status
// answers while a run holds the store.
type report struct {
	Version int            `json:"version"`
	Running *running       `json:"running,omitempty"`
	Started time.Time      `json:"started,omitzero"`
	Ended   time.Time      `json:"ended,omitzero"`
	Sources []sourceStatus `json:"sources"`
	Hosts   []hostStatus   `json:"hosts,omitempty"` // left alone for now
	Named   []namedStatus  `json:"named,omitempty"` // papers and repositories that items name and that are not to be had
	Draft   *draftStatus   `json:"draft,omitempty"`
	Items   int            `json:"items"`
	Bytes   int64          `json:"store_bytes"`
}

// running is the run under way.
type running struct {
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

type sourceStatus struct {
	Name         string    `json:"name"`
	Kind         string    `json:"kind"`
	State        string    `json:"state"`
	LastTry      time.Time `json:"last_try,omitzero"`
	LastSuccess  time.Time `json:"last_success,omitzero"`
	FailingSince time.Time `json:"failing_since,omitzero"`
	NextDue      time.Time `json:"next_due,omitzero"`
	Items        int       `json:"items"`
	New          int       `json:"new"`
	Error        string    `json:"error,omitempty"`
	MovedTo      string    `json:"moved_to,omitempty"`
}

type namedStatus struct {
	Address string `json:"address"`
	Cause   string `json:"cause"`
}

type hostStatus struct {
	Name  string    `json:"name"`
	Until time.Time `json:"until"`
	Cause string    `json:"cause,omitempty"`
}

type draftStatus struct {
	Path    string    `json:"path"`
	Date    string    `json:"date"`
	Entries int       `json:"entries"`
	New     int       `json:"new"`
	At      time.Time `json:"at"`
}

func (a *app) statusCmd() *cobra.Command {
	var asJSON, check bool
	cmd := &cobra.Command{
		Use:   "status [--json] [--check]",
		Short: "each source's health, and the open draft",
		Long: `Status tells what the last run found of each source, and which draft is open. It
reads the report of the last run, so it also answers while one is under way.

With --check it prints nothing when all is well and exits 1 when no run has ended
for two days or every source fails: the health check of a container.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			r, err := readReport(filepath.Join(cfg.Data, reportFile))
			if err != nil {
				return err
			}
			switch {
			case check:
				err := a.health(r, time.Time{})
				if ill := (*illness)(nil); errors.As(err, &ill) && ill.detail != "" {
					return &exitError{code: exitFailed, err: err, hint: "the first one is " + ill.detail}
				}
				return err
			case asJSON:
				enc := json.NewEncoder(a.stdout)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				return enc.Encode(r)
			}
			a.printStatus(r, cfg.Newsletter.Zone)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	cmd.Flags().BoolVar(&check, "check", false, "health check: exit 1 when something is wrong")
	return cmd
}

// readReport reads the report; a data folder without one has an empty report.
func readReport(path string) (*report, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &report{Version: reportVersion, Sources: []sourceStatus{}}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the report of the last run: %w", err)
	}
	var r report
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, &exitError{code: exitFailed, err: fmt.Errorf("reading %s: %w", path, err), hint: "remove the file: the next run writes it anew"}
	}
	if r.Version != reportVersion {
		return nil, fmt.Errorf("reading %s: version %d, this program knows %d", path, r.Version, reportVersion)
	}
	return &r, nil
}

// beginReport notes that a run is under way, beside what the last one left.
func (n *newsroom) beginReport() error {
	path := filepath.Join(n.cfg.Data, reportFile)
	r, err := readReport(path)
	if err != nil {
		r = &report{Version: reportVersion, Sources: []sourceStatus{}}
	}
	r.Running = &running{PID: os.Getpid(), Since: n.now()}
	return putReport(path, r)
}

// writeReport writes the report anew: what the store says of each configured
// source, with what the crawl and the draft just did. Either may be nil.
func (n *newsroom) writeReport(ctx context.Context, crawled *crawler.Report, drafted *draftResult) error {
	path := filepath.Join(n.cfg.Data, reportFile)
	r, err := readReport(path)
	if err != nil {
		r = &report{}
	}
	r.Version, r.Running = reportVersion, nil
	if crawled != nil && !crawled.Started.IsZero() {
		r.Started, r.Ended = crawled.Started, crawled.Ended
		r.Named = nil
		for _, f := range n.faults {
			r.Named = append(r.Named, namedStatus(f))
		}
	}
	if drafted != nil {
		at := n.now()
		if r.Draft != nil && r.Draft.Date == drafted.Date && !drafted.Changed {
			at = r.Draft.At // looked at, and left as it was
		}
		r.Draft = &draftStatus{Path: drafted.Path, Date: drafted.Date, Entries: drafted.Entries, New: len(drafted.Added), At: at}
	}
	r.Sources = r.Sources[:0]
	for _, s := range n.cfg.Sources {
		st, err := n.store.GetSource(s.Name)
		if err != nil {
			return err
		}
		state := st.State
		switch {
		case s.Disabled:
			state = "disabled"
		case state == "":
			state = "never read"
		}
		r.Sources = append(r.Sources, sourceStatus{
			Name: s.Name, Kind: s.Kind, State: state, LastTry: st.LastTry, LastSuccess: st.LastSuccess,
			FailingSince: st.FailingSince, NextDue: st.NextDue, Items: st.Items, New: st.NewItems,
			Error: st.LastError, MovedTo: st.MovedTo,
		})
	}
	hosts, err := n.store.Hosts()
	if err != nil {
		return err
	}
	r.Hosts = nil
	for _, h := range hosts {
		if until := later(h.OpenUntil, h.Verify); until.After(n.now()) {
			r.Hosts = append(r.Hosts, hostStatus{Name: h.Name, Until: until, Cause: h.Cause})
		}
	}
	stats, err := n.store.Stats()
	if err != nil {
		return err
	}
	r.Items, r.Bytes = stats.Items, stats.Bytes
	return putReport(path, r)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func putReport(path string, r *report) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := renameio.WriteFile(path, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (a *app) printStatus(r *report, zone *time.Location) {
	if len(r.Sources) == 0 && r.Running == nil {
		fmt.Fprintln(a.stdout, "nothing was crawled yet: begin with 'embai-crawl run'")
		return
	}
	at := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return t.In(zone).Format("01-02 15:04")
	}
	var t table
	t.add("SOURCE", "STATE", "LAST SUCCESS", "ITEMS", "NEW", "NEXT")
	for _, s := range r.Sources {
		state := s.State
		if !s.FailingSince.IsZero() {
			state += " since " + at(s.FailingSince)
		}
		t.add(fit(s.Name, 32), state, at(s.LastSuccess), fmt.Sprint(s.Items), fmt.Sprint(s.New), at(s.NextDue))
	}
	t.write(a.stdout)
	for _, s := range r.Sources {
		if s.Error != "" && !s.FailingSince.IsZero() {
			fmt.Fprintf(a.stdout, "%s: %s\n", printable(s.Name), printable(s.Error))
		}
		if s.MovedTo != "" {
			fmt.Fprintf(a.stdout, "%s: %s\n", printable(s.Name), moved(s.MovedTo))
		}
	}
	for _, h := range r.Hosts {
		fmt.Fprintf(a.stdout, "%s is left alone until %s: %s\n", printable(h.Name), at(h.Until), printable(h.Cause))
	}
	for _, f := range r.Named {
		fmt.Fprintf(a.stdout, "named by an item and left out: %s: %s\n", printable(f.Address), printable(f.Cause))
	}
	if d := r.Draft; d != nil {
		fmt.Fprintf(a.stdout, "draft of %s: %s, %d entries, updated %s\n", d.Date, d.Path, d.Entries, at(d.At))
	}
	if r.Running != nil {
		fmt.Fprintf(a.stdout, "a run is under way since %s, pid %d\n", at(r.Running.Since), r.Running.PID)
	}
}
