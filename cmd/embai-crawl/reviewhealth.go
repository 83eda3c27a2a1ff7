package main

import (
	"time"

	"embai-crawl/review"
)

// chartDays is how far back the page's pictures look.
const chartDays = 30

// sourceHealth is what the page shows of each source.
func (n *newsroom) sourceHealth() ([]review.Source, error) {
	today := n.now().UTC()
	var out []review.Source
	for _, s := range n.cfg.Sources {
		if s.Disabled {
			continue
		}
		st, err := n.store.GetSource(s.Name)
		if err != nil {
			return nil, err
		}
		src := review.Source{Name: s.Name, State: st.State, LastSuccess: st.LastSuccess.In(n.cfg.Newsletter.Zone), Days: make([]review.Day, chartDays)}
		if st.LastSuccess.IsZero() {
			src.LastSuccess = time.Time{}
		}
		if !st.FailingSince.IsZero() {
			src.Detail = st.LastError
		}
		days := map[string]*review.Day{}
		for i := range src.Days {
			src.Days[i].Date = today.AddDate(0, 0, i-chartDays+1)
			days[src.Days[i].Date.Format(time.DateOnly)] = &src.Days[i]
		}
		for _, h := range st.History {
			if d := days[h.Date]; d != nil {
				d.Items, d.Failed, d.Tried = h.New, h.Failures > 0, true
			}
		}
		out = append(out, src)
	}
	return out, nil
}

// pastIssues is the way from candidates to print over the last issues.
func (n *newsroom) pastIssues() ([]review.Issue, error) {
	issues, err := n.store.Issues()
	if err != nil {
		return nil, err
	}
	var out []review.Issue
	for _, i := range issues[:min(len(issues), 8)] {
		is := review.Issue{Date: i.Date, Printed: len(i.Entries)}
		mem, err := n.memory(i.Date)
		if err != nil {
			return nil, err
		}
		is.Drafted = max(len(mem.Entries), is.Printed)
		is.Candidates = max(is.Drafted, n.foundBefore(i.Date))
		out = append(out, is)
	}
	return out, nil
}

// foundBefore is how many items the sources gave in the fortnight of an issue.
func (n *newsroom) foundBefore(date string) int {
	end, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0
	}
	begin := end.Add(-n.cfg.Newsletter.Every)
	states, err := n.store.Sources()
	if err != nil {
		return 0
	}
	sum := 0
	for _, s := range states {
		for _, h := range s.History {
			if t, err := time.Parse(time.DateOnly, h.Date); err == nil && t.After(begin) && !t.After(end) {
				sum += h.New
			}
		}
	}
	return sum
}
