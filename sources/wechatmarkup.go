package sources

import (
	"html"
	"net/url"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// wechatMarkup is what the elements of a WeChat page say.
type wechatMarkup struct {
	meta  map[string]string // by name or property
	nodes map[string]string // text of the elements of nodeName, by id or class

	share   string // address of the article that a share post repeats
	content bool   // #js_content is there
	rich    bool   // and holds an article, not the frame of a picture or text post
	whole   bool   // and is closed
	text    string // its paragraphs
	links   []string
	visible string // the beginning of what else a reader sees

	closed bool // </body> or </html> came
}

// nodeName returns by which name the text of an element is kept, or "".
func nodeName(attrs attributes) string {
	switch id := attrs.get("id"); id {
	case "activity-name", "js_name", "post-user", "publish_time", "post-date", "js_text_title", "js_text_desc",
		"js_share_author", "original_panel_title", "js_share_notice", "js_verify":
		return id
	}
	for class := range strings.FieldsSeq(attrs.get("class")) {
		switch class {
		case "js_title_inner", "original_primary_nickname", "weui-msg__title", "weui-msg__desc", "mesg-block":
			return class
		}
	}
	return ""
}

// Bounds of the texts kept beside the article, in bytes.
const (
	maxNode    = 4096
	maxVisible = 2048
	maxMeta    = 64 // entries
)

// capture is an element whose text is kept: of elements within one another,
// each for itself.
type capture struct {
	name  string
	tag   string
	depth int
	text  *prose
}

type markupReader struct {
	page     wechatMarkup
	captures []capture
	visible  *prose
	shown    int // bytes given to visible
	prose    *prose
	tag      string // element of #js_content, "" outside
	depth    int
}

// readMarkup reads the markup of a page once.
func readMarkup(s segments, base *url.URL) wechatMarkup {
	r := markupReader{visible: newProse(nil), prose: newProse(base)}
	r.page.meta = map[string]string{}
	r.page.nodes = map[string]string{}
	r.prose.images = true
	z := xhtml.NewTokenizer(s.reader())
	z.SetMaxBuf(maxToken)
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return r.done(s.cut)
		case xhtml.TextToken:
			r.write(z)
		case xhtml.StartTagToken:
			tag, attrs := tagOf(z)
			r.start(tag, attrs)
		case xhtml.SelfClosingTagToken:
			tag, attrs := tagOf(z)
			r.start(tag, attrs)
			if !void(atom.Lookup([]byte(tag))) {
				r.end(tag)
			}
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			r.end(string(name))
		}
	}
}

func (r *markupReader) write(z *xhtml.Tokenizer) {
	if r.tag == "" && len(r.captures) == 0 && r.shown > maxVisible {
		return
	}
	s := string(z.Text())
	if r.tag != "" {
		r.prose.write(s)
		return
	}
	for _, c := range r.captures {
		if c.text.cur.Len() < maxNode {
			c.text.write(s)
		}
	}
	if r.shown <= maxVisible {
		r.visible.write(s)
		r.shown += len(strings.TrimSpace(s))
	}
}

func (r *markupReader) start(tag string, attrs attributes) {
	if tag == "meta" {
		r.addMeta(attrs)
		return
	}
	if r.tag != "" {
		if tag == r.tag {
			r.depth++
		}
		switch {
		case isBehind(attrs.get("id")): // an end tag was missing
			r.tag, r.page.whole = "", true
		case isFrame(attrs):
			attrs = append(attrs, xhtml.Attribute{Key: "hidden"})
		}
		if r.tag != "" {
			r.prose.start(tag, attrs)
			return
		}
	}
	id := attrs.get("id")
	switch {
	case id == "js_content" && !r.page.content:
		r.page.content = true
		r.page.rich = attrs.hasClass("rich_media_content")
		r.tag, r.depth = tag, 1
		return
	case id == "js_share_source":
		r.page.share = attrs.get("data-url")
	}
	r.node(tag, attrs)
	if r.shown <= maxVisible {
		r.visible.start(tag, attrs)
	}
}

// isFrame holds for parts of #js_content in picture and text posts that are no
// part of what the author wrote.
func isFrame(attrs attributes) bool {
	switch attrs.get("id") {
	case "js_top_profile", "js_shoptag_area", "js_shopprofile_area", "js_article_area":
		return true
	}
	return attrs.hasClass("rich_media_meta_list", "wx_follow_context")
}

// isBehind holds for the first elements that follow #js_content in the page.
func isBehind(id string) bool {
	switch id {
	case "js_tags_preview_toast", "content_bottom_area", "js_temp_bottom_area", "js_toobar3", "js_sponsor_ad_area",
		"js_article_bottom_bar", "js_pc_qr_code", "js_extra_content", "page_bottom_area", "unlogin_bottom_bar", "js_tags":
		return true
	}
	return false
}

// node begins to keep the text of an element that is asked for.
func (r *markupReader) node(tag string, attrs attributes) {
	for i := range r.captures {
		if r.captures[i].tag == tag {
			r.captures[i].depth++
		}
		r.captures[i].text.start(tag, attrs)
	}
	if name := nodeName(attrs); name != "" && len(r.captures) < 4 && !void(atom.Lookup([]byte(tag))) {
		if _, known := r.page.nodes[name]; !known {
			r.captures = append(r.captures, capture{name: name, tag: tag, depth: 1, text: newProse(nil)})
		}
	}
}

func (r *markupReader) end(tag string) {
	if tag == "body" || tag == "html" {
		r.page.closed = true
	}
	if r.tag != "" {
		if tag == r.tag {
			if r.depth--; r.depth == 0 {
				r.tag = ""
				r.page.whole = true
				return
			}
		}
		r.prose.end(tag)
		return
	}
	for i := len(r.captures) - 1; i >= 0; i-- {
		c := &r.captures[i]
		if c.tag == tag {
			if c.depth--; c.depth == 0 {
				r.keep(*c)
				r.captures = append(r.captures[:i], r.captures[i+1:]...)
				continue
			}
		}
		c.text.end(tag)
	}
	if r.shown <= maxVisible {
		r.visible.end(tag)
	}
}

func (r *markupReader) keep(c capture) {
	if s := c.text.text(); s != "" && r.page.nodes[c.name] == "" {
		r.page.nodes[c.name] = s
	}
}

// addMeta keeps the first <meta> of each name. Some are written like strings
// of a script, and escaped for HTML within that.
func (r *markupReader) addMeta(attrs attributes) {
	name := attrs.get("property")
	if name == "" {
		name = attrs.get("name")
	}
	content := attrs.get("content")
	if strings.Contains(content, `\x`) {
		content = html.UnescapeString(jsDecode(content))
	}
	if name == "" || strings.TrimSpace(content) == "" || len(r.page.meta) >= maxMeta {
		return
	}
	if _, known := r.page.meta[name]; !known {
		r.page.meta[name] = content
	}
}

func (r *markupReader) done(cut bool) wechatMarkup {
	if r.tag != "" && !cut && r.page.closed {
		r.page.whole = true // an end tag too few, but nothing is missing
	}
	r.page.text, r.page.links = r.prose.text(), r.prose.links
	r.page.visible = r.visible.text()
	return r.page
}
