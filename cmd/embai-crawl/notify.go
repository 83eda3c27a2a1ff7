package main

import (
	"context"

	"embai-crawl/crawler"
)

func (n *newsroom) notify(context.Context, *crawler.Report, *draftResult) error { return nil }
