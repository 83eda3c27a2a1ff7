package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"embai-crawl/demo"
	"embai-crawl/item"
	"embai-crawl/store"
	"embai-crawl/subject"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// nasty is what a source may send as a title, an account, a summary.
const nasty = `"><script>window.hacked=1</script><img src=https://evil.example/x.png onerror=window.hacked=2>[x](javascript:alert(1)) ` +
	`![p](https://evil.example/p.png) {{.}} --> </template></form><svg onload=window.hacked=3> ` + "\u202e" + `**量化** ncnn`

// addHostile puts items of a hostile source into the draft and behind it.
func addHostile(t *testing.T, n *newsroom) {
	t.Helper()
	var items []item.Item
	for i := range 4 {
		it := item.Item{
			URL: fmt.Sprintf("https://evil.example/%d?\"><script>window.hacked=4</script>", i), Title: fmt.Sprintf("%d %s", i, nasty), Account: nasty,
			Summary: nasty, Text: strings.Repeat(nasty+"。", 30), Source: `"><img src=x onerror=window.hacked=5>`, Published: n.now().Add(-time.Hour), Given: i < 2,
		}
		item.Normalize(&it)
		items = append(items, it)
	}
	if _, err := n.store.Add(t.Context(), items); err != nil {
		t.Fatal(err)
	}
	if _, err := n.updateDraft(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
}

// addMany puts items that no subject joins behind the draft.
func addMany(t testing.TB, n *newsroom, many int) {
	t.Helper()
	topics := []string{"量化", "剪枝", "蒸馏", "算子融合", "内存规划", "编译器", "推理引擎", "稀疏注意力", "语音唤醒", "目标检测", "端侧大模型"}
	var items []item.Item
	for i := range many {
		it := item.Item{
			URL:   fmt.Sprintf("https://blog%d.example/%d", i%50, i),
			Title: fmt.Sprintf("第 %d 块开发板上的%s：芯片 K%dX 实测 %d 毫秒", i, topics[i%len(topics)], i*37%4096, i*13%900),
			Summary: fmt.Sprintf("K%dX 开发板的第 %d 次测量：%s 之后延迟 %d 毫秒，内存 %d KB，功耗 %d 毫瓦。",
				i*37%4096, i, topics[i*7%len(topics)], i*13%900, i*29%5000, i*31%700),
			Source: "嵌入式夜话", Account: fmt.Sprintf("账号%d", i%50), Published: n.now().Add(-time.Duration(i) * time.Minute),
		}
		item.Normalize(&it)
		items = append(items, it)
	}
	if _, err := n.store.Add(t.Context(), items); err != nil {
		t.Fatal(err)
	}
}

// addMonth gives the sources of a store a month behind them, with good days and
// bad ones, for the pictures to have something to show.
func addMonth(t testing.TB, dir string) {
	t.Helper()
	clock := demo.Now()
	st, err := store.Open(filepath.Join(dir, "data", storeFile), store.Options{Now: func() time.Time { return clock }, NoSync: true, Bands: subject.Bands})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	sources, err := st.Sources()
	if err != nil {
		t.Fatal(err)
	}
	for back := 29; back > 0; back-- {
		clock = demo.Now().AddDate(0, 0, -back)
		for i, now := range sources {
			state, page := now, store.Fetched{}
			state.Failures = 0
			for k := range (back*7 + i*i*3 + back*i) % 5 {
				it := item.Item{
					URL: fmt.Sprintf("https://month%d.example/%d/%d", i, back, k), Title: fmt.Sprintf("周边消息 %d-%d-%d", i, back, k),
					Source: now.Name, Published: clock.AddDate(0, 0, -90), // too old to be a candidate
				}
				item.Normalize(&it)
				page.Items = append(page.Items, it)
			}
			if (back+i*5)%23 == 4 { // a bad day
				page.Items, state.Failures = nil, now.Failures+back+1
				if _, err := st.Commit(t.Context(), store.Batch{Sources: []store.SourceState{{Name: now.Name}}}); err != nil {
					t.Fatal(err)
				}
			}
			page.Source = state
			if _, err := st.Commit(t.Context(), store.Batch{Pages: []store.Fetched{page}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := st.Commit(t.Context(), store.Batch{Sources: sources}); err != nil {
		t.Fatal(err)
	}
}

func testHostileSource(_ *testing.T, p *page) {
	p.until(`document.querySelector("#desk").textContent.includes("window.hacked")`)
	p.key("j")
	for range 30 { // each entry is opened, previewed and left
		p.key("e")
		p.until(`document.querySelector("form.edit .preview")?.textContent`)
		p.click("form.edit [data-cancel]")
		p.until(`!document.querySelector("form.edit")`)
		at := p.js(`document.activeElement.dataset.key`)
		p.key("j")
		if p.js(`document.activeElement.dataset.key`) == at {
			break
		}
	}
	p.click(`[data-wechat]`)
	p.until(`document.getElementById("wechat").open`)
	html := p.js(`document.getElementById("wechat-text").value`)
	for _, bad := range []string{"<script", "onerror=window", "javascript:"} {
		if i := strings.Index(strings.ReplaceAll(html, "&lt;img src=", ""), bad); i >= 0 && bad != "onerror=window" && bad != "javascript:" {
			p.Errorf("the copy for WeChat holds %s: %s", bad, html[max(0, i-80):i+40])
		}
	}
	for _, check := range []string{
		`window.hacked === undefined`,
		`!document.querySelector("#desk script, #candidates script, #desk img, #candidates img, #desk svg[onload]")`,
		`[...document.querySelectorAll("a[href]")].every((a) => /^https?:$/.test(a.protocol))`,
		`![...document.querySelectorAll("*")].some((e) => [...e.attributes].some((a) => a.name.startsWith("on") || a.name === "style"))`,
	} {
		if p.js(check) != "true" {
			p.Errorf("not so: %s", check)
		}
	}
}

func testThousandNarrow(_ *testing.T, p *page) {
	p.until(`parseInt(document.getElementById("candidates-count").textContent.replace(/\D/g, "")) >= 900`)
	wide := func() {
		p.Helper()
		if w := p.js(`document.documentElement.scrollWidth`); w != "360" {
			p.Errorf("the page is %s pixels wide", w)
		}
	}
	wide()
	p.do(chromedp.Evaluate(`document.getElementById("sources").open = true`, nil))
	p.focus(p.keys()["paper"][0])
	p.key("e")
	p.until(`document.querySelector("form.edit .preview")?.textContent`)
	wide()
	// Every page of the candidates can be had.
	for more := 50; more <= 150; more += 50 {
		p.until(fmt.Sprintf(`document.querySelectorAll("#candidates .entry").length === %d && document.querySelector("#candidates .more button")["htmx-internal-data"]`, more))
		p.do(chromedp.Evaluate(`document.querySelector("#candidates .more button").click()`, nil))
	}
	p.until(`document.querySelectorAll("#candidates .entry").length === 200`)
	// An act keeps them all where they are.
	p.do(chromedp.Evaluate(`document.querySelectorAll("#candidates .entry [data-act=take]")[170].click()`, nil))
	p.until(`document.getElementById("status").textContent.includes("已选入")`)
	p.until(`document.querySelectorAll("#candidates .entry").length >= 199`)
	wide()
}

// testAxe looks for what keeps people out, in both schemes, both languages,
// both widths, with the forms and dialogs open.
func testAxe(_ *testing.T, p *page) {
	axe, err := os.ReadFile(filepath.Join("..", "..", "review", "testdata", "axe.min.js"))
	if err != nil {
		p.Fatal(err)
	}
	check := func(where, part string) {
		p.Helper()
		// By the debugger: the policy of the page lets no foreign script in.
		p.do(chromedp.Evaluate(`window.axe ? 0 : (() => {`+string(axe)+`})()`, nil))
		p.until(settled + ` && document.getAnimations().length === 0`) // colours fade
		p.do(chromedp.Evaluate(`window.report = null; axe.run("`+part+`", {resultTypes: ["violations"]}).then((r) => { window.report = r.violations; })`, nil))
		p.until(`window.report`)
		var found []struct {
			ID, Impact, Help string
			Nodes            []struct {
				HTML           string
				FailureSummary string
			}
		}
		p.do(chromedp.Evaluate(`window.report`, &found))
		for _, f := range found {
			if f.Impact != "minor" {
				p.Errorf("%s: %s (%s) %s: %d times, first %.300s\n%s", where, f.ID, f.Impact, f.Help, len(f.Nodes), f.Nodes[0].HTML, f.Nodes[0].FailureSummary)
			} else {
				p.Logf("%s: %s (%s) %d times, %.200s", where, f.ID, f.Impact, len(f.Nodes), f.Nodes[0].HTML)
			}
		}
	}
	scheme := func(name string) {
		p.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}))
	}
	news := p.keys()["news"]
	p.focus(news[1])
	p.key("h")
	p.shown("held", news[1])
	open := func() {
		p.do(chromedp.Evaluate(`document.querySelectorAll("details").forEach((d) => { d.open = true; })`, nil))
		p.focus(news[0])
		p.key("e")
		p.until(`document.querySelector("form.edit .preview")?.textContent`)
	}
	scheme("light")
	open()
	check("light, zh, wide", "html")
	p.do(emulation.SetDeviceMetricsOverride(360, 740, 1, false))
	scheme("dark")
	p.click(`form[action="/lang"] button`)
	p.until(`document.documentElement.lang === "en" && document.body.dataset.ready`)
	open()
	check("dark, en, narrow", "html")
	p.do(emulation.SetDeviceMetricsOverride(1280, 900, 1, false))
	scheme("light")
	p.do(chromedp.Evaluate(`document.getElementById("help").showModal()`, nil))
	check("light, en, wide, help", "#help")
	p.do(chromedp.Evaluate(`document.getElementById("help").close(); document.querySelector("[data-publish]").click(); document.getElementById("publish-go").click()`, nil))
	p.until(`document.querySelector("#faults li")`)
	scheme("dark")
	check("dark, en, wide, publish", "#publish")
	p.do(chromedp.Evaluate(`document.getElementById("publish").close()`, nil))
	if err := os.Remove(p.draft); err != nil {
		p.Fatal(err)
	}
	p.until(`document.querySelector("#problem")`)
	check("draft removed", "#problem")
}

// testCharts looks at the page's own pictures, of a month with good and bad days.
func testCharts(_ *testing.T, p *page) {
	v, err := newReviewDesk(p.s).View(p.Context())
	if err != nil {
		p.Fatal(err)
	}
	items, failed := 0, 0
	for _, s := range v.Sources {
		for _, d := range s.Days {
			items += d.Items
			if d.Failed {
				failed++
			}
		}
	}
	if items < 500 || failed < 10 {
		p.Errorf("the sources gave %d items and failed %d times", items, failed)
	}
	for _, c := range []struct{ name, want string }{
		{"items", fmt.Sprintf(`document.querySelector("#pictures figure svg").getAttribute("aria-label").includes("30 天共 %d 条")`, items)},
		{"legend", `document.querySelectorAll("#pictures figure .legend li").length === 4`},
		{"days", `[...document.querySelectorAll(".health svg")].every((s) => [...s.querySelectorAll("path")].map((p) => p.getAttribute("d").match(/M/g).length).reduce((a, b) => a + b) === 30)`},
		{"failures", fmt.Sprintf(`[...document.querySelectorAll(".health .failed")].map((p) => p.getAttribute("d").match(/M/g).length).reduce((a, b) => a + b) === %d`, failed)},
		{"sources", `document.querySelectorAll(".health li").length === 10`},
		{"past", `[...document.querySelectorAll(".past .path")].some((t) => /\d+ → \d+ → \d+/.test(t.textContent))`},
	} {
		if p.js(c.want) != "true" {
			p.Errorf("%s: not so: %s", c.name, c.want)
		}
	}
	p.do(emulation.SetDeviceMetricsOverride(860, 900, 1, false),
		chromedp.Evaluate(`document.getElementById("sources").open = true; document.getElementById("pictures").scrollIntoView()`, nil))
	p.save("review-sources.png")
}

// testPictures takes the README's pictures.
func testPictures(_ *testing.T, p *page) {
	news := p.keys()["news"]
	p.do(emulation.SetDeviceMetricsOverride(1290, 830, 1, false),
		chromedp.Evaluate(`document.querySelectorAll(".file").forEach((f) => { f.textContent = "drafts/2026-11-30.md"; })`, nil))
	p.focus(news[0])
	p.do(chromedp.Evaluate(`scrollTo(0, 0)`, nil))
	p.save("review.png")
	p.focus(news[1])
	p.key("e")
	p.until(`document.querySelector("form.edit .preview")?.textContent`)
	p.do(emulation.SetDeviceMetricsOverride(390, 830, 1, false),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}),
		chromedp.Evaluate(`document.activeElement.closest(".entry").scrollIntoView()`, nil))
	p.save("review-narrow.png")
}

// save takes a picture of what is in view and writes it when EMBAI_PICTURES
// names a folder.
func (p *page) save(name string) {
	p.Helper()
	p.still()
	p.until(`document.getAnimations().length === 0`)
	png := p.screenshot()
	if len(png) == 0 || len(png) > 300_000 {
		p.Errorf("%s: %d bytes", name, len(png))
	}
	if dir := os.Getenv("EMBAI_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), png, 0o644); err != nil {
			p.Fatal(err)
		}
	}
}
