package review

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser opens the page of d in a real browser, or skips the test where the
// machine has none.
func browser(t *testing.T, d Desk, width int64) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no browser on this machine: install Debian's chromium to run the tests of the page")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &httptest.Server{Listener: l, Config: &http.Server{Handler: newTestServer(t, d, Options{Addr: netip.MustParseAddrPort(l.Addr().String())})}}
	srv.Start()
	t.Cleanup(srv.Close)
	// Not t.TempDir: the browser's helpers may write into it a little longer.
	profile, err := os.MkdirTemp("", "embai-browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	alloc, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("disable-quic", true),
		chromedp.UserDataDir(profile), chromedp.WindowSize(int(width), 900),
	)...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	// Cancel waits for the browser's end: its profile can be removed then.
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) })
	timed, cancel := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	do(t, timed, emulation.SetDeviceMetricsOverride(width, 900, 1, false), chromedp.Navigate(srv.URL), chromedp.WaitVisible(".entry"))
	return timed
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// until waits for a JavaScript condition: polled by the browser itself.
func until(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	if err := chromedp.Run(ctx, chromedp.Poll(condition, nil, chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		var status string
		_ = chromedp.Run(ctx, chromedp.Text("#status", &status, chromedp.ByID))
		t.Fatalf("waiting for %s: %v (the page says %q)", condition, err, status)
	}
}

func focus(t *testing.T, ctx context.Context, key string) {
	t.Helper()
	do(t, ctx, chromedp.Focus(`.entry[data-key="`+key+`"]`))
}

const has = `document.querySelector('#desk .entry[data-key="%"]')`

func on(key string) string { return strings.ReplaceAll(has, "%", key) }

func TestKeyboard(t *testing.T) {
	d := newFakeDesk(5)
	ctx := browser(t, d, 1280)
	do(t, ctx, chromedp.KeyEvent("j"))
	until(t, ctx, `document.activeElement.dataset.key === "k1"`)
	do(t, ctx, chromedp.KeyEvent("j"))
	until(t, ctx, `document.activeElement.dataset.key === "k2"`)
	do(t, ctx, chromedp.KeyEvent("x"))
	until(t, ctx, `!`+on("k2"))
	do(t, ctx, chromedp.KeyEvent("u"))
	until(t, ctx, on("k2"))
	focus(t, ctx, "k2")
	do(t, ctx, chromedp.KeyEvent("4"))
	until(t, ctx, on("k2")+`?.dataset.section === "blog"`)
	focus(t, ctx, "k2")
	do(t, ctx, chromedp.KeyEvent("K"))
	until(t, ctx, on("k2")+`?.nextElementSibling?.dataset.key === "k4"`)
	focus(t, ctx, "k3")
	do(t, ctx, chromedp.KeyEvent("h"))
	until(t, ctx, `document.querySelector('.held .entry[data-key="k3"]')`)
	do(t, ctx, chromedp.KeyEvent("c"))
	until(t, ctx, `document.activeElement.closest("aside")`)
	do(t, ctx, chromedp.KeyEvent("1"))
	until(t, ctx, on("c0")+`?.dataset.section === "news"`)
	focus(t, ctx, "k4")
	do(t, ctx, chromedp.KeyEvent("m"))
	focus(t, ctx, "k2")
	do(t, ctx, chromedp.KeyEvent("m"))
	until(t, ctx, `!`+on("k2"))
	do(t, ctx, chromedp.KeyEvent("/"))
	until(t, ctx, `document.activeElement.id === "q"`)
	// The driver sends the character though the key was taken; a browser does not.
	do(t, ctx, chromedp.Evaluate(`document.activeElement.value = ""`, nil), chromedp.KeyEvent("候选 3"))
	until(t, ctx, `document.querySelectorAll("#candidates .entry").length === 1`)
	do(t, ctx, chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("?"))
	until(t, ctx, `document.getElementById("help").open`)
	want := []What{Drop, Undo, Move, Move, Hold, Take, Merge}
	if got := d.did(); !slices.Equal(got, want) {
		t.Errorf("acts: %v, want %v", got, want)
	}
}

func TestEditInPlace(t *testing.T) {
	d := newFakeDesk(1)
	ctx := browser(t, d, 1280)
	focus(t, ctx, "k1")
	do(t, ctx, chromedp.KeyEvent("e"))
	until(t, ctx, `document.activeElement.name === "title"`)
	do(t, ctx, chromedp.KeyEvent(kb.End+"！"))
	until(t, ctx, `document.querySelector("form.edit .preview").textContent.includes("！")`)
	do(t, ctx, chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(2)))
	until(t, ctx, `!document.querySelector("form.edit") && `+on("k1")+`?.textContent.includes("量化！")`)
}

// TestFileChangesWhileTyping: cron or an editor changes the file while words
// are being typed: the page shows the change, and keeps words and cursor.
func TestFileChangesWhileTyping(t *testing.T) {
	d := newFakeDesk(1)
	ctx := browser(t, d, 1280)
	focus(t, ctx, "k1")
	do(t, ctx, chromedp.KeyEvent("e"))
	until(t, ctx, `document.activeElement.name === "title"`)
	do(t, ctx, chromedp.KeyEvent(kb.End+" 我的话"))
	d.change(func() { d.entries[1].Title = "cron 改过的标题" })
	until(t, ctx, on("k2")+`?.textContent.includes("cron 改过的标题")`)
	until(t, ctx, `document.activeElement.name === "title" && document.activeElement.value.endsWith("我的话")`)
	do(t, ctx, chromedp.KeyEvent("，还在写"))
	until(t, ctx, `document.activeElement.value.endsWith("我的话，还在写")`)

	// The very entry changes: saving says so and keeps the words; once more
	// overwrites.
	d.change(func() { d.entries[0].Base = "b9" })
	until(t, ctx, on("k1")+`?.dataset.base === "b9"`)
	do(t, ctx, chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(2)))
	until(t, ctx, `document.querySelector(".form-trouble").textContent.includes("别处改过")`)
	do(t, ctx, chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(2)))
	until(t, ctx, `!document.querySelector("form.edit") && `+on("k1")+`?.textContent.includes("还在写")`)

	// The entry goes while it is edited: the words stay on the page.
	focus(t, ctx, "k2")
	do(t, ctx, chromedp.KeyEvent("e"))
	until(t, ctx, `document.activeElement.name === "title"`)
	do(t, ctx, chromedp.KeyEvent(kb.End+"不丢"))
	d.change(func() { d.entries = d.entries[:1] })
	until(t, ctx, `document.querySelector(".orphan input")?.value.endsWith("不丢")`)
}

func TestTwoTabsAgree(t *testing.T) {
	d := newFakeDesk(1)
	one := browser(t, d, 1280)
	two := browser(t, d, 1280)
	focus(t, one, "k1")
	do(t, one, chromedp.KeyEvent("x"))
	until(t, two, `!`+on("k1"))
}

func TestLostConnectionKeepsWords(t *testing.T) {
	d := newFakeDesk(1)
	ctx := browser(t, d, 1280)
	focus(t, ctx, "k1")
	do(t, ctx, chromedp.KeyEvent("e"))
	until(t, ctx, `document.activeElement.name === "title"`)
	do(t, ctx, chromedp.KeyEvent(kb.End+"还没保存"),
		chromedp.Evaluate(`window.fetch = () => Promise.reject(new Error("offline"))`, nil),
		chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(2)))
	until(t, ctx, `document.getElementById("status").textContent.includes("连接断开")`)
	until(t, ctx, `document.querySelector("form.edit input").value.endsWith("还没保存")`)
}

func TestMouse(t *testing.T) {
	d := newFakeDesk(3)
	ctx := browser(t, d, 1280)
	press := func(key, selector string) chromedp.Action {
		return chromedp.Click(`.entry[data-key="`+key+`"] `+selector, chromedp.ByQuery)
	}
	do(t, ctx, press("k1", `[data-act="drop"]`))
	until(t, ctx, `!`+on("k1"))
	do(t, ctx, chromedp.Click(`[data-act="undo"]`))
	until(t, ctx, on("k1"))
	do(t, ctx, press("k2", `[data-act="hold"]`))
	until(t, ctx, `document.querySelector('.held .entry[data-key="k2"]')`)
	do(t, ctx, press("c0", `[data-act="take"]`))
	until(t, ctx, on("c0"))
	do(t, ctx, chromedp.SendKeys("#add-url", "https://example.org/new"+kb.Enter))
	until(t, ctx, on("https://example.org/new"))
	// Dragging is told to the page as the browser would tell it.
	do(t, ctx, chromedp.Evaluate(`(() => {
		const from = `+on("k3")+`, to = `+on("k1")+`, data = new DataTransfer();
		from.dispatchEvent(new DragEvent("dragstart", {bubbles: true, dataTransfer: data}));
		to.dispatchEvent(new DragEvent("dragover", {bubbles: true, cancelable: true, dataTransfer: data}));
		to.dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: data}));
	})()`, nil))
	until(t, ctx, on("k3")+`?.nextElementSibling?.dataset.key === "k1"`)
	do(t, ctx, chromedp.Click("[data-wechat]"))
	until(t, ctx, `document.getElementById("wechat-text").value.includes("本期")`)
	if got, want := d.did(), []What{Drop, Undo, Hold, Take, Add, Move}; !slices.Equal(got, want) {
		t.Errorf("acts: %v, want %v", got, want)
	}
}

func TestNarrowScreen(t *testing.T) {
	ctx := browser(t, newFakeDesk(1000), 360)
	var over int
	do(t, ctx, chromedp.Evaluate(`document.documentElement.scrollWidth - 360`, &over))
	if over > 0 {
		t.Errorf("the page is %d pixels too wide", over)
	}
}

// TestScreenshot writes pictures of the page for the README when a folder is
// named: EMBAI_SCREENSHOTS=docs/pictures go test -run Screenshot ./review
func TestScreenshot(t *testing.T) {
	dir := os.Getenv("EMBAI_SCREENSHOTS")
	if dir == "" {
		t.Skip("EMBAI_SCREENSHOTS names no folder")
	}
	for _, width := range []int64{1280, 390} {
		ctx := browser(t, newFakeDesk(40), width)
		var png []byte
		do(t, ctx, chromedp.CaptureScreenshot(&png))
		name := filepath.Join(dir, map[int64]string{1280: "review.png", 390: "review-narrow.png"}[width])
		if err := os.WriteFile(name, png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
