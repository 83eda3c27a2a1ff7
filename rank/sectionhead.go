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
	sectionBody    = 1.0 // the body's vector against the title's
	groupSection   = 1.0 // a group's share in it
	sectionBalance = 0.5 // 0: sections count as often as they were printed; 1: all alike
	priorScale     = 1.5 // what is known of cues before any archive
	fewestInAll    = 12  // rows below which rules decide
)

// fitSections learns one head a section from the printed articles, each shown
// four times: by its title alone and with its text, with its account and
// without, for all of these will be asked.
func fitSections(v *vocabulary, f *features, samples []sample) *sectionHead {
	columns := map[int32]int32{} // number of the vocabulary to column
	var numbers []int32
	accounts := map[string]int32{}
	var names []string
	type row struct {
		cells   []cell
		groups  []cell // id: group, for the body after all groups for titles
		cues    [cues]bool
		account int32
		section item.Section
	}
	var rows []row
	var cells []cell
	for i := range samples {
		s := &samples[i]
		if s.kind != kindArticle || !s.section.Valid() || s.issue == "" {
			continue
		}
		account := int32(-1)
		if s.account != "" {
			n, ok := accounts[s.account]
			if !ok {
				n = int32(len(names))
				accounts[s.account] = n
				names = append(names, s.account)
			}
			account = n
		}
		for view := range 2 {
			if view == 1 && s.body == "" {
				continue
			}
			f.read(s.title, []string{"", s.body}[view])
			cells = v.encode(f, sectionScale, sectionBody, cells)
			r := row{cues: f.cuesOf([]outline{s.outline.titleAlone(), s.outline}[view]), account: account, section: s.section}
			f.eachGroup(func(n int32, body int, value float32) {
				r.groups = append(r.groups, cell{id: n + int32(body*len(f.hashes)), value: value})
			})
			for _, c := range cells {
				col, ok := columns[c.id]
				if !ok {
					col = int32(len(numbers))
					columns[c.id] = col
					numbers = append(numbers, c.id)
				}
				r.cells = append(r.cells, cell{id: col, value: c.value})
			}
			rows = append(rows, r)
			r.account = -1
			rows = append(rows, r)
		}
	}
	if len(rows) < fewestInAll {
		return nil
	}
	cueAt := int32(len(numbers))
	groupAt := cueAt + int32(cues)
	accountAt := groupAt + int32(2*len(f.hashes))
	biasAt := accountAt + int32(len(names))
	m := &matrix{start: []int32{0}, width: int(biasAt) + 1}
	for _, r := range rows {
		for _, c := range r.cells {
			m.add(c.id, c.value)
		}
		for _, g := range r.groups {
			m.add(groupAt+g.id, g.value)
		}
		for c, on := range r.cues {
			if on {
				m.add(cueAt+int32(c), 1)
			}
		}
		if r.account >= 0 {
			m.add(accountAt+r.account, 1)
		}
		m.add(biasAt, 1)
		m.end()
	}
	penalty := make([]float32, m.width)
	weight := make([]float32, len(rows))
	for i := range penalty {
		penalty[i] = sectionPenalty
	}
	penalty[biasAt] = biasPenalty
	var size [4]float64
	for _, r := range rows {
		size[slices.Index(item.Sections(), r.section)]++
	}
	for i, r := range rows {
		// A section that was seldom printed so far is drawn towards the others.
		weight[i] = float32(math.Pow(float64(len(rows))/(4*size[slices.Index(item.Sections(), r.section)]), sectionBalance))
	}
	h := &sectionHead{words: make([][4]float32, len(v.hashes)), accounts: map[string][4]float32{}}
	for body := range h.groups {
		h.groups[body] = make([][4]float32, len(f.hashes))
	}
	target := make([]float32, len(rows))
	space := newWorkspace(m.width)
	for n, section := range item.Sections() {
		for i, r := range rows {
			target[i] = 0
			if r.section == section {
				target[i] = 1
			}
		}
		w := fitLogistic(m, target, weight, penalty, rounds, space)
		for col, id := range numbers {
			h.words[id][n] = w[col]
		}
		for body := range h.groups {
			for g := range f.hashes {
				h.groups[body][g][n] = w[int(groupAt)+body*len(f.hashes)+g]
			}
		}
		for c := range h.cues {
			h.cues[c][n] = w[cueAt+int32(c)]
		}
		for i, name := range names {
			x := h.accounts[name]
			x[n] = w[accountAt+int32(i)]
			h.accounts[name] = x
		}
		h.bias[n] = w[biasAt]
	}
	return h
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
	z := h.bias
	s.cells = m.learned.vocabulary.encode(s.f, sectionScale, sectionBody, s.cells)
	for _, x := range s.cells {
		w := &h.words[x.id]
		for n := range z {
			z[n] += w[n] * x.value
		}
	}
	s.f.eachGroup(func(g int32, body int, value float32) {
		w := &h.groups[body][g]
		for n := range z {
			z[n] += w[n] * value
		}
	})
	for i, on := range c {
		if on {
			for n := range z {
				z[n] += h.cues[i][n] + priorScale*prior[i][n]
			}
		}
	}
	if it.Account != "" {
		for n, x := range h.accounts[accountKey(head(it.Account, titleBytes))] {
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
				do(n, body, groupSection*float32(math.Log1p(float64(c))))
			}
		}
	}
}
