package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"embai-crawl/demo"
	"embai-crawl/review"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func reviewOptions() review.Options { return review.Options{} }

// typeInto opens an entry and writes behind its title.
func (p *page) typeInto(key, words string) {
	p.Helper()
	p.focus(key)
	p.key("e")
	p.until(`document.activeElement.name === "title"`)
	p.key(kb.End + words)
}

func testTypingWhileFileChanges(_ *testing.T, p *page) {
	news := p.keys()["news"]
	p.typeInto(news[1], " 我的话")
	// The field itself stays: an input method would give up if it moved.
	p.do(chromedp.Evaluate(`window.field = document.activeElement; window.moved = 0;
		new MutationObserver((all) => { for (const m of all) for (const n of m.removedNodes) if (n.contains?.(window.field)) window.moved++; })
			.observe(document.body, {childList: true, subtree: true})`, nil))
	p.write(strings.Replace(p.file(), "[「端尺」秋季榜公布", "[编辑改过的标题", 1))
	p.until(`(` + entryOf(news[2]) + `)?.textContent.includes("编辑改过的标题")`)
	p.key("，还在写")
	p.until(`document.activeElement === window.field && window.field.value.endsWith(" 我的话，还在写")`)
	if n := p.js(`window.moved`); n != "0" {
		p.Errorf("the field in use was moved %s times", n)
	}

	// The very entry changes: saving says so, keeps the words, and once more
	// overwrites.
	p.write(strings.Replace(p.file(), "单核 320 MHz", "双核 320 MHz", 1))
	p.until(`(` + entryOf(news[1]) + `)?.querySelector(".printed").textContent.includes("双核")`)
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`document.querySelector(".form-trouble").textContent.includes("别处改过") || document.querySelector("form.edit .form-trouble").textContent.includes("别处改过")`)
	if strings.Contains(p.file(), "还在写") {
		p.Error("saved over a change without asking")
	}
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`!document.querySelector("form.edit")`)
	if f := p.file(); !strings.Contains(f, "我的话，还在写 | 芯片手记局]") || !strings.Contains(f, "编辑改过的标题") {
		p.Error("the file has not both hands' words")
	}

	// The entry moves, then goes, while it is edited: the words stay.
	p.typeInto(news[2], "不丢")
	if w := p.post(url.Values{"act": {"move"}, "key": {news[2]}, "section": {"blog"}}); w.Code != 200 {
		p.Fatal(w.Body)
	}
	p.until(`(` + entryOf(news[2]) + `)?.closest("[data-section=blog]") && document.activeElement.value.endsWith("不丢")`)
	if w := p.post(url.Values{"act": {"drop"}, "key": {news[2]}}); w.Code != 200 {
		p.Fatal(w.Body)
	}
	p.until(`document.querySelector(".orphan input")?.value.endsWith("不丢") && document.querySelector(".orphan .form-trouble").textContent.includes("保留")`)
	// It comes back, and so do the words.
	p.post(url.Values{"act": {"undo"}})
	p.until(`!document.querySelector(".orphan") && (` + entryOf(news[2]) + `)?.querySelector("form.edit input").value.endsWith("不丢")`)

	// 导读 while it changes.
	p.click("#guide-text")
	p.key("我写的导读")
	p.write(strings.Replace(p.file(), "> 导读：", "> 导读：别人的", 1))
	p.write(strings.Replace(p.file(), "单核 320", "四核 320", 1))
	p.until(`document.querySelector("#desk").textContent.includes("四核 320") && document.activeElement.value.includes("我写的导读")`)
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`document.querySelector("#guide-form .form-trouble").textContent.includes("别处改过")`)
}

func testDraftRemovedAndBroken(_ *testing.T, p *page) {
	news := p.keys()["news"]
	good := p.file()
	p.typeInto(news[0], " 写到一半")
	broken := strings.Replace(good, "## 论文", "<<<<<<< HEAD\n## 论文\n=======\n## 纸\n>>>>>>> other", 1)
	p.write(broken)
	p.until(`document.querySelector("#problem")?.textContent.includes(" 行：留有版本控制的冲突标记")`)
	p.until(`document.querySelector(".orphan input")?.value.endsWith(" 写到一半")`)
	if w := p.post(url.Values{"act": {"drop"}, "key": {news[1]}}); w.Code == 200 {
		p.Error("an act was done on a broken draft")
	}
	if p.file() != broken {
		p.Error("the broken draft was written to")
	}
	p.write(good)
	p.until(`!document.querySelector("#problem") && (` + entryOf(news[0]) + `)?.querySelector("form.edit input").value.endsWith(" 写到一半")`)

	if err := os.Remove(p.draft); err != nil {
		p.Fatal(err)
	}
	p.until(`document.querySelector("#problem [data-act=restore]") && document.querySelector(".orphan input")?.value.endsWith(" 写到一半")`)
	p.click(`[data-act=restore]`)
	p.until(`!document.querySelector("#problem") && (` + entryOf(news[0]) + `)?.querySelector("form.edit input").value.endsWith(" 写到一半")`)
	if p.file() != good {
		p.Error("the draft was not restored byte for byte")
	}
	p.click(css(news[0], "form.edit button:not([type])"))
	p.until(`!document.querySelector("form.edit")`)
	if !strings.Contains(p.file(), " 写到一半 | ") {
		p.Error("the words are not in the file")
	}
}

func testConnectionLost(_ *testing.T, p *page) {
	news := p.keys()["news"]
	p.typeInto(news[0], "还没保存")
	p.stop()
	p.until(`document.getElementById("trouble").textContent.includes("连接断开")`)
	p.key("，接着写")
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`document.querySelector("form.edit .form-trouble").textContent.includes("连接断开")`)
	p.until(`document.querySelector("form.edit input").value.endsWith("还没保存，接着写")`)
	p.start()
	p.until(`document.getElementById("trouble").textContent === ""`)
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`!document.querySelector("form.edit")`)
	if !strings.Contains(p.file(), "还没保存，接着写 | ") {
		p.Error("the words are not in the file")
	}
}

// testSessionExpired lets the session end while words are typed: logging in
// elsewhere in the browser is enough to save them.
func testSessionExpired(t *testing.T, w *world, allocator context.Context) {
	n, s := w.newsroom(t)
	clock := make(chan time.Time, 1)
	clock <- demo.Now()
	now := func() time.Time { t := <-clock; clock <- t; return t }
	p := site(t, n, s, review.Options{Token: "correct horse", Now: now})
	p.tab(allocator, 1280, 900)
	p.until(`document.querySelector("input[type=password]")`)
	p.fill(`input[name=token]`, "wrong"+kb.Enter)
	p.until(`document.querySelector("[role=alert]")`)
	p.fill(`input[name=token]`, "correct horse"+kb.Enter)
	p.until(`document.body.dataset.ready`)
	news := p.keys()["news"]
	p.typeInto(news[0], " 会话里写的")
	<-clock
	clock <- demo.Now().Add(13 * time.Hour)
	p.until(`document.getElementById("trouble").textContent.includes("登录已过期") && document.querySelector("#trouble a[target=_blank]")`)
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`document.querySelector("form.edit .form-trouble").textContent.includes("登录已过期")`)
	p.until(`document.querySelector("form.edit input").value.endsWith(" 会话里写的")`)
	if strings.Contains(p.file(), "会话里写的") {
		t.Error("an act without a session was done")
	}
	// The other tab shares the browser's cookies.
	p.do(chromedp.Evaluate(`fetch("/login", {method: "POST", body: new URLSearchParams({token: "correct horse"})}).then(() => 1)`, nil))
	p.until(`document.getElementById("trouble").textContent === ""`)
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`!document.querySelector("form.edit")`)
	if !strings.Contains(p.file(), " 会话里写的 | ") {
		t.Error("the words are not in the file")
	}
	if c := p.js(`document.cookie`); c != "" {
		t.Errorf("scripts can read %q", c)
	}
}

func testTwoTabs(_ *testing.T, p *page) {
	k := p.keys()
	two := &page{T: p.T, world: p.world, n: p.n, s: p.s, url: p.url, draft: p.draft, profile: p.profile}
	two.tab(p.allocator, 1280, 900)
	two.until(`document.body.dataset.ready`)
	c := p.candidate()
	p.click(css(k["news"][0], "[data-act=drop]"))
	p.shown("news", k["news"][1:]...)
	two.shown("news", k["news"][1:]...)
	p.click(css(c, "[data-act=take]"))
	two.until(fmt.Sprintf(`[...document.querySelectorAll("#desk .entry")].some((e) => e.dataset.key === %q)`, c))
	// The second tab undoes what the first did.
	two.key("u")
	two.until(fmt.Sprintf(`![...document.querySelectorAll("#desk .entry")].some((e) => e.dataset.key === %q)`, c))
	two.key("u")
	two.shown("news", k["news"]...)
	p.holds("news", k["news"]...)
}

// TestReviewWhileStoreIsHeld: review ends with exit code 4 and says who holds
// the store.
func TestReviewWhileStoreIsHeld(t *testing.T) {
	n, _ := newWorld(t).newsroom(t)
	a := testApp()
	var said bytes.Buffer
	a.stderr = &said
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	code := a.main(ctx, []string{"--config", n.app.configFlag, "review", "--listen", "127.0.0.1:0"})
	if code != exitLocked || !strings.Contains(said.String(), "held by") || !strings.Contains(said.String(), "hint: wait for that run") {
		t.Errorf("exit %d, said %q", code, said.String())
	}
}

// TestReviewTokenFromEnvironment: another address needs the token.
func TestReviewTokenFromEnvironment(t *testing.T) {
	w := newWorld(t)
	n, _ := w.newsroom(t)
	if err := n.store.Close(); err != nil {
		t.Fatal(err)
	}
	a := testApp()
	var said bytes.Buffer
	a.stderr = &said
	if code := a.main(t.Context(), []string{"--config", n.app.configFlag, "review", "--listen", "0.0.0.0:0"}); code != exitUsage || !strings.Contains(said.String(), tokenVariable) {
		t.Errorf("exit %d, said %q", code, said.String())
	}
}

// TestReviewSession holds the cookie's flags and that nothing is answered
// without it.
func TestReviewSession(t *testing.T) {
	n, s := newWorld(t).newsroom(t)
	p := site(t, n, s, review.Options{Token: "correct horse"})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, path := range []string{"/", "/desk", "/rev", "/candidates", "/past?date=2026-11-16", "/wechat"} {
		r, err := client.Get(p.url + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s without a session: %d", path, r.StatusCode)
		}
	}
	r, err := client.PostForm(p.url+"/login", url.Values{"token": {"correct horse"}})
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	set := r.Header.Get("Set-Cookie")
	for _, flag := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(set, flag) {
			t.Errorf("the cookie has no %s: %s", flag, set)
		}
	}
	if r, err = client.Get(p.url + "/rev"); err != nil || r.StatusCode != 200 {
		t.Errorf("with the session: %v %v", r, err)
	}
	r.Body.Close()
}
