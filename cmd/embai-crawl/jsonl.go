package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"embai-crawl/item"
)

// line is an item as extract prints it and ingest reads it: one JSON object a
// line. The keys are a promise to other programs: they may be added to, and
// ingest takes everything that extract gives.
type line struct {
	Kind      string    `json:"kind,omitempty"`
	ID        string    `json:"id,omitempty"`
	Aliases   []string  `json:"aliases,omitempty"`
	URL       string    `json:"url,omitempty"`
	Title     string    `json:"title,omitempty"`
	Account   string    `json:"account,omitempty"`
	Authors   flexible  `json:"authors,omitempty"`
	Source    string    `json:"source,omitempty"`
	Published string    `json:"published,omitempty"` // RFC 3339; ingest also takes a date
	Updated   string    `json:"updated,omitempty"`
	Summary   string    `json:"summary,omitempty"`
	Text      string    `json:"text,omitempty"`
	Links     []string  `json:"links,omitempty"`
	Refs      []string  `json:"refs,omitempty"`
	Image     string    `json:"image,omitempty"`
	Section   string    `json:"section,omitempty"`
	Status    string    `json:"status,omitempty"`
	WeChat    *weChat   `json:"wechat,omitempty"`
	Original  *lineOrig `json:"original,omitempty"`
	Venue     string    `json:"venue,omitempty"`
	Comment   string    `json:"comment,omitempty"`
	DOI       string    `json:"doi,omitempty"`
	Category  []string  `json:"categories,omitempty"`
	Language  string    `json:"language,omitempty"`
	License   string    `json:"license,omitempty"`
	Topics    []string  `json:"topics,omitempty"`
	Stars     *int      `json:"stars,omitempty"` // of repositories always there
	Period    string    `json:"period,omitempty"`
	PeriodN   *int      `json:"period_stars,omitempty"`
	Forks     int       `json:"forks,omitempty"`
	Version   string    `json:"version,omitempty"`
}

type weChat struct {
	Biz  string `json:"biz"`
	Mid  string `json:"mid"`
	Idx  string `json:"idx"`
	Sn   string `json:"sn,omitempty"`
	Show int    `json:"item_show_type,omitempty"`
}

type lineOrig struct {
	ID      string `json:"id,omitempty"`
	URL     string `json:"url,omitempty"`
	Account string `json:"account,omitempty"`
	Title   string `json:"title,omitempty"`
}

// flexible is a list of names that other tools also give as one string.
type flexible []string

// UnmarshalJSON implements [json.Unmarshaler].
func (f *flexible) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*f = nil
		for s := range strings.SplitSeq(one, ",") {
			if s = strings.TrimSpace(s); s != "" {
				*f = append(*f, s)
			}
		}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(f))
}

// newLine is what extract prints of an item; kind is the kind of page that it
// was read from.
func newLine(kind string, it *item.Item) line {
	l := line{
		Kind: kind, ID: string(it.ID), URL: it.URL, Title: it.Title, Account: it.Account,
		Authors: it.Authors, Source: it.Source, Published: stamp(it.Published), Updated: stamp(it.Updated),
		Summary: it.Summary, Text: it.Text, Links: it.Links, Image: it.Image, Section: string(it.Section),
		Status: string(it.Status), Venue: it.Venue, Comment: it.Comment, DOI: it.DOI,
		Category: it.Categories, Language: it.Language, License: it.License, Topics: it.Topics,
		Period: it.Period, Forks: it.Forks, Version: it.Version,
	}
	if it.Kind == item.KindRepo || it.Stars > 0 {
		l.Stars = &it.Stars
	}
	if it.Period != "" || it.PeriodStars > 0 {
		l.PeriodN = &it.PeriodStars
	}
	if l.Status == "" {
		l.Status = string(item.StatusOK)
	}
	for _, a := range it.Aliases {
		l.Aliases = append(l.Aliases, string(a))
	}
	for _, r := range it.Refs {
		l.Refs = append(l.Refs, string(r.ID))
	}
	if w := it.WeChat; w != nil {
		l.WeChat = &weChat{w.Biz, w.Mid, w.Idx, w.Sn, w.ShowType}
	}
	if o := it.Original; o != nil {
		l.Original = &lineOrig{string(o.ID), o.URL, o.Account, o.Title}
	}
	return l
}

// stamp is RFC 3339, empty for an unknown time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// item is what ingest takes from a line. Dates without a zone are loc's.
func (l *line) item(loc *time.Location) (item.Item, error) {
	it := item.Item{
		URL: l.URL, Title: l.Title, Account: l.Account, Authors: l.Authors, Source: l.Source,
		Summary: l.Summary, Text: l.Text, Links: l.Links, Image: l.Image,
		Venue: l.Venue, Comment: l.Comment, DOI: l.DOI, Categories: l.Category,
		Language: l.Language, License: l.License, Topics: l.Topics,
		Period: l.Period, Forks: l.Forks, Version: l.Version,
	}
	if l.Stars != nil {
		it.Stars = max(0, *l.Stars)
	}
	if l.PeriodN != nil {
		it.PeriodStars = max(0, *l.PeriodN)
	}
	if id := item.ID(l.ID); id.Valid() {
		it.ID = id
	}
	for _, s := range l.Aliases {
		if id := item.ID(s); id.Valid() {
			it.Aliases = append(it.Aliases, id)
		}
	}
	if w := l.WeChat; w != nil {
		it.WeChat = &item.WeChat{Biz: w.Biz, Mid: w.Mid, Idx: w.Idx, Sn: w.Sn, ShowType: w.Show}
	}
	if o := l.Original; o != nil {
		it.Original = &item.Original{ID: item.ID(o.ID), URL: o.URL, Account: o.Account, Title: o.Title}
	}
	if s := item.Section(l.Section); s != "" {
		if !s.Valid() {
			return it, fmt.Errorf("section %q: expected news, paper, project or blog", l.Section)
		}
		it.Section = s
	}
	var err error
	if it.Published, err = when(l.Published, loc); err != nil {
		return it, fmt.Errorf("published: %w", err)
	}
	if it.Updated, err = when(l.Updated, loc); err != nil {
		return it, fmt.Errorf("updated: %w", err)
	}
	switch s := item.Status(l.Status); s {
	case "", item.StatusOK:
	default:
		it.Status = s
	}
	item.Normalize(&it)
	if it.ID == "" {
		return it, errors.New("no url that can be identified")
	}
	return it, nil
}

// when reads a time of a JSON line; empty is unknown.
func when(s string, loc *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date: expected RFC 3339", fit(s, 40))
}

// maxLine bounds a JSON line: a 4 MB article page as text, with room.
const maxLine = 16 << 20

// readLines calls fn for each JSON line of r with its number, from 1. What is
// no JSON object, too long, or refused by fn goes to bad, and reading goes on.
func readLines(r io.Reader, fn func(n int, l *line) error, bad func(n int, err error)) error {
	br := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ; n++ {
		raw, tooLong, err := readLine(br)
		if raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))); tooLong {
			bad(n, fmt.Errorf("longer than %d MiB", maxLine>>20))
		} else if len(raw) > 0 {
			var l line
			if e := json.Unmarshal(raw, &l); e != nil {
				bad(n, fmt.Errorf("not a JSON object of an item: %w", e))
			} else if e := fn(n, &l); e != nil {
				bad(n, e)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading line %d: %w", n, err)
		}
	}
}

// readLine reads up to and with the line end, holding at most maxLine bytes.
func readLine(br *bufio.Reader) (raw []byte, tooLong bool, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if len(raw)+len(part) > maxLine {
			raw, tooLong = nil, true
		}
		if !tooLong {
			raw = append(raw, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return raw, tooLong, err
		}
	}
}
