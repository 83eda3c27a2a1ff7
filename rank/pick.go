package rank

import (
	"math"
	"slices"

	"embai-crawl/item"
	"embai-crawl/text"
)

// Scored is an item with its judgement.
type Scored struct {
	Item   *item.Item
	Result Result
}

// PickOptions bounds how alike the picked items may be. Zero values mean no
// bound.
type PickOptions struct {
	PerSource  int     // items of one account, or of one source where the account is unknown
	PerSubject int     // items whose titles share most of their rare words
	Lambda     float64 // 0 to 1: how much a likeness of 1 takes off the score; 0.3 is a good start
}

// pickWindow is among how many of the best, for each wanted item, a choice is
// made: further down the score counts more than variety.
const pickWindow = 6

// alikeSubject is from what likeness on two titles are about one subject.
const alikeSubject = 0.35

// Pick chooses n of results for variety and returns their places in the order
// in which they were chosen. It is greedy: each step takes what has the best
// score less its likeness to what was taken before (maximal marginal relevance).
// Results may come in any order; of equals the earlier one wins. Fewer than n are
// returned where the caps leave no more.
func Pick(results []Scored, n int, o PickOptions) []int {
	order := make([]int, len(results))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareScores(results[a].Result.Score, results[b].Result.Score) })
	if n <= 0 {
		return nil
	}
	words := make([][]string, len(results))
	rarity := rareness(results, order[:min(len(order), n*pickWindow+50)], words)
	lambda := clamp(o.Lambda, 1)
	near := make([]float64, len(results)) // likeness to the nearest taken
	subject := make([]int, len(results))  // taken items of the same subject
	taken := make([]bool, len(results))
	perSource := map[string]int{}
	var picked []int
	for len(picked) < n {
		best, bestValue, looked := -1, math.Inf(-1), 0
		for _, i := range order {
			if looked == n*pickWindow {
				break
			}
			if taken[i] || o.PerSource > 0 && perSource[sourceOf(results[i].Item)] >= o.PerSource || o.PerSubject > 0 && subject[i] >= o.PerSubject {
				continue
			}
			looked++
			if v := finite(results[i].Result.Score) - lambda*near[i]; v > bestValue {
				best, bestValue = i, v
			}
		}
		if best < 0 {
			break
		}
		taken[best] = true
		picked = append(picked, best)
		perSource[sourceOf(results[best].Item)]++
		for i := range results {
			if taken[i] || words[i] == nil {
				continue
			}
			like := likeness(words[best], words[i], rarity)
			near[i] = max(near[i], like)
			if like >= alikeSubject {
				subject[i]++
			}
		}
	}
	return picked
}

// compareScores puts the higher score first and what is no number last.
func compareScores(a, b float64) int {
	a, b = finite(a), finite(b)
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

func finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

func sourceOf(it *item.Item) string {
	if it.Account != "" {
		return accountKey(it.Account)
	}
	return "source " + it.Source
}

// rareness fills in the sorted words of the titles that may be picked and says
// how rare each word is among them.
func rareness(results []Scored, among []int, words [][]string) map[string]float64 {
	count := map[string]int{}
	for _, i := range among {
		w := text.Words(head(results[i].Item.Title, titleBytes))
		slices.Sort(w)
		words[i] = slices.Compact(w)
		for _, x := range words[i] {
			count[x]++
		}
	}
	rare := make(map[string]float64, len(count))
	for x, n := range count {
		rare[x] = math.Log(1 + float64(len(among))/float64(n))
	}
	return rare
}

// likeness is the weight of the words that a and b share, 0 to 1, against all
// words of the shorter one. Both are sorted.
func likeness(a, b []string, rarity map[string]float64) float64 {
	both, all := 0.0, [2]float64{}
	for _, x := range a {
		all[0] += rarity[x]
		if _, ok := slices.BinarySearch(b, x); ok {
			both += rarity[x]
		}
	}
	for _, x := range b {
		all[1] += rarity[x]
	}
	if least := min(all[0], all[1]); least > 0 {
		return min(1, both/least)
	}
	return 0
}
