package rank

import (
	"math"
	"slices"

	"embai-crawl/item"
)

// sectionHead tells the sections apart. An article of which only the title is
// known is judged by its title's words, for there is little else; one with a
// text by words, cues and accounts of both, and by what its title alone says.
type sectionHead struct {
	columns     []int32 // by number of the vocabulary: place in words, raised by one; 0: unknown
	numbers     []int32 // the reverse: numbers of the vocabulary
	title, text *sectionWeights
	shape       issueShape
}

// sectionWeights is what words, cues and accounts say for each section.
type sectionWeights struct {
	words    []sections4    // by column of the head
	groups   [2][]sections4 // by group of the lexicon, in the title and below it
	cues     [cues]sections4
	accounts map[string]sections4
	bias     sections4
}

// sectionScales is how a head weighs what it is taught by. Found by
// cross-validation in which the issues next to the one asked about are left
// out too: issues close by tell of the same things, those of next year don't.
type sectionScales struct {
	words       float32 // length of the title's vector, and of the body's
	penalty     float32
	title, text float32 // what rows by title alone, and those with a text, count
}

var (
	titleScales = sectionScales{words: 6, penalty: 1, title: 1, text: 0.5}
	textScales  = sectionScales{words: 2.5, penalty: 1.5, title: 0.1, text: 1}
)

const (
	titleInText    = 0.25    // share of the title's head where there is a text
	groupSection   = 0.4     // a group's share in it
	sectionBalance = 0.5     // 0: sections count as often as they were printed; 1: all alike
	textAlone      = 0.5     // what an article shown without its title counts
	otherKinds     = 0.5     // what the editor's words on a paper or repository count, which tell how such entries are written
	specimenTitle  = 0.25    // what a specimen's title counts
	specimenText   = 0.1     // and what its text
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
func (s *sample) views(scales sectionScales) []sectionView {
	text := scales.text
	if s.issue == "" {
		scales.title *= specimenTitle
		text *= specimenText
	}
	if s.kind != kindArticle {
		return []sectionView{{"", s.body, s.outline, text * textAlone * otherKinds}}
	}
	views := []sectionView{{s.title, "", s.outline.titleAlone(), scales.title}}
	if s.body != "" {
		views = append(views, sectionView{s.title, s.body, s.outline, text}, sectionView{"", s.body, s.outline, text * textAlone})
	}
	return views
}

// fitSections learns from printed articles and from specimens how to part
// them. nil: too few were printed.
func fitSections(v *vocabulary, f *features, samples []sample) *sectionHead {
	var teachers []*sample
	rows := 0
	for i := range samples {
		if s := &samples[i]; s.teachesSection() {
			teachers = append(teachers, s)
			rows += 2 * len(s.views(textScales))
		}
	}
	if rows < fewestInAll {
		return nil
	}
	known := specimens()
	for i := range known {
		teachers = append(teachers, &known[i])
	}
	h := &sectionHead{columns: make([]int32, len(v.hashes)), shape: shapeOf(samples)}
	h.title = h.fit(v, f, teachers, titleScales)
	h.text = h.fit(v, f, teachers, textScales)
	return h
}

// column is the place of a word's weights; it gets one when it is met first.
func (h *sectionHead) column(id int32) int32 {
	if h.columns[id] == 0 {
		h.numbers = append(h.numbers, id)
		h.columns[id] = int32(len(h.numbers))
	}
	return h.columns[id] - 1
}

// fit shows each teacher in all its views, with its account and without, for
// all of these will be asked.
func (h *sectionHead) fit(v *vocabulary, f *features, teachers []*sample, scales sectionScales) *sectionWeights {
	accounts := map[string]int32{}
	var names []string
	for _, s := range teachers {
		if s.account == "" {
			continue
		}
		if _, ok := accounts[s.account]; !ok {
			accounts[s.account] = int32(len(names))
			names = append(names, s.account)
		}
	}
	groupAt := groupColumn
	accountAt := groupAt + int32(2*len(f.hashes))
	wordAt := accountAt + int32(len(names))
	m := &matrix{start: []int32{0}}
	var section []int
	var weight []float32
	var offset []sections4
	var size [4]float64
	all := 0.0
	var cells []cell
	for _, s := range teachers {
		for _, view := range s.views(scales) {
			f.read(view.title, view.body)
			cells = v.encode(f, scales.words, 1, cells)
			c := f.cuesOf(view.outline)
			ways := 2
			if s.account == "" {
				ways = 1 // counts twice
			}
			for withAccount := range ways {
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
					if !c.group {
						m.add(wordAt+h.column(c.id), c.value)
					}
				}
				if withAccount == 1 && s.account != "" {
					m.add(accountAt+accounts[s.account], 1)
				}
				m.end()
				at := slices.Index(item.Sections(), s.section)
				section = append(section, at)
				weight = append(weight, view.weight*float32(2/ways))
				offset = append(offset, known)
				size[at] += float64(2 / ways)
				all += float64(2 / ways)
			}
		}
	}
	m.width = int(wordAt) + len(h.numbers)
	penalty := make([]float32, m.width)
	for i := range penalty {
		penalty[i] = scales.penalty
	}
	penalty[biasColumn] = biasPenalty
	for i, at := range section {
		// A section that was seldom printed so far is drawn towards the others.
		weight[i] *= float32(math.Pow(all/(4*size[at]), sectionBalance))
	}
	w := fours(fitSoftmax(m, section, weight, penalty, offset, rounds, newWorkspace(4*m.width)))
	fitted := &sectionWeights{words: slices.Clone(w[wordAt:]), accounts: map[string]sections4{}, bias: w[biasColumn]}
	copy(fitted.cues[:], w[cueColumn:])
	for body := range fitted.groups {
		fitted.groups[body] = slices.Clone(w[int(groupAt)+body*len(f.hashes):][:len(f.hashes)])
	}
	for i, name := range names {
		fitted.accounts[name] = w[int(accountAt)+i]
	}
	return fitted
}

// teachesSection reports whether s is printed, in a known section, and has
// what can be learned from: a title that may be asked about, or a text.
func (s *sample) teachesSection() bool {
	return s.section.Valid() && s.issue != "" && (s.kind == kindArticle || s.body != "")
}

// section is where an item belongs: where its source says, where its kind
// says, else what was learned, else by rule. Of what s
// has read the title is left.
func (m *Model) section(it *item.Item, k kind, s *scorer) (item.Section, Odds) {
	if it.Section.Valid() {
		return it.Section, Odds{}
	}
	o := outlineOf(it)
	if k != kindArticle || m.learned == nil || m.learned.sections == nil {
		return s.f.ruleSection(k, s.f.cuesOf(o)), Odds{}
	}
	from := fromTitle
	if s.f.hasBody() {
		from = fromText
	}
	z := m.learned.sections.judge(&m.learned.vocabulary, s, accountKey(head(it.Account, titleBytes)), o)
	best := 0
	for n := range z {
		if z[n] > z[best] {
			best = n
		}
	}
	return item.Sections()[best], Odds{z, from}
}

// judge is how much speaks for each section of the article that s has read.
// Of that it leaves the title alone.
func (h *sectionHead) judge(v *vocabulary, s *scorer, account string, o outline) sections4 {
	var z sections4
	share := float32(1)
	if s.f.hasBody() {
		z = h.odds(h.text, v, s, textScales, account, o)
		s.f.forgetBody()
		share = titleInText
	}
	for n, x := range h.odds(h.title, v, s, titleScales, account, o.titleAlone()) {
		z[n] += share * x
	}
	return z
}

// odds is how much what s has read speaks for each section.
func (h *sectionHead) odds(w *sectionWeights, v *vocabulary, s *scorer, scales sectionScales, account string, o outline) sections4 {
	z := w.bias
	add := func(w *sections4, value float32) {
		for n := range z {
			z[n] += w[n] * value
		}
	}
	s.cells = v.encode(s.f, scales.words, 1, s.cells)
	for i := range s.cells {
		x := &s.cells[i]
		if at := h.columns[x.id]; at > 0 && !x.group {
			add(&w.words[at-1], x.value)
		}
	}
	s.f.eachGroup(func(g int32, body int, value float32) { add(&w.groups[body][g], groupSection*value) })
	c := s.f.cuesOf(o)
	c.mark(account)
	known := s.f.prior(c)
	add(&known, 1)
	for i, on := range c {
		if on {
			add(&w.cues[i], 1)
		}
	}
	if a, ok := w.accounts[account]; ok {
		add(&a, 1)
	}
	return z
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
