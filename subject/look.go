package subject

import (
	"cmp"
	"hash/maphash"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// look is what the words of an item say, in a form that is quick to compare.
type look struct {
	title   []token             // distinct words of the title, by hash
	all     []token             // of title and lead
	names   []token             // those of the title that name a thing: not common, not a maker
	han     []token             // pairs of Han characters of the title that are no common word of the field
	numbers []string            // figures in title and lead, sorted
	family  map[string][]string // title: what numbers belong to: gen → 5, rk → 3588, nm → 7
	further map[string][]string // the same in the lead
	acts    act                 // kinds of event that the title tells of
	who     []string            // companies that the title names, sorted
	part    string              // which part of a series, "" for none
	period  string              // which part of a year, "" for none
	bare    bool                // there is next to no text beside the title
	letters []rune              // letters and digits of the title as it is compared
	against uint64              // words of the title that tell it from others
}

// token is a word by its hash, with what it weighs.
type token struct {
	hash   uint64
	weight float64
}

const (
	maxTitle = 200  // runes of a title that are compared
	minLead  = 16   // runes of a text that say more than the title
	maxProse = 2000 // runes of a text in which that beginning is looked for
	maxLead  = 260  // runes of the beginning of a text that are compared
)

// newLook looks at title and lead of an item.
func newLook(it *item.Item) *look {
	title := normalTitle(it.Title)
	lead := leadOf(it)
	l := &look{letters: letters(title), against: contrastsOf(title), acts: actsOf(title), part: part(title), period: period(title), bare: utf8.RuneCountInString(lead) < minLead || lead == title}
	proper := properNames(it.Title, rawLead(it))
	seen := map[string]bool{}
	for w := range text.WordSeq(title) {
		w = stem(w)
		if seen[w] {
			continue
		}
		seen[w] = true
		t := token{hash(w), weight(w)}
		l.title = append(l.title, t)
		switch {
		case companies[w]:
			l.who = append(l.who, w)
		case w[0] >= utf8.RuneSelf && t.weight > 0.5:
			l.han = append(l.han, t)
		case t.weight >= nameWeight && proper(w):
			l.names = append(l.names, t)
		}
	}
	l.all = slices.Clone(l.title)
	for w := range text.WordSeq(lead) {
		w = stem(w)
		if !seen[w] {
			seen[w] = true
			l.all = append(l.all, token{hash(w), weight(w)})
		}
	}
	for _, ts := range [][]token{l.title, l.all, l.names, l.han} {
		slices.SortFunc(ts, func(a, b token) int { return cmp.Compare(a.hash, b.hash) })
	}
	slices.Sort(l.who)
	var more []string
	l.family, l.numbers = figures(title)
	l.further, more = figures(lead)
	l.numbers = append(l.numbers, more...)
	slices.Sort(l.numbers)
	l.numbers = slices.Compact(l.numbers)
	return l
}

// normalTitle folds a title and takes out what the publication adds: the
// account behind a bar, labels between brackets, calls such as 重磅.
func normalTitle(title string) string {
	title = firstRunes(title, maxTitle)
	if i := strings.LastIndexAny(title, "|｜丨"); i > len(title)/2 && utf8.RuneCountInString(title[i:]) < 20 {
		title = title[:i]
	}
	title = text.Fold(title)
	if strings.ContainsAny(title, "-_|·") {
		title = suffix.ReplaceAllString(title, "")
	}
	return names.Replace(noise.ReplaceAllString(title, " "))
}

var (
	suffix = regexp.MustCompile(` ?[-_|·] ?(?:知乎|腾讯云|腾讯网|新浪|网易|搜狐|36氪|雷锋网|csdn|infoq|机器之心|量子位|新智元|it之家|博客园|掘金|[a-z0-9 ]{2,14}blog|hacker news|techcrunch|the verge|reuters|arxiv)[a-z0-9博客专栏 ]{0,12}$`)
	noise  = regexp.MustCompile(`\[[^\[\]]{0,12}\]|^(?:重磅|刚刚|突发|快讯|独家|首发|深度|干货|最新|官宣|炸裂|今晨|今日|深夜)[!:,| ]*`)
)

// rawLead returns the beginning of what an item says.
func rawLead(it *item.Item) string {
	lead := it.Summary
	if utf8.RuneCountInString(lead) < 40 && it.Text != "" {
		lead = it.Text
	}
	return firstRunes(prose(firstRunes(lead, maxProse)), maxLead)
}

// leadOf returns the beginning of what an item says, folded.
func leadOf(it *item.Item) string { return names.Replace(text.Fold(rawLead(it))) }

// stem takes the endings off English words that hide that two are the same:
// Apple's, chips.
func stem(w string) string {
	if len(w) < 4 || w[len(w)-1] != 's' {
		return w
	}
	w = strings.TrimSuffix(w, "'s")
	if n := len(w); n > 3 && w[n-1] == 's' && !strings.ContainsAny(w[n-2:n-1], "suia0123456789") {
		w = w[:n-1]
	}
	return w
}

// firstRunes returns at most the first n runes of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// seed makes the hashes of one process comparable; bands, which are stored, use another.
var seed = maphash.MakeSeed()

func hash(w string) uint64 { return maphash.String(seed, w) }

// nameWeight is the least weight of a word that names something.
const nameWeight = 1.2

// weight says how much two texts have in common that share a word.
func weight(w string) float64 {
	r, n := utf8.DecodeRuneInString(w)
	switch {
	case commonWords[w]:
		return 0.2
	case r >= utf8.RuneSelf && n == len(w):
		return 0.2
	case r >= utf8.RuneSelf:
		return 0.7
	case !strings.ContainsFunc(w, unicode.IsLetter):
		return 0.7
	case len(w) < 3 && !strings.ContainsFunc(w, unicode.IsDigit):
		return 0.3
	case len(w) < 3, w[0] >= '0' && w[0] <= '9':
		return 0.7
	}
	return 1.4
}
