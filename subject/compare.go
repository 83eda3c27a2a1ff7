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
	s := g.sureness(p)
	if s >= loose {
		c |= scoredLoose
	}
	if s >= sure {
		c |= scoredSure
	}
	return c
}

// sureness is how alike the words of two items are, by what is asked of them.
func (g *graph) sureness(p pair) float64 {
	l, m := g.look(int(p.low)), g.look(int(p.high))
	return l.score(m) - g.later(p) - l.more(m)
}

// later is how much more two items must score for the days between them, 0 where a date is unknown.
// What has nearly the words of one title is a reprint more often than news, and those come for weeks.
func (g *graph) later(p pair) float64 {
	days := daysBetween(g.items[p.low], g.items[p.high])
	if g.look(int(p.low)).nearlyHeadline(g.look(int(p.high))) {
		return repeatedPerDay * max(days-lateDays, 0)
	}
	return lateness(days)
}

// reprinted reports whether two items are one article that was printed twice.
func (g *graph) reprinted(p pair) bool {
	l, m := g.look(int(p.low)), g.look(int(p.high))
	return l.sameHeadline(m) && mayReprint(g.items[p.low], g.items[p.high], l, m)
}

// Days between the reports of one event. Of those that three people wrote down for made-up
// fortnights nine in ten came on one day or the next, and none after the third; of the pairs that
// were as alike and told of two events four in five lay further apart.
const (
	promptDays  = 1.0 // within these the days say nothing
	lateDays    = 3.0 // and after these it is late
	latePerDay  = 1.0 // what each day between asks more
	laterPerDay = 0.1 // and each beyond

	repeatedPerDay = 0.2 // each beyond, of nearly one headline
)

// lateness is how much more two reports must score that appeared so many days apart: what comes
// in the days after a launch tells in the same words of what came of it.
func lateness(days float64) float64 {
	return latePerDay*(min(max(days, promptDays), lateDays)-promptDays) + laterPerDay*max(days-lateDays, 0)
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
