package rank

import (
	"math"
	"slices"

	"embai-crawl/item"
)

// Odds is how much an article's words speak for each section.
type Odds struct {
	by   sections4
	from judgedFrom
}

// judgedFrom is what a section was judged from.
type judgedFrom uint8

const (
	fromElse  judgedFrom = iota // not from words: its source, kind or a rule says it
	fromTitle                   // the section stands: what shares add to a title alone is no better than chance
	fromText
)

// Open reports whether Apportion may choose another section.
func (o Odds) Open() bool { return o.from == fromText }

// issueShape is what past issues had of each section, among articles.
type issueShape struct {
	share    sections4 // sums to 1
	articles int       // of an issue, as a mean
}

// How Apportion weighs the shares against the words.
const (
	// oddsScale makes log odds of what the section head says, which is surer than
	// it is right. The log loss of issues that it had not seen is least there.
	oddsScale = 0.6
	// shareSpread is by how much the share of a section differs from issue to
	// issue, about. That of news and blog posts does by less than chance would.
	shareSpread = 0.2
	// fullIssue is how many times the mean an issue has at most.
	fullIssue = 1.5
	// fewestShared is below how many articles shares say nothing.
	fewestShared = 8
)

// Apportion looks at the best articles together, as many as an issue has: an
// editor who prints five pieces of news and five blog posts each time does so
// again, so that of those that could stand in two sections some go where there
// is room. Results come best first; those whose section is given are passed over.
// It changes sections, never scores.
func (m *Model) Apportion(results []*Result) {
	if m.learned == nil || m.learned.sections == nil {
		return
	}
	shape := m.learned.sections.shape
	var list []*Result
	for _, r := range results {
		if r.Odds.from != fromElse && len(list) < int(fullIssue*float64(shape.articles)) {
			list = append(list, r)
		}
	}
	if len(list) < fewestShared {
		return
	}
	a := apportionment{shape: shape, logs: make([][4]float64, len(list)), at: make([]int, len(list))}
	for i, r := range list {
		a.at[i] = slices.Index(item.Sections(), r.Section)
		a.logs[i] = logOdds(r.Odds.by)
		a.count[a.at[i]]++
	}
	for again := true; again; {
		again = false
		for i, r := range list {
			if r.Odds.Open() && a.improve(i) {
				again = true
			}
		}
	}
	for i, r := range list {
		r.Section = item.Sections()[a.at[i]]
	}
}

// apportionment is a way to put articles in sections.
type apportionment struct {
	shape issueShape
	logs  [][4]float64 // by article: log probability of each section
	at    []int        // by article: its section
	count [4]int
}

// improve moves an article where the whole is likelier, and reports whether it did.
func (a *apportionment) improve(i int) bool {
	from, best, gain := a.at[i], a.at[i], 1e-9
	now := a.shares()
	for to := range a.count {
		a.count[from]--
		a.count[to]++
		if g := a.logs[i][to] - a.logs[i][from] + a.shares() - now; g > gain {
			best, gain = to, g
		}
		a.count[to]--
		a.count[from]++
	}
	a.count[from]--
	a.count[best]++
	a.at[i] = best
	return best != from
}

// shares is the log probability of the sections' shares, less a constant.
func (a *apportionment) shares() float64 {
	sum := 0.0
	for n, c := range a.count {
		off := float64(c)/float64(len(a.at)) - float64(a.shape.share[n])
		sum -= off * off / (2 * shareSpread * shareSpread)
	}
	return sum
}

// logOdds turns what a head says into log probabilities.
func logOdds(by sections4) (logs [4]float64) {
	sum := 0.0
	for n, x := range by {
		logs[n] = oddsScale * clamp(float64(x), 100)
		sum += math.Exp(logs[n])
	}
	for n := range logs {
		logs[n] -= math.Log(sum)
	}
	return logs
}

// shapeOf is the shape of the issues that printed the samples.
func shapeOf(samples []sample) issueShape {
	var s issueShape
	total := 0
	issues := map[string]bool{}
	for i := range samples {
		if x := &samples[i]; x.kind == kindArticle && x.teachesSection() {
			s.share[slices.Index(item.Sections(), x.section)]++
			issues[x.issue] = true
			total++
		}
	}
	if total == 0 {
		return issueShape{}
	}
	for n := range s.share {
		s.share[n] /= float32(total)
	}
	s.articles = int(math.Round(float64(total) / float64(len(issues))))
	return s
}
