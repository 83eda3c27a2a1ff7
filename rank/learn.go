package rank

import (
	"context"
	"fmt"
	"math"

	"embai-crawl/item"
)

// learned is what training found. All slices are by number of the vocabulary.
type learned struct {
	vocabulary vocabulary
	heads      [][kinds]float32
	bias       [kinds]float32
	sections   *sectionHead // nil: too few printed articles, rules decide
	mix        mixture
	sites      map[string]site    // by account key, or "host " and a host
	languages  map[string]float64 // what a repository's programming language adds
}

// mixture makes a probability of the text head and the keywords.
type mixture struct {
	text, keyword float64
	bias          [kinds]float64
}

// site is what is known of an account or host.
type site struct {
	printed, seen int
	effect        float64 // added to the log odds
}

// Strength of the penalties and the most rounds of fitting.
const (
	wordPenalty = 32.0
	biasPenalty = 0.01
	kindScale   = 1.0 // a kind's own weights against those that all kinds share
	rounds      = 60
)

func learn(ctx context.Context, k *keywords, samples []sample) (*learned, error) {
	f := newFeatures()
	l := &learned{}
	l.vocabulary = numberFeatures(f, samples)
	m, rows := l.rankMatrix(f, samples)
	target, weight := make([]float32, len(rows)), make([]float32, len(rows))
	for i, r := range rows {
		s := &samples[r.sample]
		weight[i] = s.weight
		if s.issue != "" {
			target[i] = 1
		}
		if r.transfer {
			weight[i] = transferWeight
		}
	}
	penalty := l.penalty(m.width)
	space := newWorkspace(m.width)
	outside := make([]float64, len(samples)) // log odds by a head that has not seen the sample's issue
	held := make([]float32, len(rows))
	for fold := range folds {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("rank: training: %w", err)
		}
		copy(held, weight)
		for i, r := range rows {
			if samples[r.sample].fold == fold {
				held[i] = 0
			}
		}
		w := fitLogistic(m, target, held, penalty, rounds, space)
		for i, r := range rows {
			if !r.transfer && !r.half && samples[r.sample].fold == fold {
				outside[r.sample] = m.dot(i, w)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("rank: training: %w", err)
	}
	l.takeHeads(fitLogistic(m, target, weight, penalty, rounds, space))
	chance := l.calibrate(f, k, samples, outside)
	l.sites = siteEffects(samples, chance)
	l.languages = languageEffects(samples, chance)
	l.sections = fitSections(&l.vocabulary, f, samples)
	return l, nil
}

// numberFeatures counts and numbers the features of all samples and of the
// specimens.
func numberFeatures(f *features, samples []sample) vocabulary {
	c := newCounter()
	known := specimens()
	for _, list := range [][]sample{samples, known} {
		for i := range list {
			f.readAs(list[i].kind, list[i].title, list[i].body)
			for _, x := range f.list {
				c.add(x.hash)
			}
		}
	}
	var v vocabulary
	for _, list := range [][]sample{samples, known} {
		for i := range list {
			s := &list[i]
			f.readAs(s.kind, s.title, s.body)
			least := 3
			if s.issue != "" || s.section != "" {
				least = 2
			}
			v.number(f, c, least, len(samples)+len(known))
		}
	}
	return v
}

// rankRow says which sample a row of the matrix is made of.
type rankRow struct {
	sample   int
	transfer bool // an article about a paper or project, taken as if it were one
	half     bool // a repository by its name alone
}

// rankMatrix lays out every feature twice: once for all kinds and once for
// the item's own, so that what papers teach helps articles as far as it holds.
// Bodies are left out but in transferred rows: an editor's words stand below
// printed items alone, and having them must not look like merit.
func (l *learned) rankMatrix(f *features, samples []sample) (*matrix, []rankRow) {
	const perSample = 44 // cells of a row, about: growing costs twice the memory
	m := &matrix{start: make([]int32, 1, len(samples)+1000), width: (len(l.vocabulary.hashes) + 1) * (1 + kinds)}
	m.index, m.value = make([]int32, 0, perSample*len(samples)), make([]float32, 0, perSample*len(samples))
	var rows []rankRow
	var cells []cell
	add := func(k kind) {
		for _, c := range cells {
			m.add(c.id*(1+kinds), c.value)
			m.add(c.id*(1+kinds)+1+int32(k), c.value*kindScale)
		}
		last := int32(len(l.vocabulary.hashes)) * (1 + kinds)
		m.add(last, 1)
		m.add(last+1+int32(k), 1)
		m.end()
	}
	for i := range samples {
		s := &samples[i]
		f.readAs(s.kind, s.title, "")
		cells = l.vocabulary.encode(f, titleScale(s.kind), 0, cells)
		add(s.kind)
		rows = append(rows, rankRow{sample: i})
		if s.issue != "" && s.kind == kindProject {
			// How the repository was described before the editor wrote of it is
			// not known; most were found by name. It is shown by name as well.
			f.readAs(kindProject, s.name(), "")
			cells = l.vocabulary.encode(f, titleScale(s.kind), 0, cells)
			add(s.kind)
			rows = append(rows, rankRow{sample: i, half: true})
		}
		if k, ok := transferred(s); ok {
			f.read(s.title+" \n "+s.body, "")
			cells = l.vocabulary.encode(f, titleScale(k), 0, cells)
			add(k)
			rows = append(rows, rankRow{sample: i, transfer: true})
		}
	}
	return m, rows
}

// transferred says which head a printed item teaches besides its own.
func transferred(s *sample) (kind, bool) {
	switch {
	case s.issue == "":
		return 0, false
	case s.section == item.SectionPaper:
		return kindPaper, true
	case s.section == item.SectionProject:
		return kindProject, true
	}
	return 0, false
}

func (l *learned) penalty(width int) []float32 {
	p := make([]float32, width)
	for i := range p {
		p[i] = wordPenalty
	}
	for i := width - (1 + kinds); i < width; i++ {
		p[i] = biasPenalty
	}
	return p
}

// takeHeads adds shared and own weights up.
func (l *learned) takeHeads(w []float32) {
	n := len(l.vocabulary.hashes)
	l.heads = make([][kinds]float32, n)
	for id := range n + 1 {
		row := w[id*(1+kinds):]
		for k := range kinds {
			if id == n {
				l.bias[k] = row[0] + row[1+k]
				continue
			}
			l.heads[id][k] = row[0] + kindScale*row[1+k]
		}
	}
}

// calibrate finds how the text head and the keywords together become the
// chance to be printed, and returns that chance for each sample, by heads that
// had not seen it.
func (l *learned) calibrate(f *features, k *keywords, samples []sample, outside []float64) []float64 {
	m := &matrix{start: []int32{0}, width: 2 + kinds}
	target, weight := make([]float32, len(samples)), make([]float32, len(samples))
	for i := range samples {
		s := &samples[i]
		f.readAs(s.kind, s.title, "")
		m.add(0, float32(outside[i]))
		m.add(1, float32(k.sum(f)))
		m.add(2+int32(s.kind), 1)
		m.end()
		weight[i] = 1
		if s.issue != "" {
			target[i] = 1
		}
	}
	w := fitLogistic(m, target, weight, []float32{0.1, 0.1, 0.1, 0.1, 0.1}, 100, newWorkspace(m.width))
	l.mix.text = max(0.3, min(2, float64(w[0])))
	// The operator's own words always count for something, whatever past
	// issues say: that is what they are set for.
	l.mix.keyword = max(0.15, min(1, float64(w[1])))
	for k := range kinds {
		l.mix.bias[k] = float64(w[2+k])
	}
	chance := make([]float64, len(samples))
	for i := range samples {
		chance[i] = sigmoid(m.dot(i, w))
	}
	return chance
}

// siteEffects compares what an account had printed with what its titles alone
// promised, drawn towards nothing while little is known of it.
func siteEffects(samples []sample, chance []float64) map[string]site {
	const shrink, limit = 3, 1.5
	expected := map[string]float64{}
	sites := map[string]site{}
	for i := range samples {
		s := &samples[i]
		key := siteKey(s.account, s.host)
		if key == "" {
			continue
		}
		expected[key] += chance[i]
		x := sites[key]
		x.seen++
		if s.issue != "" {
			x.printed++
		}
		sites[key] = x
	}
	for key, x := range sites {
		if x.seen < 3 {
			delete(sites, key)
			continue
		}
		x.effect = clamp(math.Log((float64(x.printed)+shrink)/(expected[key]+shrink)), limit)
		sites[key] = x
	}
	return sites
}

// languageEffects compares repositories by programming language among those of
// which it is known: that it is unknown says how an item was found, not what
// it is worth.
func languageEffects(samples []sample, chance []float64) map[string]float64 {
	const shrink, limit = 3, 1
	printed, expected := map[string]float64{}, map[string]float64{}
	var all [2]float64
	for i := range samples {
		s := &samples[i]
		if s.kind != kindProject || s.language == "" {
			continue
		}
		expected[s.language] += chance[i]
		all[1] += chance[i]
		if s.issue != "" {
			printed[s.language]++
			all[0]++
		}
	}
	effects := map[string]float64{}
	if all[0] == 0 {
		return effects
	}
	level := all[0] / max(all[1], 1e-6)
	for name, e := range expected {
		if x := clamp(math.Log((printed[name]+shrink)/(e*level+shrink)), limit); math.Abs(x) > 0.05 {
			effects[name] = x
		}
	}
	return effects
}
