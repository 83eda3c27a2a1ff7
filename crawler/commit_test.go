package crawler

import (
	"testing"
	"time"
)

// TestSourceFinishesOnce has the last two pages of one source in one commit:
// the run must go on until the other source is done as well.
func TestSourceFinishesOnce(t *testing.T) {
	c := newCrawler(t, Options{})
	r, end := c.newRun(t.Context())
	defer end()
	two := newSourceRun(job("two pages", "http://127.0.0.1/a"), SourceState{Name: "two pages"}, time.UTC)
	var got []outcome
	for _, address := range []string{"http://127.0.0.1/a", "http://127.0.0.2/b"} {
		task, ok := two.take(address, 0, 0)
		if !ok {
			t.Fatal(address)
		}
		got = append(got, outcome{task: task, final: address})
	}
	r.open, r.total = 2, 2 // the other one has not answered yet
	r.commit(got)
	if r.open != 1 || len(r.finals) != 1 {
		t.Errorf("%d sources open, %d finished: want one of each", r.open, len(r.finals))
	}
}
