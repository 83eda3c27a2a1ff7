package subject

import (
	"math"
	"slices"
)

// score weighs the features: a logistic fit on the set dev of the labelled
// pairs, rounded, and shifted to where precision comes first.
func (l *look) score(m *look) float64 { return l.features(m).score() }

// features compares two looks.
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
	oppose  bool    // they use different words of which a headline uses one or the other
	shared  float64 // weight of the shared title words
	bare    bool    // one of them is a title alone
	clash   bool    // different kinds of event
}

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
		oppose:  contrasting(l.against, m.against),
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

func (f features) score() float64 {
	s := -2.9 + 0.3*f.title + 2.2*f.cover + 2.1*f.lead
	s += 1.7*upTo(f.numbers, 3) + 0.7*upTo(f.names, 3) + 0.9*upTo(f.models, 2) + 0.85*upTo(f.makers, 2) + 0.5*upTo(f.han, 4)
	s -= 2*math.Min(f.lone, 3) + 1.2*math.Min(f.mutual, 2)
	if f.oppose {
		s -= 2.5
	}
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
