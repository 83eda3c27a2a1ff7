package rank

import (
	"bytes"
	"math"
	"slices"
	"strings"

	"embai-crawl/text"
)

// keywords finds the operator's terms. A term counts once, and less the
// further from the title it stands.
type keywords struct {
	set    *termSet
	terms  []keyword
	mixed  []int32 // terms of more than one script, looked for as substrings
	source map[string]float64
	site   map[string]float64
}

type keyword struct {
	text   string // as configured
	folded []byte
	weight float64
}

// maxWeight bounds what one term, source or account may add: a slip of the
// keyboard in the configuration must not drown everything else.
const maxWeight = 8

func newKeywords(c Config) *keywords {
	k := &keywords{set: newTermSet(len(c.Keywords) + len(c.Negative)), source: bounded(c.Sources), site: map[string]float64{}}
	for name, w := range bounded(c.Accounts) {
		k.site[accountKey(name)] = w
	}
	k.add(c.Keywords, 1)
	k.add(c.Negative, -1)
	return k
}

// add takes terms in sorted order, so that ties are always broken alike.
func (k *keywords) add(terms map[string]float64, sign float64) {
	names := make([]string, 0, len(terms))
	for name := range terms {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w := clamp(terms[name], maxWeight)
		if sign < 0 {
			w = -math.Abs(w)
		}
		folded, mixed := foldTerm(text.Fold(name))
		if folded == "" || w == 0 {
			continue
		}
		n := int32(len(k.terms))
		k.terms = append(k.terms, keyword{text: strings.TrimSpace(name), folded: []byte(folded), weight: w})
		if mixed {
			k.mixed = append(k.mixed, n)
		} else {
			k.set.put(folded, n)
		}
	}
}

// find calls hit for each configured term in w.
func (k *keywords) find(w *words, hit func(number, start, end int32)) {
	k.set.find(w, hit)
	for _, n := range k.mixed {
		if at := bytes.Index(w.text, k.terms[n].folded); at >= 0 {
			hit(n, int32(at), int32(at+len(k.terms[n].folded)))
		}
	}
}

func bounded(m map[string]float64) map[string]float64 {
	out := make(map[string]float64, len(m))
	for name, w := range m {
		out[name] = clamp(w, maxWeight)
	}
	return out
}

// clamp keeps x within ±limit; what is no number becomes 0.
func clamp(x, limit float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return max(-limit, min(limit, x))
}

// accountKey is the form in which accounts are compared.
func accountKey(name string) string { return strings.Join(strings.Fields(text.Fold(name)), " ") }
