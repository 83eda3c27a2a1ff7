package main

import (
"github.com/spf13/cobra"
	"context"

	"embai-crawl/crawler"
)

func (n *newsroom) notify(context.Context, *crawler.Report, *draftResult) error { return nil }
func (a *app) sourcesCmd() *cobra.Command { return &cobra.Command{Use: "sources"} }
