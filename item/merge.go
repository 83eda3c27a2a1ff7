package item

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Merge joins two findings of one thing and keeps the richer of each field.
// Merge(a, a) is a where a is normal (see Normalize), and Merge(a, b) is
// Merge(b, a): what is stored does not depend on which came first. The times
// at which a thing was found, and the sources that found it, are the store's.
func Merge(a, b Item) Item {
	m := Item{
		Kind:        pick(a.Kind, b.Kind, func(k Kind) int { return slices.Index(kindOrder, k) }),
		URL:         mergeURL(a.URL, b.URL),
		Title:       longer(a.Title, b.Title),
		Summary:     longer(a.Summary, b.Summary),
		Text:        longer(a.Text, b.Text),
		Account:     longer(a.Account, b.Account),
		Authors:     longerList(a.Authors, b.Authors),
		Image:       firstOf(a.Image, b.Image),
		Source:      firstOf(a.Source, b.Source),
		Section:     firstOf(a.Section, b.Section),
		Given:       a.Given || b.Given,
		Published:   earlier(a.Published, b.Published),
		Updated:     later(a.Updated, b.Updated),
		Links:       union(a.Links, b.Links, maxLinks),
		Refs:        mergeRefs(a.Refs, b.Refs),
		Venue:       longer(a.Venue, b.Venue),
		Comment:     longer(a.Comment, b.Comment),
		JournalRef:  longer(a.JournalRef, b.JournalRef),
		DOI:         firstOf(a.DOI, b.DOI),
		Categories:  union(a.Categories, b.Categories, maxList),
		Language:    firstOf(a.Language, b.Language),
		License:     firstOf(a.License, b.License),
		Topics:      union(a.Topics, b.Topics, maxList),
		Stars:       max(a.Stars, b.Stars),
		Forks:       max(a.Forks, b.Forks),
		PeriodStars: a.PeriodStars,
		Period:      a.Period,
		Version:     longer(a.Version, b.Version),
		WeChat:      mergeWeChat(a.WeChat, b.WeChat),
		Original:    mergeOriginal(a.Original, b.Original),
	}
	m.ID, m.Aliases = mergeIDs(a, b)
	m.Status, m.StatusAt = mergeStatus(a, b)
	if cmp.Or(cmp.Compare(b.PeriodStars, a.PeriodStars), cmp.Compare(b.Period, a.Period)) > 0 {
		m.PeriodStars, m.Period = b.PeriodStars, b.Period
	}
	if m.Refs = slices.DeleteFunc(m.Refs, func(r Ref) bool { return m.is(r.ID) }); len(m.Refs) == 0 {
		m.Refs = nil
	}
	return m
}

var kindOrder = []Kind{KindRelease, KindRepo, KindPaper, KindArticle}

// mergeIDs makes the best of all identities the ID, the others its aliases.
func mergeIDs(a, b Item) (ID, []ID) {
	all := slices.Concat([]ID{a.ID, b.ID}, a.Aliases, b.Aliases)
	all = slices.DeleteFunc(all, func(id ID) bool { return id == "" })
	slices.SortFunc(all, func(x, y ID) int {
		switch {
		case x == y:
			return 0
		case better(x, y):
			return -1
		}
		return 1
	})
	all = slices.Compact(all)
	if len(all) == 0 {
		return "", nil
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all[0], slices.Clone(all[1:])
}

// mergeURL prefers what opens: no temporary link, https, the short link of a
// WeChat article; then the shorter.
func mergeURL(a, b string) string {
	if a == "" || b == "" || a == b {
		return cmp.Or(a, b)
	}
	cost := func(s string) int {
		n := 0
		if Temporary(s) {
			n += 4
		}
		if !strings.HasPrefix(s, "https:") {
			n += 2
		}
		if id, _ := Identify(s); id.Scheme() == schemeURL {
			n++
		}
		return n
	}
	if cmp.Or(cmp.Compare(cost(a), cost(b)), cmp.Compare(len(a), len(b)), strings.Compare(a, b)) <= 0 {
		return a
	}
	return b
}

func mergeStatus(a, b Item) (Status, time.Time) {
	if c := cmp.Or(
		cmp.Compare(statusWeight(a.Status), statusWeight(b.Status)),
		a.StatusAt.Compare(b.StatusAt),
		cmp.Compare(statusOrder(a.Status), statusOrder(b.Status)),
		cmp.Compare(a.Status, b.Status),
	); c >= 0 {
		return a.Status, a.StatusAt
	}
	return b.Status, b.StatusAt
}

// statusWeight: what was seen counts more than what was not looked at, and a
// page that asks for a human says nothing of the item.
func statusWeight(s Status) int {
	switch s {
	case "":
		return 0
	case StatusVerify, StatusEmpty:
		return 1
	}
	return 2
}

// statusOrder decides between what was seen at the same time.
func statusOrder(s Status) int {
	return slices.Index([]Status{StatusOK, StatusUnavailable, StatusExpired, StatusMoved, StatusDeleted, StatusBanned}, s)
}

func mergeWeChat(a, b *WeChat) *WeChat {
	if a == nil || b == nil {
		return clone(cmp.Or(a, b))
	}
	w := WeChat{ShowType: max(a.ShowType, b.ShowType)}
	// The three parts belong together: those of one that has them all.
	if cmp.Or(compareBool(a.whole(), b.whole()), strings.Compare(b.key(), a.key())) >= 0 {
		w.Biz, w.Mid, w.Idx, w.Sn = a.Biz, a.Mid, a.Idx, a.Sn
	} else {
		w.Biz, w.Mid, w.Idx, w.Sn = b.Biz, b.Mid, b.Idx, b.Sn
	}
	if a.key() == b.key() {
		w.Sn = firstOf(a.Sn, b.Sn)
	}
	return &w
}

func (w *WeChat) whole() bool { return WeChatID(w.Biz, w.Mid, w.Idx) != "" }

func (w *WeChat) key() string { return w.Biz + "/" + w.Mid + "/" + w.Idx }

func mergeOriginal(a, b *Original) *Original {
	if a == nil || b == nil {
		return clone(cmp.Or(a, b))
	}
	o := Original{
		URL:     mergeURL(a.URL, b.URL),
		Account: longer(a.Account, b.Account),
		Title:   longer(a.Title, b.Title),
	}
	switch {
	case a.ID == "" || b.ID != "" && better(b.ID, a.ID):
		o.ID = b.ID
	default:
		o.ID = a.ID
	}
	return &o
}

func mergeRefs(a, b []Ref) []Ref {
	found := make(map[ID]Ref, len(a)+len(b))
	for _, ref := range slices.Concat(a, b) {
		if known, ok := found[ref.ID]; ok {
			ref.Count = max(ref.Count, known.Count)
			if known.Where.before(ref.Where) {
				ref.Where = known.Where
			}
		}
		found[ref.ID] = ref
	}
	refs := sortRefs(found)
	return refs[:min(len(refs), maxRefs)]
}

// longer returns the string with more characters: a title that a feed cut, a
// digest instead of the abstract lose.
func longer(a, b string) string {
	if cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), strings.Compare(b, a)) >= 0 {
		return a
	}
	return b
}

func longerList(a, b []string) []string {
	if cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(b, a)) >= 0 {
		return slices.Clone(a)
	}
	return slices.Clone(b)
}

// firstOf returns the one that is not empty, of two the first in the alphabet:
// where neither is richer, the choice must only not depend on their order.
func firstOf[S ~string](a, b S) S {
	if a == "" || b == "" {
		return cmp.Or(a, b)
	}
	return min(a, b)
}

// pick returns the one that comes first in an order; those without a place in
// it lose.
func pick[S ~string](a, b S, place func(S) int) S {
	pa, pb := place(a), place(b)
	switch {
	case pa < 0 && pb < 0:
		return firstOf(a, b)
	case pb < 0 || pa >= 0 && pa <= pb:
		return a
	}
	return b
}

// union returns the longer list with what the other has besides, max at most.
func union(a, b []string, limit int) []string {
	all := longerList(a, b)
	seen := make(map[string]bool, len(a)+len(b))
	for _, s := range all {
		seen[s] = true
	}
	for _, s := range slices.Concat(a, b) {
		if !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	return all[:min(len(all), limit)]
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
