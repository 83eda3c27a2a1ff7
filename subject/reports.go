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
	r := reporter{graph: g, asked: make([]int, len(g.items)), found: make([]int, len(g.items))}
	for buckets := g.buckets(); len(buckets) > 0; {
		n := r.foresee(buckets)
		for _, bucket := range buckets[:n] {
			r.meet(bucket, func(i, j int) {
				r.asked[i]++
				r.asked[j]++
				p := ordered(i, j)
				g.compared[p] |= wasAsked
				if !g.alike(i, j, scoredSure) || g.apart(i, j) {
					return
				}
				r.found[i]++
				r.found[j]++
				r.ties = append(r.ties, tie{a: g.nodes[g.items[p.low].ID], b: g.nodes[g.items[p.high].ID], how: words, pair: p, sure: g.sureness(p)})
			})
		}
		buckets = buckets[n:]
	}
	return r.ties
}

// reporter counts how often articles were asked, and found to tell of an event.
type reporter struct {
	*graph
	asked, found []int
	ties         []tie
}

// meet calls ask with the pairs of a bucket that are still to be asked.
func (r *reporter) meet(bucket []int, ask func(i, j int)) {
	done := func(i int) bool { return r.asked[i] >= maxAsked || r.found[i] >= maxFound }
	for k, i := range bucket {
		for n, j := range bucket[k+1 : min(len(bucket), k+1+maxBucket)] {
			again := n == 0 && r.sameTitle(ordered(i, j)) // a chain of them is one entry, however long
			if done(i) && !again {
				break
			}
			if r.compared[ordered(i, j)]&wasAsked != 0 || done(j) && !again || !within(r.items[i].Published, r.items[j].Published, r.o.window()) {
				continue
			}
			ask(i, j)
		}
	}
}

// foreseen is how many pairs are scored ahead, at least where there are as many.
// Some of them will not be asked, since one of the two was asked enough meanwhile.
const foreseen = 512

// foresee scores the pairs of the first buckets on all processors, and returns how
// many buckets these are.
func (r *reporter) foresee(buckets [][]int) (n int) {
	var pairs []pair
	for n < len(buckets) && len(pairs) < foreseen {
		r.meet(buckets[n], func(i, j int) {
			if p := ordered(i, j); r.compared[p]&(scored|ahead) == 0 {
				r.compared[p] |= ahead
				pairs = append(pairs, p)
			}
		})
		n++
	}
	scores := make([]comparison, len(pairs))
	concurrently(len(pairs), func(i int) { scores[i] = r.score(pairs[i]) })
	for i, p := range pairs {
		r.compared[p] |= scores[i]
	}
	return n
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
