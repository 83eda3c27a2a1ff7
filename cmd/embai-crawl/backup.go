package main

import (
	"context"
	"fmt"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
)

func (a *app) backupCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "write a consistent copy of the store",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), "backup", func(ctx context.Context, n *newsroom) error {
				f, err := renameio.NewPendingFile(args[0], renameio.WithPermissions(0o600))
				if err != nil {
					return fmt.Errorf("writing %s: %w", args[0], err)
				}
				defer f.Cleanup() //nolint:errcheck // nothing is left after the replacement
				if err := n.store.Backup(ctx, f); err != nil {
					return err
				}
				if err := f.CloseAtomicallyReplace(); err != nil {
					return fmt.Errorf("writing %s: %w", args[0], err)
				}
				n.log.Info("backup written", "file", args[0])
				return nil
			})
		},
	}
}
