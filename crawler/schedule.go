package crawler

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/adhocore/gronx"
)

// Schedule says when a source is due: at intervals, or at the times of a cron
// expression. The zero Schedule is due at every run.
type Schedule struct {
	Every time.Duration // between two runs; with Cron it must be zero
	// Cron has five fields (minute hour day month weekday), read in Zone.
	Cron string
	Zone *time.Location // of Cron; nil: UTC
	// Jitter spreads runs so that not all sources fall together: a run comes
	// up to this share of Every later, 0 to 0.5. Cron runs come up to Jitter
	// minutes later, which keeps a whole hour's readers off one second.
	Jitter float64
}

// maxCronGap is how far ahead a cron expression is searched: 29 February is at
// most eight years away (1896–1904, 2096–2104).
const maxCronGap = 9 * 366 * 24 * time.Hour

// Validate says what is wrong with a schedule, one that never comes included.
func (s Schedule) Validate(now time.Time) error {
	switch {
	case s.Every < 0:
		return fmt.Errorf("crawler: schedule every %s: expected a positive duration", s.Every)
	case s.Every > 0 && s.Cron != "":
		return errors.New("crawler: schedule has both every and cron: expected one of them")
	case s.Jitter < 0 || s.Jitter > 0.5:
		return fmt.Errorf("crawler: schedule jitter %g: expected 0 to 0.5", s.Jitter)
	}
	if s.Cron == "" {
		return nil
	}
	_, err := s.tick(now)
	return err
}

// Next gives the next due time after now. An expression that never comes gives
// an error; Validate finds it before.
func (s Schedule) Next(now time.Time) (time.Time, error) {
	switch {
	case s.Cron != "":
		t, err := s.tick(now)
		if err != nil {
			return time.Time{}, err
		}
		return t.Add(spread(time.Duration(s.Jitter * float64(time.Minute)))), nil
	case s.Every > 0:
		return now.Add(s.Every + spread(time.Duration(s.Jitter*float64(s.Every)))), nil
	}
	return now, nil
}

// spread gives a random part of d, d excluded.
func spread(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	return rand.N(d)
}

// Due reports whether a source in state st is to be read now, and if not, when
// it will be. A machine that slept through many due times runs once. A stored
// time that this schedule could not have set — the clock has been put back, or
// the schedule made shorter — is not waited for. Pages that wait (Pending) make
// nothing due: what a run was cut off from stands at a due time that is past.
func (s Schedule) Due(st SourceState, now time.Time) (bool, time.Time) {
	if st.LastTry.IsZero() || st.NextDue.IsZero() || !st.NextDue.After(now) {
		return true, now
	}
	if st.LastTry.After(now) || st.NextDue.After(s.latest(now)) {
		return true, now
	}
	return false, st.NextDue
}

// everyRun reports whether a source is due at every run.
func (s Schedule) everyRun() bool { return s.Every == 0 && s.Cron == "" }

// latest is the last time that Next could give at now.
func (s Schedule) latest(now time.Time) time.Time {
	switch {
	case s.Cron != "":
		t, err := s.tick(now)
		if err != nil {
			return now
		}
		return t.Add(time.Duration(s.Jitter * float64(time.Minute)))
	case s.Every > 0:
		return now.Add(s.Every + time.Duration(s.Jitter*float64(s.Every)))
	}
	return now
}

// tick is the next time of the cron expression after now, without jitter. The
// library is asked in UTC alone: across a change of clocks it skips the day, or
// the week, or finds nothing at all.
func (s Schedule) tick(now time.Time) (time.Time, error) {
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	fields := strings.Fields(s.Cron)
	if len(fields) != 5 || !gronx.IsValid(s.Cron) {
		return time.Time{}, fmt.Errorf("crawler: cron %q: expected five fields, e.g. 30 7 * * *", s.Cron)
	}
	next := s.onceADay
	if fields[1] == "*" {
		next = s.everyHour
	}
	t, err := next(now.In(zone))
	if err != nil || !t.After(now) || t.Sub(now) > maxCronGap {
		return time.Time{}, fmt.Errorf("crawler: cron %q never comes", s.Cron)
	}
	return t, nil
}

// onceADay is tick for expressions that name hours. It goes by the clock on the
// wall: what stands in an hour that summer time takes away comes an hour later
// by that clock, and what stands in one that comes twice comes the first time.
func (s Schedule) onceADay(now time.Time) (time.Time, error) {
	wall := onWall(now)
	for {
		var err error
		if wall, err = gronx.NextTickAfter(s.Cron, wall, false); err != nil {
			return time.Time{}, err
		}
		t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, now.Location())
		if early := wall.Sub(onWall(t)); early > 0 {
			t = t.Add(early) // there is no such time: Date gives the one before
		}
		if t.After(now) {
			return t, nil
		}
	}
}

// everyHour is tick for expressions of all hours: they go on through an hour
// that comes twice. Between two changes of its clock a zone is UTC and so much.
func (s Schedule) everyHour(now time.Time) (time.Time, error) {
	for from, begun := now, false; ; begun = true {
		wall := onWall(from)
		next, err := gronx.NextTickAfter(s.Cron, wall, begun)
		if err != nil {
			return time.Time{}, err
		}
		t := from.Add(next.Sub(wall))
		_, change := from.ZoneBounds()
		if change.IsZero() || t.Before(change) || t.Sub(now) > maxCronGap {
			return t, nil
		}
		from = change // looked at anew from there, that minute included
	}
}

// onWall is the date and time of t's zone as if they were of UTC.
func onWall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}
