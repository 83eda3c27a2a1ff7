package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"embai-crawl/config"
	"embai-crawl/crawler"
	"embai-crawl/sources"
)

func (a *app) configCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "check or print the configuration",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "check",
		Short: "say whether the configuration is right, or what is wrong and where",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			if err := a.build(cfg); err != nil {
				return err
			}
			enabled := 0
			for _, s := range cfg.Sources {
				if !s.Disabled {
					enabled++
				}
			}
			if strings.Contains(cfg.Network.UserAgent, "set network.user_agent") {
				a.log.Warn("network.user_agent names no contact: put an address or a page into it, for hosts that have something to say")
			}
			if a.quiet {
				return nil
			}
			name := cfg.File
			if name == "" {
				name = "the built-in default"
			}
			_, err = fmt.Fprintf(a.stdout, "%s: %d sources, %d enabled: all right\n", name, len(cfg.Sources), enabled)
			return err
		},
	})
	var builtIn bool
	show := &cobra.Command{
		Use:   "print",
		Short: "print the configuration in use, secrets left out",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if builtIn {
				_, err := a.stdout.Write(config.Default())
				return err
			}
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			return cfg.Print(a.stdout)
		},
	}
	show.Flags().BoolVar(&builtIn, "default", false, "the built-in file with its comments, to begin one's own")
	cmd.AddCommand(show)
	return cmd
}

// build makes all that is made of a configuration, and drops it: what is wrong
// with it shows before anything hangs on it.
func (a *app) build(cfg *config.Config) error {
	for _, s := range cfg.Sources {
		if s.Disabled {
			continue
		}
		if _, err := sources.New(spec(s)); err != nil {
			return &exitError{code: exitUsage, err: fmt.Errorf("source %s: %w", s.Name, err)}
		}
	}
	c, err := crawler.New(a.crawlerOptions(cfg, noStore{}, nil))
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	defer c.Close()
	_, err = senderOf(cfg, c, nil, a.now)
	return err
}
