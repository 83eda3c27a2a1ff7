package subject_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"embai-crawl/item"
	"embai-crawl/subject"
)

// pair is a line of testdata/pairs.jsonl: two headlines with the beginning of
// their texts, as they could stand in two sources, and what a person says of them.
type pair struct {
	Label string `json:"label"` // same: one event; related: one subject, another event; different
	Half  string `json:"half"`  // dev: looked at while tuning; held: only measured
	A, B  struct {
		Title string `json:"title"`
		Text  string `json:"text"`
	}
}

func (p pair) items() (a, b item.Item) {
	a = item.Item{ID: "url:https://a.example/1", Kind: item.KindArticle, Title: p.A.Title, Text: p.A.Text}
	b = item.Item{ID: "url:https://b.example/2", Kind: item.KindArticle, Title: p.B.Title, Text: p.B.Text}
	return a, b
}

func readPairs(t testing.TB) []pair {
	t.Helper()
	f, err := os.Open("testdata/pairs.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pairs []pair
	for s := bufio.NewScanner(f); s.Scan(); {
		var p pair
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			t.Fatalf("line %d: %v", len(pairs)+1, err)
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// TestPairs reports precision and recall of 'same event' on the labelled pairs
// and holds what the issue asks for: 0.98 and 0.85 on each half. A pair counts as
// found where it shares a band, too: what no band brings together is never asked.
func TestPairs(t *testing.T) {
	pairs := readPairs(t)
	if len(pairs) < 200 {
		t.Fatalf("%d pairs, want at least 200", len(pairs))
	}
	for _, half := range []string{"dev", "held"} {
		var found, right, same int
		for _, p := range pairs {
			if p.Half != half {
				continue
			}
			a, b := p.items()
			got, why := subject.Similar(&a, &b)
			meet := shareBand(subject.Bands(&a), subject.Bands(&b))
			if p.Label == "same" {
				same++
			}
			switch {
			case got && meet && p.Label == "same":
				found++
				right++
			case got && meet:
				found++
				t.Logf("%s: wrong (%s): %q / %q: %s", half, p.Label, p.A.Title, p.B.Title, why)
			case p.Label == "same":
				t.Logf("%s: missed (band %v): %q / %q: %s", half, meet, p.A.Title, p.B.Title, why)
			}
		}
		precision, recall := float64(right)/float64(max(found, 1)), float64(right)/float64(same)
		t.Logf("%s: %d of the same event, %d found, precision %.3f, recall %.3f", half, same, found, precision, recall)
		if precision < 0.98 || recall < 0.85 {
			t.Errorf("%s: precision %.3f (want 0.98), recall %.3f (want 0.85)", half, precision, recall)
		}
	}
}

func shareBand(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(x uint64) bool { return slices.Contains(b, x) })
}
