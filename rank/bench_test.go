package rank

import (
	"context"
	"fmt"
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

func BenchmarkTrain38000(b *testing.B) {
	dates, examples := large(38_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Train(context.Background(), words3, dates, slices.Values(examples), quietLog); err != nil {
			b.Fatal(err)
		}
	}
}

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
