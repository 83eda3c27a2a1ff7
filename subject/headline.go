package subject

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// What a headline has that no two articles come to have by chance.
const (
	ownHan    = 8   // letters, where Han characters are among them
	ownLatin  = 16  // letters elsewhere
	ownWeight = 2.5 // weight of its words: 图解 or a release by its number alone are below
)

// sameHeadline reports whether two looks have one headline, however it is spaced, and one that
// no two articles come to have by chance. Of 12,722 headlines that Chinese technical lists of 2019
// and 2020 named, 72 came twice within a fortnight: reprints, but for a weekly quiz.
func (l *look) sameHeadline(m *look) bool {
	n, ok := alikeLetters(l.letters, m.letters)
	if !ok || weightOf(l.title) < ownWeight {
		return false
	}
	if l.latin {
		return n >= ownLatin
	}
	return n >= ownHan
}

// nearlyOneTitle is the least share of each of two titles that the other holds where they are nearly one headline.
const nearlyOneTitle = 0.8

// nearlyHeadline reports whether two looks have nearly one headline, as a reprint has whose
// editor added a word.
func (l *look) nearlyHeadline(m *look) bool {
	both, _ := overlap(l.title, m.title)
	return both >= ownWeight && both >= nearlyOneTitle*max(weightOf(l.title), weightOf(m.title))
}

// alikeLetters reports whether two titles have the same letters and digits, and how many.
func alikeLetters(a, b []rune) (n int, alike bool) {
	i, j := 0, 0
	for {
		for i < len(a) && unicode.IsSpace(a[i]) {
			i++
		}
		for j < len(b) && unicode.IsSpace(b[j]) {
			j++
		}
		switch {
		case i == len(a) || j == len(b):
			return n, i == len(a) && j == len(b)
		case a[i] != b[j]:
			return n, false
		}
		i, j, n = i+1, j+1, n+1
	}
}

// sameWhole reports whether nothing tells two titles apart but the account that published
// them: what stands behind a bar may be the part of a series as well.
func sameWhole(a, b *item.Item) bool {
	whole := func(it *item.Item) []rune {
		title := firstRunes(it.Title, maxTitle)
		if utf8.RuneCountInString(it.Account) > 1 {
			title = strings.ReplaceAll(title, it.Account, " ")
		}
		return letters(namings.spelled.replace(text.Fold(title)))
	}
	_, alike := alikeLetters(whole(a), whole(b))
	return alike
}

// areParts reports whether the titles of two articles of one account have something behind a bar, and not
// the same: that can't be the account's name.
func areParts(a, b *item.Item) bool {
	if a.Account == "" || a.Account != b.Account {
		return false
	}
	_, behindA := cutBar(firstRunes(a.Title, maxTitle))
	_, behindB := cutBar(firstRunes(b.Title, maxTitle))
	if behindA == "" || behindB == "" {
		return false
	}
	_, alike := alikeLetters(letters(text.Fold(behindA)), letters(text.Fold(behindB)))
	return !alike
}

// mayReprint reports whether two articles of one headline are one article, printed twice. A
// column has one headline each time: of one outlet they must come within days, and have no
// texts that say more.
func mayReprint(a, b *item.Item, l, m *look) bool {
	if !sameWhole(a, b) {
		return false
	}
	return !sameOutlet(a, b) || (l.bare || m.bare) && daysBetween(a, b) <= repeatDays
}

// repeatDays is within how many days an outlet prints one article twice: what comes later is a column.
const repeatDays = 3

// sameOutlet reports whether one account published two articles, or one source found them where an
// account is unknown.
func sameOutlet(a, b *item.Item) bool {
	if a.Account != "" && b.Account != "" {
		return a.Account == b.Account
	}
	return a.Source != "" && a.Source == b.Source
}

// daysBetween is how far apart two items appeared, 0 where that is unknown.
func daysBetween(a, b *item.Item) float64 {
	if a.Published.IsZero() || b.Published.IsZero() {
		return 0
	}
	return a.Published.Sub(b.Published).Abs().Hours() / 24
}
