package subject

import (
	"bufio"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/packed"
	"embai-crawl/text"
)

var (
	fit    = flag.Bool("fit", false, "fit the weights to the labelled pairs and print them: go test ./subject -run TestFit -fit -v")
	update = flag.Bool("update", false, "write telling.txt where weights are fitted, and pack what is built in")
)

const (
	penalty   = 3.0  // on the squares of the weights
	lexical   = 15.0 // on the squares of those of single words
	easy      = 0.5  // weight of the pairs whose author knew the code: they are easier than life
	strangers = 0.25 // weight of a pair of articles of two lines that share a band
	likeness  = 0.3  // weight of the pairs of which half were written to mislead
	reported  = 2.0  // weight of two reports of one event of a fortnight: they are few, and nearest to life

	wordLines, wordSets = 25, 5 // pairs and sets that hold a word, at least
	clueFirings         = 8     // pairs of a fit in which it stands in a place, at least
	leastTelling        = 3     // hundredths: less is not written
	fitSteps            = 900
	leftOut             = 2 // sets of which a fit that judges them knows nothing
)

// setKind says what is done with a file of labelled pairs.
type setKind uint8

const (
	isEasy       setKind = 1 << iota // its author knew the code: it is fitted to and not measured
	isListed                         // its lines tell of the same few events: no strangers are made of it
	isMisleading                     // half of its pairs were written to mislead: they weigh less
	isArticles                       // a line is an article that may say of which event it is: all other pairs are strangers
	isPeriod                         // they came in one fortnight: its strangers count in full
	isUsual                          // two outlets report, as their journalists write: nothing else was asked of its author
)

// fitSets are the files of labelled pairs and articles.
var fitSets = []struct {
	name, file string
	setKind
}{
	{"first", "pairs.jsonl", isEasy | isListed},
	{"third", "pairs3.jsonl", isListed | isUsual},
	{"fourth", "pairs4.jsonl", isUsual},
	{"fifth", "pairs5.jsonl", isUsual},
	{"sixth", "pairs6.jsonl", isUsual},
	{"seventh", "pairs7.jsonl", isUsual},
	{"eighth", "pairs8.jsonl", isUsual},
	{"ninth", "pairs9.jsonl", isUsual},
	{"tenth", "pairs10.jsonl", isUsual},
	{"eleventh", "pairs11.jsonl", 0},
	{"twelfth", "pairs12.jsonl", 0},
	{"thirteenth", "pairs13.jsonl", 0},
	{"fourteenth", "pairs14.jsonl", 0},
	{"fifteenth", "pairs15.jsonl", 0},
	{"sixteenth", "pairs16.jsonl", 0},
	{"seventeenth", "pairs17.jsonl", 0},
	{"eighteenth", "pairs18.jsonl", 0},
	{"nineteenth", "pairs19.jsonl", 0},
	{"twentieth", "pairs20.jsonl", 0},
	{"twenty-first", "pairs21.jsonl", 0},
	{"twenty-second", "pairs22.jsonl", isListed},
	{"twenty-third", "pairs23.jsonl", isUsual},
	{"long", "pairs24.jsonl", isMisleading},
	{"twenty-fifth", "pairs25.jsonl", isUsual},
	{"second long", "pairs26.jsonl", isMisleading},
	{"third long", "pairs27.jsonl", isMisleading},
	{"twenty-eighth", "pairs28.jsonl", isUsual},
	{"twenty-ninth", "pairs29.jsonl", isListed},
	{"thirtieth", "pairs30.jsonl", isUsual},
	{"fourth long", "pairs31.jsonl", isMisleading},
	{"fifth long", "pairs32.jsonl", isMisleading},
	{"phones", "strangers1.jsonl", isArticles},
	{"frameworks", "strangers2.jsonl", isArticles},
	{"research", "strangers3.jsonl", isArticles},
	{"companies", "strangers4.jsonl", isArticles},
	{"first fortnight", "fortnight1.jsonl", isArticles | isPeriod},
	{"second fortnight", "fortnight2.jsonl", isArticles | isPeriod},
	{"third fortnight", "fortnight3.jsonl", isArticles | isPeriod},
	{"fourth fortnight", "fortnight4.jsonl", isArticles | isPeriod},
	{"fifth fortnight", "fortnight5.jsonl", isArticles | isPeriod},
	{"sixth fortnight", "fortnight6.jsonl", isArticles | isPeriod},
	{"seventh fortnight", "fortnight7.jsonl", isArticles | isPeriod},
}

func (k setKind) has(what setKind) bool { return k&what != 0 }

// judged is a pair as the model sees it.
type judged struct {
	f      features
	same   bool
	asked  bool    // it shares a band, no title is of a list, and nothing makes it two events whatever its score
	clues  []int32 // what single words it has, as numbers of the vocabulary times placesOf and the place
	weight float64
	set    int     // in fitSets
	lines  [2]int  // the lines of the two articles
	late   float64 // what the days between them ask more
	titles string
}

// TestFit fits the weights, each with the sign that it has: what a feature means is
// no matter of the data. It reports precision and recall of every set by a fit to
// others alone, which is what news of an author unknown is to them, and how many pairs of
// strangers would be taken for one event.
func TestFit(t *testing.T) {
	if !*fit {
		t.Skip("asked for by -fit")
	}
	v, pairs := fitData(t)
	scores, fits := make([]float64, len(pairs)), make([]fitting, len(fitSets))
	var fitters sync.WaitGroup
	busy := make(chan struct{}, runtime.GOMAXPROCS(0))
	for first := 0; first < len(fitSets); first += leftOut {
		isOut := func(set int) bool { return set >= first && set < first+leftOut }
		fitters.Go(func() {
			busy <- struct{}{}
			defer func() { <-busy }()
			var train []judged
			for _, p := range pairs {
				if !isOut(p.set) {
					train = append(train, p)
				}
			}
			w := fitted(v, train)
			for set := first; set < min(first+leftOut, len(fitSets)); set++ {
				fits[set] = w
			}
			for i := range pairs {
				if isOut(pairs[i].set) {
					scores[i] = w.score(&pairs[i])
				}
			}
		})
	}
	fitters.Wait()
	var loss, n float64
	for i, p := range pairs {
		if !fitSets[p.set].has(isEasy) && p.lines[0] == p.lines[1] {
			loss += math.Log1p(math.Exp(-scores[i] * (2*bit(p.same) - 1)))
			n++
		}
	}
	labelled, strange := meanRecall(pairs, scores)
	t.Logf("log loss %.4f, mean recall %.4f with 2 to 14 errors, %.4f with 10 to 60 strangers", loss/n, labelled, strange)
	at := sure
	for _, least := range []float64{0.98, 0.985, 0.99} {
		best, from := tally{}, 0.0
		for try := 0.0; try <= 4; try += 0.05 {
			if all, _ := counted(pairs, scores, try); all.precision() >= least && all.right > best.right {
				best, from = all, try
			}
		}
		t.Logf("from %.2f, precision %.3f: %s", from, least, best)
	}
	all, each := counted(pairs, scores, at)
	t.Logf("from %.2f: %s", at, all)
	var usual tally
	for set, x := range each {
		if fitSets[set].has(isUsual) {
			usual.found, usual.right, usual.same, usual.wrong = usual.found+x.found, usual.right+x.right, usual.same+x.same, usual.wrong+x.wrong
		}
	}
	t.Logf("from %.2f, sets of two reports as outlets write them: %s", at, usual)
	for set, x := range each {
		if !fitSets[set].has(isEasy) {
			t.Logf("%s: %s", fitSets[set].name, x)
		}
	}
	for i, p := range pairs {
		if yes := p.asked && scores[i] >= sure; yes != p.same && !fitSets[p.set].has(isEasy) {
			t.Logf("%s: found %v: %s: %s", fitSets[p.set].name, yes, p.titles, fits[p.set].why(&p, scores[i]))
		}
	}
	w := fitted(v, pairs)
	for i, x := range w.features {
		if i != fTelling {
			t.Logf("%-40s %.2f", weights[i].name, x)
		}
	}
	if *update {
		writeTellings(t, v, w.clues)
	}
}

// writeTellings writes the weights of single words that say something.
func writeTellings(t *testing.T, v *vocabulary, w []float64) {
	var b strings.Builder
	b.WriteString(`# What single words say of two reports, in hundredths of the score: where the one has
# the word in its title and the other nowhere, in its text and the other nowhere, where both have it, and
# what it adds where both titles do. # is a topic of concepts.txt, @ a kind of event.
# Made from the labelled pairs: go test ./subject -run TestFit -fit -update
`)
	for i, name := range v.names {
		line, any := name, false
		for place := range placesOf {
			x := int(math.Round(100 * w[i*placesOf+place]))
			if max(x, -x) < leastTelling {
				x = 0
			}
			any = any || x != 0
			line += fmt.Sprintf(" %d", x)
		}
		if any {
			b.WriteString(line + "\n")
		}
	}
	if err := os.WriteFile("telling.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("telling.txt.gz", packed.Bytes(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fitting is what a fit finds: the weights of features and of single words.
type fitting struct {
	features
	clues []float64
}

func (w *fitting) score(p *judged) float64 {
	s := p.f.by(&w.features) - p.late
	for _, c := range p.clues {
		s += w.clues[c]
	}
	return s
}

func (w *fitting) why(p *judged, score float64) string {
	return fmt.Sprintf("%.2f, single words %+.1f, late %.1f, %s", score, score+p.late-p.f.by(&w.features), p.late, p.f.why(&w.features, sure))
}

// counted counts what scores at or more, of all sets and of each.
func counted(pairs []judged, scores []float64, at float64) (all tally, each []tally) {
	each = make([]tally, len(fitSets))
	for i, p := range pairs {
		if !fitSets[p.set].has(isEasy) {
			each[p.set].add(&p, scores[i] >= at)
			all.add(&p, scores[i] >= at)
		}
	}
	return all, each
}

// meanRecall is the recall by the errors that are put up with, over some numbers of
// them: it says more of a change than the recall at one threshold, which a single pair moves.
func meanRecall(pairs []judged, scores []float64) (labelled, strange float64) {
	var order []int
	same := 0.0
	for i, p := range pairs {
		if fitSets[p.set].has(isEasy) {
			continue
		}
		same += bit(p.same)
		if p.asked {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(scores[j], scores[i]) })
	var right, wrong, strangers float64
	for _, i := range order {
		switch p := pairs[i]; {
		case p.same:
			right++
		case p.lines[0] == p.lines[1]:
			if wrong++; wrong >= 3 && wrong <= 15 {
				labelled += right / 13 / same
			}
		default:
			if strangers++; strangers >= 11 && strangers <= 61 {
				strange += right / 51 / same
			}
		}
	}
	return labelled, strange
}

// tally counts what is found of a set.
type tally struct{ found, right, same, wrong int }

func (x *tally) add(p *judged, yes bool) {
	yes = yes && p.asked
	switch {
	case p.lines[0] != p.lines[1]:
		x.wrong += int(bit(yes))
	default:
		x.found += int(bit(yes))
		x.right += int(bit(yes && p.same))
		x.same += int(bit(p.same))
	}
}

func (x tally) precision() float64 { return float64(x.right) / float64(max(x.found, 1)) }

func (x tally) String() string {
	return fmt.Sprintf("precision %d/%d = %.3f, recall %d/%d = %.3f, strangers %d", x.right, x.found, x.precision(),
		x.right, x.same, float64(x.right)/float64(max(x.same, 1)), x.wrong)
}

// vocabularyOf are the words that stand in at least wordLines pairs of at least
// wordSets sets, so that none is one event's own. A single character is none: 月 in one
// text alone says that only one of two authors gave a day.
func vocabularyOf(t *testing.T) *vocabulary {
	lines, of := map[string]int{}, map[string]map[int]bool{}
	for k, set := range fitSets {
		for line := range strings.Lines(readFile(t, set.file)) {
			p := readLine(t, []byte(line))
			seen := map[string]bool{}
			for _, x := range p.articles() {
				it := &item.Item{Title: x.Title, Text: x.Text}
				for w := range text.FoldedWordSeq(namings.spelled.replace(plainTitle(it.Title) + " " + plainLead(it))) {
					w = root(namings.canonical(stem(w)))
					if !seen[w] && !namings.known[w] && utf8.RuneCountInString(w) > 1 && strings.ContainsFunc(w, unicode.IsLetter) {
						seen[w] = true
						lines[w]++
						if of[w] == nil {
							of[w] = map[int]bool{}
						}
						of[w][k] = true
					}
				}
			}
		}
	}
	var words []string
	for w, n := range lines {
		if n >= wordLines && len(of[w]) >= wordSets {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return newVocabulary(words)
}

// fitData reads the labelled pairs and makes strangers of the blind sets.
func fitData(t *testing.T) (*vocabulary, []judged) {
	v := vocabularyOf(t)
	compared := func(l, m *look) (f features, clues []int32) {
		f = l.features(m)
		v.compare(l, m, func(number, place int) { clues = append(clues, int32(number*placesOf+place)) })
		return f, clues
	}
	var again [][2]string // events that two lines of a set tell of
	for line := range strings.Lines(readFile(t, "again.txt")) {
		if a, b, ok := strings.Cut(strings.TrimSpace(line), " + "); ok {
			again = append(again, [2]string{a, b})
		}
	}
	var out []judged
	line := 0
	for k, set := range fitSets {
		type article struct {
			look  *look
			bands []uint64
			line  int
			text  string
			title string
			event string
			day   time.Time
		}
		var all []article
		for s := bufio.NewScanner(strings.NewReader(readFile(t, set.file))); s.Scan(); line++ {
			p := readLine(t, s.Bytes())
			for _, x := range p.articles() {
				it := &item.Item{ID: "url:https://a.example/1", Kind: item.KindArticle, Title: x.Title, Text: x.Text}
				all = append(all, article{newLookFor(it, v), Bands(it), line, x.Title + " " + x.Text, x.Title, p.Event, dayOf(t, p.Day)})
			}
			if set.has(isArticles) {
				continue
			}
			a, b := all[len(all)-2], all[len(all)-1]
			pair := judged{same: p.Label == "same", weight: 1, set: k, lines: [2]int{line, line}, titles: a.title + " / " + b.title}
			pair.f, pair.clues = compared(a.look, b.look)
			pair.asked = meet(a.bands, b.bands) && a.look.conflict(b.look) == "" && !isCollection(a.title) && !isCollection(b.title)
			if set.has(isEasy) || k == 1 {
				pair.weight = easy
			}
			if set.has(isMisleading) {
				pair.weight = likeness
			}
			out = append(out, pair)
		}
		if set.has(isListed) {
			continue
		}
		for i, a := range all {
			for _, b := range all[:i] {
				told := slices.ContainsFunc(again, func(w [2]string) bool {
					return strings.Contains(a.text, w[0]) && strings.Contains(b.text, w[1]) || strings.Contains(a.text, w[1]) && strings.Contains(b.text, w[0])
				})
				asked := meet(a.bands, b.bands) && a.look.conflict(b.look) == ""
				same := a.event != "" && a.event == b.event
				if a.line == b.line || told || !asked && !same {
					continue
				}
				pair := judged{same: same, asked: asked, weight: strangers, set: k, lines: [2]int{a.line, b.line}, titles: a.title + " / " + b.title}
				if !a.day.IsZero() && !b.day.IsZero() {
					pair.late = lateness(a.day.Sub(b.day).Abs().Hours() / 24)
				}
				if pair.f, pair.clues = compared(a.look, b.look); same {
					pair.weight, pair.lines = reported, [2]int{a.line, a.line}
				} else if set.has(isMisleading) {
					pair.weight *= likeness
				} else if set.has(isPeriod) {
					pair.weight = 1
				}
				out = append(out, pair)
			}
		}
	}
	return v, out
}

// told is a line of a set: two articles and what is said of them, or one.
type told struct {
	Label string
	A, B  *report
	report
}

type report struct{ Title, Text, Event, Day string }

func (p *told) articles() []report {
	if p.A == nil || p.B == nil {
		return []report{p.report}
	}
	return []report{*p.A, *p.B}
}

func readLine(t *testing.T, line []byte) told {
	t.Helper()
	var p told
	if err := json.Unmarshal(line, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// dayOf reads a day, of which most sets tell nothing.
func dayOf(t *testing.T, day string) time.Time {
	if day == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func meet(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(x uint64) bool { return slices.Contains(b, x) })
}

// fitted minimises the logistic loss with a penalty on the squares, in steps of
// Adam, and keeps the signs of the features.
func fitted(v *vocabulary, pairs []judged) fitting {
	type part struct {
		i int32
		x float32
	}
	n := featureCount + len(v.names)*placesOf
	firings, held := make([]int, n), make([]float64, n) // how often a clue is met; penalty of each weight
	sparse := make([][]part, len(pairs))                // most features of a pair are 0
	for k := range pairs {
		for _, c := range pairs[k].clues {
			firings[featureCount+c]++
		}
	}
	for k := range pairs {
		p := &pairs[k]
		for i, x := range p.f {
			if x != 0 {
				held[i] += x * x / float64(len(pairs))
				sparse[k] = append(sparse[k], part{int32(i), float32(x)})
			}
		}
		for _, c := range p.clues {
			if firings[featureCount+c] >= clueFirings {
				sparse[k] = append(sparse[k], part{featureCount + c, 1})
			}
		}
	}
	for i := range held {
		if i < featureCount {
			held[i] = penalty * max(held[i], 0.05)
		} else {
			held[i] = lexical
		}
	}
	held[fBias] = 0
	w, m, u, g := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for step := 1; step <= fitSteps; step++ {
		for i := range g {
			g[i] = held[i] * w[i]
		}
		for k := range pairs {
			s := -pairs[k].late
			for _, a := range sparse[k] {
				s += w[a.i] * float64(a.x)
			}
			off := pairs[k].weight * (1/(1+math.Exp(-s)) - bit(pairs[k].same))
			for _, a := range sparse[k] {
				g[a.i] += off * float64(a.x)
			}
		}
		rate := 0.05
		if step > fitSteps*2/3 {
			rate = 0.01
		}
		for i := range w {
			m[i] = 0.9*m[i] + 0.1*g[i]
			u[i] = 0.99*u[i] + 0.01*g[i]*g[i]
			w[i] -= rate * m[i] / (1 - math.Pow(0.9, float64(step))) / (math.Sqrt(u[i]/(1-math.Pow(0.99, float64(step)))) + 1e-6)
			if i != fBias && i < featureCount && w[i]*weights[i].weight < 0 {
				w[i] = 0
			}
		}
	}
	f := fitting{clues: w[featureCount:]}
	copy(f.features[:], w)
	return f
}
