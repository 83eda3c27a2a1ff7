package subject

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"embai-crawl/item"
	"embai-crawl/text"
)

// Similar reports whether two articles tell of the same event, by their words,
// and why or why not. Two papers, repositories or releases are never the same by
// words. Numbers and names that differ (Gen 4 and Gen 5, 7nm and 5nm, v1.2 and v1.3)
// make two events of the most similar headlines. Dates are not looked at.
func Similar(a, b *item.Item) (same bool, why string) {
	if isThing(a) || isThing(b) {
		return false, "no two articles"
	}
	l, m := newLook(a), newLook(b)
	if areParts(a, b) {
		return false, "two things behind the bar of their titles"
	}
	if l.sameHeadline(m) && mayReprint(a, b, l, m) && l.conflict(m) == "" {
		return true, "one headline"
	}
	return l.same(m, sure+l.more(m))
}

// isThing reports whether an item is a paper, repository or release, which its identity tells.
func isThing(it *item.Item) bool {
	k := kindOf(it)
	return k == item.KindPaper || k == item.KindRepo || k == item.KindRelease
}

// more is how much more two looks must score of which one has no text: the parts of a series
// have titles of one pattern.
func (l *look) more(m *look) float64 { return titlesAlone * bit(l.bare || m.bare) }

// same compares two looks, of which so much is wanted.
func (l *look) same(m *look, wanted float64) (bool, string) {
	f := l.compare(m)
	s := f.score()
	if s >= wanted {
		if why := l.conflict(m); why != "" {
			return false, why
		}
	}
	why := f.why(&fittedWeights, wanted)
	if told := l.mostTelling(m, 3); told != "" {
		why += " (" + told + ")"
	}
	return s >= wanted, why
}

// conflict returns what makes two looks tell of different things whatever else
// they share, "" for nothing.
func (l *look) conflict(m *look) string {
	if l.part != m.part {
		return fmt.Sprintf("part %q and part %q", l.part, m.part)
	}
	if l.period != m.period && l.period != "" && m.period != "" {
		return fmt.Sprintf("%s and %s of a year", l.period, m.period)
	}
	if why := l.differs(m); why != "" {
		return why
	}
	if apart(l.when.years, m.when.years) {
		return fmt.Sprintf("%s and %s", strings.Join(l.when.years, ", "), strings.Join(m.when.years, ", "))
	}
	if l.told&m.told&works != 0 && apart(l.schools, m.schools) {
		return fmt.Sprintf("%s and %s", strings.Join(l.schools, ", "), strings.Join(m.schools, ", "))
	}
	if l.closes(m) || m.closes(l) {
		return "a deal and its end"
	}
	if why := l.commented(m); why != "" {
		return why
	}
	if why := m.commented(l); why != "" {
		return why
	}
	if apart(l.who, m.allWho) && apart(m.who, l.allWho) {
		return fmt.Sprintf("%s and %s", strings.Join(l.who, ", "), strings.Join(m.who, ", "))
	}
	return ""
}

// opinion matches the questions of discussion sites, whose titles say what
// happened as well.
var opinion = regexp.MustCompile(`^(?:如何|怎么)(?:看待|评价|看)|^what do you think`)

// commented reports that the title of l says it is a test, a lesson or the like of what
// m reports as new, or turns it round, and m says nothing of it.
func (l *look) commented(m *look) string {
	if l.asks && !m.asks {
		return "a question and a report"
	}
	only := l.titled & (lesson | tested | reversed) &^ m.allTold
	if m.titled&ranked != 0 {
		only &^= tested // 跑分第一 tells of the ranking as well
	}
	if m.allTold&bought == 0 {
		only &^= deals // a rule is scrapped, too, and an export approved
	}
	if only != 0 && l.titled&fresh == 0 && m.titled != 0 && m.titled&l.titled == 0 {
		return fmt.Sprintf("%s and %s", only, m.titled)
	}
	return ""
}

// closes reports that the title of l says a deal is closed, and m tells of the deal and
// nowhere of its end.
func (l *look) closes(m *look) bool {
	return l.titled&done != 0 && m.titled&bought != 0 && m.allTold&done == 0
}

// exchanged reports two titles of one pattern that name two things in one place:
// "X完成B轮融资" and "Y完成B轮融资".
func exchanged(ra, rb []rune) string {
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
	return found && shared < 2 && (!pattern || eventsOf(s) == 0)
}

// differs reports a family of numbers of which both titles have some and neither
// those that the other item names anywhere.
func (l *look) differs(m *look) string {
	for name, values := range l.family {
		other := m.family[name]
		if strings.HasPrefix(name, "#money") && (l.titled&m.titled&raised == 0 || nearlyOne(values, other)) {
			continue // a quarter's revenue and its profit, a price and a deposit: what they weigh says the rest
		}
		if len(other) > 0 && !shareModel(values, m.numbersOf(name)) && !shareModel(other, l.numbersOf(name)) {
			return fmt.Sprintf("%s %s and %s", strings.TrimPrefix(name, "#"), strings.Join(values, ", "), strings.Join(other, ", "))
		}
	}
	return ""
}

// nearlyOne reports whether two lists hold sums of which the one may be the other, rounded:
// $1.05 billion and $1bn.
func nearlyOne(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool {
		return slices.ContainsFunc(b, func(w string) bool { x, y := parse(v), parse(w); return math.Abs(x-y) <= 0.06*max(x, y) })
	})
}

// shareModel reports whether two lists of numbers of a name have one in common, or one
// has the family of a part that the other names: 32h7 and 32h77x.
func shareModel(a, b []string) bool {
	return shareAny(a, b) || slices.ContainsFunc(a, func(v string) bool {
		return slices.ContainsFunc(b, func(w string) bool {
			return familyCode.MatchString(v) && strings.HasPrefix(w, v) || familyCode.MatchString(w) && strings.HasPrefix(v, w) || partOf(v, w) || partOf(w, v)
		})
	})
}

// partOf reports whether a number goes on with a letter and a digit: STM32, of which the N6 is one.
func partOf(number, longer string) bool {
	rest, ok := strings.CutPrefix(longer, number)
	return ok && len(rest) > 1 && rest[0] >= 'a' && rest[0] <= 'z' && digit(rest[1])
}

// familyCode matches the number of a family of controllers: stm32h7, gd32h7.
var familyCode = regexp.MustCompile(`^\d{2}[a-z]\d$`)

// shareAny reports whether two short lists have a value in common.
func shareAny(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}
