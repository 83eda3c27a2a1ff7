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
	title       []token             // distinct words of the title, by hash
	all         []token             // of title and lead
	weight      float64             // of all
	names       []token             // those of the title that name a thing: not common, not a maker
	allNames    []token             // the same of title and lead
	lines       []token             // names that everybody writes of, in the title
	allLines    []token             // the same in title and lead
	han         []token             // pairs of Han characters of the title that are no common word of the field
	allHan      []token             // the same of title and lead
	family      map[string][]string // title: what numbers belong to: gen → 5, rk → 3588, nm → 7
	further     map[string][]string // the same in the lead
	figures     []measure           // of title and lead
	stated      []measure           // of the title
	told        events              // kinds of event that the title tells of, the lead where it tells of none
	titled      events              // of the title
	allTold     events              // of title and lead
	titleTopics concepts            // of the title
	topics      concepts            // of title and lead
	when        dates               // of the title
	allWhen     dates               // of title and lead
	who         []string            // makers that the title names, sorted
	allWho      []string            // makers that title and lead name, sorted
	schools     []string            // universities that title and lead name, sorted
	part        string              // which part of a series, "" for none
	period      string              // which part of a year, "" for none
	asks        bool                // the title is a question of a discussion site
	bare        bool                // there is next to no text beside the title
	latin       bool                // it is written in English
	letters     []rune              // letters and digits of the title as it is compared
	against     uint64              // words of the title that tell it from others
	clues       []clue              // words of the vocabulary, by number
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
	maxLead  = 150  // Han characters of the beginning of a text that are compared
	perHan   = 3    // Latin letters that say as much as one of them, at least
)

// newLook looks at title and lead of an item.
func newLook(it *item.Item) *look { return newLookFor(it, tellings) }

// newLookFor is newLook with the words of a vocabulary.
func newLookFor(it *item.Item, v *vocabulary) *look {
	folded, foldedLead := plainTitle(it.Title), plainLead(it)
	title, lead := namings.spelled.replace(folded), namings.spelled.replace(foldedLead)
	l := &look{
		letters: letters(title), against: contrastsOf(title), part: part(folded), period: period(folded),
		bare: utf8.RuneCountInString(lead) < minLead || lead == title, latin: text.Han(folded+foldedLead) < 0.15,
	}
	l.asks = opinion.MatchString(string(l.letters))
	l.titled, l.allTold = eventsOf(withLabels(it.Title, folded)), eventsOf(foldedLead)
	l.told = l.titled
	if l.told == 0 {
		l.told = l.allTold &^ (comment | review | views)
	}
	l.allTold |= l.titled
	l.titleTopics = conceptsOf(folded)
	l.topics = conceptsOf(foldedLead)
	l.topics.add(&l.titleTopics)
	l.when = datesOf(folded)
	l.allWhen = datesOf(foldedLead).and(&l.when)
	proper := properNames(it.Title, rawLead(it))
	seen := make(map[string]bool, (len(title)+len(lead))/4)
	for i, s := range [2]string{title, lead} {
		for w := range text.FoldedWordSeq(s) {
			w = namings.canonical(stem(w))
			name := w[0] < utf8.RuneSelf && proper(w)
			key := w
			if !name {
				key = root(w)
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			l.take(w, key, i == 0, name)
			if number, ok := v.words[key]; ok && namings.makers[w] == "" && !name {
				l.clues = append(l.clues, clue{number, i == 0})
			}
		}
	}
	for _, ts := range [][]token{l.title, l.all, l.names, l.allNames, l.lines, l.allLines, l.han, l.allHan} {
		slices.SortFunc(ts, func(a, b token) int { return cmp.Compare(a.hash, b.hash) })
	}
	sortClues(l.clues)
	l.weight = weightOf(l.all)
	for _, ws := range []*[]string{&l.who, &l.allWho} {
		slices.Sort(*ws)
		*ws = slices.Compact(*ws)
	}
	for _, w := range l.allWho {
		if namings.schools[w] {
			l.schools = append(l.schools, w)
		}
	}
	l.family, l.further = figures(title), figures(lead)
	l.stated = measuresOf(folded)
	l.figures = append(slices.Clone(l.stated), measuresOf(foldedLead)...)
	return l
}

// take adds a word of title or lead, which is compared by its key.
func (l *look) take(w, key string, inTitle, proper bool) {
	t := token{hash(key), weight(w)}
	maker := namings.makers[w]
	han := maker == "" && w[0] >= utf8.RuneSelf && t.weight > 0.5
	name := maker != w && w[0] < utf8.RuneSelf && t.weight >= nameWeight && proper
	line := name && namings.isKnown(w)
	name = name && !line
	l.all = append(l.all, t)
	if maker != "" {
		l.allWho = append(l.allWho, maker)
	}
	if name {
		l.allNames = append(l.allNames, t)
	}
	if line {
		l.allLines = append(l.allLines, t)
	}
	if han {
		l.allHan = append(l.allHan, t)
	}
	if !inTitle {
		return
	}
	l.title = append(l.title, t)
	if maker != "" {
		l.who = append(l.who, maker)
	}
	if name {
		l.names = append(l.names, t)
	}
	if line {
		l.lines = append(l.lines, t)
	}
	if han {
		l.han = append(l.han, t)
	}
}

// withLabels is a folded title with the labels that plainTitle takes out: 【开箱】 says what is told.
func withLabels(title, folded string) string {
	if strings.ContainsAny(title, "[【") {
		return text.Fold(firstRunes(title, maxTitle))
	}
	return folded
}

// plainTitle folds a title and takes out what the publication adds: the
// account behind a bar, labels between brackets, calls such as 重磅.
func plainTitle(title string) string {
	title, _ = cutBar(firstRunes(title, maxTitle))
	title = unglued(text.Fold(title))
	if strings.ContainsAny(title, "-_|·") {
		title = suffix.ReplaceAllString(title, "")
	}
	if !noisy(title) {
		return title
	}
	return noise.ReplaceAllString(title, " ")
}

// cutBar cuts off what stands behind a bar at the end of a title: most often the account.
func cutBar(title string) (before, behind string) {
	if i := strings.LastIndexAny(title, "|｜丨"); i > len(title)/2 && utf8.RuneCountInString(title[i:]) < 20 {
		return title[:i], title[i:]
	}
	return title, ""
}

// plainLead folds the beginning of what an item says.
func plainLead(it *item.Item) string { return unglued(text.Fold(rawLead(it))) }

// unglued sets a generation off from what it is of: 8gen3 is 8 gen 3.
func unglued(folded string) string {
	if !strings.Contains(folded, "gen") {
		return folded
	}
	return generation.ReplaceAllString(folded, "$1 gen $2")
}

var generation = regexp.MustCompile(`(\d)gen ?(\d)`)

// noisy asks for less than noise, which costs much more.
func noisy(title string) bool {
	if strings.Contains(title, "[") {
		return true
	}
	for _, w := range calls {
		if strings.HasPrefix(title, w) {
			return true
		}
	}
	return false
}

// calls are words with which a headline calls for attention.
var calls = []string{"重磅", "刚刚", "突发", "快讯", "独家", "首发", "深度", "干货", "最新", "官宣", "炸裂", "今晨", "今日", "深夜"}

var (
	suffix = regexp.MustCompile(` ?[-_|·] ?(?:知乎|腾讯云|腾讯网|新浪|网易|搜狐|36氪|雷锋网|csdn|infoq|机器之心|量子位|新智元|it之家|博客园|掘金|[a-z0-9 ]{2,14}blog|hacker news|techcrunch|the verge|reuters|arxiv)[a-z0-9博客专栏 ]{0,12}$`)
	noise  = regexp.MustCompile(`\[[^\[\]]{0,12}\]|^(?:` + strings.Join(calls, "|") + `)[!:,| ]*`)
)

// rawLead returns the beginning of what an item says.
func rawLead(it *item.Item) string {
	lead := it.Summary
	if utf8.RuneCountInString(lead) < 40 && it.Text != "" {
		lead = it.Text
	}
	return openingOf(withoutAddresses(prose(firstRunes(lead, maxProse))), maxLead)
}

// openingOf returns the beginning of s that says as much as n Han characters.
func openingOf(s string, n int) string {
	room := n * perHan
	for i, r := range s {
		if r < utf8.RuneSelf {
			room--
		} else {
			room -= perHan
		}
		if room < 0 {
			return s[:i]
		}
	}
	return s
}

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

// root takes off an English word what makes a form of another of it: acquires, acquired
// and acquiring are acquir. Names are left as they are.
func root(w string) string {
	if len(w) < 5 || w[0] < 'a' || w[0] > 'z' || namings.known[w] {
		return w
	}
	for _, ending := range [...]string{"ing", "ed", "es", "s", "e"} {
		if r, ok := strings.CutSuffix(w, ending); ok && len(r) >= 4 {
			if n := len(r); ending != "s" && r[n-1] == r[n-2] && r[n-1] != 'l' && r[n-1] != 's' {
				r = r[:n-1] // shipped
			}
			return r
		}
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

// letters returns the letters and digits of a title, a space between Latin words.
func letters(title string) []rune {
	return []rune(strings.Join(strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " "))
}
