package main

import (
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"testing"
	"time"

	"embai-crawl/review"
)

// firstView is the page of a newsroom with a thousand candidates.
func firstView(t testing.TB) *review.Server {
	t.Helper()
	n, s := newWorld(t).newsroom(t)
	addMany(t, n, 1000)
	desk := newReviewDesk(s)
	if _, err := desk.View(t.Context()); err != nil { // what could be drafted is reckoned once a crawl
		t.Fatal(err)
	}
	page, err := review.New(review.Options{Desk: desk, Addr: netip.MustParseAddrPort("127.0.0.1:8765"), Log: n.log, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// TestFirstViewOfThousandIsSmall holds the promise of 300 KB, assets included.
func TestFirstViewOfThousandIsSmall(t *testing.T) {
	page := firstView(t)
	total := 0
	get := func(path string) string {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", path, nil)
		r.Host = "localhost"
		page.ServeHTTP(w, r)
		if w.Code != 200 {
			t.Fatalf("%s: %d", path, w.Code)
		}
		total += w.Body.Len()
		return w.Body.String()
	}
	get("/")
	// All assets of the package: the test there holds that the page loads all.
	assets, err := filepath.Glob(filepath.Join("..", "..", "review", "assets", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range assets {
		if filepath.Ext(path) != ".md" {
			get("/assets/" + filepath.Base(path))
		}
	}
	if total >= 300_000 {
		t.Errorf("first view: %d bytes", total)
	}
	t.Logf("first view: %d bytes", total)
}

// BenchmarkFirstView is the server's part of the first view, a thousand
// candidates behind a draft of 16.
func BenchmarkFirstView(b *testing.B) {
	page := firstView(b)
	for b.Loop() {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = "localhost"
		page.ServeHTTP(w, r)
		if w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}
