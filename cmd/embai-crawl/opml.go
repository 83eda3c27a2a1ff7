package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"embai-crawl/config"
	"embai-crawl/sources"
)

func (a *app) sourcesCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "import and export feeds as OPML",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var dry bool
	imp := &cobra.Command{
		Use:   "import FILE.opml",
		Short: "put the feeds of an OPML list into config.yaml",
		Long: `Import adds the feeds of an OPML list, as bridges and readers hand them over, to
the end of the sources in the configuration file; what is in it stays as it is.
Feeds whose address is there already are left out.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.importOPML(args[0], dry) },
	}
	imp.Flags().BoolVar(&dry, "dry-run", false, "print the lines, write nothing")
	cmd.AddCommand(imp, &cobra.Command{
		Use:   "export",
		Short: "print the configured feeds as OPML",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.exportOPML(cmd.Context()) },
	})
	return cmd
}

// maxOPML bounds an OPML file: ten thousand feeds, with room.
const maxOPML = 16 << 20

func (a *app) importOPML(name string, dry bool) error {
	r, err := a.input(name)
	if err != nil {
		return err
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, maxOPML))
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	specs, err := sources.ReadOPML(body)
	if err != nil {
		return &exitError{code: exitPart, err: err}
	}
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	var fresh []config.NewSource
	names := map[string]bool{}
	for _, s := range cfg.Sources {
		names[s.Name] = true
	}
	for _, s := range specs {
		if slices.ContainsFunc(cfg.Sources, func(have config.Source) bool { return have.URL == s.URL }) ||
			slices.ContainsFunc(fresh, func(f config.NewSource) bool { return f.URL == s.URL }) {
			continue
		}
		base, n := s.Name, 2
		for names[s.Name] {
			s.Name, n = fmt.Sprintf("%s %d", base, n), n+1
		}
		names[s.Name] = true
		fresh = append(fresh, config.NewSource{Name: s.Name, Kind: "feed", URL: s.URL, Account: s.Account})
	}
	old := config.Default()
	if cfg.File != "" {
		if old, err = os.ReadFile(cfg.File); err != nil {
			return fmt.Errorf("reading the configuration: %w", err)
		}
	}
	text, lines, err := config.AddSources(old, fresh)
	if err != nil {
		return err
	}
	if dry || cfg.File == "" {
		if _, err := a.stdout.Write(lines); err != nil {
			return fmt.Errorf("writing the lines: %w", err)
		}
		if dry {
			return nil
		}
		return &exitError{code: exitUsage, err: errors.New("there is no configuration file to put them into"), hint: "make one with 'embai-crawl config print --default > config.yaml'"}
	}
	if _, err := config.Parse(text, cfg.File, ".", a.lookupEnv); err != nil {
		return fmt.Errorf("the configuration with the new feeds would be wrong, nothing was written: %w", err)
	}
	if len(fresh) > 0 {
		mode := os.FileMode(0o644)
		if st, err := os.Stat(cfg.File); err == nil {
			mode = st.Mode().Perm()
		}
		if err := renameio.WriteFile(cfg.File, text, mode); err != nil {
			return fmt.Errorf("writing the configuration: %w", err)
		}
	}
	if a.quiet {
		return nil
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %d feeds added, %d known\n", cfg.File, len(fresh), len(specs)-len(fresh))
	return err
}

func (a *app) exportOPML(context.Context) error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	var specs []sources.Spec
	for _, s := range cfg.Sources {
		if !s.Disabled {
			specs = append(specs, spec(s))
		}
	}
	left, err := sources.WriteOPML(a.stdout, cfg.Newsletter.Title, a.now(), specs)
	if err != nil {
		return err
	}
	if left > 0 {
		a.log.Info("left out what is no feed", "sources", left)
	}
	return nil
}
