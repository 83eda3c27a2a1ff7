package rank

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"embai-crawl/item"
)

// IssueFigures says how well a model that was trained on the issues before one
// would have found what that issue printed.
type IssueFigures struct {
	Issue      string  // date
	Candidates int     // what was to choose from
	Printed    int     // of these, what the issue printed
	Recall10   float64 // share of the printed among the best 10, 20, 50 of each kind
	Recall20   float64
	Recall50   float64
	AUC        float64 // chance that a printed item stands above another of its kind
	Sections   float64 // share of the printed articles that were put in their section
}

// window is how long before an issue its candidates may have appeared: the
// longest delay of an article in the newsletter's past was 33 days.
const window = 33 * 24 * time.Hour

// Replay goes through past issues as if they were still to come: it trains on
// what had appeared before each and ranks what was there to choose from. Issues
// without a printed item among the examples, and the first, are left out.
func Replay(ctx context.Context, c Config, issues []time.Time, examples []Example) ([]IssueFigures, error) {
	issues = slices.Clone(issues)
	slices.SortFunc(issues, time.Time.Compare)
	c.Learned = true
	log := slog.New(slog.DiscardHandler)
	var out []IssueFigures
	for i := 1; i < len(issues); i++ {
		day := issues[i].Format(time.DateOnly)
		before := func(yield func(Example) bool) {
			for _, e := range examples {
				if known(e, day, issues[i]) && !yield(asOf(e, day)) {
					return
				}
			}
		}
		m, err := Train(ctx, c, issues[:i], before, log)
		if err != nil {
			return out, fmt.Errorf("rank: replaying %s: %w", day, err)
		}
		if f, ok := m.replay(issues[i], issues[i-1], examples); ok {
			out = append(out, f)
		}
	}
	return out, nil
}

// known reports whether an example had been seen when the issue was made.
func known(e Example, day string, issue time.Time) bool {
	if e.Issue != "" && e.Issue < day {
		return true
	}
	return e.Issue != day && !e.Item.Published.IsZero() && e.Item.Published.Before(issue)
}

// asOf takes back what an example tells of later issues.
func asOf(e Example, day string) Example {
	if e.Issue >= day {
		e.Issue, e.Section = "", ""
	}
	return e
}

// replay ranks the candidates of one issue.
func (m *Model) replay(issue, last time.Time, examples []Example) (IssueFigures, bool) {
	day := issue.Format(time.DateOnly)
	f := IssueFigures{Issue: day}
	type candidate struct {
		score   float64
		printed bool
	}
	var lists [kinds][]candidate
	var articles []*Result
	var sections []item.Section
	for i := range examples {
		e := &examples[i]
		p := e.Item.Published
		fresh := e.Issue == "" && !p.IsZero() && p.Before(issue.AddDate(0, 0, 1)) && p.After(last.Add(14*24*time.Hour-window))
		if e.Issue != day && !fresh {
			continue
		}
		it := e.Item
		it.Section = ""
		k := kindOf(&it)
		r := m.Score(&it, issue)
		lists[k] = append(lists[k], candidate{score: r.Score, printed: e.Issue == day})
		if e.Issue == day && k == kindArticle && e.Section.Valid() {
			articles = append(articles, &r)
			sections = append(sections, e.Section)
		}
	}
	var hit [3]int
	pairs, above := 0.0, 0.0
	for _, list := range lists {
		slices.SortStableFunc(list, func(a, b candidate) int { return compareScores(a.score, b.score) })
		printed, passed := 0, 0
		for at, c := range list {
			if !c.printed {
				passed++
				continue
			}
			printed++
			for n, k := range [...]int{10, 20, 50} {
				if at < k {
					hit[n]++
				}
			}
		}
		below := passed
		for _, c := range list {
			if c.printed {
				above += float64(below)
			} else {
				below--
			}
		}
		pairs += float64(printed) * float64(passed)
		f.Printed += printed
		f.Candidates += len(list)
	}
	if f.Printed == 0 {
		return f, false
	}
	n := float64(f.Printed)
	f.Recall10, f.Recall20, f.Recall50 = float64(hit[0])/n, float64(hit[1])/n, float64(hit[2])/n
	if pairs > 0 {
		f.AUC = above / pairs
	}
	if len(articles) > 0 {
		f.Sections = m.sectionsRight(articles, sections)
	}
	return f, true
}

// sectionsRight is the share of an issue's articles that are put in their section.
func (m *Model) sectionsRight(articles []*Result, sections []item.Section) float64 {
	best := slices.Clone(articles)
	slices.SortStableFunc(best, func(a, b *Result) int { return compareScores(a.Score, b.Score) })
	m.Apportion(best)
	right := 0
	for i, r := range articles {
		if r.Section == sections[i] {
			right++
		}
	}
	return float64(right) / float64(len(articles))
}
