package issue

import (
	"fmt"
	"html"
	"strings"

	"embai-crawl/item"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// WeChatHTML makes the HTML to paste into the editor of the WeChat public
// platform: styles inline, since it drops style sheets and classes; links to
// other hosts as numbered references at the end, since it strips them; links to
// mp.weixin.qq.com and images as they are. Raw HTML of the issue is left out, and
// with it the table of earlier issues, which readers there have in the menu.
// The result holds no script, no event handler and no address but http(s) ones;
// an image keeps the address that the issue gives it.
func WeChatHTML(published []byte) ([]byte, error) {
	d, err := Parse(published)
	if err != nil {
		return nil, fmt.Errorf("issue: reading the issue: %w", err)
	}
	if err := tame(d.lines); err != nil {
		return nil, fmt.Errorf("issue: making HTML: %w", err)
	}
	body := d.forWeChat()
	w := &wechat{src: body, number: map[string]int{}}
	w.open("section", "font-size:16px;line-height:1.75;color:#333;word-break:break-word;")
	w.blocks(goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(body)))
	w.references()
	w.b.WriteString("</section>\n")
	return []byte(w.b.String()), nil
}

// forWeChat gives the issue without front matter, markers, shelf and the table
// of earlier issues.
func (d *Document) forWeChat() []byte {
	start, _ := d.bytes(d.afterFrontMatter(), len(d.lines))
	edits := []edit{{0, start, ""}}
	for _, p := range d.parts {
		if p.kind == partShelf || p.kind == partBack && p.head >= 0 {
			from, end := d.bytes(p.head, p.to)
			edits = append(edits, edit{from, max(from, end), ""})
		}
	}
	return []byte(stripped(string(applyEdits(d.src, edits, d.nl))))
}

// wechat writes HTML from the tree of an issue.
type wechat struct {
	src    []byte
	b      strings.Builder
	refs   []Link
	number map[string]int // address → its reference, from 1
	depth  int
}

// maxDepth bounds how deep quotations and lists go into each other.
const maxDepth = 40

func (w *wechat) open(tag, style string) {
	fmt.Fprintf(&w.b, `<%s style="%s">`, tag, style)
}

func (w *wechat) close(tag string) { w.b.WriteString("</" + tag + ">\n") }

func (w *wechat) blocks(n ast.Node) {
	if w.depth++; w.depth > maxDepth {
		w.depth--
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
	w.depth--
}

func (w *wechat) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		style := map[int]string{
			1: "font-size:20px;font-weight:bold;text-align:center;margin:16px 0;",
			2: "font-size:18px;font-weight:bold;margin:28px 0 12px;padding-left:10px;border-left:4px solid #07c160;",
		}[n.Level]
		w.open("p", orElse(style, "font-size:16px;font-weight:bold;margin:20px 0 8px;"))
		w.inlines(n)
		w.close("p")
	case *ast.Paragraph:
		w.open("p", "margin:0 0 12px;")
		w.inlines(n)
		w.close("p")
	case *ast.TextBlock:
		w.inlines(n)
		w.b.WriteByte('\n')
	case *ast.Blockquote:
		w.open("section", "margin:12px 0;padding:10px 12px;background:#f6f7f8;border-left:4px solid #c8ccd0;color:#555;")
		w.blocks(n)
		w.close("section")
	case *ast.List:
		tag := "ul"
		if n.IsOrdered() {
			tag = "ol"
		}
		w.open(tag, "margin:0 0 12px;padding-left:22px;")
		w.blocks(n)
		w.close(tag)
	case *ast.ListItem:
		w.open("li", "margin:0 0 14px;")
		w.blocks(n)
		w.close("li")
	case *ast.ThematicBreak:
		w.b.WriteString(`<section style="margin:20px 0;border-top:1px solid #e0e0e0;"></section>` + "\n")
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.code(n)
	case *extast.Table:
		w.table(n)
	}
}

// code keeps spaces and line ends without pre, which the WeChat editor rewrites:
// the block scrolls sideways on a phone.
func (w *wechat) code(n ast.Node) {
	w.open("section", "margin:12px 0;padding:10px;background:#f6f8fa;border-radius:4px;overflow-x:auto;font-family:Menlo,Consolas,monospace;font-size:13px;line-height:1.5;white-space:nowrap;")
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		s := strings.TrimRight(string(seg.Value(w.src)), "\r\n")
		s = html.EscapeString(strings.ReplaceAll(s, "\t", "    "))
		w.b.WriteString(strings.ReplaceAll(s, " ", "&nbsp;") + "<br/>")
	}
	w.close("section")
}

func (w *wechat) table(t *extast.Table) {
	w.open("section", "margin:12px 0;overflow-x:auto;")
	w.open("table", "border-collapse:collapse;font-size:14px;")
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		cell := "td"
		style := "border:1px solid #dfe2e5;padding:6px 8px;"
		if _, ok := row.(*extast.TableHeader); ok {
			style += "font-weight:bold;background:#f6f8fa;"
		}
		w.b.WriteString("<tr>")
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			w.open(cell, style)
			w.inlines(c)
			w.b.WriteString("</" + cell + ">")
		}
		w.close("tr")
	}
	w.close("table")
	w.close("section")
}

func (w *wechat) inlines(n ast.Node) {
	if w.depth++; w.depth <= maxDepth {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			w.inline(c)
		}
	}
	w.depth--
}

func (w *wechat) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.b.WriteString(html.EscapeString(unescape(string(n.Value(w.src)))))
		switch {
		case n.HardLineBreak():
			w.b.WriteString("<br/>\n")
		case n.SoftLineBreak():
			w.b.WriteByte('\n')
		}
	case *ast.String:
		w.b.WriteString(html.EscapeString(string(n.Value)))
	case *ast.CodeSpan:
		w.open("code", "padding:1px 4px;background:#f6f8fa;border-radius:3px;font-family:Menlo,Consolas,monospace;font-size:14px;")
		for c := n.FirstChild(); c != nil; c = c.NextSibling() { // no escapes in code
			if t, ok := c.(*ast.Text); ok {
				w.b.WriteString(html.EscapeString(string(t.Value(w.src))))
			}
		}
		w.b.WriteString("</code>")
	case *ast.Emphasis:
		tag := "em"
		if n.Level > 1 {
			tag = "strong"
		}
		w.b.WriteString("<" + tag + ">")
		w.inlines(n)
		w.b.WriteString("</" + tag + ">")
	case *extast.Strikethrough:
		w.open("span", "text-decoration:line-through;")
		w.inlines(n)
		w.b.WriteString("</span>")
	case *ast.Link:
		w.link(n, unescape(string(n.Destination)))
	case *ast.AutoLink:
		w.spelled(string(n.URL(w.src)))
	case *ast.Image:
		w.image(n)
	}
}

// spelled prints an address that stands in the text by itself: it can be read
// there, so that it needs no reference.
func (w *wechat) spelled(address string) {
	words := html.EscapeString(address)
	if u, _ := item.Canonical(address); isWeChat(u) && webAddress(address) {
		words = fmt.Sprintf(`<a href="%s" style="color:#576b95;text-decoration:none;">%s</a>`, words, words)
	}
	w.b.WriteString(words)
}

// link keeps a link within WeChat, and makes a reference of another.
func (w *wechat) link(n ast.Node, address string) {
	switch u, _ := item.Canonical(address); {
	case isWeChat(u) && webAddress(address):
		fmt.Fprintf(&w.b, `<a href="%s" style="color:#576b95;text-decoration:none;">`, html.EscapeString(address))
		w.inlines(n)
		w.b.WriteString("</a>")
	case webAddress(address):
		w.open("span", "color:#576b95;")
		from := w.b.Len()
		w.inlines(n)
		words := w.b.String()[from:]
		w.b.WriteString("</span>")
		fmt.Fprintf(&w.b, `<sup style="color:#888;">[%d]</sup>`, w.reference(address, words))
	default:
		w.inlines(n)
	}
}

func isWeChat(canonical string) bool {
	rest, ok := strings.CutPrefix(canonical, "https://mp.weixin.qq.com")
	return ok && (rest == "" || strings.IndexByte("/?#", rest[0]) >= 0)
}

// webAddress reports whether s is an http(s) address without anything that a
// browser would drop from it to find another scheme.
func webAddress(s string) bool {
	low := strings.ToLower(s)
	return (strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")) &&
		strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) < 0
}

func (w *wechat) image(n *ast.Image) {
	src := unescape(string(n.Destination))
	if strings.Contains(src, ":") && !webAddress(src) { // no javascript:, no data:
		return
	}
	fmt.Fprintf(&w.b, `<img src="%s" style="max-width:100%%;"/>`, html.EscapeString(src))
}

func (w *wechat) reference(address, words string) int {
	if n := w.number[address]; n > 0 {
		return n
	}
	w.refs = append(w.refs, Link{words, address})
	w.number[address] = len(w.refs)
	return len(w.refs)
}

// references lists the addresses that WeChat would strip from the text.
func (w *wechat) references() {
	if len(w.refs) == 0 {
		return
	}
	w.b.WriteString(`<p style="font-size:16px;font-weight:bold;margin:28px 0 8px;">参考链接</p>` + "\n")
	for i, r := range w.refs {
		fmt.Fprintf(&w.b, `<p style="margin:0 0 6px;font-size:13px;color:#666;word-break:break-all;">[%d] %s：%s</p>`+"\n", i+1, r.Text, html.EscapeString(r.URL))
	}
}
