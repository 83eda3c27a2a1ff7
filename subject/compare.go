package subject

import "cmp"

// pair is two items, by their indices.
type pair struct{ low, high int32 }

func ordered(i, j int) pair { return pair{int32(min(i, j)), int32(max(i, j))} }

func (p pair) compare(q pair) int {
	return cmp.Or(cmp.Compare(p.low, q.low), cmp.Compare(p.high, q.high))
}

// comparison is what the words of a pair said, found out once. A byte, for there are
// some forty pairs an item.
type comparison uint8

const (
	scored      comparison = 1 << iota // it is known how alike they are
	scoredLoose                        // loose or more
	scoredSure                         // sure or more
	checked                            // it was asked whether they may meet
	mustNot                            // they tell of different things
	wasAsked                           // it was asked whether they are a report of one event
	ahead                              // they are among those that are scored ahead
)

// alike reports whether the words of two items score as much as wanted says.
func (g *graph) alike(i, j int, wanted comparison) bool {
	p := ordered(i, j)
	c := g.compared[p]
	if c&scored == 0 {
		c |= g.score(p)
		g.compared[p] = c
	}
	return c&wanted != 0
}

// score finds out how alike two items are.
func (g *graph) score(p pair) comparison {
	c := scored
	if g.reprinted(p) {
		return c | scoredLoose | scoredSure
	}
	l, m := g.look(int(p.low)), g.look(int(p.high))
	s := l.score(m) - g.later(p) - l.more(m)
	if s >= loose {
		c |= scoredLoose
	}
	if s >= sure {
		c |= scoredSure
	}
	return c
}

// reprinted reports whether two items are one article that was printed twice.
func (g *graph) reprinted(p pair) bool {
	l, m := g.look(int(p.low)), g.look(int(p.high))
	return l.sameHeadline(m) && mayReprint(g.items[p.low], g.items[p.high], l, m)
}

// later is how much more two items must score that appeared apart: most reports of an
// event come within days of each other, and what comes in the weeks after tells in the same
// words of what came of it. 0 up to three days, and where a date is unknown.
func (g *graph) later(p pair) float64 {
	return laterPerDay * max(daysBetween(g.items[p.low], g.items[p.high])-promptDays, 0)
}

// apart reports whether something makes two items tell of different things
// whatever they share.
func (g *graph) apart(i, j int) bool {
	p := ordered(i, j)
	c := g.compared[p]
	if c&checked == 0 {
		c |= checked
		if g.look(int(p.low)).conflict(g.look(int(p.high))) != "" || areParts(g.items[p.low], g.items[p.high]) {
			c |= mustNot
		}
		g.compared[p] = c
	}
	return c&mustNot != 0
}

// because says why two items are held to tell of the same event.
func (g *graph) because(p pair) string {
	if g.reprinted(p) {
		return string(g.items[p.low].ID) + " and " + string(g.items[p.high].ID) + ": one headline"
	}
	l, m := g.look(int(p.low)), g.look(int(p.high))
	_, why := l.same(m, sure+g.later(p)+l.more(m))
	return string(g.items[p.low].ID) + " and " + string(g.items[p.high].ID) + ": " + why
}
