package main

import (
	"fmt"
	"slices"
	"time"
)

// staleAfter is how long a healthy installation may be without a run: cron may
// run it daily, and a machine may be off for a night.
const staleAfter = 48 * time.Hour

// illness is what is wrong with an installation. Its text may be shown to
// whoever asks; detail names addresses, which may hold keys.
type illness struct{ text, detail string }

func (e *illness) Error() string { return e.text }

// health says what is wrong, as an *illness, or nil. since is when the process
// that would run has begun; zero: there is none.
func (a *app) health(r *report, since time.Time) error {
	now := a.now()
	last := later(r.Ended, since)
	if r.Running != nil {
		last = later(last, r.Running.Since)
	}
	var due time.Time // of the sources, the first
	var tried []sourceStatus
	for _, s := range r.Sources {
		if s.State == "disabled" {
			continue
		}
		if !s.NextDue.IsZero() && (due.IsZero() || s.NextDue.Before(due)) {
			due = s.NextDue
		}
		if !s.LastTry.IsZero() {
			tried = append(tried, s)
		}
	}
	// No run is missing where all sources are read once a week.
	if !last.IsZero() && now.Sub(last) > staleAfter && now.Sub(due) > staleAfter {
		return &illness{text: "no run has ended since " + last.Format(time.DateTime)}
	}
	if len(tried) > 0 && !slices.ContainsFunc(tried, func(s sourceStatus) bool { return s.FailingSince.IsZero() }) {
		return &illness{text: fmt.Sprintf("all %d sources fail", len(tried)), detail: tried[0].Name + ": " + tried[0].Error}
	}
	return nil
}
