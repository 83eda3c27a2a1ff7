package subject

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"embai-crawl/packed"
)

// packedAliases is aliases.txt, packed as frequent.txt is.
//
//go:embed aliases.txt.gz
var packedAliases []byte

// naming is what aliases.txt says.
type naming struct {
	spelled spellings         // other spellings that are no single Latin word
	single  map[string]string // other spellings that are one
	known   map[string]bool   // makers, products and terms that everybody writes of
	makers  map[string]string // a maker or school, or the product of one: the maker
	schools map[string]bool   // universities and institutes
}

// namings is the table of names, in the form in which texts are read.
var namings = newNaming()

func newNaming() naming {
	n := naming{single: map[string]string{}, makers: map[string]string{}, known: map[string]bool{}, schools: map[string]bool{}}
	section := ""
	for f := range table(packed.Text(packedAliases)) {
		if len(f) == 1 && (f[0] == "maker" || f[0] == "school" || f[0] == "line") {
			section = f[0]
			continue
		}
		name, maker, ok := strings.Cut(f[0], "@")
		n.known[name] = true
		switch {
		case ok:
			n.makers[name] = maker
		case section != "line":
			n.makers[name] = name
			n.schools[name] = section == "school"
		}
		if strings.Contains(name, "_") { // a product of two words
			n.spelled.add(strings.ReplaceAll(name, "_", " "), name)
		}
		for _, w := range f[1:] {
			if !strings.ContainsAny(w, "_-.") && !strings.ContainsFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) {
				n.single[w] = name
				continue
			}
			n.spelled.add(strings.ReplaceAll(w, "_", " "), name)
		}
	}
	return n
}

// isKnown reports whether a word is one that everybody writes of, or its version: qwen3.
func (n *naming) isKnown(w string) bool {
	return n.known[w] || n.known[strings.TrimRight(w, "0123456789.")]
}

// canonical is the one spelling of a word.
func (n *naming) canonical(w string) string {
	if c, ok := n.single[w]; ok {
		return c
	}
	if w != "" && digit(w[len(w)-1]) && !n.known[w] {
		if t := strings.TrimRight(w, "0123456789."); n.known[t] {
			return t // minicpm4 and minicpm 4.0: the number is read by figures
		}
	}
	return w
}
