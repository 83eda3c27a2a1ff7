package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"embai-crawl/config"
	"embai-crawl/item"
	"embai-crawl/store"
	"embai-crawl/subject"
)

// benchRoom is a newsroom with items found in the window and known ones found
// long before.
func benchRoom(b *testing.B, fresh, known int) *newsroom {
	b.Helper()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := now.AddDate(-1, 0, 0)
	clock := func() time.Time { return at }
	dir := b.TempDir()
	st, err := store.Open(filepath.Join(dir, storeFile), store.Options{Now: clock, NoSync: true, Bands: subject.Bands})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // reproducible, no secret
	// Words of two common characters: texts differ as real ones do.
	word := func() string {
		return string([]rune{rune(0x4e00 + random.IntN(3000)), rune(0x4e00 + random.IntN(3000))})
	}
	some := []string{"量化", "端侧", "推理", "芯片", "部署"}
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(word())
		}
		return b.String() + some[random.IntN(len(some))]
	}
	put := func(from, n int, published time.Time) {
		const batch = 1000
		for i := from; i < from+n; i += batch {
			items := make([]item.Item, 0, batch)
			for k := i; k < min(i+batch, from+n); k++ {
				it := item.Item{
					URL: fmt.Sprintf("https://blog%d.example/%d", k%200, k), Source: "s" + strconv.Itoa(k%40), Published: published.Add(-time.Duration(k%300) * time.Hour),
					Title: text(9), Account: "号" + strconv.Itoa(k%60), Summary: text(30) + "。",
				}
				item.Normalize(&it)
				items = append(items, it)
			}
			if _, err := st.Add(context.Background(), items); err != nil {
				b.Fatal(err)
			}
		}
	}
	put(0, known, at)
	at = now
	put(known, fresh, now)
	cfg, err := config.Parse(config.Default(), "", dir, os.LookupEnv)
	if err != nil {
		b.Fatal(err)
	}
	cfg.Data, cfg.Drafts = dir, filepath.Join(dir, "drafts")
	a := &app{stdout: io.Discard, stderr: io.Discard, now: clock, log: slog.New(slog.DiscardHandler), quiet: true, lookupEnv: os.LookupEnv}
	return &newsroom{app: a, cfg: cfg, store: st, log: a.log, now: clock, cache: &cache{}}
}

// BenchmarkDraft updates a draft over 8,000 candidates, with few and with many
// items known from before: the cost is that of the window alone.
// EMBAI_KNOWN=1000000 sets how many; filling the store takes minutes.
func BenchmarkDraft(b *testing.B) {
	sizes := []int{0, 10_000}
	if s := os.Getenv("EMBAI_KNOWN"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		sizes = append(sizes, n)
	}
	for _, known := range sizes {
		b.Run(fmt.Sprintf("known=%d", known), func(b *testing.B) {
			n := benchRoom(b, 8000, known)
			for b.Loop() {
				if _, err := n.updateDraft(b.Context(), "2026-11-30"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
