package issue

import (
	"slices"
	"testing"
)

func TestRenderGolden(t *testing.T) {
	golden(t, "draft.md", Render(fixtureDraft()))
	golden(t, "candidates.md", RenderRest(fixtureDraft()))
}

// The order in which candidates come must not matter: a run over the same store
// gives the same draft.
func TestBuildOrder(t *testing.T) {
	want := string(Render(fixtureDraft()))
	cands := fixture()
	for range 5 {
		cands = append(cands[3:], cands[:3]...)
		if got := string(Render(Build(fixtureDate, cands, fixtureBack(), fixtureOptions()))); got != want {
			t.Fatal("another order of candidates gave another draft")
		}
	}
}

func TestParseKeepsEntries(t *testing.T) {
	d := fixtureDraft()
	doc, err := Parse(Render(d))
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Notes) > 0 {
		t.Errorf("not understood: %v", doc.Notes)
	}
	if doc.Date != d.Date || doc.Guide != d.Guide {
		t.Errorf("date %q, guide %q", doc.Date, doc.Guide)
	}
	var want []Entry
	for _, s := range []int{0, 1, 2, 3} {
		want = append(want, d.in(sectionsInOrder[s])...)
	}
	if len(doc.Entries) != len(want) {
		t.Fatalf("%d entries, want %d", len(doc.Entries), len(want))
	}
	for i, e := range doc.Entries {
		w := want[i]
		if !slices.Equal(e.IDs, w.IDs) || e.Title != w.Title || e.Account != w.Account || e.URL != w.URL || e.Section != w.Section || e.Summary != w.Summary {
			t.Errorf("entry %d: got %+v\nwant %+v", i, e, w)
		}
	}
}
