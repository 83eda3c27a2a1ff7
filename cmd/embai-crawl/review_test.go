package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"embai-crawl/demo"

	"github.com/chromedp/chromedp"
)

// TestReviewPage drives the page in a real browser, on the real desk: after
// each act the draft's file is looked at. One browser serves all of them, each
// in a context of its own.
func TestReviewPage(t *testing.T) {
	allocator := startBrowser(t)
	world := newWorld(t)
	for _, c := range []struct {
		name string
		test func(*testing.T, *page)
		size [2]int64
	}{ // the longest first: they run side by side
		{"axe", testAxe, [2]int64{1280, 900}},
		{"mouse", testMouse, [2]int64{1280, 900}},
		{"mouse, words", testMouseWords, [2]int64{1280, 900}},
		{"keyboard", testKeyboard, [2]int64{1280, 900}},
		{"keyboard, issue", testKeyboardIssue, [2]int64{1280, 900}},
		{"drag by mouse", testDragMouse, [2]int64{1280, 2400}},
		{"drag far", testDragFar, [2]int64{1280, 700}},
		{"drag by finger", testDragFinger, [2]int64{390, 800}},
		{"edit", testEdit, [2]int64{1280, 900}},
		{"merge and part", testMergeAndPart, [2]int64{1280, 900}},
		{"publish", testPublish, [2]int64{1280, 900}},
		{"typing while the file changes", testTypingWhileFileChanges, [2]int64{1280, 900}},
		{"draft removed and broken", testDraftRemovedAndBroken, [2]int64{1280, 900}},
		{"connection lost", testConnectionLost, [2]int64{1280, 900}},
		{"two tabs", testTwoTabs, [2]int64{1280, 900}},
		{"hostile source", testHostileSource, [2]int64{1280, 900}},
		{"thousand candidates, narrow", testThousandNarrow, [2]int64{360, 740}},
		{"charts", testCharts, [2]int64{1280, 900}},
		{"pictures", testPictures, [2]int64{1280, 900}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, world.open(t, allocator, c.size[0], c.size[1], c.name))
		})
	}
	t.Run("session expired", func(t *testing.T) {
		t.Parallel()
		testSessionExpired(t, world, allocator)
	})
}

// startBrowser starts the browser, or skips the test where the machine has none.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no browser on this machine: install Debian's chromium to run the tests of the review page")
	}
	// Not t.TempDir: the browser's helpers may write into it a little longer.
	profile, err := os.MkdirTemp("", "embai-browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(profile), chromedp.WSURLReadTimeout(time.Minute),
		// The browser's own pages, made ready for each new window, cost more than ours.
		chromedp.Flag("disable-features", "site-per-process,Translate,BlinkGenPropertyTrees,PreloadTopChromeWebUI,WebUIReloadButton"),
	)...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(cancel)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // waits for its end
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("starting %s: %v", path, err)
	}
	return ctx
}

// world is the folder that the demo leaves, and the demo's web.
type world struct {
	dir string
	web *demo.Web
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{dir: filepath.Join(t.TempDir(), "demo")}
	a := testApp()
	if err := a.demo(t.Context(), w.dir); err != nil {
		t.Fatal(err)
	}
	var err error
	if w.web, err = demo.Serve(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.web.Close() })
	return w
}

func testApp() *app {
	return &app{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, now: demo.Now,
		lookupEnv: func(string) (string, bool) { return "", false }, log: slog.New(slog.DiscardHandler),
	}
}

// newsroom opens a copy of the world for one test.
func (w *world) newsroom(t testing.TB, prepare ...func(testing.TB, string)) (*newsroom, *server) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(w.dir)); err != nil {
		t.Fatal(err)
	}
	for _, p := range prepare {
		p(t, dir)
	}
	a := testApp()
	a.configFlag, a.base = filepath.Join(dir, "config.yaml"), w.web
	n, err := a.open("review")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.store.Close() })
	return n, &server{n: n}
}
