package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"embai-crawl/sources"
)

func (a *app) extractCmd() *cobra.Command {
	var kind, pageURL string
	cmd := &cobra.Command{
		Use:   "extract [--kind K] [--url URL] FILE|URL|-",
		Short: "print what a page would give, one JSON object a line",
		Long: `Extract reads one page, as a crawl would, and prints what it would give: one JSON
object a line. Nothing is stored. It exits 3 where the page is no article (its
status tells why) or its layout is not recognised.

Kinds: ` + strings.Join(kindNames(), ", ") + `; without --kind it is found
out from the address and the content.`,
		Example: `  embai-crawl extract https://mp.weixin.qq.com/s/TOKEN
  curl -s https://github.com/trending | embai-crawl extract --kind github-trending -`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.extract(cmd.Context(), kind, pageURL, args[0])
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "`KIND` of page")
	cmd.Flags().StringVar(&pageURL, "url", "", "`URL` that the page came from: the base of its links")
	return cmd
}

// maxExtract bounds a page that is read from a file or standard input.
const maxExtract = 64 << 20

func (a *app) extract(ctx context.Context, kind, pageURL, from string) error {
	if kind != "" && !knownKind(kind) {
		return usagef("--kind %q: expected one of %s", kind, strings.Join(kindNames(), ", "))
	}
	page, err := a.page(ctx, pageURL, from)
	if err != nil {
		return err
	}
	if kind == "" {
		kind = sources.Detect(page)
	}
	items, _, err := sources.ParseAs(ctx, kind, page)
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	for i := range items {
		if e := enc.Encode(newLine(kind, &items[i])); e != nil {
			return fmt.Errorf("writing the result: %w", e)
		}
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sources.ErrNotArticle), errors.Is(err, sources.ErrVerify),
		errors.Is(err, sources.ErrLayout), errors.Is(err, sources.ErrFormat):
		return &exitError{code: exitPart, err: err}
	}
	return err
}

// page reads the page from a file, standard input or the net.
func (a *app) page(ctx context.Context, pageURL, from string) (sources.Page, error) {
	if strings.HasPrefix(from, "http://") || strings.HasPrefix(from, "https://") {
		p, err := a.fetchOne(ctx, from)
		if err == nil && pageURL != "" {
			p.URL, p.Final = pageURL, ""
		}
		return p, err
	}
	r := a.stdin
	if from != "-" {
		f, err := os.Open(from)
		if err != nil {
			return sources.Page{}, &exitError{code: exitFailed, err: err, hint: "name a file, an http address, or - for standard input"}
		}
		defer f.Close()
		r = f
	}
	body, err := io.ReadAll(io.LimitReader(r, maxExtract+1))
	if err != nil {
		return sources.Page{}, fmt.Errorf("reading %s: %w", from, err)
	}
	if len(body) > maxExtract {
		return sources.Page{}, fmt.Errorf("reading %s: longer than %d MiB", from, maxExtract>>20)
	}
	return sources.Page{URL: pageURL, Body: body, Fetched: a.now()}, nil
}
