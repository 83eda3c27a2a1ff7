package crawler

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestScheduleNext(t *testing.T) {
	shanghai, newYork := zone(t, "Asia/Shanghai"), zone(t, "America/New_York")
	havana, berlin := zone(t, "America/Havana"), zone(t, "Europe/Berlin")
	for _, tt := range []struct {
		name      string
		s         Schedule
		now, want string
	}{
		{"every", Schedule{Every: 3 * time.Hour}, "2026-11-02T08:00:00Z", "2026-11-02T11:00:00Z"},
		{"cron in its zone", Schedule{Cron: "30 7 * * *", Zone: shanghai}, "2026-11-02T08:00:00Z", "2026-11-02T23:30:00Z"},
		{"cron at its own minute", Schedule{Cron: "0 8 * * *"}, "2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z"},
		{"cron within its minute", Schedule{Cron: "0 8 * * *"}, "2026-11-02T07:59:59.5Z", "2026-11-02T08:00:00Z"},
		{"weekday", Schedule{Cron: "0 9 * * 1", Zone: shanghai}, "2026-11-02T08:00:00Z", "2026-11-09T01:00:00Z"},
		{"leap day", Schedule{Cron: "0 0 29 2 *"}, "2026-11-02T08:00:00Z", "2028-02-29T00:00:00Z"},
		{"the hour after the one that summer time takes away", Schedule{Cron: "30 3 * * *", Zone: newYork}, "2026-03-08T05:00:00Z", "2026-03-08T07:30:00Z"},
		{"an hour that summer time takes away", Schedule{Cron: "30 2 * * *", Zone: newYork}, "2026-03-08T05:00:00Z", "2026-03-08T07:30:00Z"},
		{"once a week in that hour", Schedule{Cron: "0 2 * * 0", Zone: newYork}, "2026-03-02T05:00:00Z", "2026-03-08T07:00:00Z"},
		{"midnight that summer time takes away", Schedule{Cron: "0 0 * * 0", Zone: havana}, "2026-03-02T05:00:00Z", "2026-03-08T05:00:00Z"},
		{"before a midnight that is not there", Schedule{Cron: "0 2 * * 0", Zone: havana}, "2026-03-01T07:00:37Z", "2026-03-08T06:00:00Z"},
		{"an hour that comes twice", Schedule{Cron: "30 1 * * *", Zone: newYork}, "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"},
		{"in its second half", Schedule{Cron: "30 1 * * *", Zone: newYork}, "2026-11-01T06:10:00Z", "2026-11-02T06:30:00Z"},
		{"each hour, through the one that comes twice", Schedule{Cron: "10 * * * *", Zone: berlin}, "2026-10-25T00:10:00Z", "2026-10-25T01:10:00Z"},
		{"each hour, over the one that is not there", Schedule{Cron: "10 * * * *", Zone: berlin}, "2026-03-29T00:10:00Z", "2026-03-29T01:10:00Z"},
		{"zero: every run", Schedule{}, "2026-11-02T08:00:00Z", "2026-11-02T08:00:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, tt.now)
		if err := tt.s.Validate(now); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		got, err := tt.s.Next(now)
		if err != nil || got.UTC().Format(time.RFC3339) != tt.want {
			t.Errorf("%s: next after %s is %s (%v), want %s", tt.name, tt.now, got.UTC().Format(time.RFC3339), err, tt.want)
		}
	}
}

// TestCronNeverStops goes through changes of clocks at midnight, by half an
// hour, and none at all: no expression leaves out a day or a week, comes
// twice within its hour, or ends.
func TestCronNeverStops(t *testing.T) {
	for _, tt := range []struct {
		cron              string
		shortest, longest time.Duration
	}{
		{"30 2 * * *", 22 * time.Hour, 26 * time.Hour},
		{"0 0 * * *", 22 * time.Hour, 26 * time.Hour},
		{"15 0 * * *", 22 * time.Hour, 26 * time.Hour},
		{"30 1 * * *", 22 * time.Hour, 26 * time.Hour},
		{"0 2 * * 0", 166 * time.Hour, 170 * time.Hour},
		{"0 0 * * 0", 166 * time.Hour, 170 * time.Hour},
		{"0 * * * *", 30 * time.Minute, 90 * time.Minute},
		{"5 */6 * * *", 5 * time.Hour, 7 * time.Hour},
	} {
		for _, name := range []string{
			"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana", "Asia/Beirut",
			"America/Santiago", "Asia/Shanghai", "Pacific/Apia",
		} {
			s := Schedule{Cron: tt.cron, Zone: zone(t, name)}
			_, change := start.In(s.Zone).ZoneBounds()
			for range 2 { // summer and winter; zones without have no change
				if change.IsZero() {
					change = start
				}
				before, err := s.Next(change.Add(-2 * tt.longest))
				for before.Before(change.Add(2*tt.longest)) && err == nil {
					var next time.Time
					if next, err = s.Next(before); err == nil && (next.Sub(before) < tt.shortest || next.Sub(before) > tt.longest) {
						t.Errorf("%s, %s: %s after %s", tt.cron, name, next, before)
					}
					before = next
				}
				if err != nil {
					t.Errorf("%s, %s: %v", tt.cron, name, err)
				}
				_, change = change.In(s.Zone).ZoneBounds()
			}
		}
	}
}

func TestScheduleValidate(t *testing.T) {
	for _, s := range []Schedule{
		{Every: -time.Hour},
		{Every: time.Hour, Cron: "0 0 * * *"},
		{Every: time.Hour, Jitter: 0.7},
		{Cron: "0 0 30 2 *"},
		{Cron: "whenever"},
		{Cron: "61 * * * *"},
		{Cron: "* * * *"},
		{Cron: "TZ=Asia/Shanghai 0 0 * * *"},
	} {
		if err := s.Validate(start); err == nil {
			t.Errorf("%+v is taken", s)
		}
	}
}

func TestScheduleJitter(t *testing.T) {
	s := Schedule{Every: time.Hour, Jitter: 0.1}
	distinct := map[time.Time]bool{}
	for range 200 {
		next, _ := s.Next(start)
		if d := next.Sub(start); d < time.Hour || d > 66*time.Minute {
			t.Fatalf("next after %s", d)
		}
		distinct[next] = true
	}
	if len(distinct) < 100 {
		t.Errorf("%d distinct times of 200", len(distinct))
	}
}

func TestScheduleDue(t *testing.T) {
	every := Schedule{Every: 3 * time.Hour, Jitter: 0.1}
	daily := Schedule{Cron: "0 8 * * *"}
	at := func(h float64) time.Time { return start.Add(time.Duration(h * float64(time.Hour))) }
	for _, tt := range []struct {
		name string
		s    Schedule
		st   SourceState
		due  bool
	}{
		{"never read", every, SourceState{}, true},
		{"read just now", every, SourceState{LastTry: at(0), NextDue: at(3)}, false},
		{"with jitter", every, SourceState{LastTry: at(0), NextDue: at(3.29)}, false},
		{"its time has come", every, SourceState{LastTry: at(-3), NextDue: at(0)}, true},
		{"the machine slept for a week", every, SourceState{LastTry: at(-170), NextDue: at(-167)}, true},
		{"the clock was put back a year", every, SourceState{LastTry: at(8760), NextDue: at(8763)}, true},
		{"the clock was put back an hour", every, SourceState{LastTry: at(1), NextDue: at(3.1)}, true},
		{"the schedule was made shorter", every, SourceState{LastTry: at(-1), NextDue: at(23)}, true},
		{"cron, tomorrow", daily, SourceState{LastTry: at(0), NextDue: at(24)}, false},
		{"cron, the schedule was monthly", daily, SourceState{LastTry: at(-1), NextDue: at(240)}, true},
	} {
		due, next := tt.s.Due(tt.st, start)
		if due != tt.due || !due && !next.Equal(tt.st.NextDue) {
			t.Errorf("%s: due %v, next %s", tt.name, due, next)
		}
	}
}

func FuzzCron(f *testing.F) {
	for _, s := range []string{"0 0 * * *", "*/5 1-3 1,15 * 1#2", "@daily", "0 0 L * *", "59 23 31 12 5L", "0 0 29 2 1", "* * * * * * 2099"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		if len(expr) > 100 || expr == "" {
			return
		}
		s := Schedule{Cron: expr}
		if s.Validate(start) != nil {
			return
		}
		if next, err := s.Next(start); err != nil || !next.After(start) {
			t.Errorf("%q is valid, next %s, %v", expr, next, err)
		}
	})
}
