package review

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/url"

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
		"itemsChart":  itemsChart,
		"healthChart": healthChart,
		"funnelChart": funnelChart,
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

// ailing counts the sources that need a look.
func ailing(sources []Source) (n int) {
	for _, s := range sources {
		switch s.State {
		case "blocked", "layout changed", "failing":
			n++
		}
	}
	return n
}
