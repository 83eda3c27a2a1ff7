package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
)

// bands16 gives an item 16 bands of its own and one that it shares with some
// others, as package subject does.
func bands16(it *item.Item) []uint64 {
	seed := hashText(it.Title)
	r := rand.New(rand.NewPCG(seed, seed))
	bands := make([]uint64, 16)
	for i := range bands {
		bands[i] = r.Uint64()
	}
	bands[0] = seed % 50_000
	return bands
}

// made makes the nth item of a large store: a third WeChat articles, papers,
// pages of 500 sites; published over a year of 1,000 a day, then again.
func made(n int, text string) item.Item {
	it := item.Item{
		Title:     fmt.Sprintf("端侧大模型第 %d 号：量化与部署实践", n),
		Summary:   strings.Repeat("本文介绍一种低比特量化方法，在手机上把延迟降到原来的一半。", 5),
		Text:      text,
		Account:   fmt.Sprintf("公众号 %d", n%300),
		Source:    fmt.Sprintf("source-%d", n%400),
		Published: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n%1_000_000) * 86 * time.Second),
		Kind:      item.KindArticle,
	}
	switch n % 3 {
	case 0:
		it.ID = item.WeChatID(fmt.Sprintf("MzA4MTE3MT%02dOA==", n%97), fmt.Sprint(2_650_000_000+n), "1")
		it.Aliases = []item.ID{item.WeChatToken(fmt.Sprintf("%016x", uint64(n)*0x9E3779B97F4A7C15))}
		it.URL = it.Aliases[0].Address()
		it.Refs = []item.Ref{{ID: item.ID(fmt.Sprintf("github:o%d/r", n%5000)), Where: item.InText, Count: 1}}
	default:
		it.URL = fmt.Sprintf("https://site%d.example/post/%d", n%500, n)
		it.ID = item.ID("url:" + it.URL)
	}
	return it
}

func madeMany(from, n int, text string) []item.Item {
	items := make([]item.Item, n)
	for i := range items {
		items[i] = made(from+i, text)
	}
	return items
}

func benchStore(b *testing.B, sync bool) *Store {
	c := newClock()
	s, err := Open(filepath.Join(b.TempDir(), "embai.db"), Options{Now: c.Now, NoSync: !sync, Bands: bands16})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// benchSync: commits of benchmarks wait for the disk, as those of a crawl do.
const benchSync = true

// BenchmarkFirstCrawl commits 400 pages of 20 new items, with real syncs, one
// page a transaction and several.
func BenchmarkFirstCrawl(b *testing.B) {
	text := strings.Repeat("端侧推理把模型放在手机上运行，内存与带宽是瓶颈。", 40)
	for _, group := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("pages=%d", group), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := benchStore(b, benchSync)
				b.StartTimer()
				for page := 0; page < 400; page += group {
					var batch Batch
					for p := page; p < min(page+group, 400); p++ {
						batch.Pages = append(batch.Pages, Fetched{
							URL: fmt.Sprintf("https://site%d.example/feed", p), Items: madeMany(p*20, 20, text),
							Validators: Validators{ETag: "x"}, Source: SourceState{Name: fmt.Sprintf("source-%d", p)},
						})
					}
					if _, err := s.Commit(b.Context(), batch); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkIngest adds 22,000 items, 1,000 at a time.
func BenchmarkIngest(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := benchStore(b, benchSync)
		b.StartTimer()
		for n := 0; n < 22_000; n += 1000 {
			if _, err := s.Add(b.Context(), madeMany(n, 1000, "")); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(22_000*float64(b.N)/b.Elapsed().Seconds(), "items/s")
}

// BenchmarkKnown adds pages of known items, as nearly every crawl does.
func BenchmarkKnown(b *testing.B) {
	s := benchStore(b, benchSync)
	items := madeMany(0, 20, "")
	if _, err := s.Add(b.Context(), items); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Add(b.Context(), items); err != nil {
			b.Fatal(err)
		}
	}
}
