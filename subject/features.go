package subject

import (
	"math"
	"slices"
	"strings"
)

// compare is all that tells whether two looks are of one event.
func (l *look) compare(m *look) features {
	f := l.features(m)
	f[fTelling] = l.telling(m)
	return f
}

// features are what two looks say beside their single words.
func (l *look) features(m *look) (f features) {
	f[fBias] = 1
	l.compareWords(m, &f)
	l.compareNames(m, &f)
	l.compareFigures(m, &f)
	l.compareEvents(m, &f)
	l.combine(m, &f)
	return f
}

// compareWords sets the features of titles and rare words.
func (l *look) compareWords(m *look, f *features) {
	f[fCover] = max(covered(l.title, m.all), covered(m.title, l.all))
	both := inCommon(l.han, m.han)
	f[fHan] = upTo(max(inCommon(l.han, m.allHan), inCommon(m.han, l.allHan))-both, 3)
	topics := l.topics.shared(&m.topics)
	f[fTopics] = upTo(topics, 5)
	lone, loneM := l.titleTopics.without(&m.topics), m.titleTopics.without(&l.topics)
	f[fTopicsLone], f[fTopicsMutual] = upTo(max(lone, loneM), 4), upTo(min(lone, loneM), 3)
	shared, _ := overlap(l.all, m.all)
	f[fShared] = min(shared, 15)
	f[fLength] = math.Log1p(min(l.weight, m.weight)) - usualLength
	f[fLengthShared] = f[fLength] * f[fShared] / 5
	inTitles, sum := overlap(l.title, m.title)
	f[fTitlesShared] = 3 * min(inTitles/max(min(weightOf(l.title), weightOf(m.title)), 1e-9), 0.5)
	if l.latin != m.latin {
		f[fTopicsForeign] = upTo(topics, 4)
	}
	f[fOppose] = bit(contrasting(l.against, m.against))
	f[fExchanged] = bit(exchanged(l.letters, m.letters) != "")
	if l.bare || m.bare {
		f[fBareTitle] = bit(2*inTitles < 0.8*sum || inTitles < 2.5)
	}
}

// compareNames sets the features of names, models and makers.
func (l *look) compareNames(m *look, f *features) {
	titles, titleText, texts := places(l.names, l.allNames, m.names, m.allNames)
	f[fNamesTitles], f[fNamesTitleText], f[fNamesTexts] = upTo(titles, 3), upTo(titleText, 3), upTo(texts, 4)
	titles, titleText, texts = places(l.lines, l.allLines, m.lines, m.allLines)
	f[fLinesTitles], f[fLinesTitleText], f[fLinesTexts] = upTo(titles, 2), upTo(titleText, 2), upTo(texts, 3)
	f[fLinesLone] = upTo(max(absent(l.lines, m.all), absent(m.lines, l.all)), 2)
	lone, loneM := absent(l.names, m.all), absent(m.names, l.all)
	f[fLone], f[fMutual] = upTo(max(lone, loneM), 3), upTo(min(lone, loneM), 2)
	lone += absent(l.lines, m.all) + len(l.who) - common(l.who, m.allWho)
	loneM += absent(m.lines, l.all) + len(m.who) - common(m.who, l.allWho)
	f[fThingsMutual] = upTo(min(lone, loneM), 2)
	f[fNameCoverMin] = min(l.nameCover(m), m.nameCover(l))

	models, elsewhere, other := l.models(m)
	f[fModelsTitles], f[fModels], f[fModelsApart] = upTo(models, 2), upTo(elsewhere, 3), bit(other)
	f[fFamilyClash] = upTo(l.familyClash(m), 2)
	f[fReleases] = upTo(l.releases(m), 2)
	f[fMakers] = upTo(common(l.allWho, m.allWho), 3)
	inTitles, inTexts := l.fewMakers(m)
	f[fFewTitles], f[fFewTexts] = upTo(inTitles, 2), upTo(inTexts, 2)
	f[fSchoolsApart] = bit(apart(l.schools, m.schools))
	f[fMakersApart] = bit(apart(l.who, m.allWho) || apart(m.who, l.allWho))
}

// places counts the names that two titles share, those that one title shares with
// the other lead, and those that the leads share.
func places(title, all, titleM, allM []token) (titles, titleText, texts int) {
	titles = inCommon(title, titleM)
	titleText = inCommon(title, allM) + inCommon(titleM, all) - 2*titles
	return titles, titleText, max(inCommon(all, allM)-titles-titleText, 0)
}

// compareFigures sets the features of what is measured and dated.
func (l *look) compareFigures(m *look, f *features) {
	rare, n := sharedMeasures(l.figures, m.figures)
	f[fFigures], f[fFiguresMany] = min(rare, 1.5), min(rare, 5)
	if k := min(len(l.figures), len(m.figures)); k > 0 {
		f[fFigureCover] = min(float64(n)/float64(k), 1) * upTo(k, 3) / 3
	}
	f[fFiguresClash] = upTo(clashingMeasures(l.stated, m.stated, func(class string) bool { return class != "" }), 2)
	f[fMoneyClash] = bit(l.told&m.told&listed == 0 && clashingMeasures(l.figures, m.figures, isMoney) > 0)
	f[fTextClash] = upTo(clashingMeasures(l.figures, m.figures, func(class string) bool { return !isSize(class) && !isMoney(class) && class != "" && class != "n" }), 2)
	f[fSizeClash] = upTo(clashingMeasures(l.figures, m.figures, isSize), 2)
	f[fDaysApart] = daysApart(l.allWhen.days, m.allWhen.days)
	f[fDaysShared] = bit(shareAny(l.allWhen.days, m.allWhen.days))
	f[fQuartersApart] = bit(apart(l.when.quarters, m.allWhen.quarters) || apart(m.when.quarters, l.allWhen.quarters))
	f[fYearsTexts] = bit(apart(l.allWhen.years, m.allWhen.years))
}

// compareEvents sets the features of what is told.
func (l *look) compareEvents(m *look, f *features) {
	f[fEvents] = upTo((l.told & m.told &^ fresh).count(), 2)
	f[fEventsAll] = upTo((l.allTold & m.allTold &^ fresh).count(), 3)
	f[fEventsApart] = bit(l.told != 0 && m.told != 0 && l.told&m.allTold == 0 && m.told&l.allTold == 0 && (l.told&fresh == 0 || m.told&fresh == 0))
	for _, a := range oneSided {
		f[a.feature] = l.alone(m, a.kinds)
	}
	f[fAgain] = bit((l.titled&^m.allTold|m.titled&^l.allTold)&again != 0)
	news, newsM := l.titled&fresh, m.titled&fresh
	f[fFreshApart] = bit(news != 0 && newsM != 0 && news&m.allTold == 0 && newsM&l.allTold == 0)
	f[fLater] = bit((l.allTold^m.allTold)&later != 0)
	named := f[fNamesTitles] > 0 || f[fModelsTitles] > 0 || common(l.who, m.who) > 1
	f[fNamedNews] = bit(named && (l.titled^m.titled)&^fresh == 0)
	if l.allTold&m.allTold&bought != 0 || (l.allTold|m.allTold)&denied != 0 {
		f[fReversed] = l.alone(m, reversed)
	}
	f[fStage] = bit(l.titled&ipo != 0 && m.titled&ipo != 0 && l.titled&m.titled&ipo == 0)
}

// combine sets the features that say what others mean together: what else is
// shared tells more where a maker or a name is, and where a title names nothing.
func (l *look) combine(m *look, f *features) {
	if l.nameless() || m.nameless() {
		f[fNamelessShared] = f[fShared]
	}
	if common(l.who, m.allWho)+common(m.who, l.allWho) > 0 || f[fNamesTitles]+f[fNamesTitleText] > 0 {
		f[fNamedTopics], f[fNamedFigures], f[fNamedEvents] = f[fTopics], f[fFiguresMany], f[fEventsAll]
	}
	// Where each names something that the other does not, it was something else's.
	if l.told&m.told&opened != 0 && f[fNamesTitles]+f[fNamesTitleText]+f[fLinesTitles]+f[fLinesTitleText] > 0 && f[fThingsMutual]+f[fMutual] == 0 {
		f[fOpened] = 1
	}
}

// nameless reports whether the title names nothing.
func (l *look) nameless() bool { return len(l.names)+len(l.lines)+len(l.who) == 0 }

// oneSided are the features that say that only one of two items tells of some kinds of event.
var oneSided = []struct {
	feature int
	kinds   events
}{
	{fLesson, lesson}, {fReview, review}, {fBefore, before}, {fReply, reply}, {fRuled, ruled}, {fCraft, craft}, {fMoney, money}, {fRumour, rumoured},
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
// has in its title and the other anywhere; other says that both titles have some and
// the other item none of them.
func (l *look) models(m *look) (titles, elsewhere int, other bool) {
	nl, nm := 0, 0
	for name, values := range l.family {
		if name[0] == '#' {
			continue
		}
		nl++
		if shareModel(values, m.family[name]) {
			titles++
		} else if shareModel(values, m.further[name]) {
			elsewhere++
		}
	}
	for name, values := range m.family {
		if name[0] == '#' {
			continue
		}
		nm++
		if !shareModel(values, l.family[name]) && shareModel(values, l.further[name]) {
			elsewhere++
		}
	}
	other = nl > 0 && nm > 0 && titles+elsewhere == 0
	for name, values := range l.further {
		if name[0] != '#' && shareModel(values, m.further[name]) {
			elsewhere++
		}
	}
	return titles, elsewhere, other
}

// fewMakers counts the makers in common of which not every other article tells: those
// that a title names, and the others.
func (l *look) fewMakers(m *look) (inTitles, inTexts int) {
	for _, w := range l.allWho {
		if _, ok := slices.BinarySearch(m.allWho, w); !ok || giants[w] {
			continue
		}
		if slices.Contains(l.who, w) || slices.Contains(m.who, w) {
			inTitles++
		} else {
			inTexts++
		}
	}
	return inTitles, inTexts
}

// giants are the makers and schools of which the field's news tell every week: that
// two articles share one says little.
var giants = wordSet("nvidia", "qualcomm", "alibaba", "arm", "google", "meta", "apple", "intel", "samsung", "tsmc", "huawei", "openai", "mediatek", "microsoft", "xiaomi", "huggingface", "raspberrypi", "deepseek", "mit", "amd", "tsinghua",
	"tesla", "tencent", "baidu", "espressif", "rockchip", "vivo", "oppo", "bytedance", "amazon", "softbank", "horizon")

// releases counts the families of which both tell of one release by its number, in one
// title at least: vllm 0.11, ncnn 20260113.
func (l *look) releases(m *look) int {
	n := 0
	for name, values := range l.family {
		if isRelease(name, values) && shareAny(values, m.numbersOf(name)) {
			n++
		}
	}
	for name, values := range m.family {
		if isRelease(name, values) && !shareAny(values, l.family[name]) && shareAny(values, l.further[name]) {
			n++
		}
	}
	return n
}

// isRelease reports whether numbers of a family are those of releases: parted by points, or days.
func isRelease(name string, numbers []string) bool {
	return name == "#date" || name[0] != '#' && slices.ContainsFunc(numbers, func(v string) bool { return strings.Contains(v, ".") })
}

// nameCover is the share of names, makers and models of the title of l that m
// holds, and 1/2 where the title names nothing.
func (l *look) nameCover(m *look) float64 {
	have, all := inCommon(l.names, m.all)+inCommon(l.lines, m.all), len(l.names)+len(l.lines)
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
		if all := m.numbersOf(name); name[0] != '#' && len(all) > 0 && !shareModel(values, all) && !shareModel(l.further[name], all) {
			n++
		}
	}
	for name, values := range m.family {
		if all := l.numbersOf(name); name[0] != '#' && len(l.family[name]) == 0 && len(all) > 0 && !shareModel(values, all) && !shareModel(m.further[name], all) {
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
	shared, _ := overlap(a, b)
	return shared / max(weightOf(a), 1e-9)
}

// weightOf is the weight of all of a.
func weightOf(a []token) (sum float64) {
	for _, t := range a {
		sum += t.weight
	}
	return sum
}

// inCommon counts the tokens of a that b holds.
func inCommon(a, b []token) int { return len(a) - absent(a, b) }

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

// isSize reports whether a class of measures tells one chip from another.
func isSize(class string) bool {
	return class == "nm" || class == "tops" || class == "flops" || class == "mm2" || class == "hz"
}

// isMoney reports whether a class of measures is a currency.
func isMoney(class string) bool {
	return strings.HasSuffix(class, "$") || class == "¥" || class == "€" || class == "£" || class == "kr"
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
