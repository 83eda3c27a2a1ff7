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
		{"an hour that summer time takes away", Schedule{Cron: "30 3 * * *", Zone: newYork}, "2026-03-08T05:00:00Z", "2026-03-08T07:30:00Z"},
		{"an hour that comes twice", Schedule{Cron: "30 1 * * *", Zone: newYork}, "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"},
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
