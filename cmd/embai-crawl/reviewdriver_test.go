package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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

	pressed bool // the mouse's button

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
	var prepare []func(testing.TB, string)
	if name == "charts" {
		prepare = append(prepare, addMonth)
	}
	n, s := w.newsroom(t, prepare...)
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
	ctx, cancel = context.WithTimeout(ctx, patience)
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
	p.do(network.Enable(), emulation.SetFocusEmulationEnabled(true), emulation.SetDeviceMetricsOverride(width, height, 1, false), chromedp.Navigate(p.url))
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

// patience is how long a test waits for what must come. Nothing takes that long:
// it is there so that a hanging test ends and says what it waited for.
const patience = 3 * time.Minute

// until waits for a condition in JavaScript, looked at with each frame; a page
// that is left meanwhile is waited for.
func (p *page) until(condition string) {
	p.Helper()
	p.poll("!!("+condition+")", nil)
}

// poll waits for an expression that is truthy and gives its value.
func (p *page) poll(expression string, value any) {
	p.Helper()
	for {
		err := chromedp.Run(p.ctx, chromedp.Poll(expression, value, chromedp.WithPollingTimeout(patience/3)))
		if err == nil {
			return
		}
		if left := strings.Contains(err.Error(), "navigated") || strings.Contains(err.Error(), "context"); left && p.ctx.Err() == nil {
			continue
		}
		var said string
		_ = chromedp.Run(p.ctx, chromedp.Evaluate(`document.getElementById("status")?.textContent + " / " + document.getElementById("trouble")?.textContent + " / focus: " + document.activeElement?.outerHTML.slice(0, 150)`, &said))
		p.Fatalf("waiting for %s: %v (the page says %s; it holds %q)", expression, err, said, p.keys())
	}
}

// settled is true when no request is under way whose answer changes the page:
// what is found then stays where it is. The page says so itself. And it must have
// been painted: the browser throws away what is pressed before.
const settled = `!document.body.hasAttribute("data-busy") && performance.getEntriesByType("paint").length > 0`

// point waits until an element is there to be pressed, brings it into view if
// told to, and gives a point of it: part of its height from its upper edge.
func (p *page) point(selector string, part float64, scroll bool) (x, y float64) {
	p.Helper()
	var at []float64
	p.poll(fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		if (!e || !(%s)) return false;
		if (%v) e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getClientRects()[0];
		if (!r?.width) return false;
		const x = r.left + Math.min(r.width / 2, 400), y = r.top + r.height * %f;
		return !%[3]v || e.contains(document.elementFromPoint(x, y)) ? [x, y] : false;
	})()`, selector, settled, scroll, part), &at)
	return at[0], at[1]
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
		p.until(settled)
		p.do(input.DispatchKeyEvent(input.KeyRawDown).WithKey(keys), input.DispatchKeyEvent(input.KeyUp).WithKey(keys))
		return
	}
	p.do(chromedp.KeyEvent(keys, opts...))
}

// click presses the mouse on an element, as a hand does: nothing of the page is
// asked but where the element is.
func (p *page) click(selector string) {
	p.Helper()
	x, y := p.point(selector, .5, true)
	p.mouse(input.MouseMoved, x, y)
	p.mouse(input.MousePressed, x, y)
	p.mouse(input.MouseReleased, x, y)
}

// fill writes into a field in place of what is there.
func (p *page) fill(selector, words string) {
	p.Helper()
	p.click(selector)
	p.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(input.ModifierCtrl)))
	p.key(words)
}

// choose takes an option of a list; the list itself is drawn by the system,
// where no event of the page's protocol reaches it.
func (p *page) choose(selector, value string) {
	p.Helper()
	p.point(selector, .5, true)
	p.do(chromedp.Evaluate(fmt.Sprintf(`(() => {
		const list = document.querySelector(%q);
		list.value = %q;
		list.dispatchEvent(new Event("change", {bubbles: true}));
	})()`, selector, value), nil))
}

// mouse sends one event of the mouse, with its left button.
func (p *page) mouse(kind input.MouseType, x, y float64) {
	p.Helper()
	event := input.DispatchMouseEvent(kind, x, y).WithButton(input.Left).WithClickCount(1)
	switch kind {
	case input.MousePressed:
		p.pressed = true
	case input.MouseReleased:
		p.pressed = false
	default:
		event = event.WithClickCount(0)
	}
	if p.pressed {
		event = event.WithButtons(1)
	} else if kind == input.MouseMoved {
		event = event.WithButton(input.None)
	}
	p.do(event)
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
