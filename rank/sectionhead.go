package rank

import "embai-crawl/item"

func (l *learned) fitSections(f *features, samples []sample) {}

func (m *Model) section(it *item.Item, k kind, s *scorer) item.Section {
	if it.Section.Valid() {
		return it.Section
	}
	groups := map[string]bool{}
	s.f.lexicon.find(&s.f.words, func(n, start, end int32) {
		if start < s.f.body {
			groups[lexicon[n].name] = true
		}
	})
	return ruleSection(it, k, cuesOf(it), groups)
}

func (v *vocabulary) drop(l *learned) {}
