package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/store"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

func testMouse(_ *testing.T, p *page) {
	k := p.keys()
	news, blog := k["news"], k["blog"]

	p.click(css(news[0], `[data-act=drop]`))
	p.shown("news", news[1:]...)
	p.holds("news", news[1:]...)
	p.until(`document.getElementById("status").textContent.includes("已删除")`)
	p.state(news[0], store.StateDropped)
	p.click(`[data-act=undo]`)
	p.shown("news", news...)
	p.holds("news", news...)
	p.state(news[0], store.StateDrafted)

	p.click(css(news[1], `[data-act=hold]`))
	p.shown("held", news[1])
	p.holds("held", news[1])
	p.click(css(news[1], `[data-act=take]`))
	p.shown("held")
	p.shown("news", news[0], news[2], news[3], news[1])
	p.holds("news", news[0], news[2], news[3], news[1])

	p.click(css(news[1], `[data-step="-1"]`))
	p.shown("news", news[0], news[2], news[1], news[3])
	p.holds("news", news[0], news[2], news[1], news[3])
	p.choose(css(news[0], `[data-to]`), "blog")
	p.shown("blog", append(slices.Clone(blog), news[0])...)
	p.holds("blog", append(slices.Clone(blog), news[0])...)

	// A candidate behind a section, found by the section's own button.
	p.click(`[data-behind=paper]`)
	p.until(`document.getElementById("qs").value === "paper" && [...document.querySelectorAll("#candidates .entry")].every((e) => e.dataset.section === "paper")`)
	c := p.candidate()
	p.click(css(c, `[data-act=take]`))
	p.shown("paper", append(slices.Clone(k["paper"]), c)...)
	p.holds("paper", append(slices.Clone(k["paper"]), c)...)
	p.until(fmt.Sprintf(`![...document.querySelectorAll("#candidates .entry")].some((e) => e.dataset.key === %q)`, c))
	p.state(c, store.StateDrafted)
	p.click(`[data-act=undo]`) // not taken, as if it had never been: no tombstone
	p.shown("paper", k["paper"]...)
	p.state(c, store.StateNew)

	// A link is fetched at once.
	p.fill("#add-url", "【新文章】 https://blog.qianru.example/2026/dma-double-buffer.html 复制打开"+kb.Enter)
	p.until(`[...document.querySelectorAll("#desk .entry")].some((e) => e.textContent.includes("双缓冲与 DMA"))`)
	if !strings.Contains(p.file(), "](https://blog.qianru.example/2026/dma-double-buffer.html)") {
		p.Errorf("the added link is not in the file:\n%s", p.file())
	}
	p.until(`document.getElementById("add-url").value === ""`)

	// Lint with jumps.
	p.click(`#lint li a[data-jump]`)
	p.until(`document.activeElement.matches("#desk .entry") && document.activeElement.querySelector(".note")`)

	// Past issues, loaded when they are opened.
	p.click(`.past summary`)
	p.until(`document.querySelector(".past .entries-past li a")`)

	// Copy for WeChat.
	p.do(browser.GrantPermissions([]browser.PermissionType{browser.PermissionTypeClipboardReadWrite, browser.PermissionTypeClipboardSanitizedWrite}))
	p.click(`[data-wechat]`)
	p.until(`document.getElementById("wechat-text").value.includes("<section style=")`)
	if strings.Contains(p.js(`document.getElementById("wechat-text").value`), "embai") {
		p.Error("the copy for WeChat holds markers")
	}
	p.click(`#wechat-copy`)
	p.until(`!document.getElementById("wechat").open`)
}

// state fails unless the store has an item in this state.
func (p *page) state(key string, want store.State) {
	p.Helper()
	r, ok, err := p.n.store.Get(item.ID(key))
	if err != nil || !ok || r.State != want {
		p.Errorf("%s is %q in the store (%v, %v), want %q", key, r.State, ok, err, want)
	}
}

// testMouseWords does by mouse what has to do with words: an entry's, a link's,
// 导读's.
func testMouseWords(_ *testing.T, p *page) {
	key := p.keys()["news"][1]
	p.click(css(key, "[data-edit]"))
	p.click(css(key, "form.edit input[name=title]"))
	p.key(kb.End + "，鼠标改的")
	p.fill(css(key, "form.edit textarea"), "**换掉**的摘要")
	p.until(`document.querySelector("form.edit .preview strong")?.textContent === "换掉"`)
	p.click(css(key, "form.edit button:not([type])"))
	p.until(`!document.querySelector("form.edit") && (` + entryOf(key) + `)?.querySelector("strong")`)
	if want := "，鼠标改的 | 芯片手记局](https://mp.weixin.qq.com/s/rV5sQ9zHn2KaXw7BtMfYdQ) <!-- embai " + key + " -->  \n摘要：**换掉**的摘要  \n"; !strings.Contains(p.file(), want) {
		p.Errorf("the file has not %q:\n%s", want, p.file())
	}

	p.click("#add-url")
	p.key("https://blog.qianru.example/2026/dma-double-buffer.html")
	p.click(".add button")
	p.until(`[...document.querySelectorAll("#desk .entry")].some((e) => e.textContent.includes("双缓冲与 DMA"))`)
	if !strings.Contains(p.file(), "](https://blog.qianru.example/2026/dma-double-buffer.html)") {
		p.Error("the added link is not in the file")
	}
	// Undo is offered where the eye is, beside what was done.
	p.click(`#status [data-act=undo]`)
	p.until(`document.getElementById("status").textContent.includes("已撤销")`)
	if strings.Contains(p.file(), "](https://blog.qianru.example/2026/dma-double-buffer.html)") {
		p.Error("the added link is in the file after undo")
	}

	p.fill("#guide-text", "鼠标写的导读。")
	p.click("#guide-form button:not([type])")
	p.until(`document.getElementById("status").textContent.includes("导读已更新")`)
	if !strings.Contains(p.file(), "\n> 导读：鼠标写的导读。\n") {
		p.Error("导读 is not in the file")
	}
	p.click("[data-act=guide]")
	p.until(`document.getElementById("guide-text").value.startsWith("本期 16 条")`)
	if !strings.Contains(p.file(), "\n> 导读：本期 16 条。") {
		p.Error("导读 was not made anew")
	}
}

func testEdit(_ *testing.T, p *page) {
	key := p.keys()["news"][1]
	before := p.file()
	p.focus(key)
	p.key("e")
	p.until(`document.activeElement.name === "title"`)
	p.fill("form.edit textarea", "第一段，**加粗**。\n第二段 [链接](https://example.org/a)")
	p.click("form.edit input")
	p.key(kb.End + "！[新]")
	// The preview is the published look: account, bold, link, line break.
	p.until(`(() => { const v = document.querySelector("form.edit .preview"); return v.querySelector("strong")?.textContent === "加粗" &&
		v.querySelector("a").textContent.endsWith("！[新] | 芯片手记局") && v.querySelector("a[href='https://example.org/a']") && v.querySelector("br"); })()`)
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`!document.querySelector("form.edit") && (` + entryOf(key) + `)?.querySelector("strong")`)
	p.until(fmt.Sprintf(`document.activeElement.dataset.key === %q`, key))
	file := p.file()
	want := "进入 10 元档！\\[新\\] | 芯片手记局](https://mp.weixin.qq.com/s/rV5sQ9zHn2KaXw7BtMfYdQ) <!-- embai " + key + " -->  \n摘要：第一段，**加粗**。  \n第二段 [链接](https://example.org/a)  \n"
	if !strings.Contains(file, want) {
		p.Errorf("the file has not\n%s\nbut\n%s", want, file)
	}
	// Nothing else changed but the headline in 导读.
	if a, b := strings.Count(before, "\n"), strings.Count(file, "\n"); b != a+1 {
		p.Errorf("%d lines became %d", a, b)
	}
	p.key("u")
	p.until(`(` + entryOf(key) + `)?.textContent.includes("10 元档 |")`)
	if p.file() != before {
		p.Error("undo did not give the file back byte for byte")
	}

	// Saving without a change changes nothing.
	p.focus(key)
	p.key("e")
	p.until(`document.activeElement.name === "title"`)
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`!document.querySelector("form.edit")`)
	if p.file() != before {
		p.Errorf("saving what was not changed changed the file:\n%s", cmp.Diff(before, p.file()))
	}

	// Words outlive a reload and another language.
	p.focus(key)
	p.key("e")
	p.until(`document.activeElement.name === "title"`)
	p.key(kb.End + " 没存")
	p.do(chromedp.Reload())
	p.until(`document.querySelector("form.edit input")?.value.endsWith(" 没存")`)
	p.click(`form[action="/lang"] button`)
	p.until(`document.documentElement.lang === "en" && document.querySelector("form.edit input")?.value.endsWith(" 没存")`)
	p.click(`form.edit [data-cancel]`)
	p.until(`!document.querySelector("form.edit")`)

	p.fill("#guide-text", "导读写到一半")
	p.do(chromedp.Reload())
	p.until(`document.body.dataset.ready && document.getElementById("guide-text").value === "导读写到一半"`)

	// A summary that would break the draft is refused, and kept on the page.
	p.focus(key)
	p.key("e")
	p.until(`document.activeElement.name === "title"`)
	p.fill("form.edit textarea", "a\n\n## 论文\n\n- [x](https://example.org/)")
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`document.querySelector("form.edit .form-trouble")?.textContent || !document.querySelector("form.edit")`)
	if k := p.keys(); len(k["news"]) != 4 || len(k["paper"]) != 4 {
		p.Errorf("a summary changed the structure: %v", k)
	}

	// 导读, written and made anew.
	p.fill("#guide-text", "本期由我来写。")
	p.click(`#guide-form button:not([type])`)
	p.until(`document.getElementById("status").textContent.includes("guide")`)
	if !strings.Contains(p.file(), "\n> 导读：本期由我来写。\n") {
		p.Error("导读 is not in the file")
	}
	p.click(`[data-act=guide]`)
	p.until(`document.getElementById("guide-text").value.startsWith("本期 16 条")`)
	if !strings.Contains(p.file(), "\n> 导读：本期 16 条。") {
		p.Error("导读 was not made anew")
	}
}

func testMergeAndPart(_ *testing.T, p *page) {
	k := p.keys()
	news := k["news"]
	p.focus(news[2])
	p.key("m")
	p.until(fmt.Sprintf(`(%s).classList.contains("marked")`, entryOf(news[2])))
	p.key(kb.Escape)
	p.until(`!document.querySelector(".marked")`)
	p.key("m")
	p.focus(news[1])
	p.key("m")
	p.shown("news", news[0], news[2], news[3])
	p.holds("news", news[0], news[2], news[3])
	merged := fmt.Sprintf("<!-- embai %s wechat:s/Ed1tU6mLcJ8oR3yGqZ0NvA %s", news[2], news[1])
	if f := p.file(); !strings.Contains(f, news[1]) || !strings.Contains(f, "报道：芯片手记局 https://mp.weixin.qq.com/s/rV5sQ9zHn2KaXw7BtMfYdQ") {
		p.Errorf("the merged entry is not in the file (%s):\n%s", merged, f)
	}
	// What was merged is seen, and taken apart again.
	p.click(css(news[2], ".merged summary"))
	p.until(fmt.Sprintf(`(%s).querySelectorAll(".merged li").length === 2`, entryOf(news[2])))
	p.click(css(news[2], fmt.Sprintf(`[data-act=part][data-with=%q]`, news[1])))
	p.shown("news", news[0], news[2], news[1], news[3])
	p.holds("news", news[0], news[2], news[1], news[3])
	if strings.Contains(p.file(), "报道：芯片手记局") {
		p.Error("the line of the merged entry stayed")
	}
	pairs, err := p.n.store.Parted()
	if err != nil || !slices.ContainsFunc(pairs, func(x [2]item.ID) bool { return slices.Contains(x[:], item.ID(news[1])) }) {
		p.Errorf("the store does not know what was parted: %v %v", pairs, err)
	}
	// By mouse, and what the crawler merged: parted for good, also for cron.
	p.click(css(news[3], "[data-mark]"))
	p.click(css(news[2], "[data-mark]"))
	p.shown("news", news[0], news[1], news[3])
	p.click(css(news[0], ".merged summary"))
	p.until(fmt.Sprintf(`(%s).querySelector(".merged").open`, entryOf(news[0])))
	with := p.js(fmt.Sprintf(`(%s).querySelector("[data-act=part]").dataset.with`, entryOf(news[0])))
	p.click(css(news[0], "[data-act=part]"))
	p.shown("news", news[0], with, news[1], news[3])
	p.holds("news", news[0], with, news[1], news[3])
	before := p.file()
	if _, err := p.n.updateDraft(p.Context(), ""); err != nil {
		p.Fatal(err)
	}
	if p.file() != before {
		p.Errorf("cron changed what the page left:\n%s\nbecame\n%s", before, p.file())
	}
}

func testPublish(_ *testing.T, p *page) {
	k := p.keys()
	p.click(css(k["news"][0], `[data-act=drop]`))
	p.shown("news", k["news"][1:]...)
	p.click(`[data-publish]`)
	p.until(`document.getElementById("publish").open`)
	p.click(`#publish-go`)
	// Lint warns: the page asks, with jumps.
	p.until(`document.querySelector("#faults li a[data-jump]") && !document.getElementById("publish-force").hidden`)
	p.click(`#faults li a[data-jump]`)
	p.until(`!document.getElementById("publish").open && document.activeElement.matches("#desk .entry")`)
	p.click(`[data-publish]`)
	p.click(`#publish-go`)
	p.until(`!document.getElementById("publish-force").hidden`)
	p.click(`#publish-force`)
	p.until(`!document.getElementById("publish").open && document.querySelector("#problem [data-act=draft]")`)
	b, err := os.ReadFile(filepath.Join(p.n.cfg.Archive, "2026-11-30.md"))
	if err != nil {
		p.Fatal(err)
	}
	if is, err := issue.ReadIssue("2026-11-30.md", b); err != nil || len(is.Entries) != 15 || strings.Contains(string(b), "embai ") {
		p.Errorf("the issue: %d entries, %v", len(is.Entries), err)
	}
	p.state(k["news"][1], store.StatePublished)
	p.state(k["news"][0], store.StateDropped)
	p.until(`document.querySelector("#past-2026-11-30")`)
	// The next draft, at once.
	p.click(`[data-act=draft]`)
	p.until(`document.querySelector("#desk .head h2")?.textContent.includes("2026-12-14")`)
}

// TestReviewActsWithoutBrowser does what a script at the page's address could:
// acts on what is not there, twice, and at once.
func TestReviewActsWithoutBrowser(t *testing.T) {
	n, s := newWorld(t).newsroom(t)
	p := site(t, n, s, reviewOptions())
	k := p.keys()
	before := p.file()
	for name, form := range map[string]url.Values{
		"drop what is not there":    {"act": {"drop"}, "key": {"arxiv:0000.00000"}},
		"take what is in the draft": {"act": {"take"}, "key": {k["news"][0]}, "section": {"blog"}},
		"take what is not there":    {"act": {"take"}, "key": {"x"}, "section": {"blog"}},
		"move to no section":        {"act": {"move"}, "key": {k["news"][0]}, "section": {""}},
		"edit of an old text":       {"act": {"edit"}, "key": {k["news"][0]}, "title": {"x"}, "base": {"old"}},
		"an empty title":            {"act": {"edit"}, "key": {k["news"][0]}, "title": {" "}, "force": {"1"}},
		"part of what is alone":     {"act": {"part"}, "key": {k["paper"][1]}, "with": {"arxiv:0000.00000"}},
		"merge into nothing":        {"act": {"merge"}, "key": {k["news"][0]}, "with": {"x"}},
		"undo of nothing":           {"act": {"undo"}},
		"a link that is none":       {"act": {"add"}, "url": {"javascript:alert(1)"}},
		"restore what is there":     {"act": {"restore"}},
	} {
		if w := p.post(form); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d", name, w.Code)
		}
		if after := p.file(); after != before {
			t.Fatalf("%s: the file changed", name)
		}
	}
	done := make(chan int)
	for i := range 4 {
		go func() { done <- p.post(url.Values{"act": {"drop"}, "key": {k["blog"][i]}}).Code }()
	}
	for range 4 {
		if code := <-done; code != 200 {
			t.Errorf("one of four at once: %d", code)
		}
	}
	p.holds("blog")
	p.holds("news", k["news"]...)
	for range 4 {
		p.post(url.Values{"act": {"undo"}})
	}
	if p.file() != before {
		t.Error("four undos did not give the file back byte for byte")
	}
}
