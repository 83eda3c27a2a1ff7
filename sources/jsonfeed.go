package sources

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	jsonfeed "github.com/mmcdole/gofeed/json"
)

// isJSON reports whether a document begins as JSON does.
func isJSON(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n\ufeff")
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

// readJSONFeed reads a JSON Feed, https://jsonfeed.org/version/1.1, item by
// item: one that is wrong, or that the end cuts, costs itself alone. Bridges
// also send the list of items alone, or one item.
func readJSONFeed(text string) (feedDocument, error) {
	fields, whole := jsonObject(text)
	if fields == nil {
		items, _ := jsonArray(text)
		fields = map[string]json.RawMessage{}
		if len(items) > 0 {
			fields["items"] = json.RawMessage(strings.TrimSpace(text))
		}
	}
	var doc feedDocument
	raw, hasItems := fields["items"]
	if !hasItems {
		if fields["id"] == nil && fields["url"] == nil || fields["title"] == nil && fields["content_html"] == nil && fields["content_text"] == nil {
			return doc, fmt.Errorf("%w: JSON, but no JSON Feed: it has no items", ErrFormat)
		}
		raw = json.RawMessage("[" + text + "]")
		fields = nil
	}
	doc.title, doc.link, doc.language = jsonText(fields["title"]), jsonText(fields["home_page_url"]), jsonText(fields["language"])
	if names := jsonAuthors(fields["authors"], fields["author"]); len(names) > 0 {
		doc.author = names[0]
	}
	items, allItems := jsonArray(string(raw))
	doc.whole = whole && allItems
	if len(items) > maxEntries {
		items, doc.over = items[:maxEntries], true
	}
	for _, raw := range items {
		if e, ok := jsonEntry(raw); ok {
			doc.entries = append(doc.entries, e)
		}
	}
	return doc, nil
}

func jsonEntry(raw json.RawMessage) (feedEntry, bool) {
	var it jsonfeed.Item
	if json.Unmarshal(raw, &it) != nil {
		// A field of the wrong type: those that entries consist of are read
		// alone.
		fields, _ := jsonObject(string(raw))
		if fields == nil {
			return feedEntry{}, false
		}
		it = jsonfeed.Item{
			ID: jsonText(fields["id"]), URL: jsonText(fields["url"]), ExternalURL: jsonText(fields["external_url"]),
			Title: jsonText(fields["title"]), Summary: jsonText(fields["summary"]), Image: jsonText(fields["image"]),
			ContentHTML: jsonText(fields["content_html"]), ContentText: jsonText(fields["content_text"]),
			DatePublished: jsonText(fields["date_published"]), DateModified: jsonText(fields["date_modified"]),
		}
		for _, name := range jsonAuthors(fields["authors"], fields["author"]) {
			it.Authors = append(it.Authors, &jsonfeed.Author{Name: name})
		}
	}
	e := feedEntry{
		title: it.Title, guid: it.ID, summary: it.Summary,
		content: cmp.Or(it.ContentHTML, it.ContentText), plain: it.ContentHTML == "",
		links:     []string{it.URL, it.ExternalURL, absoluteOnly(it.ID)},
		published: cmp.Or(it.DatePublished, it.DateModified), updated: it.DateModified,
		labels: it.Tags,
		image:  cmp.Or(it.Image, it.BannerImage),
	}
	for _, a := range append(it.Authors, it.Author) {
		if a != nil && a.Name != "" && !slices.Contains(e.authors, a.Name) {
			e.authors = append(e.authors, a.Name)
		}
	}
	return e, true
}

// jsonObject reads the fields of an object, as far as it goes; nil where text
// is none. whole tells that its end was there.
func jsonObject(text string) (fields map[string]json.RawMessage, whole bool) {
	d := json.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	fields = map[string]json.RawMessage{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return fields, false
		}
		name, ok := key.(string)
		if !ok {
			return fields, false
		}
		at := d.InputOffset()
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			// The list of items may be what the end cuts: its first items are
			// whole.
			rest := strings.TrimLeft(strings.TrimPrefix(text, "\ufeff")[at:], " \t\r\n:")
			if _, ok := fields[name]; !ok && strings.HasPrefix(rest, "[") {
				fields[name] = json.RawMessage(rest)
			}
			return fields, false
		}
		fields[name] = value
	}
	_, err := d.Token()
	return fields, err == nil
}

// jsonArray reads the elements of an array, as far as it goes.
func jsonArray(text string) (elements []json.RawMessage, whole bool) {
	d := json.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil, false
	}
	for d.More() {
		var element json.RawMessage
		if err := d.Decode(&element); err != nil {
			return elements, false
		}
		elements = append(elements, element)
	}
	_, err := d.Token()
	return elements, err == nil
}

// jsonText returns a string, or a number as one.
func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

// jsonAuthors reads the names of authors: objects, a list of them, or strings.
func jsonAuthors(all ...json.RawMessage) []string {
	var names []string
	for _, raw := range all {
		elements, _ := jsonArray(string(raw))
		if elements == nil {
			elements = []json.RawMessage{raw}
		}
		for _, element := range elements {
			var author struct{ Name string }
			if json.Unmarshal(element, &author) != nil {
				author.Name = jsonText(element)
			}
			if author.Name != "" {
				names = append(names, author.Name)
			}
		}
	}
	return names
}
