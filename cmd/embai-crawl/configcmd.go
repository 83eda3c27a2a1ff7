package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"embai-crawl/config"
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
			enabled := 0
			for _, s := range cfg.Sources {
				if s.Disabled {
					continue
				}
				enabled++
				if _, err := sources.New(spec(s)); err != nil {
					return &exitError{code: exitUsage, err: fmt.Errorf("source %s: %w", s.Name, err)}
				}
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
