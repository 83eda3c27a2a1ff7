package rank

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"testing"
	"time"

	"embai-crawl/item"
)

// large is a training set of n examples whose titles are as varied as a real
// pool's: their words are drawn from the lexicon.
func large(n int) ([]time.Time, []Example) {
	dates, examples := archive(20)
	var words []string
	for _, g := range lexicon {
		words = append(words, lexiconTerms(g.terms)...)
	}
	seed := uint64(1)
	next := func() string {
		seed = seed*6364136223846793005 + 1442695040888963407
		return words[(seed>>33)%uint64(len(words))]
	}
	kinds := []item.Kind{item.KindArticle, item.KindPaper, item.KindRepo}
	for i := len(examples); i < n; i++ {
		it := item.Item{Kind: kinds[i%3], ID: item.ID(fmt.Sprint("url:https://example.org/", i)), Published: dates[i%20].AddDate(0, 0, -3)}
		it.Title = fmt.Sprintf("%s %s %s：%s的%s %d", next(), next(), next(), next(), next(), i%1000)
		examples = append(examples, Example{Item: it})
	}
	return dates, examples
}

// BenchmarkTrain38000 and BenchmarkTrain50000 also tell how much memory training
// had in use at once beside its examples, as the collector saw it:
//
//	go test ./rank -run none -bench Train
func BenchmarkTrain38000(b *testing.B) { benchmarkTrain(b, 38_000) }

func BenchmarkTrain50000(b *testing.B) { benchmarkTrain(b, 50_000) }

func benchmarkTrain(b *testing.B, n int) {
	dates, examples := large(n)
	// The more often the collector runs, the nearer is what it counts to what
	// was in use at the worst moment.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	most := uint64(0)
	for b.Loop() {
		b.StopTimer()
		runtime.GC()
		before, stop, done := liveHeap(), make(chan struct{}), make(chan uint64)
		go func() {
			tick := time.NewTicker(2 * time.Millisecond)
			defer tick.Stop()
			top := uint64(0)
			for {
				select {
				case <-stop:
					done <- top
					return
				case <-tick.C:
					top = max(top, liveHeap())
				}
			}
		}()
		b.StartTimer()
		_, err := Train(context.Background(), words3, dates, slices.Values(examples), quietLog)
		close(stop)
		if top := <-done; top > before {
			most = max(most, top-before)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(most)/(1<<20), "live-MiB")
}

// liveHeap is what the last run of the collector found in use, in bytes.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// BenchmarkScore tells how many items one core judges in a second:
//
//	go test ./rank -run none -bench Score -cpu 1
func BenchmarkScore(b *testing.B) {
	dates, examples := large(8_000)
	m := trained(b, words3, dates, examples)
	i := 0
	for b.Loop() {
		m.Score(&examples[i%len(examples)].Item, now())
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "items/s")
}
