package rank

import (
	"context"
	"errors"
	"testing"

	"embai-crawl/item"
)

func TestReplay(t *testing.T) {
	dates, examples := archive(6)
	figures, err := Replay(t.Context(), words3, dates, examples)
	if err != nil {
		t.Fatal(err)
	}
	if len(figures) != 5 {
		t.Fatalf("%d issues, want 5: the first has nothing before it", len(figures))
	}
	for i, f := range figures {
		if f.Printed != 6 || f.Candidates <= f.Printed || f.Recall10 > f.Recall20 || f.Recall20 > f.Recall50 || f.AUC < 0 || f.AUC > 1 || f.Sections > 1 {
			t.Errorf("%+v", f)
		}
		if i > 0 && f.AUC < 0.95 {
			t.Errorf("%s: AUC %.2f after issues that were alike", f.Issue, f.AUC)
		}
	}
}

// TestReplaySeesNothingOfTheFuture puts a word into the last two issues only:
// what it says must not be known when the first of them is ranked.
func TestReplaySeesNothingOfTheFuture(t *testing.T) {
	dates, examples := archive(5)
	whole, err := Replay(t.Context(), words3, dates, examples)
	if err != nil {
		t.Fatal(err)
	}
	var first []Example
	for _, e := range examples {
		if e.Item.Published.Before(dates[3]) {
			first = append(first, e)
		}
	}
	early, err := Replay(t.Context(), words3, dates[:4], first)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range early {
		if f != whole[i] {
			t.Errorf("with later issues %+v, without %+v", whole[i], f)
		}
	}
}

func TestReplayOdd(t *testing.T) {
	dates, examples := archive(3)
	for name, figures := range map[string]func() ([]IssueFigures, error){
		"nothing":   func() ([]IssueFigures, error) { return Replay(t.Context(), words3, nil, nil) },
		"no items":  func() ([]IssueFigures, error) { return Replay(t.Context(), words3, dates, nil) },
		"one issue": func() ([]IssueFigures, error) { return Replay(t.Context(), words3, dates[:1], examples) },
		"not printed": func() ([]IssueFigures, error) {
			return Replay(t.Context(), words3, dates, []Example{{Item: item.Item{Title: "x", Published: dates[0]}}})
		},
	} {
		if got, err := figures(); err != nil || len(got) != 0 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Replay(ctx, words3, dates, examples); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
