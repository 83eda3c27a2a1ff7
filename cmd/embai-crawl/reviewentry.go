package main

import (
	"cmp"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/review"
)

// findings says which entry each finding is in.
func findings(doc *issue.Document, keys []string, found []issue.Finding) []review.Finding {
	out := make([]review.Finding, 0, len(found))
	for _, f := range found {
		key := ""
		for i := range doc.Entries {
			if from := doc.Entries[i].Line; from <= f.Line && f.Line < from+max(1, strings.Count(doc.Raw(i), "\n")) {
				key = keys[i]
			}
		}
		out = append(out, review.Finding{Key: key, Line: f.Line, Severity: string(f.Severity), Kind: f.Kind, Text: f.Message})
	}
	return out
}

// entry is an entry, of which the file has or would have raw, with what is
// known of it.
func (d *reviewDesk) entry(p *pool, e *issue.Entry, key, raw string) review.Entry {
	out := review.Entry{
		Key: key, Section: e.Section, Title: e.Title, URL: e.URL, Summary: e.Summary, Printed: printed(raw), Score: -1,
	}
	why := map[item.ID]string{}
	for _, id := range e.IDs {
		c := p.by[id]
		if c == nil {
			continue
		}
		if c.Result.Score > out.Score {
			out.Score, out.Reason = c.Result.Score, c.Result.Reason
		}
		for i := range c.Items {
			if name := c.Items[i].Source; name != "" && !slices.Contains(out.Sources, name) {
				out.Sources = append(out.Sources, name)
			}
			if i > 0 {
				why[c.Items[i].ID] = whyOf(c.Why, c.Items[i].ID)
			}
		}
	}
	for _, id := range e.IDs {
		part := d.part(id)
		if !slices.ContainsFunc(out.Merged, func(x review.Part) bool { return x.ID == part.ID }) {
			part.Why = why[item.ID(part.ID)]
			out.Merged = append(out.Merged, part)
		}
	}
	return out
}

// whyOf gives the tie that names an item, of those that make a candidate one.
func whyOf(ties []string, id item.ID) string {
	i := slices.IndexFunc(ties, func(t string) bool { return strings.Contains(t, string(id)) })
	if i < 0 {
		return ""
	}
	return ties[i]
}

// part is one item of an entry, under its own name: by its title where it is
// known, else by that name.
func (d *reviewDesk) part(id item.ID) review.Part {
	part := review.Part{ID: string(id), Title: string(id), URL: id.Address()}
	if r, ok, err := d.s.room().store.Get(id); err == nil && ok {
		part.ID = string(r.Item.ID)
		part.Title = cmp.Or(r.Item.Title, part.Title)
		part.URL = cmp.Or(r.Item.URL, part.URL)
	}
	return part
}

// printed is Markdown of an entry as the issue shows it. Markers are comments,
// which Preview leaves out like any other raw HTML; links open beside the page.
func printed(markdown string) template.HTML {
	html, err := issue.Preview(markdown)
	if err != nil {
		return template.HTML(template.HTMLEscapeString(markdown)) //nolint:gosec // escaped
	}
	html = strings.ReplaceAll(html, "<!-- raw HTML omitted -->", "")
	html = strings.ReplaceAll(html, "<a href=", `<a target="_blank" rel="noopener noreferrer" href=`)
	// The page loads nothing from other hosts: a picture is shown by its words.
	return template.HTML(imageTag.ReplaceAllString(html, "🖼 $1")) //nolint:gosec // goldmark's output, in which all text is escaped
}

// imageTag is an image as goldmark writes it; $1 are its words, escaped.
var imageTag = regexp.MustCompile(`<img src="[^"]*" alt="([^"]*)"[^>]*>`)
