package sources

import (
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// start is the effect of a start tag.
func (w *prose) start(tag string, attrs attributes) {
	a := atom.Lookup([]byte(tag))
	if w.skip.tag != "" {
		if w.skip.tag != "p" || !isBlock(a) {
			if tag == w.skip.tag {
				w.skip.depth++
			}
			return
		}
		w.skip = skipping{} // <p> ends where the next block begins
	}
	if w.math.tag != "" {
		w.math.start(tag)
		return
	}
	if w.startFormula(a, tag, attrs) {
		return
	}
	if a == atom.Img {
		w.picture(attrs)
		return
	}
	if leftOut(a, tag) || attrs.hidden() || attrs.hasClass(renderings...) {
		if !void(a) {
			w.skip = skipping{tag: tag, depth: 1}
		}
		return
	}
	switch {
	case a == atom.A:
		w.link(attrs.get("href"))
	case a == atom.Br:
		w.lineBreak()
	case a == atom.Pre:
		if w.pre == 0 {
			w.flush()
			w.code = false
		}
		w.pre++
	case w.pre > 0:
		w.startInPre(a)
	case a == atom.Ul || a == atom.Ol:
		w.flush()
		if len(w.lists) < maxLists {
			n, _ := strconv.Atoi(attrs.get("start"))
			w.lists = append(w.lists, list{ordered: a == atom.Ol, n: min(max(n-1, 0), 1<<20)})
		}
	case a == atom.Li:
		w.startItem()
	case a == atom.Table || a == atom.Tr || a == atom.Td || a == atom.Th:
		w.startTable(a)
	case isBlock(a):
		w.flush()
	case tag == "mpvoice" || tag == "qqmusic":
		w.sound(attrs)
	}
}

// end is the effect of an end tag.
func (w *prose) end(tag string) {
	a := atom.Lookup([]byte(tag))
	switch {
	case w.skip.tag == tag:
		if w.skip.depth--; w.skip.depth <= 0 {
			w.skip = skipping{}
			if isBlock(a) && w.pre == 0 {
				w.flush()
			}
		}
		return
	case w.skip.tag == "p" && isBlock(a):
		w.skip = skipping{}
	case w.skip.tag != "":
		return
	case w.math.tag != "":
		if w.math.end(tag) {
			w.endFormula()
		}
		return
	}
	switch {
	case a == atom.Br:
		w.lineBreak()
	case a == atom.Pre:
		if w.pre > 0 {
			if w.pre--; w.pre == 0 {
				w.endPre()
			}
		}
	case w.pre > 0:
		w.code = a == atom.Code
		if isBlock(a) {
			w.lineEnd()
		}
	case a == atom.Ul || a == atom.Ol:
		w.flush()
		w.prefix = ""
		if len(w.lists) > 0 {
			w.lists = w.lists[:len(w.lists)-1]
		}
	case a == atom.Li:
		w.flush()
		w.prefix = ""
	case a == atom.Td || a == atom.Th || a == atom.Tr || a == atom.Table:
		w.flush()
		w.endOf(a)
	case isBlock(a):
		w.flush()
	}
}

// startInPre keeps the lines of listings that are built of elements: WeChat
// and csdn ship one <code>, <li> or <tr> a line.
func (w *prose) startInPre(a atom.Atom) {
	if w.code && a == atom.Code || isBlock(a) && a != atom.Td {
		w.lineEnd()
	}
	w.code = false
}

// lineEnd ends the line of a listing unless it is ended.
func (w *prose) lineEnd() {
	if s := w.cur.String(); s != "" && s[len(s)-1] != '\n' {
		w.cur.WriteByte('\n')
	}
}

// picture is an <img>: an emoji and a formula become text.
func (w *prose) picture(attrs attributes) {
	alt := attrs.get("alt")
	switch {
	case attrs.hidden():
		return
	case attrs.hasClass("emoji", "wp-smiley", "emojione") || strings.Contains(attrs.get("src")+attrs.get("data-src"), "/newemoji/"):
		w.write(alt)
		return
	}
	for _, key := range [...]string{"width", "height", "data-w"} {
		if n, err := strconv.Atoi(strings.TrimSuffix(attrs.get(key), "px")); err == nil && n <= 3 {
			return // counts readers
		}
	}
	for _, key := range [...]string{"data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-croporisrc", "src"} {
		if address := resolve(w.base, attrs.get(key)); address != "" {
			w.image(address, alt)
			return
		}
	}
}

// sound prints the name of a recording: the page shows it in a player.
func (w *prose) sound(attrs attributes) {
	w.flush()
	for _, key := range [...]string{"name", "music_name", "singer"} {
		if s := attrs.get(key); s != "" {
			w.write(s + " ")
		}
	}
	w.flush()
}

// renderings are classes of elements that repeat what stands beside them:
// rendered formulas, line numbers of listings.
var renderings = []string{
	"katex-html", "MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_CHTML", "MathJax_Preview", "MathJax_SVG_Display",
	"gutter", "lineno", "linenos", "line-numbers-rows", "hljs-ln-numbers", "code-snippet__line-index",
}

// leftOut holds for elements whose content is no text.
func leftOut(a atom.Atom, tag string) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Canvas, atom.Audio, atom.Video,
		atom.Select, atom.Datalist, atom.Button, atom.Title, atom.Desc, atom.Input, atom.Meta, atom.Link, atom.Noembed, atom.Noframes:
		return true
	}
	return tag == "defs" || tag == "metadata"
}

// isBlock holds for elements that begin and end a paragraph.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Aside, atom.Nav,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Figure, atom.Figcaption, atom.Address,
		atom.Dl, atom.Dt, atom.Dd, atom.Details, atom.Summary, atom.Fieldset, atom.Form, atom.Hr, atom.Center, atom.Body, atom.Html,
		atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Ul, atom.Ol, atom.Li, atom.Pre:
		return true
	}
	return false
}
