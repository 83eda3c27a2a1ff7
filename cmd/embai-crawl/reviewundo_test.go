package main

import (
	"net/url"
	"os"
	"testing"

	"embai-crawl/issue"
	"embai-crawl/store"
)

// rest reads the candidates file.
func (p *page) rest() string {
	p.Helper()
	b, err := os.ReadFile(candidatesPath(p.draft))
	if err != nil {
		p.Fatal(err)
	}
	return string(b)
}

// restKeys are the keys of the candidates file.
func (p *page) restKeys() map[string]bool {
	p.Helper()
	doc, err := issue.Parse([]byte(p.rest()))
	if err != nil {
		p.Fatal(err)
	}
	out := map[string]bool{}
	for _, k := range doc.Keys() {
		out[k] = true
	}
	return out
}

// TestReviewKeepsBothFiles takes candidates in, on to the shelf and back: at
// each step a candidate stands in one of the two files, and the next update
// finds nothing to do.
func TestReviewKeepsBothFiles(t *testing.T) {
	n, s := newWorld(t).newsroom(t)
	p := site(t, n, s, reviewOptions())
	const paper, blog = "arxiv:2611.90608", "wechat:MzkxMDAwMDQ4Mw==/2650700142/1"
	draft, rest := p.file(), p.rest()
	if k := p.restKeys(); !k[paper] || !k[blog] {
		t.Fatalf("the demo's candidates are others: %v", k)
	}
	do := func(form url.Values) {
		t.Helper()
		if w := p.post(form); w.Code != 200 {
			t.Fatalf("%v: %d %s", form, w.Code, w.Body)
		}
	}
	settled := func(in, out string) {
		t.Helper()
		if k := p.restKeys(); k[in] || out != "" && !k[out] {
			t.Errorf("the candidates file has %v, want it without %s and with %q", k, in, out)
		}
		draft, rest := p.file(), p.rest()
		if _, err := n.updateDraft(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		if p.file() != draft || p.rest() != rest {
			t.Error("the next update still had something to do")
		}
	}
	do(url.Values{"act": {"take"}, "key": {paper}, "section": {"paper"}})
	settled(paper, blog)
	do(url.Values{"act": {"hold"}, "key": {blog}, "section": {"blog"}})
	settled(blog, "")
	do(url.Values{"act": {"drop"}, "key": {paper}}) // decided: no candidate any more
	settled(paper, "")
	for range 3 {
		do(url.Values{"act": {"undo"}})
	}
	if p.file() != draft {
		t.Error("the draft is not as it was")
	}
	if p.rest() != rest {
		t.Error("the candidates file is not as it was")
	}
	p.state(paper, store.StateNew)
}

// TestReviewUndoOutlivesRestart undoes in a new process what an earlier one did,
// but not over what a person wrote in between.
func TestReviewUndoOutlivesRestart(t *testing.T) {
	n, s := newWorld(t).newsroom(t)
	p := site(t, n, s, reviewOptions())
	news := p.keys()["news"]
	files := []string{p.file()}
	for i := range maxUndo + 3 { // more than are kept
		what := url.Values{"act": {"move"}, "key": {news[0]}, "section": {[]string{"blog", "news"}[i%2]}}
		if w := p.post(what); w.Code != 200 {
			t.Fatalf("%d: %s", i, w.Body)
		}
		files = append(files, p.file())
	}
	again := site(t, n, s, reviewOptions()) // a desk that knows nothing yet
	if !again.canUndo(t) {
		t.Error("the new process offers no undo")
	}
	for i := range maxUndo {
		if w := again.post(url.Values{"act": {"undo"}}); w.Code != 200 {
			t.Fatalf("undo %d: %s", i, w.Body)
		}
		if again.file() != files[len(files)-2-i] {
			t.Fatalf("undo %d did not give the file back byte for byte", i)
		}
	}
	if w := again.post(url.Values{"act": {"undo"}}); w.Code != 409 {
		t.Errorf("an act that is no longer kept: %d", w.Code)
	}

	p.post(url.Values{"act": {"drop"}, "key": {news[1]}})
	mine := p.file() + "\n<!-- mine -->\n"
	p.write(mine)
	third := site(t, n, s, reviewOptions())
	if third.canUndo(t) {
		t.Error("undo is offered over what a person wrote")
	}
	if w := third.post(url.Values{"act": {"undo"}}); w.Code != 409 || third.file() != mine {
		t.Errorf("undo over what a person wrote: %d", w.Code)
	}
}

func (p *page) canUndo(t *testing.T) bool {
	t.Helper()
	v, err := newReviewDesk(p.s).View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v.CanUndo
}

// BenchmarkSaveStep is what keeping an act costs beside the act itself.
func BenchmarkSaveStep(b *testing.B) {
	n, s := newWorld(b).newsroom(b)
	d := newReviewDesk(s)
	date, path, file, err := d.file()
	if err != nil {
		b.Fatal(err)
	}
	x, err := d.step(b.Context(), date, path, file, file)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		x.Serial++
		if err := saveStep(b.Context(), n.store, &x); err != nil {
			b.Fatal(err)
		}
	}
	_, data, err := n.store.GetBlob(stepName(x.Serial))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(data)), "bytes/act")
	b.Logf("%d bytes of draft, %d of memory", len(x.Before), len(x.Base))
}
