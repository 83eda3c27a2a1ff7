package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Dragging with the events that a mouse and a finger send to the browser; how
// it makes pointers of them is its own affair.

// hold presses the handle of an entry and moves until the drag is on.
func (p *page) hold(key string) (x, y float64) {
	p.Helper()
	x, y = p.point(css(key, ".grip"), .3, true)
	p.mouse(input.MouseMoved, x, y)
	p.mouse(input.MousePressed, x, y)
	p.mouse(input.MouseMoved, x+4, y+6)
	p.until(`document.body.classList.contains("dragging") && !document.getElementById("ghost").hidden`)
	return x, y
}

// dragTo moves the mouse, its button down, on to a part of an element's height,
// and waits until the page shows that it would be dropped there.
func (p *page) dragTo(selector string, part float64) (x, y float64) {
	p.Helper()
	x, y = p.point(selector, part, false)
	p.mouse(input.MouseMoved, x-9, y-3)
	p.mouse(input.MouseMoved, x, y)
	p.until(`document.querySelector(".over")`)
	return x, y
}

func (p *page) drag(key, selector string, part float64) {
	p.Helper()
	p.hold(key)
	x, y := p.dragTo(selector, part)
	p.mouse(input.MouseReleased, x, y)
	p.until(`!document.body.classList.contains("dragging")`)
}

func testDragMouse(_ *testing.T, p *page) {
	k := p.keys()
	news, paper := k["news"], k["paper"]

	// Within a section: up, down, to the end.
	p.drag(news[3], css(news[0], ""), .2)
	p.shown("news", news[3], news[0], news[1], news[2])
	p.holds("news", news[3], news[0], news[1], news[2])
	p.until(fmt.Sprintf(`document.activeElement.dataset.key === %q`, news[3]))
	p.drag(news[3], css(news[1], ""), .8)
	p.shown("news", news[0], news[1], news[3], news[2])
	p.holds("news", news[0], news[1], news[3], news[2])
	p.drag(news[0], css(news[2], ""), .9)
	p.shown("news", news[1], news[3], news[2], news[0])
	p.holds("news", news[1], news[3], news[2], news[0])

	// Between sections, and the file gives each back.
	p.drag(news[0], css(paper[1], ""), .2)
	p.shown("paper", paper[0], news[0], paper[1], paper[2], paper[3])
	p.holds("paper", paper[0], news[0], paper[1], paper[2], paper[3])
	p.drag(paper[0], css(news[1], ""), .2)
	p.shown("news", paper[0], news[1], news[3], news[2])
	p.holds("news", paper[0], news[1], news[3], news[2])

	// A candidate into a section at a place, another one on to the shelf.
	in := p.candidate()
	p.drag(in, css(news[3], ""), .2)
	p.shown("news", paper[0], news[1], in, news[3], news[2])
	p.holds("news", paper[0], news[1], in, news[3], news[2])
	if p.restKeys()[in] {
		p.Error("what was taken in stands in the candidates file still")
	}
	c := p.candidate()
	p.hold(c)
	x, y := p.dragTo(`#dock [data-seat=held]`, .5)
	p.mouse(input.MouseReleased, x, y)
	p.shown("held", c)
	p.holds("held", c)
	// Off the shelf again, to a place.
	p.drag(c, css(news[1], ""), .2)
	p.shown("news", paper[0], c, news[1], in, news[3], news[2])
	p.shown("held")

	// Escape leaves all as it was, and so does letting go beside the draft or at
	// the same place.
	before := p.file()
	p.hold(news[1])
	p.dragTo(css(paper[2], ""), .2)
	p.until(`!document.getElementById("drop-line").hidden`)
	p.key(kb.Escape)
	p.until(`!document.body.classList.contains("dragging") && document.getElementById("drop-line").hidden && document.getElementById("dock").hidden && !document.querySelector(".over, .dragged")`)
	p.mouse(input.MouseReleased, x, y)
	p.hold(news[1])
	x, y = p.point("#q", .5, false)
	p.mouse(input.MouseMoved, x, y)
	p.until(`document.getElementById("drop-line").hidden && !document.querySelector(".over")`)
	p.mouse(input.MouseReleased, x, y)
	p.drag(news[1], css(news[1], ""), .6)
	p.click("[data-wechat]") // an answer of the server comes behind all of these
	p.until(`document.getElementById("wechat").open`)
	p.key(kb.Escape)
	if p.file() != before {
		p.Error("a drag that was given up changed the file")
	}

	// Text is selected as ever.
	left, right, y := p.letters(css(news[1], ".printed li"))
	p.mouse(input.MouseMoved, left, y)
	p.mouse(input.MousePressed, left, y)
	p.mouse(input.MouseMoved, left+9, y)
	p.mouse(input.MouseMoved, right, y)
	p.until(`getSelection().toString().length > 3 && !document.body.classList.contains("dragging")`)
	p.mouse(input.MouseReleased, right, y)
}

// letters finds the first ten letters of an element outside of links: where they begin and end, and
// the middle of their line. How wide they are depends on the fonts of the machine.
func (p *page) letters(selector string) (left, right, middle float64) {
	p.Helper()
	var at []float64
	p.poll(fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		if (!e || !(%s)) return false;
		e.scrollIntoView({block: "center", behavior: "instant"});
		for (const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT); texts.nextNode();) {
			const text = texts.currentNode, from = text.data.search(/\S/);
			if (text.parentElement.closest("a") || from < 0 || text.data.length < from + 10) continue;
			const range = document.createRange();
			range.setStart(text, from);
			range.setEnd(text, from + 10);
			const line = range.getClientRects()[0];
			return [line.left + 1, line.right - 1, line.top + line.height / 2];
		}
		return false;
	})()`, selector, settled), &at)
	return at[0], at[1], at[2]
}

// testDragFar drags from the first section to what is pages below, in a low
// window: it scrolls by itself near the edge.
func testDragFar(_ *testing.T, p *page) {
	k := p.keys()
	news, project := k["news"], k["project"]
	x, _ := p.hold(news[0])
	p.until(`scrollY < 600`)
	dock := p.js(`document.getElementById("dock").getBoundingClientRect().top`)
	var low float64
	if _, err := fmt.Sscan(dock, &low); err != nil {
		p.Fatal(err)
	}
	p.mouse(input.MouseMoved, x+200, low-30) // held near the edge
	p.until(fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().top < %f - 200`, css(project[1], ""), low))
	p.mouse(input.MouseMoved, x+200, low-220) // away from it: it stands still
	p.still()
	x, y := p.dragTo(css(project[1], ""), .2)
	p.mouse(input.MouseReleased, x, y)
	p.shown("project", project[0], news[0], project[1], project[2], project[3])
	p.holds("project", project[0], news[0], project[1], project[2], project[3])
	// Back by the short way: the bar below has a place for each section.
	p.hold(news[0])
	x, y = p.dragTo(`#dock [data-seat=news]`, .5)
	p.mouse(input.MouseReleased, x, y)
	p.shown("news", news[1], news[2], news[3], news[0])
	p.holds("news", news[1], news[2], news[3], news[0])
}

// still waits until the page no longer scrolls: a finger lets it glide.
func (p *page) still() {
	p.Helper()
	p.do(chromedp.Evaluate(`new Promise((go) => {
		let y = scrollY, frames = 0;
		const look = () => {
			frames = scrollY === y ? frames + 1 : 0;
			y = scrollY;
			if (frames > 9) go(true); else requestAnimationFrame(look);
		};
		look();
	})`, nil, func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }))
}

// touch sends one event of a finger; none lifts it.
func (p *page) touch(kind input.TouchType, at ...float64) {
	p.Helper()
	points := []*input.TouchPoint{}
	if len(at) == 2 {
		points = append(points, &input.TouchPoint{X: at[0], Y: at[1]})
	}
	p.do(input.DispatchTouchEvent(kind, points))
}

func testDragFinger(_ *testing.T, p *page) {
	p.do(emulation.SetTouchEmulationEnabled(true))
	k := p.keys()
	news, blog := k["news"], k["blog"]

	// A finger on the text scrolls the page.
	x, y := p.point(css(news[1], ".printed"), .5, true)
	from := p.js(`scrollY`)
	p.touch(input.TouchStart, x, y)
	for i := 1.0; i <= 8; i++ {
		p.touch(input.TouchMove, x, y-20*i)
	}
	p.touch(input.TouchEnd)
	p.until(`Math.round(scrollY) > Math.round(` + from + `) + 60`)
	p.still()

	// On the handle it drags: from one entry to before the one above it.
	x, y = p.point(css(news[1], ".grip"), .5, true)
	p.touch(input.TouchStart, x, y)
	p.touch(input.TouchMove, x+3, y-8)
	p.until(`document.body.classList.contains("dragging")`)
	for {
		tx, ty := p.point(css(news[0], ""), .3, false)
		if ty > 150 {
			p.touch(input.TouchMove, tx, ty)
			break
		}
		p.touch(input.TouchMove, tx, 40) // near the edge: it scrolls until that entry is there
		p.until(fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect(); return r.top + r.height * .3 > 160; })()`, css(news[0], "")))
	}
	p.until(`document.querySelector(".part.over") && !document.getElementById("drop-line").hidden`)
	p.touch(input.TouchEnd)
	p.shown("news", news[1], news[0], news[2], news[3])
	p.holds("news", news[1], news[0], news[2], news[3])

	// To another section by the bar below, which a thumb reaches.
	seat := func(key, seat string) {
		p.Helper()
		x, y := p.point(css(key, ".grip"), .5, true)
		p.touch(input.TouchStart, x, y)
		p.touch(input.TouchMove, x+8, y+8)
		p.until(`!document.getElementById("dock").hidden`)
		x, y = p.point(fmt.Sprintf(`#dock [data-seat=%s]`, seat), .5, false)
		p.touch(input.TouchMove, x, y)
		p.until(fmt.Sprintf(`document.querySelector("#dock .over")?.dataset.seat === %q`, seat))
		p.touch(input.TouchEnd)
	}
	seat(news[0], "blog")
	p.shown("blog", append(blog, news[0])...)
	p.holds("blog", append(blog, news[0])...)
	c := p.candidate()
	seat(c, "paper")
	p.shown("paper", append(k["paper"], c)...)
	p.holds("paper", append(k["paper"], c)...)

	// The system takes the finger away: nothing is dropped.
	before := p.file()
	x, y = p.point(css(news[2], ".grip"), .5, true)
	p.touch(input.TouchStart, x, y)
	p.touch(input.TouchMove, x+9, y+9)
	p.until(`document.body.classList.contains("dragging")`)
	p.touch(input.TouchCancel)
	p.until(`!document.body.classList.contains("dragging")`)
	if p.file() != before || strings.TrimSpace(before) == "" {
		p.Error("a drag that was taken away changed the file")
	}
}
