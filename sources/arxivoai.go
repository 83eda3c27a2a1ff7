package sources

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// oaiRecord is one record of https://info.arxiv.org/help/oa/index.html, in the
// formats arXiv, arXivRaw and oai_dc, whose elements have no name in common
// that means two things.
type oaiRecord struct {
	Header struct {
		Status     string `xml:"status,attr"`
		Identifier string `xml:"identifier"`
	} `xml:"header"`
	Metadata struct {
		Inner oaiInner `xml:",any"`
	} `xml:"metadata"`
}

type oaiInner struct {
	Title    string `xml:"title"`
	Abstract string `xml:"abstract"`
	Created  string `xml:"created"`
	Updated  string `xml:"updated"`
	Authors  struct {
		Names []struct {
			Key      string `xml:"keyname"`
			Forename string `xml:"forenames"`
		} `xml:"author"`
		Line string `xml:",chardata"`
	} `xml:"authors"`
	Categories string `xml:"categories"`
	Comments   string `xml:"comments"`
	Journal    string `xml:"journal-ref"`
	DOI        string `xml:"doi"`
	License    string `xml:"license"`
	Versions   []struct {
		Date string `xml:"date"`
	} `xml:"version"`
	// oai_dc
	Creators     []string `xml:"creator"`
	Descriptions []string `xml:"description"`
	Dates        []string `xml:"date"`
}

// readOAI reads the records of one answer, record by record: one that is broken
// ends the reading, those before it are kept.
func readOAI(decoded string, spec Spec) ([]item.Item, arXivAnswer, error) {
	var items []item.Item
	var answer arXivAnswer
	d := xml.NewDecoder(strings.NewReader(withoutForbidden(decoded)))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return items, answer, nil
		}
		if err != nil {
			return items, answer, fmt.Errorf("sources: reading arXiv: %w: records: %w", ErrFormat, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "record":
			var r oaiRecord
			if err := d.DecodeElement(&r, &start); err != nil {
				return items, answer, fmt.Errorf("sources: reading arXiv: %w: records: %w", ErrFormat, err)
			}
			if it, ok := r.item(spec); ok {
				items = append(items, it)
			}
		case "resumptionToken":
			if err := d.DecodeElement(&answer.token, &start); err != nil {
				return items, answer, fmt.Errorf("sources: reading arXiv: %w: records: %w", ErrFormat, err)
			}
			answer.token = strings.TrimSpace(answer.token)
		case "error":
			var words string
			if err := d.DecodeElement(&words, &start); err == nil && attributeOf(start, "code") != "noRecordsMatch" {
				return items, answer, fmt.Errorf("sources: reading arXiv: %w: it answers with an error: %s", ErrFormat, text.Squash(words))
			}
		}
	}
}

func attributeOf(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// item makes an item of a record; false for one that was deleted.
func (r *oaiRecord) item(spec Spec) (item.Item, bool) {
	m := &r.Metadata.Inner
	id, ok := item.ArXiv(r.Header.Identifier)
	if !ok || r.Header.Status == "deleted" {
		return item.Item{}, false
	}
	it := item.Item{
		ID: id, Kind: item.KindPaper, Source: spec.Name, Section: spec.Section, Status: item.StatusOK,
		Title: text.Squash(m.Title), Summary: text.Squash(m.Abstract),
		Comment: text.Squash(m.Comments), JournalRef: text.Squash(m.Journal), DOI: text.Squash(m.DOI),
		Categories: strings.Fields(m.Categories), License: m.License,
	}
	if it.Summary == "" && len(m.Descriptions) > 0 {
		it.Summary = text.Squash(m.Descriptions[0])
		for _, more := range m.Descriptions[1:] {
			it.Comment = text.Squash(it.Comment + " " + strings.TrimPrefix(more, "Comment: "))
		}
	}
	for _, a := range m.Authors.Names {
		it.Authors = append(it.Authors, text.Squash(a.Forename+" "+a.Key))
	}
	if len(it.Authors) == 0 {
		it.Authors = paperAuthors(strings.ReplaceAll(m.Authors.Line, " and ", ", "))
	}
	for _, creator := range m.Creators {
		family, given, _ := strings.Cut(creator, ", ")
		it.Authors = append(it.Authors, text.Squash(given+" "+family))
	}
	dates := dateReader{zone: time.UTC, cst: beijing}
	it.Published, it.Updated = dates.parse(m.Created), dates.parse(m.Updated)
	if len(m.Versions) > 0 {
		it.Published, it.Updated = dates.parse(m.Versions[0].Date), dates.parse(m.Versions[len(m.Versions)-1].Date)
	}
	if len(m.Dates) > 0 {
		it.Published = dates.parse(m.Dates[0])
	}
	finishPaper(&it)
	return it, true
}
