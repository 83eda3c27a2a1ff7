package rank

import (
	"math"
	"strings"
	"sync"
	"time"

	"embai-crawl/item"
)

// scorer is what judging one item needs; it is reused.
type scorer struct {
	f     *features
	cells []cell
	moved []float64 // by byte of the folded text: what it moved the log odds
	terms []Term
}

type scorers struct{ pool sync.Pool }

func newScorers() *scorers {
	f := newFeatures()
	return &scorers{pool: sync.Pool{New: func() any { return &scorer{f: f.share()} }}}
}

// Score judges an item as of now. It never fails: an item without a readable
// word gets a low score and a reason that says so.
func (m *Model) Score(it *item.Item, now time.Time) Result {
	s := m.scorers.pool.Get().(*scorer)
	defer m.scorers.pool.Put(s)
	k := kindOf(it)
	s.f.readAs(k, titleOf(it, k), bodyOf(it, k))
	s.terms = s.terms[:0]
	s.moved = s.moved[:0]
	for range s.f.words.text {
		s.moved = append(s.moved, 0)
	}
	var z float64
	keyword := m.keywords.score(s)
	site := m.siteTerm(it)
	if m.learned == nil {
		z = keywordScale*keyword + keywordBias
		for i := range s.moved {
			s.moved[i] *= keywordScale
		}
	} else {
		l := m.learned
		scale := l.mix.keyword
		for i := range s.moved {
			s.moved[i] *= scale
		}
		z = scale*keyword + l.mix.bias[k] + l.mix.text*l.text(s, k, l.mix.text)
	}
	z += site.Weight
	s.collect()
	if site.Text != "" {
		s.terms = append(s.terms, site)
	}
	for _, t := range m.signals(it, now) {
		z += t.Weight
		s.terms = append(s.terms, t)
	}
	r := Result{Score: sigmoid(clamp(z, 30))}
	r.Terms = strongest(s.terms)
	r.Reason = reason(r.Terms, len(s.f.words.tokens) == 0)
	r.Section, r.Odds = m.section(it, k, s)
	return r
}

// Without an archive an item without any keyword gets the score of keywordBias.
const (
	keywordScale = 1.0
	keywordBias  = -3.0
)

// text is the log odds by the learned words; what each moved is noted times scale.
func (l *learned) text(s *scorer, k kind, scale float64) float64 {
	s.cells = l.vocabulary.encode(s.f, titleScale(k), rankBody, s.cells)
	z := float64(l.bias[k])
	for _, c := range s.cells {
		x := float64(c.value * l.heads[c.id][k])
		z += x
		if c.start == c.end {
			s.terms = append(s.terms, Term{Text: shapeName(l.vocabulary.hashes[c.id]), Weight: scale * x})
			continue
		}
		spread := scale * x / float64(c.end-c.start)
		for i := c.start; i < c.end; i++ {
			s.moved[i] += spread
		}
	}
	return z
}

// score is the sum of the configured terms in what s has read: the title
// counts in full, what stands below it half, a term once.
func (k *keywords) score(s *scorer) float64 {
	total := 0.0
	var seen [16]int32
	found := seen[:0]
	k.find(&s.f.words, func(n, start, end int32) {
		for _, x := range found {
			if x == n {
				return
			}
		}
		if len(found) < cap(found) {
			found = append(found, n)
		}
		w := k.terms[n].weight
		if start >= s.f.body {
			w /= 2
		}
		total += w
		spread := w / float64(end-start)
		for i := start; i < end && int(i) < len(s.moved); i++ {
			s.moved[i] += spread
		}
	})
	return 4 * math.Tanh(total/4)
}

// sum is score without noting what moved it.
func (k *keywords) sum(f *features) float64 { return k.score(&scorer{f: f}) }

// signals are what speaks for an item besides its words: source, stars, age.
func (m *Model) signals(it *item.Item, now time.Time) []Term {
	var terms []Term
	if w := m.keywords.source[it.Source]; w != 0 {
		terms = append(terms, Term{Text: it.Source, Weight: w})
	}
	if m.learned != nil && it.Language != "" {
		if w := m.learned.languages[strings.ToLower(it.Language)]; w != 0 {
			terms = append(terms, Term{Text: it.Language, Weight: w})
		}
	}
	if it.PeriodStars > 0 {
		w := min(0.6, 0.15*math.Log1p(float64(it.PeriodStars)/50))
		terms = append(terms, Term{Text: "stars", Weight: w})
	}
	// A paper may be printed half a year late, anything else hardly ever
	// after two months.
	if !it.Published.IsZero() && !now.IsZero() {
		fresh := 60.0
		if kindOf(it) == kindPaper {
			fresh = 200
		}
		if days := now.Sub(it.Published).Hours() / 24; days > fresh {
			terms = append(terms, Term{Text: "old", Weight: -min(1.5, (days-fresh)/60)})
		}
	}
	return terms
}

// siteTerm is what the account or host adds, by configuration and by the past.
func (m *Model) siteTerm(it *item.Item) Term {
	account := accountKey(head(it.Account, titleBytes))
	w := m.keywords.site[account]
	name := strings.TrimSpace(head(it.Account, titleBytes))
	if m.learned == nil {
		return Term{Text: name, Weight: w}
	}
	host := ""
	if account == "" {
		host = hostOf(it)
		name = host
	}
	x, ok := m.learned.sites[siteKey(account, host)]
	if ok {
		name += past(x)
	}
	return Term{Text: name, Weight: w + x.effect}
}
