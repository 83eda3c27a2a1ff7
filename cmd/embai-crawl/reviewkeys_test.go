package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"embai-crawl/store"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func testKeyboard(_ *testing.T, p *page) {
	k := p.keys()
	news := k["news"]
	at := func(key string) string { return fmt.Sprintf(`document.activeElement.dataset.key === %q`, key) }

	p.key("j")
	p.until(at(news[0]))
	p.key("j")
	p.key("j")
	p.until(at(news[2]))
	p.key("k")
	p.until(at(news[1]))
	p.key("x")
	p.shown("news", news[0], news[2], news[3])
	p.holds("news", news[0], news[2], news[3])
	p.until(at(news[2])) // what took its place has the focus
	p.key("u")
	p.shown("news", news...)
	p.holds("news", news...)

	p.focus(news[1])
	p.key("J")
	p.shown("news", news[0], news[2], news[1], news[3])
	p.holds("news", news[0], news[2], news[1], news[3])
	p.until(at(news[1]))
	p.key("K")
	p.shown("news", news...)
	p.until(at(news[1]))

	// At the end of a section J goes on into the next one, K back.
	p.focus(news[3])
	p.key("J")
	p.shown("paper", append([]string{news[3]}, k["paper"]...)...)
	p.holds("paper", append([]string{news[3]}, k["paper"]...)...)
	p.until(at(news[3]))
	p.key("K")
	p.shown("news", news...)
	p.holds("news", news...)

	for i, to := range []string{"paper", "project", "blog"} {
		p.focus(news[1])
		p.key([]string{"2", "3", "4"}[i])
		p.shown(to, append(slices.Clone(k[to]), news[1])...)
		p.holds(to, append(slices.Clone(k[to]), news[1])...)
	}
	p.focus(news[1])
	p.key("1")
	p.shown("news", news[0], news[2], news[3], news[1])

	p.focus(news[1])
	p.key("h")
	p.shown("held", news[1])
	p.holds("held", news[1])
	p.focus(news[1])
	p.key("t")
	p.shown("held")
	p.holds("held")

	// Candidates: c goes over, a number takes in, h keeps for later.
	p.key("c")
	p.until(`document.activeElement.closest("#candidates")`)
	c := p.js(`document.activeElement.dataset.key`)
	p.key("2")
	p.shown("paper", append(slices.Clone(k["paper"]), c)...)
	p.holds("paper", append(slices.Clone(k["paper"]), c)...)
	p.until(`document.activeElement.closest("#candidates")`)
	c = p.js(`document.activeElement.dataset.key`)
	p.key("h")
	p.shown("held", c)
	p.holds("held", c)

	p.key("/")
	p.until(`document.activeElement.id === "q"`)
	p.key("双缓冲")
	p.until(`document.querySelectorAll("#candidates .entry").length === 1`)
	p.key(kb.Escape)
	p.until(`document.activeElement === document.body`)
	p.key("?")
	p.until(`document.getElementById("help").open`)
	p.key(kb.Escape)
	p.until(`!document.getElementById("help").open`)
	p.key("a")
	p.until(`document.activeElement.id === "add-url"`)
}

// testKeyboardIssue does by keyboard what has to do with the issue as a whole.
func testKeyboardIssue(_ *testing.T, p *page) {
	k := p.keys()
	// A link.
	p.key("a")
	p.until(`document.activeElement.id === "add-url"`)
	p.key("https://blog.qianru.example/2026/dma-double-buffer.html" + kb.Enter)
	p.until(`[...document.querySelectorAll("#desk .entry")].some((e) => e.textContent.includes("双缓冲与 DMA"))`)
	if !strings.Contains(p.file(), "](https://blog.qianru.example/2026/dma-double-buffer.html)") {
		p.Error("the added link is not in the file")
	}
	p.until(`document.activeElement === document.body`)

	// 导读, written and made anew.
	p.key("g")
	p.until(`document.activeElement.id === "guide-text"`)
	p.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(input.ModifierCtrl)))
	p.key("键盘写的导读。")
	p.key(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
	p.until(`document.getElementById("status").textContent.includes("导读已更新") && document.activeElement === document.body`)
	if !strings.Contains(p.file(), "\n> 导读：键盘写的导读。\n") {
		p.Error("导读 is not in the file")
	}
	p.key("G")
	p.until(`document.getElementById("guide-text").value.startsWith("本期 16 条")`)
	if !strings.Contains(p.file(), "\n> 导读：本期 16 条。") {
		p.Error("导读 was not made anew")
	}

	// Lint: from finding to finding, and back.
	p.key("l")
	p.until(`document.activeElement.matches("#desk .entry") && document.activeElement.querySelector(".note")`)
	first := p.js(`document.activeElement.dataset.key`)
	if note := p.js(`document.activeElement.querySelector(".note").textContent`); !strings.Contains(note, "没有摘要") && !strings.Contains(note, "已被作者删除") {
		p.Errorf("a finding in Chinese: %s", note)
	}
	p.key("L")
	p.until(`document.activeElement.querySelector(".note")`)
	p.key("l")
	p.until(fmt.Sprintf(`document.activeElement.dataset.key === %q`, first))

	// What was merged, and to part it.
	news := k["news"]
	p.focus(news[1])
	p.key("p")
	p.until(`document.getElementById("status").textContent.includes("没有合并过")`)
	p.focus(news[0])
	p.key("p")
	p.until(`document.activeElement.matches(".merged[open] [data-act=part]")`)
	with := p.js(`document.activeElement.dataset.with`)
	p.key(kb.Enter)
	p.shown("news", news[0], with, news[1], news[2], news[3])
	p.holds("news", news[0], with, news[1], news[2], news[3])
	p.key("u")
	p.shown("news", news...)
	p.holds("news", news...)

	// The copy for WeChat.
	p.do(browser.GrantPermissions([]browser.PermissionType{browser.PermissionTypeClipboardReadWrite, browser.PermissionTypeClipboardSanitizedWrite}))
	p.key("w")
	p.until(`document.getElementById("wechat").open && document.activeElement.id === "wechat-copy"`)
	p.key(kb.Enter)
	p.until(`!document.getElementById("wechat").open && document.getElementById("status").textContent.includes("已复制")`)

	// Publishing, past the warnings.
	p.key("P")
	p.until(`document.getElementById("publish").open && document.activeElement.id === "publish-go"`)
	p.key(kb.Enter)
	p.until(`!document.getElementById("publish-force").hidden && document.activeElement.matches("#faults [data-jump]")`)
	p.key(kb.Escape)
	p.until(`!document.getElementById("publish").open`)
	p.key("P")
	p.until(`document.activeElement.id === "publish-go"`)
	p.key(kb.Enter)
	p.until(`!document.getElementById("publish-force").hidden`)
	p.key(kb.Tab) // from the first finding to the next, and on to the buttons
	p.until(`document.activeElement.matches("#publish :is([data-jump], button)")`)
	for p.js(`document.activeElement.id`) != "publish-force" {
		p.key(kb.Tab)
	}
	p.key(kb.Enter)
	p.until(`!document.getElementById("publish").open && document.querySelector("#problem [data-act=draft]")`)
	if _, err := os.Stat(filepath.Join(p.n.cfg.Archive, "2026-11-30.md")); err != nil {
		p.Error(err)
	}
	p.state(news[0], store.StatePublished)
}
