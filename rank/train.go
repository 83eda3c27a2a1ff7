package rank

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// Weights of the training examples.
const (
	printedWeight  = 30.0 // a printed item against one that was passed over
	transferWeight = 10.0 // an article about a paper or project, as if it were one
	namedWeight    = 10.0 // a paper of which a printed article's title bears the name
	droppedWeight  = 2.0  // taken out of a draft by hand
	youngWeight    = 0.5  // may still be printed in the next issue
	oldWeight      = 0.5  // published long before the archive begins
)

// Training stops being worth its memory beyond this many examples of each kind.
const maxExamples = 60000

// fewestPrinted is below what there is nothing to learn from.
const fewestPrinted = 5

// sample is an example in the form that training keeps in memory.
type sample struct {
	id       item.ID
	kind     kind
	title    string
	body     string // of printed items alone
	account  string
	host     string
	language string
	issue    string
	section  item.Section
	weight   float32
	fold     int
	refs     []item.ID
	outline  outline // of a printed item
}

// Train learns from what past issues printed and passed over. issues are the
// dates of all past issues in any order. Examples in the same order give the
// same model. Where there is too little to learn from, or Config.Learned is
// off, the model knows the keywords alone; the log says so when it is verbose.
func Train(ctx context.Context, c Config, issues []time.Time, examples iter.Seq[Example], log *slog.Logger) (*Model, error) {
	m := New(c)
	if !c.Learned {
		return m, nil
	}
	samples, err := collect(ctx, issues, examples)
	if err != nil {
		return nil, err
	}
	printed := 0
	for i := range samples {
		if samples[i].issue != "" {
			printed++
		}
	}
	if printed < fewestPrinted || printed == len(samples) {
		log.Debug("rank: too little to learn from, going by keywords", "printed", printed, "examples", len(samples))
		return m, nil
	}
	begun := time.Now()
	if m.learned, err = learn(ctx, m.keywords, samples); err != nil {
		return nil, err
	}
	log.Debug("rank: trained", "printed", printed, "examples", len(samples), "features", len(m.learned.vocabulary.hashes), "took", time.Since(begun).Round(time.Millisecond))
	return m, nil
}

// collect keeps of the examples what training needs.
func collect(ctx context.Context, issues []time.Time, examples iter.Seq[Example]) ([]sample, error) {
	days := make([]string, 0, len(issues))
	for _, t := range issues {
		days = append(days, t.Format(time.DateOnly))
	}
	slices.Sort(days)
	days = slices.Compact(days)
	var samples []sample
	var count [kinds]int
	named := map[item.ID]int{} // what printed items are about
	for e := range examples {
		if len(samples)%1024 == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("rank: reading examples: %w", ctx.Err())
		}
		if strings.TrimSpace(e.Item.Title) == "" {
			continue // an identifier that a past issue named, no more
		}
		k := kindOf(&e.Item)
		if e.Issue == "" {
			if count[k] >= maxExamples {
				continue
			}
			count[k]++
		}
		s := newSample(&e, k)
		if s.issue != "" {
			for _, id := range s.refs {
				named[id] = len(samples)
			}
		} else if s.weight = passedOver(&e, days); s.weight == 0 {
			continue
		}
		samples = append(samples, s)
	}
	names := namesOf(samples)
	for i := range samples {
		s := &samples[i]
		if s.issue == "" && s.kind == kindPaper {
			if by, ok := names[properName(s)]; ok {
				s.issue, s.weight = samples[by].issue, namedWeight
			}
		}
		if by, ok := named[s.id]; ok && s.issue == "" && s.id != "" {
			s.issue, s.weight = samples[by].issue, printedWeight
		}
		s.fold = foldOf(s, i, days)
	}
	return samples, nil
}

func newSample(e *Example, k kind) sample {
	it := &e.Item
	s := sample{id: it.ID, kind: k, account: accountKey(it.Account), host: hostOf(it), language: strings.ToLower(it.Language), issue: e.Issue, section: e.Section}
	if e.Issue == "" {
		s.title = strings.Clone(head(titleOf(it, k), titleBytes))
		return s
	}
	// What an editor wrote below a printed repository is no description: its
	// style must not look like merit, and it belongs below the title.
	if own := *it; k == kindProject && len(it.Summary) > 240 && text.Han(it.Summary) > 0.3 {
		own.Text, own.Summary = it.Summary, ""
		it = &own
	}
	s.title = strings.Clone(head(titleOf(it, k), titleBytes))
	s.weight = printedWeight
	s.outline = outlineOf(it)
	s.outline.title = strings.Clone(s.outline.title)
	s.body = strings.Clone(head(bodyOf(it, k), bodyBytes))
	for _, r := range it.Refs {
		s.refs = append(s.refs, r.ID)
	}
	for _, l := range it.Links {
		if id, ok := item.Identify(l); ok && (id.Scheme() == "arxiv" || id.Scheme() == "github") {
			s.refs = append(s.refs, id)
		}
	}
	return s
}

// passedOver is how much it says that an item was not printed: nothing while
// the issue it could stand in has not appeared yet.
func passedOver(e *Example, days []string) float32 {
	if e.Dropped {
		return droppedWeight
	}
	day := e.Item.Published
	if day.IsZero() || len(days) == 0 {
		return youngWeight
	}
	published := day.Format(time.DateOnly)
	switch last := days[len(days)-1]; {
	case published > last:
		return 0
	case published > daysBefore(last, 13):
		return youngWeight
	case published < daysBefore(days[0], 60):
		return oldWeight
	}
	return 1
}

func daysBefore(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, -n).Format(time.DateOnly)
}

// folds is the number of parts for predictions on unseen issues.
const folds = 3

// foldOf keeps an issue's items together, so that what is held out is an issue
// as a whole; with too few issues items are dealt out in turn.
func foldOf(s *sample, i int, days []string) int {
	if len(days) < folds || s.issue == "" {
		return i % folds
	}
	at, _ := slices.BinarySearch(days, s.issue)
	return at % folds
}

// commonName is in how many titles of papers a word is no name any more:
// many tell of AutoML, one is called TinyBERT.
const commonName = 4

// namesOf are the Latin words in the titles of printed articles that few
// papers have in theirs.
func namesOf(samples []sample) map[string]int {
	names, papers := map[string]int{}, map[string]int{}
	var w words
	for i := range samples {
		if s := &samples[i]; s.issue != "" && s.kind == kindArticle {
			w.eachLatin(s.title, func(word string) { names[word] = i })
		}
	}
	for i := range samples {
		if s := &samples[i]; s.kind == kindPaper {
			w.eachLatin(s.title, func(word string) { papers[word]++ })
		}
	}
	maps.DeleteFunc(names, func(word string, _ int) bool { return papers[word] >= commonName })
	return names
}

// eachLatin calls found with the Latin words of a title that are long enough for a name.
func (w *words) eachLatin(title string, found func(word string)) {
	w.reset()
	w.add(text.Fold(title))
	for _, t := range w.tokens {
		if b := w.bytes(t); !t.han && len(b) >= 5 {
			found(string(b))
		}
	}
}

// properName is what a paper or repository calls itself: the word before the
// colon of a title, the repository's name. "" if it has no such name.
func properName(s *sample) string {
	name, _, ok := strings.Cut(s.title, ":")
	if !ok {
		return ""
	}
	name = text.Fold(name)
	if len(name) < 5 || len(name) > 30 || strings.ContainsAny(name, " -/") {
		return ""
	}
	return name
}

// name is the title of a repository without its description.
func (s *sample) name() string {
	name, _, _ := strings.Cut(s.title, " \n ")
	if parts := splitCapitals(name); parts != name {
		name += " \n " + parts
	}
	return name
}
