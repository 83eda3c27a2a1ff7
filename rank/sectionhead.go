package rank

import (
	"math"
	"slices"

	"embai-crawl/item"
)

// sectionHead tells the sections apart by words, cues and accounts.
type sectionHead struct {
	words    [][4]float32    // by number of the vocabulary
	groups   [2][][4]float32 // by group of the lexicon, in the title and below it
	cues     [cues][4]float32
	accounts map[string][4]float32
	bias     [4]float32
}

// Scales of what a section is told by, found by cross-validation.
const (
	sectionPenalty = 1.0
	sectionBody    = 1.0     // the body's vector against the title's
	groupSection   = 0.4     // a group's share in it
	sectionBalance = 0.5     // 0: sections count as often as they were printed; 1: all alike
	textAlone      = 0.5     // what an article shown without its title counts
	priorTrained   = 2.0 / 3 // how much of what is known before any archive is left out of what is learned
	fewestInAll    = 12      // rows below which rules decide
)

// Columns beyond the words: the bias, then cues, groups, accounts. Those of
// words follow, for their number is known last.
const (
	biasColumn = iota
	cueColumn
	groupColumn = cueColumn + int32(cues)
)

// sectionView is one way in which an article may come to be asked about.
type sectionView struct {
	title, body string
	outline     outline
	weight      float32
}

// views are an article's title alone, with its text, and the text alone, for
// a title often tells another section than the text.
func (s *sample) views() []sectionView {
	views := []sectionView{{s.title, "", s.outline.titleAlone(), 1}}
	if s.body != "" {
		views = append(views, sectionView{s.title, s.body, s.outline, 1}, sectionView{"", s.body, s.outline, textAlone})
	}
	return views
}

// fitSections learns how to part the printed articles, each shown in all its
// views, with its account and without, for all of these will be asked.
func fitSections(v *vocabulary, f *features, samples []sample) *sectionHead {
	accounts := map[string]int32{}
	var names []string
	for i := range samples {
		if s := &samples[i]; s.teachesSection() && s.account != "" {
			if _, ok := accounts[s.account]; !ok {
				accounts[s.account] = int32(len(names))
				names = append(names, s.account)
			}
		}
	}
	groupAt := groupColumn
	accountAt := groupAt + int32(2*len(f.hashes))
	wordAt := accountAt + int32(len(names))
	m := &matrix{start: []int32{0}}
	columns := map[int32]int32{} // number of the vocabulary to column
	var numbers []int32
	var section []int
	var weight []float32
	var offset []sections4
	var size [4]float64
	var cells []cell
	for i := range samples {
		s := &samples[i]
		if !s.teachesSection() {
			continue
		}
		for _, view := range s.views() {
			f.read(view.title, view.body)
			cells = v.encode(f, sectionScale, sectionBody, cells)
			c := f.cuesOf(view.outline)
			for withAccount := range 2 {
				if withAccount == 1 {
					c.mark(s.account)
				}
				known := f.prior(c)
				for n := range known {
					known[n] *= priorTrained
				}
				m.add(biasColumn, 1)
				for n, on := range c {
					if on {
						m.add(cueColumn+int32(n), 1)
					}
				}
				f.eachGroup(func(n int32, body int, value float32) {
					m.add(groupAt+n+int32(body*len(f.hashes)), groupSection*value)
				})
				for _, c := range cells {
					if c.group {
						continue
					}
					col, ok := columns[c.id]
					if !ok {
						col = int32(len(numbers))
						columns[c.id] = col
						numbers = append(numbers, c.id)
					}
					m.add(wordAt+col, c.value)
				}
				if withAccount == 1 && s.account != "" {
					m.add(accountAt+accounts[s.account], 1)
				}
				m.end()
				at := slices.Index(item.Sections(), s.section)
				section = append(section, at)
				weight = append(weight, view.weight)
				offset = append(offset, known)
				size[at]++
			}
		}
	}
	if m.rows() < fewestInAll {
		return nil
	}
	m.width = int(wordAt) + len(numbers)
	penalty := make([]float32, m.width)
	for i := range penalty {
		penalty[i] = sectionPenalty
	}
	penalty[biasColumn] = biasPenalty
	for i, at := range section {
		// A section that was seldom printed so far is drawn towards the others.
		weight[i] *= float32(math.Pow(float64(len(section))/(4*size[at]), sectionBalance))
	}
	w := fours(fitSoftmax(m, section, weight, penalty, offset, rounds, newWorkspace(4*m.width)))
	h := &sectionHead{words: make([]sections4, len(v.hashes)), accounts: map[string]sections4{}, bias: w[biasColumn]}
	copy(h.cues[:], w[cueColumn:])
	for body := range h.groups {
		h.groups[body] = slices.Clone(w[int(groupAt)+body*len(f.hashes):][:len(f.hashes)])
	}
	for i, name := range names {
		h.accounts[name] = w[int(accountAt)+i]
	}
	for col, id := range numbers {
		h.words[id] = w[int(wordAt)+col]
	}
	return h
}

// teachesSection reports whether s is a printed article of a known section.
func (s *sample) teachesSection() bool {
	return s.kind == kindArticle && s.section.Valid() && s.issue != ""
}

// section is where an item belongs: where its source says, where its kind
// says, else what was learned, else by rule.
func (m *Model) section(it *item.Item, k kind, s *scorer) item.Section {
	if it.Section.Valid() {
		return it.Section
	}
	c := s.f.cuesOf(outlineOf(it))
	if k != kindArticle || m.learned == nil || m.learned.sections == nil {
		return s.f.ruleSection(k, c)
	}
	h := m.learned.sections
	account := accountKey(head(it.Account, titleBytes))
	c.mark(account)
	z := h.bias
	s.cells = m.learned.vocabulary.encode(s.f, sectionScale, sectionBody, s.cells)
	for _, x := range s.cells {
		if x.group {
			continue
		}
		w := &h.words[x.id]
		for n := range z {
			z[n] += w[n] * x.value
		}
	}
	s.f.eachGroup(func(g int32, body int, value float32) {
		w := &h.groups[body][g]
		for n := range z {
			z[n] += groupSection * w[n] * value
		}
	})
	for n, x := range s.f.prior(c) {
		z[n] += x
	}
	for i, on := range c {
		if on {
			for n := range z {
				z[n] += h.cues[i][n]
			}
		}
	}
	if account != "" {
		for n, x := range h.accounts[account] {
			z[n] += x
		}
	}
	best := 0
	for n := range z {
		if z[n] > z[best] {
			best = n
		}
	}
	return item.Sections()[best]
}

// eachGroup calls do with how much the title and the body have of each group.
func (f *features) eachGroup(do func(n int32, body int, value float32)) {
	for _, n := range f.touched {
		for body := range f.count {
			if c := f.count[body][n]; c > 0 {
				do(n, body, float32(math.Log1p(float64(c))))
			}
		}
	}
}

// prior is what is known of the cues and of the groups that tell how something
// is written, before any archive: how much it speaks for each section.
func (f *features) prior(c cueSet) sections4 {
	var z sections4
	add := func(p *sections4, scale float32) {
		for n := range z {
			z[n] += scale * p[n]
		}
	}
	for i, on := range c {
		if on {
			add(&cuePrior[i], 1)
		}
	}
	f.eachGroup(func(n int32, body int, value float32) {
		if g := int(n) - len(lexicon); g >= 0 && g < len(sectionPrior) {
			add(&sectionPrior[g][body], value)
		}
	})
	return z
}
