package sources

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"embai-crawl/text"
)

// maxLinks bounds the addresses that are taken from one text.
const maxLinks = 500

// Paragraphs turns the markup of a text into plain paragraphs, separated by
// one blank line, and lists the addresses that it links to, each once, in
// order. Relative addresses are resolved against base; nil leaves them out.
//
// Headings stand alone, list items become lines that begin with "- " or "1. ",
// <pre> becomes fenced lines, rows of a table become lines with " | " between
// cells, formulas become their TeX source between dollars, and a picture
// becomes a paragraph ![alt](address), with the address that lazy loaders keep
// in data-src. The text is not escaped: whoever prints it does that.
//
// It reads tokens and builds no tree, so that neither deep nesting nor a cut
// document costs more than its bytes.
func Paragraphs(markup string, base *url.URL) (plain string, links []string) {
	if text.Squashed(markup) && !strings.ContainsAny(markup, "<&") {
		return markup, nil // a line of plain text, as most feeds send it
	}
	w := newProse(base)
	w.images = true
	if !strings.ContainsAny(markup, "<&") {
		w.write(strings.ToValidUTF8(markup, ""))
		return w.text(), nil
	}
	// The tokenizer mends what is no UTF-8 in text, not in attributes.
	w.read(html.NewTokenizer(strings.NewReader(strings.ToValidUTF8(markup, ""))))
	return w.text(), w.links
}

// read feeds all tokens of z to w.
func (w *prose) read(z *html.Tokenizer) {
	z.SetMaxBuf(maxToken)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			w.write(string(z.Text()))
		case html.StartTagToken:
			tag, attrs := tagOf(z)
			w.start(tag, attrs)
		case html.SelfClosingTagToken:
			tag, attrs := tagOf(z)
			w.start(tag, attrs)
			// HTML closes only void elements by a slash; those of SVG and the
			// custom elements of WeChat are closed by it in practice.
			if !void(atom.Lookup([]byte(tag))) && tag != "br" {
				w.end(tag)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		}
	}
}

// maxToken bounds one tag or one run of text, in bytes: pictures are shipped
// within attributes.
const maxToken = 8 << 20

// attributes are the attributes of one tag.
type attributes []html.Attribute

func (a attributes) get(key string) string {
	for i := range a {
		if a[i].Key == key {
			return a[i].Val
		}
	}
	return ""
}

// hasClass reports whether the class attribute holds one of names.
func (a attributes) hasClass(names ...string) bool {
	for class := range strings.FieldsSeq(a.get("class")) {
		for _, name := range names {
			if class == name {
				return true
			}
		}
	}
	return false
}

// hidden reports whether a reader is not shown the element. Visibility does
// not count: WeChat ships articles invisible until a script has run.
func (a attributes) hidden() bool {
	for i := range a {
		switch a[i].Key {
		case "hidden":
			return true
		case "style":
			if hiddenStyle(a[i].Val) {
				return true
			}
		}
	}
	return false
}

func hiddenStyle(style string) bool {
	i := strings.Index(style, "display")
	if i < 0 {
		return false
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(style[i+len("display"):], " "), ":")
	return ok && strings.HasPrefix(strings.TrimLeft(rest, " "), "none")
}

// maxAttributes bounds what is read of one tag.
const maxAttributes = 200

func tagOf(z *html.Tokenizer) (tag string, attrs attributes) {
	name, more := z.TagName()
	tag = string(name)
	for more && len(attrs) < maxAttributes {
		var key, val []byte
		key, val, more = z.TagAttr()
		attrs = append(attrs, html.Attribute{Key: string(key), Val: string(val)})
	}
	return tag, attrs
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input,
		atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// resolve makes ref absolute. It is empty where ref is no http(s) address or
// points into the same page.
func resolve(base *url.URL, ref string) string {
	ref = strings.ReplaceAll(strings.TrimSpace(ref), "&amp;", "&") // escaped twice
	if ref == "" || ref[0] == '#' || len(ref) > 4096 {
		return ""
	}
	if isPlainAddress(ref) {
		return ref
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	address := u.String()
	if _, err := url.Parse(address); err != nil {
		return "" // net/url writes hosts that it does not read
	}
	return address
}

// isPlainAddress reports whether ref is absolute and net/url would write it as
// it stands: the usual case, answered without memory.
func isPlainAddress(ref string) bool {
	rest, ok := strings.CutPrefix(ref, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(ref, "http://"); !ok {
			return false
		}
	}
	host := strings.IndexByte(rest, '/')
	if host <= 0 || strings.Contains(rest, "/.") {
		return false
	}
	for i := range len(rest) {
		c := rest[i]
		if !isLetter(c) && !isDigit(c) && c != '-' && c != '.' && (i < host || strings.IndexByte("_~/?=&", c) < 0) {
			return false
		}
	}
	return true
}
