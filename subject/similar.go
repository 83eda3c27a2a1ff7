package subject

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"embai-crawl/item"
	"embai-crawl/text"
)

// Thresholds of score, tuned on the dev half of testdata/pairs.jsonl.
const (
	sure  = 0.0  // the same event
	loose = -1.5 // may be the same, when something else says so
)

// Similar reports whether two articles tell of the same event, by their words,
// and why or why not. Two papers, repositories or releases are never the same by
// words. Numbers and names that differ (Gen 4 and Gen 5, 7nm and 5nm, v1.2 and v1.3)
// make two events of the most similar headlines. Dates are not looked at.
func Similar(a, b *item.Item) (same bool, why string) {
	if isThing(a) || isThing(b) {
		return false, "no two articles"
	}
	return newLook(a).same(newLook(b))
}

// isThing reports whether an item is a paper, repository or release, which its identity tells.
func isThing(it *item.Item) bool {
	k := kindOf(it)
	return k == item.KindPaper || k == item.KindRepo || k == item.KindRelease
}

// same compares two looks.
func (l *look) same(m *look) (bool, string) {
	f := l.features(m)
	s := f.score()
	if s >= sure {
		if apart := l.conflict(m); apart != "" {
			return false, apart
		}
	}
	return s >= sure, fmt.Sprintf("words %.2f: title %.0f%%, text %.0f%%, %d figures, %d names in common", s, 100*f.title, 100*f.lead, f.numbers, f.names)
}

// score is how alike two looks are, conflicts aside.
func (l *look) score(m *look) float64 { return l.features(m).score() }

// conflict returns what makes two looks tell of different things whatever else
// they share, "" for nothing.
func (l *look) conflict(m *look) string {
	if l.part != m.part {
		return fmt.Sprintf("part %q and part %q", l.part, m.part)
	}
	if why := l.differs(m); why != "" {
		return why
	}
	if why := m.differs(l); why != "" {
		return why
	}
	if len(l.who) > 0 && len(m.who) > 0 && !shareAny(l.who, m.who) {
		return fmt.Sprintf("%s and %s", strings.Join(l.who, ", "), strings.Join(m.who, ", "))
	}
	if l.acts.opposed(m.acts) {
		return "an event and a word on it"
	}
	return exchanged(l.folded, m.folded)
}

// exchanged reports two titles of one pattern that name two things in one place:
// "X完成B轮融资" and "Y完成B轮融资".
func exchanged(a, b string) string {
	ra, rb := letters(a), letters(b)
	n := min(len(ra), len(rb))
	head := 0
	for head < n && ra[head] == rb[head] {
		head++
	}
	tail := 0
	for tail < n-head && ra[len(ra)-1-tail] == rb[len(rb)-1-tail] {
		tail++
	}
	if (head+tail)*2 < max(len(ra), len(rb)) {
		return ""
	}
	x, y := string(ra[head:len(ra)-tail]), string(rb[head:len(rb)-tail])
	pattern := (head+tail)*4 >= 3*max(len(ra), len(rb)) // nothing but the one word differs
	if telling(x, y, pattern) && telling(y, x, pattern) {
		return fmt.Sprintf("the one has %q where the other has %q", strings.TrimSpace(x), strings.TrimSpace(y))
	}
	return ""
}

// letters returns the letters and digits of a title, a space between Latin words.
func letters(title string) []rune {
	return []rune(strings.Join(strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " "))
}

// telling reports whether what one title has in the place of other names another
// thing: it shares next to no character, and holds a word that is not a common one.
// In one pattern a common word tells as well, unless it is one for an event.
func telling(s, other string, pattern bool) bool {
	shared := 0
	for _, r := range s {
		if r >= 0x3400 && strings.ContainsRune(other, r) {
			shared++
		}
	}
	found := false
	for w := range text.WordSeq(s) {
		if strings.Contains(other, w) {
			return false
		}
		found = found || (weight(w) > 0.5 || pattern) && (w[0] < '0' || w[0] > '9')
	}
	return found && shared < 2 && (!pattern || actsOf(s) == 0)
}

// differs reports a family of numbers in the title of l that m gives other numbers.
func (l *look) differs(m *look) string {
	for name, values := range l.family {
		other, ok := m.family[name]
		if !ok {
			other, ok = m.further[name]
		}
		if ok && !shareAny(values, other) {
			return fmt.Sprintf("%s %s and %s", strings.TrimPrefix(name, "#"), strings.Join(values, ", "), strings.Join(other, ", "))
		}
	}
	return ""
}

// shareAny reports whether two short lists have a value in common.
func shareAny(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// features are what two looks have in common and what not.
type features struct {
	title   float64 // weight of shared title words by the weight of all
	cover   float64 // the lesser share of a title that the other's title and lead hold
	lead    float64 // the same as title for title and lead together
	numbers int     // shared figures
	names   int     // shared names in titles
	lone    float64 // what one title names and the other item does not hold, the greater number
	mutual  float64 // the lesser number: both name something of their own
	models  int     // shared models in titles: gen 5, rk 3588
	makers  int     // shared makers
	han     int     // shared pairs of Han characters that are no common words
	oppose  int     // words of which a headline uses one or the other
	shared  float64 // weight of the shared title words
	bare    bool    // one of them is a title alone
	clash   bool    // different kinds of event
}

// features compares two looks.
func (l *look) features(m *look) features {
	shared, sum := overlap(l.title, m.title)
	sharedAll, sumAll := overlap(l.all, m.all)
	alone, aloneM := absent(l.names, m.all), absent(m.names, l.all)
	return features{
		shared:  shared,
		bare:    l.bare || m.bare,
		title:   2 * shared / max(sum, 1e-9),
		cover:   min(covered(l.title, m.all), covered(m.title, l.all)),
		lead:    2 * sharedAll / max(sumAll, 1e-9),
		numbers: common(l.numbers, m.numbers),
		names:   len(l.names) - absent(l.names, m.names),
		lone:    float64(max(alone, aloneM)),
		mutual:  min(l.alone(m), m.alone(l)),
		models:  l.models(m),
		makers:  common(l.who, m.who),
		han:     len(l.han) - absent(l.han, m.han),
		oppose:  contrasting(l.folded, m.folded),
		clash:   l.acts.clash(m.acts),
	}
}

// alone counts what the title of l names and m does not hold. A pair of Han
// characters counts for a part of a name: some are verbs.
func (l *look) alone(m *look) float64 {
	return float64(absent(l.names, m.all)) + 0.3*math.Min(float64(absent(l.han, m.all)), 5)
}

// models counts the numbers of names that both titles have.
func (l *look) models(m *look) int {
	n := 0
	for name, values := range l.family {
		if name[0] != '#' && shareAny(values, m.family[name]) {
			n++
		}
	}
	return n
}

// score weighs the features: a logistic fit on the dev half of the labelled
// pairs, rounded, and shifted to where precision comes first.
func (f features) score() float64 {
	s := -2.9 + 0.3*f.title + 2.2*f.cover + 2.1*f.lead
	s += 1.7*upTo(f.numbers, 3) + 0.7*upTo(f.names, 3) + 0.9*upTo(f.models, 2) + 0.85*upTo(f.makers, 2) + 0.5*upTo(f.han, 4)
	s -= 2*math.Min(f.lone, 3) + 1.2*math.Min(f.mutual, 2) + 2.5*upTo(f.oppose, 1)
	if f.clash {
		s -= 2.5
	}
	if f.bare {
		// A title alone was counted as its own text; two of them are the same
		// only where nearly all of them is, and they say something at all.
		s -= 1.2
		if f.title < 0.8 || f.shared < 2.5 {
			s -= 3
		}
	}
	return s
}

// upTo caps what more of the same adds nothing to.
func upTo(n, most int) float64 { return float64(min(n, most)) }

// overlap returns the weight of the shared tokens and of all tokens of both.
func overlap(a, b []token) (shared, sum float64) {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].hash == b[j].hash:
			shared += a[i].weight
			sum += 2 * a[i].weight
			i++
			j++
		case a[i].hash < b[j].hash:
			sum += a[i].weight
			i++
		default:
			sum += b[j].weight
			j++
		}
	}
	for ; i < len(a); i++ {
		sum += a[i].weight
	}
	for ; j < len(b); j++ {
		sum += b[j].weight
	}
	return shared, sum
}

// covered returns the share of the weight of a that b holds.
func covered(a, b []token) float64 {
	sum := 0.0
	for _, t := range a {
		sum += t.weight
	}
	shared, _ := overlap(a, b)
	return shared / max(sum, 1e-9)
}

// absent counts the tokens of a that b does not hold.
func absent(a, b []token) int {
	n, j := 0, 0
	for _, t := range a {
		for j < len(b) && b[j].hash < t.hash {
			j++
		}
		if j == len(b) || b[j].hash != t.hash {
			n++
		}
	}
	return n
}

// common counts the values that two sorted lists share.
func common(a, b []string) int {
	n := 0
	for _, v := range a {
		if _, ok := slices.BinarySearch(b, v); ok {
			n++
		}
	}
	return n
}
