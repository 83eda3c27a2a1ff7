package sources

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// formula is an element that holds a formula: MathML, or TeX for a script that
// renders it.
type formula struct {
	tag   string // the element; empty: none is open
	depth int
	text  strings.Builder
	tex   bool // text is TeX
	noted bool // within <annotation>, or behind it
	quiet bool // text is left out: it is MathML and its TeX source is known
}

// maxFormula bounds the source of one formula, in bytes.
const maxFormula = 4096

// startFormula begins a formula, or writes it where it stands in an attribute.
func (w *prose) startFormula(a atom.Atom, tag string, attrs attributes) bool {
	tex := ""
	for _, key := range [...]string{"data-formula", "data-tex", "data-latex"} {
		if tex = strings.TrimSpace(attrs.get(key)); tex != "" {
			break
		}
	}
	if tex == "" && a == atom.Img && (attrs.get("eeimg") != "" || attrs.hasClass("latex", "ztext-math", "math", "tex")) {
		tex = strings.TrimSpace(attrs.get("alt"))
	}
	switch {
	case tex != "":
		w.tex(tex)
		if !void(a) {
			w.skip = skipping{tag: tag, depth: 1}
		}
	case a == atom.Math:
		w.math = formula{tag: tag, depth: 1}
	case a == atom.Script && strings.HasPrefix(attrs.get("type"), "math/tex"):
		w.math = formula{tag: tag, depth: 1, tex: true}
	default:
		return false
	}
	return true
}

// tex writes the source of a formula between dollars.
func (w *prose) tex(s string) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 1 && s[0] == '$' && s[len(s)-1] == '$' {
		s = strings.Trim(s, "$ ")
	}
	if s != "" && len(s) <= maxFormula {
		w.write("$" + s + "$")
	}
}

// endFormula writes what the open formula holds.
func (w *prose) endFormula() {
	f := w.math
	w.math = formula{}
	if f.tex {
		w.tex(f.text.String())
		return
	}
	w.write(f.text.String())
}

func (f *formula) write(s string) {
	if !f.quiet && f.text.Len()+len(s) <= 1<<20 {
		f.text.WriteString(s)
	}
}

func (f *formula) start(tag string) {
	switch tag {
	case f.tag:
		f.depth++
	case "annotation": // the first is the source; it replaces what was rendered
		if !f.noted {
			f.text.Reset()
			f.noted, f.tex, f.quiet = true, true, false
		}
	}
}

// end reports whether tag ends the formula.
func (f *formula) end(tag string) bool {
	switch tag {
	case f.tag:
		f.depth--
	case "annotation":
		f.quiet = true
	}
	return f.depth <= 0
}
