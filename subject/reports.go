package subject

import (
	"maps"
	"slices"
)

// maxBucket is how many newer articles of one band an article is compared with:
// a word that more share within one window says nothing.
const maxBucket = 48

// reports returns the ties by words: pairs of articles that share a band, lie in
// one window, and tell of the same event.
func (g *graph) reports() []tie {
	buckets := map[uint64][]int{}
	for i, it := range g.items {
		if g.isArticle(i) && !isList(it.Title) {
			for _, b := range Bands(it) {
				buckets[b] = append(buckets[b], i)
			}
		}
	}
	asked := map[[2]int]bool{}
	var ties []tie
	for _, b := range slices.Sorted(maps.Keys(buckets)) {
		bucket := buckets[b]
		slices.SortFunc(bucket, func(i, j int) int {
			if c := g.items[i].Published.Compare(g.items[j].Published); c != 0 {
				return c
			}
			return i - j
		})
		for k, i := range bucket {
			for _, j := range bucket[k+1 : min(len(bucket), k+1+maxBucket)] {
				pair := [2]int{min(i, j), max(i, j)}
				if asked[pair] || !within(g.items[i].Published, g.items[j].Published, g.o.window()) {
					continue
				}
				asked[pair] = true
				if same, why := g.look(i).same(g.look(j)); same {
					a, b := g.items[pair[0]], g.items[pair[1]]
					ties = append(ties, tie{g.nodes[a.ID], g.nodes[b.ID], words, string(a.ID) + " and " + string(b.ID) + ": " + why})
				}
			}
		}
	}
	return ties
}
