package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"embai-crawl/item"
)

// rowData is an entry in the place where it is shown.
type rowData struct {
	Entry
	L     lang
	Place string // draft, held or candidate
	Notes []Finding
}

// funcs are what the templates call.
func (s *Server) funcs() template.FuncMap {
	return template.FuncMap{
		"sections": item.Sections,
		"anchor":   anchor,
		"safe":     safe,
		"ailing":   ailing,
		"row": func(l lang, e Entry, place string, findings []Finding) rowData {
			r := rowData{Entry: e, L: l, Place: place}
			for _, f := range findings {
				if f.Key != "" && f.Key == e.Key {
					r.Notes = append(r.Notes, f)
				}
			}
			return r
		},
		"terms":       terms,
		"worstFirst":  worstFirst,
		"stateClass":  stateClass,
		"items":       items,
		"healthChart": healthChart,
		"funnels":     funnels,
	}
}

// anchor is a key as an element's id: keys hold what ids can't.
func anchor(key string) string {
	h := sha256.Sum256([]byte(key))
	return "e-" + hex.EncodeToString(h[:6])
}

// safe lets only addresses through that a click may open: html/template would
// show another one as #ZgotmplZ.
func safe(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return raw
}

// term is a part of a reason with its sign: + speaks for the entry, − against.
type term struct{ Word, Class string }

// terms parts a reason, so that what speaks against an entry is seen at once.
func terms(l lang, reason string) []term {
	var out []term
	for _, w := range strings.Fields(l.Say(reason)) {
		switch {
		case strings.HasPrefix(w, "+"):
			out = append(out, term{w, "pro"})
		case strings.HasPrefix(w, "−"):
			out = append(out, term{w, "con"})
		case len(out) > 0: // a term of two words
			out[len(out)-1].Word += " " + w
		default:
			out = append(out, term{w, "plain"})
		}
	}
	return out
}

// stateClass is ailing for a source that needs a look, fresh for one that gave
// something, idle for the others.
func stateClass(state string) string {
	switch state {
	case "blocked", "layout changed", "failing":
		return "ailing"
	case "ok":
		return "fresh"
	}
	return "idle"
}

// ailing counts the sources that need a look.
func ailing(sources []Source) (n int) {
	for _, s := range sources {
		if stateClass(s.State) == "ailing" {
			n++
		}
	}
	return n
}

// worstFirst puts the sources that need a look before the others.
func worstFirst(sources []Source) []Source {
	return slices.SortedStableFunc(slices.Values(sources), func(a, b Source) int {
		rank := func(s Source) int {
			if stateClass(s.State) == "ailing" {
				return 0
			}
			return 1
		}
		return cmp.Compare(rank(a), rank(b))
	})
}
