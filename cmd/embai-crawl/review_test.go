package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"embai-crawl/demo"
	"embai-crawl/issue"
	"embai-crawl/review"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// TestReviewPage drives the page in a real browser, on the real desk: after
// each act the draft's file is looked at. One browser serves all of them, each
// in a context of its own.
func TestReviewPage(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector slows the page beyond what the browser's driver waits for: run this test without -race")
	}
	allocator := startBrowser(t)
	world := newWorld(t)
	for _, c := range []struct {
		name string
		test func(*testing.T, *page)
		size [2]int64
	}{
		{"mouse", testMouse, [2]int64{1280, 900}},
		{"keyboard", testKeyboard, [2]int64{1280, 900}},
		{"drag", testDrag, [2]int64{1280, 2400}},
		{"edit", testEdit, [2]int64{1280, 900}},
		{"merge and part", testMergeAndPart, [2]int64{1280, 900}},
		{"publish", testPublish, [2]int64{1280, 900}},
		{"typing while the file changes", testTypingWhileFileChanges, [2]int64{1280, 900}},
		{"draft removed and broken", testDraftRemovedAndBroken, [2]int64{1280, 900}},
		{"connection lost", testConnectionLost, [2]int64{1280, 900}},
		{"two tabs", testTwoTabs, [2]int64{1280, 900}},
		{"hostile source", testHostileSource, [2]int64{1280, 900}},
		{"thousand candidates, narrow", testThousandNarrow, [2]int64{360, 740}},
		{"axe", testAxe, [2]int64{1280, 900}},
		{"pictures", testPictures, [2]int64{1280, 900}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.test(t, world.open(t, allocator, c.size[0], c.size[1], c.name))
		})
	}
	t.Run("session expired", func(t *testing.T) { testSessionExpired(t, world, allocator) })
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
func (w *world) newsroom(t testing.TB) (*newsroom, *server) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(w.dir)); err != nil {
		t.Fatal(err)
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

// page is the page in a tab, with the draft behind it.
type page struct {
	*testing.T
	ctx   context.Context
	world *world
	n     *newsroom
	s     *server
	url   string
	draft string // path of the file
	stop  func() // of the web server
	start func()

	allocator context.Context
	profile   cdp.BrowserContextID // whose cookies the tab has

	mu       sync.Mutex
	requests []string // addresses that the tab asked for
	faults   []string // exceptions and violations of the policy
}

// site serves the page of a newsroom.
func site(t *testing.T, n *newsroom, s *server, o review.Options) *page {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.Desk, o.Addr, o.Log = newReviewDesk(s), netip.MustParseAddrPort(l.Addr().String()), n.log
	if o.Now == nil {
		o.Now = n.now
	}
	handler, err := review.New(o)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{T: t, n: n, s: s, url: "http://" + l.Addr().String(), draft: issue.DraftPath(n.cfg.Drafts, "2026-11-30")}
	web := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go web.Serve(l) //nolint:errcheck // ends with the test
	p.stop = func() { _ = web.Close() }
	p.start = func() {
		again, err := net.Listen("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		web = &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
		go web.Serve(again) //nolint:errcheck // ends with the test
	}
	t.Cleanup(func() { p.stop() })
	return p
}

// open shows the page of a fresh copy of the world. Tests whose name says so
// find more in the store than the demo left.
func (w *world) open(t *testing.T, allocator context.Context, width, height int64, name string) *page {
	t.Helper()
	n, s := w.newsroom(t)
	switch name {
	case "hostile source":
		addHostile(t, n)
	case "thousand candidates, narrow":
		addMany(t, n, 1000)
	}
	p := site(t, n, s, review.Options{})
	p.world = w
	p.tab(allocator, width, height)
	p.until(`document.body.dataset.ready`)
	return p
}

// tab opens a tab on the page.
func (p *page) tab(allocator context.Context, width, height int64) {
	p.Helper()
	p.allocator = allocator
	var window target.ID
	if err := chromedp.Run(allocator, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		ctx = cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
		if p.profile == "" {
			if p.profile, err = target.CreateBrowserContext().Do(ctx); err != nil {
				return err
			}
		}
		// A window of its own: a tab behind another one would rest.
		window, err = target.CreateTarget("about:blank").WithBrowserContextID(p.profile).WithNewWindow(true).Do(ctx)
		return err
	})); err != nil {
		p.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithTargetID(window))
	p.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	p.Cleanup(cancel)
	p.ctx = ctx
	chromedp.ListenTarget(ctx, func(ev any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			p.requests = append(p.requests, ev.Request.URL)
		case *runtime.EventExceptionThrown:
			p.faults = append(p.faults, ev.ExceptionDetails.Error())
		}
	})
	p.do(network.Enable(), emulation.SetDeviceMetricsOverride(width, height, 1, false), chromedp.Navigate(p.url))
	p.Cleanup(p.quiet)
}

// quiet checks what holds for every test: nothing was asked of another host,
// and no script of the page failed.
func (p *page) quiet() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.requests {
		if !strings.HasPrefix(r, p.url+"/") && r != p.url && !strings.HasPrefix(r, "data:") && r != "about:blank" {
			p.Errorf("the page asked for %s", r)
		}
	}
	for _, f := range p.faults {
		p.Errorf("in the page: %s", f)
	}
}

func (p *page) do(actions ...chromedp.Action) {
	p.Helper()
	if err := chromedp.Run(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// until waits for a condition in JavaScript, looked at with each frame; a page
// that is left meanwhile is waited for.
func (p *page) until(condition string) {
	p.Helper()
	for deadline := time.Now().Add(15 * time.Second); ; {
		err := chromedp.Run(p.ctx, chromedp.Poll("!!("+condition+")", nil, chromedp.WithPollingTimeout(10*time.Second)))
		if err == nil {
			return
		}
		if left := strings.Contains(err.Error(), "navigated") || strings.Contains(err.Error(), "context"); left && p.ctx.Err() == nil && time.Now().Before(deadline) {
			continue
		}
		var said string
		_ = chromedp.Run(p.ctx, chromedp.Evaluate(`document.getElementById("status")?.textContent + " / " + document.getElementById("trouble")?.textContent + " / focus: " + document.activeElement?.outerHTML.slice(0, 150)`, &said))
		p.Fatalf("waiting for %s: %v (the page says %s; it holds %q)", condition, err, said, p.keys())
	}
}

// js evaluates to a string.
func (p *page) js(expression string) (out string) {
	p.Helper()
	p.do(chromedp.Evaluate("String("+expression+")", &out))
	return out
}

// key presses keys. A single letter is a shortcut: the driver would write it
// as well, into the field that the shortcut opens, as no browser does.
func (p *page) key(keys string, opts ...chromedp.KeyOption) {
	p.Helper()
	if len(keys) == 1 && keys > " " {
		p.do(input.DispatchKeyEvent(input.KeyRawDown).WithKey(keys), input.DispatchKeyEvent(input.KeyUp).WithKey(keys))
		return
	}
	p.do(chromedp.KeyEvent(keys, opts...))
}

func (p *page) click(selector string) {
	p.Helper()
	// In the middle: the bar on top would take a click at the edge.
	p.until(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e?.scrollIntoView({block: "center"}); return e; })()`, selector))
	// The page may put new content in between finding the element and pressing:
	// a person would press again.
	var err error
	for range 5 {
		if err = chromedp.Run(p.ctx, chromedp.Click(selector, chromedp.ByQuery)); err == nil || !strings.Contains(err.Error(), "ode with given id") {
			break
		}
	}
	if err != nil {
		p.Fatalf("clicking %s: %v", selector, err)
	}
}

// focus puts the focus on an entry of the draft.
func (p *page) focus(key string) {
	p.Helper()
	p.until(fmt.Sprintf(`(%s)?.focus() || document.activeElement?.dataset.key === %q`, entryOf(key), key))
}

// entryOf finds an entry of the draft by its key, in JavaScript.
func entryOf(key string) string {
	return fmt.Sprintf(`[...document.querySelectorAll("#desk .entry")].find((e) => e.dataset.key === %q)`, key)
}

// css is a selector within an entry, of the draft or a candidate.
func css(key, rest string) string { return fmt.Sprintf(`.entry[data-key=%q] %s`, key, rest) }

// file reads the draft.
func (p *page) file() string {
	p.Helper()
	b, err := os.ReadFile(p.draft)
	if err != nil {
		p.Fatal(err)
	}
	return string(b)
}

// write changes the file as an editor would: atomically.
func (p *page) write(text string) {
	p.Helper()
	tmp := p.draft + ".tmp"
	if err := os.WriteFile(tmp, []byte(text), 0o644); err != nil {
		p.Fatal(err)
	}
	if err := os.Rename(tmp, p.draft); err != nil {
		p.Fatal(err)
	}
}

// keys are the keys of the file's entries, by the heading they stand under.
func (p *page) keys() map[string][]string {
	p.Helper()
	doc, err := issue.Parse([]byte(p.file()))
	if err != nil {
		p.Fatal(err)
	}
	out := map[string][]string{}
	for i, k := range doc.Keys() {
		e := &doc.Entries[i]
		name := string(e.Section)
		if e.Held {
			name = "held"
		}
		out[name] = append(out[name], k)
	}
	return out
}

// holds fails unless a part of the file has these entries in this order.
func (p *page) holds(part string, want ...string) {
	p.Helper()
	if got := p.keys()[part]; !slices.Equal(got, want) {
		p.Errorf("in the file under %s:\n got %q\nwant %q", part, got, want)
	}
}

// shown waits until a part of the page shows these entries in this order.
func (p *page) shown(part string, want ...string) {
	p.Helper()
	at := `.part[data-section="` + part + `"]`
	if part == "held" {
		at = "#held"
	}
	p.until(fmt.Sprintf(`[...document.querySelectorAll('%s .entry')].map((e) => e.dataset.key).join(" ") === %q`, at, strings.Join(want, " ")))
}

// candidate is the key of the first candidate on the page.
func (p *page) candidate() string {
	p.Helper()
	return p.js(`document.querySelector("#candidates .entry").dataset.key`)
}

// post does an act as another tab or program would.
func (p *page) post(form url.Values) *httptest.ResponseRecorder {
	p.Helper()
	r, err := http.PostForm(p.url+"/act", form)
	if err != nil {
		p.Fatal(err)
	}
	defer r.Body.Close()
	w := httptest.NewRecorder()
	w.Code = r.StatusCode
	_, _ = io.Copy(w.Body, r.Body)
	return w
}

func (p *page) screenshot() (png []byte) {
	p.Helper()
	p.do(chromedp.CaptureScreenshot(&png))
	return png
}
