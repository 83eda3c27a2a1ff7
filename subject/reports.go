package subject

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// What bounds the work of a feed that repeats itself. Each item of a thousand
// equal ones has nothing new to say after some; the tie to its neighbour is enough.
const (
	maxBucket = 48 // newer articles of one band that an article is compared with: a word that more share within one window says nothing
	maxAsked  = 96 // articles that one is compared with in all
	maxFound  = 12 // articles found to tell of the same event, after which one looks for no more
)

// reports returns the ties by words: pairs of articles that share a band, lie in
// one window, and tell of the same event. The rarest bands are asked first.
func (g *graph) reports() []tie {
	var ties []tie
	asked, found := make([]int, len(g.items)), make([]int, len(g.items))
	done := func(i int) bool { return asked[i] >= maxAsked || found[i] >= maxFound }
	for _, bucket := range g.buckets() {
		for k, i := range bucket {
			for n, j := range bucket[k+1 : min(len(bucket), k+1+maxBucket)] {
				again := n == 0 && g.sameTitle(ordered(i, j)) // a chain of them is one entry, however long
				if done(i) && !again {
					break
				}
				if g.compared[ordered(i, j)]&scored != 0 || done(j) && !again || !within(g.items[i].Published, g.items[j].Published, g.o.window()) {
					continue
				}
				asked[i]++
				asked[j]++
				if !g.alike(i, j, scoredSure) || g.apart(i, j) {
					continue
				}
				found[i]++
				found[j]++
				p := ordered(i, j)
				ties = append(ties, tie{a: g.nodes[g.items[p.low].ID], b: g.nodes[g.items[p.high].ID], how: words, pair: p})
			}
		}
	}
	return ties
}

// buckets returns the articles that share a band, each bucket by time, the
// smallest bucket first. What their words say is found out beside it: it is the
// dear part, and of no item does it depend on another.
func (g *graph) buckets() [][]int {
	bandsOf := make([][]uint64, len(g.items))
	concurrently(len(g.items), func(i int) {
		if it := g.items[i]; g.isArticle(i) && !isCollection(it.Title) {
			bandsOf[i] = Bands(it)
		}
	})
	byBand := map[uint64][]int{}
	for i := range g.items {
		for _, b := range bandsOf[i] {
			byBand[b] = append(byBand[b], i)
		}
	}
	bands := slices.SortedFunc(maps.Keys(byBand), func(a, b uint64) int {
		return cmp.Or(cmp.Compare(len(byBand[a]), len(byBand[b])), cmp.Compare(a, b))
	})
	var out [][]int
	accompanied := make([]bool, len(g.items))
	for _, b := range bands {
		bucket := byBand[b]
		if len(bucket) < 2 {
			continue
		}
		for _, i := range bucket {
			accompanied[i] = true
		}
		slices.SortFunc(bucket, func(i, j int) int {
			return cmp.Or(g.items[i].Published.Compare(g.items[j].Published), cmp.Compare(i, j))
		})
		out = append(out, bucket)
	}
	concurrently(len(g.items), func(i int) {
		if accompanied[i] {
			g.look(i)
		}
	})
	return out
}

// concurrently calls fn for 0 to n-1 on all processors and returns when all calls have.
func concurrently(n int, fn func(i int)) {
	const piece = 64
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+piece-1)/piece) {
		workers.Go(func() {
			for from := int(next.Add(piece)) - piece; from < n; from = int(next.Add(piece)) - piece {
				for i := from; i < min(from+piece, n); i++ {
					fn(i)
				}
			}
		})
	}
	workers.Wait()
}
