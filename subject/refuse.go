package subject

import (
	"slices"
	"time"

	"embai-crawl/item"
)

// mayUnite reports whether two sets may be one entry.
func (g *graph) mayUnite(ra, rb int, t tie) bool {
	a, b := &g.sets[ra], &g.sets[rb]
	switch {
	case len(a.papers)+len(b.papers) > 1 && len(a.papers) > 0 && len(b.papers) > 0 && t.how != several:
		return false
	case len(a.releases) > 0 && len(b.releases) > 0, len(a.releases) > 0 && len(b.repos) > 0, len(a.repos) > 0 && len(b.releases) > 0:
		return false
	}
	second := len(a.papers) > 0 && len(b.papers) > 0 || len(a.repos) > 0 && len(b.repos) > 0 || t.how == several
	if second && g.articles(a) > 0 && g.articles(b) > 0 && !(t.how == several && (g.isPage(a) || g.isPage(b))) {
		return false // a second paper or repository only where nobody else writes about it
	}
	if g.parted(ra, rb) {
		return false
	}
	if t.how == words && g.articles(a)+g.articles(b) > maxAlike && !g.sameTitle(t.pair) {
		return false
	}
	return g.agree(a, b, t)
}

// maxAlike is how many articles one event has that are known for it by their words
// alone. More that seem alike have a template in common, or are the whole field's
// talk of a week: to put them into one entry would hide most of them.
const maxAlike = 24

// sameTitle reports whether two items have one title: what a feed repeats under
// address after address is one entry, however often.
func (g *graph) sameTitle(p pair) bool {
	_, alike := alikeLetters(g.look(int(p.low)).letters, g.look(int(p.high)).letters)
	return alike
}

// articles counts the articles of a set.
func (g *graph) articles(s *set) int {
	n := 0
	for _, i := range s.items {
		if g.isArticle(i) {
			n++
		}
	}
	return n
}

func (g *graph) isArticle(i int) bool {
	k := kindOf(g.items[i])
	return k != item.KindPaper && k != item.KindRepo && k != item.KindRelease
}

// isPage reports whether a set is one page that is known by its address alone.
func (g *graph) isPage(s *set) bool {
	return len(s.items) == 1 && g.items[s.items[0]].ID.Scheme() == "url"
}

// parted reports whether the editor put an item of one set and one of the other
// apart. The pairs are few, the items of a set may be many.
func (g *graph) parted(ra, rb int) bool {
	for _, p := range g.apartNodes {
		if x, y := g.find(p[0]), g.find(p[1]); x == ra && y == rb || x == rb && y == ra {
			return true
		}
	}
	return false
}

// maxCompared bounds how many articles of a set are asked before another joins.
const maxCompared = 12

// agree reports whether the articles of two sets can be on one thing: no two name
// different versions, and where only a repository or their words tie them, they
// were written in one window and, for the words, two in three say much the same.
func (g *graph) agree(a, b *set, t tie) bool {
	if t.how == repeats || t.how != words && (g.isPage(a) || g.isPage(b)) {
		return true // it says itself what it is about
	}
	paper := len(a.papers)+len(b.papers) > 0
	pairs, alike := 0, 0
	for _, i := range g.someArticles(a) {
		for _, j := range g.someArticles(b) {
			pairs++
			if !paper && g.apart(i, j) {
				return false
			}
			if !paper && !within(g.items[i].Published, g.items[j].Published, g.o.window()*4) {
				return false
			}
			if t.how == words && g.alike(i, j, scoredLoose) {
				alike++
			}
		}
	}
	return t.how != words || pairs == 0 || alike*3 >= pairs*2
}

// someArticles returns the first articles of a set, in the order of their IDs.
func (g *graph) someArticles(s *set) []int {
	var out []int
	for _, i := range s.items {
		if g.isArticle(i) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out[:min(len(out), maxCompared)]
}

// within reports whether two times are at most d apart, or one is unknown.
func within(a, b time.Time, d time.Duration) bool {
	return a.IsZero() || b.IsZero() || a.Sub(b).Abs() <= d
}
