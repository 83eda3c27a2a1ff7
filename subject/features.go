package subject

import (
	"math"
	"math/bits"
	"slices"
)

// The features of a pair, in the order of weights.
const (
	fBias = iota
	fCoverMin
	fCoverMax
	fTitle
	fAll
	fNamesTitles
	fNamesTitleText
	fNamesTexts
	fLone
	fMutual
	fModelsTitles
	fModels
	fModelsApart
	fMakers
	fMakersApart
	fFigures
	fFiguresMany
	fFiguresTitles
	fFiguresClash
	fMoneyClash
	fSizeClash
	fHanTitles
	fHanTitleText
	fHanTexts
	fHanLone
	fEvents
	fEventsAll
	fEventsApart
	fComment
	fBefore
	fTurned
	fBusiness
	fCraft
	fDays
	fDaysApart
	fQuartersApart
	fYearsApart
	fMonthsApart
	fCross
	fCrossNames
	fCrossFigures
	fTopics
	fOppose
	fBare
	fBareTitle
	fLatin
	fNothing
	fNameCoverMin
	fNameCoverMax
	fFigureCover
	fHanCover
	fFamilyClash
	fExchanged
	fReview
	featureCount
)

// features compares two looks.
func (l *look) features(m *look) (f [featureCount]float64) {
	shared, sum := overlap(l.title, m.title)
	sharedAll, sumAll := overlap(l.all, m.all)
	ca, cb := covered(l.title, m.all), covered(m.title, l.all)
	f[fBias] = 1
	f[fCoverMin], f[fCoverMax] = min(ca, cb), max(ca, cb)
	f[fTitle] = 2 * shared / max(sum, 1e-9)
	f[fAll] = 2 * sharedAll / max(sumAll, 1e-9)

	tt := len(l.names) - absent(l.names, m.names)
	ta := len(l.names) - absent(l.names, m.allNames) + len(m.names) - absent(m.names, l.allNames) - 2*tt
	aa := len(l.allNames) - absent(l.allNames, m.allNames) - tt - ta
	f[fNamesTitles], f[fNamesTitleText], f[fNamesTexts] = upTo(tt, 3), upTo(ta, 3), upTo(max(aa, 0), 4)
	lone, loneM := absent(l.names, m.all), absent(m.names, l.all)
	f[fLone], f[fMutual] = upTo(max(lone, loneM), 3), upTo(min(lone, loneM), 2)

	mt, ma, met := l.models(m)
	f[fModelsTitles], f[fModels] = upTo(mt, 2), upTo(ma, 3)
	f[fModelsApart] = bit(met)
	f[fMakers] = upTo(common(l.allWho, m.allWho), 3)
	f[fMakersApart] = bit(apart(l.who, m.allWho) || apart(m.who, l.allWho))

	figures, n := sharedMeasures(l.figures, m.figures)
	stated, _ := sharedMeasures(l.stated, m.stated)
	f[fFigures], f[fFiguresMany], f[fFiguresTitles] = math.Min(figures, 1.5), math.Min(figures, 5), math.Min(stated, 2)
	f[fFiguresClash] = upTo(clashingMeasures(l.stated, m.stated, func(string) bool { return true }), 2)
	f[fMoneyClash] = bit(clashingMeasures(l.figures, m.figures, func(c string) bool { return c == "n" }) > 0)
	f[fSizeClash] = upTo(clashingMeasures(l.figures, m.figures, func(c string) bool { return c == "nm" || c == "tops" || c == "flops" || c == "mm2" || c == "hz" }), 2)

	ht := len(l.han) - absent(l.han, m.han)
	hta := max(len(l.han)-absent(l.han, m.allHan), len(m.han)-absent(m.han, l.allHan)) - ht
	haa := len(l.allHan) - absent(l.allHan, m.allHan)
	f[fHanTitles], f[fHanTitleText], f[fHanTexts] = upTo(ht, 5), upTo(hta, 6), math.Sqrt(upTo(haa, 25))
	f[fHanLone] = upTo(min(absent(l.han, m.allHan), absent(m.han, l.allHan)), 6)

	both := l.told & m.told &^ fresh
	f[fEvents] = upTo(both.count(), 2)
	f[fEventsAll] = upTo((l.allTold & m.allTold &^ fresh).count(), 3)
	f[fEventsApart] = bit(l.told != 0 && m.told != 0 && l.told&m.allTold == 0 && m.told&l.allTold == 0)
	f[fComment], f[fBefore], f[fTurned] = l.alone(m, comment), l.alone(m, before), l.alone(m, turned)
	f[fBusiness], f[fCraft] = l.alone(m, business), l.alone(m, craft)

	f[fDays] = upTo(common2(l.allWhen.days, m.allWhen.days), 1)
	f[fDaysApart] = bit(apart(l.allWhen.days, m.allWhen.days))
	f[fQuartersApart] = bit(apart(l.when.quarters, m.allWhen.quarters) || apart(m.when.quarters, l.allWhen.quarters))
	f[fYearsApart] = bit(apart(l.allWhen.years, m.allWhen.years))
	f[fMonthsApart] = bit(apart(l.when.months, m.when.months))

	topics := 0
	for i := range l.topics {
		topics += bits.OnesCount64(l.topics[i] & m.topics[i])
	}
	f[fTopics] = upTo(topics, 5)
	if l.latin != m.latin {
		f[fCross], f[fCrossNames], f[fCrossFigures] = 1, upTo(tt+ta+max(aa, 0), 4), math.Min(figures, 3)
	}
	f[fLatin] = bit(l.latin && m.latin)
	f[fOppose] = bit(contrasting(l.against, m.against))
	if l.bare || m.bare {
		f[fBare] = 1
		f[fBareTitle] = bit(f[fTitle] < 0.8 || shared < 2.5)
	}
	na, nb := l.nameCover(m), m.nameCover(l)
	f[fNameCoverMin], f[fNameCoverMax] = min(na, nb), max(na, nb)
	if k := min(len(l.figures), len(m.figures)); k > 0 {
		f[fFigureCover] = math.Min(float64(n)/float64(k), 1) * math.Min(float64(k), 3) / 3
	}
	if k := min(len(l.allHan), len(m.allHan)); k > 0 {
		f[fHanCover] = float64(haa) / float64(k)
	}
	f[fFamilyClash] = upTo(l.familyClash(m), 2)
	f[fExchanged] = bit(exchanged(l.letters, m.letters) != "")
	f[fReview] = l.alone(m, review)
	f[fNothing] = bit(tt+ta+mt+ma == 0 && n == 0 && ht < 2)
	return f
}

// alone tells how surely kinds of event are told by one look and not by the
// other: 1 where a title tells of one and the other nowhere, 1/2 where the other title does not.
func (l *look) alone(m *look, kinds events) float64 {
	a, b := l.told&kinds, m.told&kinds
	switch {
	case a&^m.allTold != 0 && b == 0 || b&^l.allTold != 0 && a == 0:
		return 1
	case a != 0 && b != 0 && a&b == 0:
		return 1
	case (a == 0) != (b == 0):
		return 0.5
	}
	return 0
}

// models counts the numbers of names that both titles have, and those that one
// has in its title and the other anywhere; apart says that both titles have some and
// the other item none of them.
func (l *look) models(m *look) (titles, any int, apart bool) {
	nl, nm := 0, 0
	for name, values := range l.family {
		if name[0] == '#' {
			continue
		}
		nl++
		if shareAny(values, m.family[name]) {
			titles++
		} else if shareAny(values, m.further[name]) {
			any++
		}
	}
	for name, values := range m.family {
		if name[0] == '#' {
			continue
		}
		nm++
		if !shareAny(values, l.family[name]) && shareAny(values, l.further[name]) {
			any++
		}
	}
	apart = nl > 0 && nm > 0 && titles+any == 0
	for name, values := range l.further {
		if name[0] != '#' && shareAny(values, m.further[name]) {
			any++
		}
	}
	return titles, any, apart
}

// nameCover is the share of names, makers and models of the title of l that m
// holds, and 1/2 where the title names nothing.
func (l *look) nameCover(m *look) float64 {
	have, all := len(l.names)-absent(l.names, m.all), len(l.names)
	for _, w := range l.who {
		all++
		if slices.Contains(m.allWho, w) {
			have++
		}
	}
	if all == 0 {
		return 0.5
	}
	return float64(have) / float64(all)
}

// familyClash counts the families of which both have numbers, and none in common.
func (l *look) familyClash(m *look) int {
	n := 0
	for name, values := range l.family {
		if all := m.numbersOf(name); name[0] != '#' && len(all) > 0 && !shareAny(values, all) && !shareAny(l.further[name], all) {
			n++
		}
	}
	for name, values := range m.family {
		if all := l.numbersOf(name); name[0] != '#' && len(l.family[name]) == 0 && len(all) > 0 && !shareAny(values, all) && !shareAny(m.further[name], all) {
			n++
		}
	}
	return n
}

// numbersOf are the numbers of a family in title and lead.
func (l *look) numbersOf(name string) []string {
	return append(slices.Clone(l.family[name]), l.further[name]...)
}

func bit(b bool) float64 {
	if b {
		return 1
	}
	return 0
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

// common2 counts the values that two short lists share.
func common2(a, b []string) int {
	n := 0
	for _, v := range a {
		if slices.Contains(b, v) {
			n++
		}
	}
	return n
}
