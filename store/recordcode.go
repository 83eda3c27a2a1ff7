package store

import (
	"encoding/json"
	"fmt"

	"embai-crawl/item"
)

// encodeRecord writes a record in the newest version. The same record gives
// the same bytes.
func encodeRecord(r *record) ([]byte, error) {
	stored := storedRecord{
		version:   version{valueVersion},
		First:     r.First,
		Seen:      r.Seen,
		Sources:   r.Sources,
		State:     r.State,
		Issue:     r.Issue,
		TextRunes: r.textRunes,
		TextHash:  r.textHash,
		Item:      storeItem(&r.Item),
	}
	for _, d := range r.Decisions {
		stored.Decisions = append(stored.Decisions, storedDecision(d))
	}
	data, err := json.Marshal(stored)
	if err != nil {
		return nil, fmt.Errorf("encoding record %s: %w", r.Item.ID, err)
	}
	return data, nil
}

// decodeRecord reads a record of any version. A record that was merged into
// another gives the other's serial as to.
func decodeRecord(serial uint64, data []byte) (r *record, to uint64, err error) {
	var stored storedRecord
	if err := decode(recordsBucket, serialKey(serial), data, &stored); err != nil {
		return nil, 0, err
	}
	if stored.To != 0 {
		return nil, stored.To, nil
	}
	r = &record{serial: serial, textRunes: stored.TextRunes, textHash: stored.TextHash}
	r.Record = Record{
		Item:    loadItem(&stored.Item),
		First:   stored.First,
		Seen:    stored.Seen,
		Sources: stored.Sources,
		State:   stored.State,
		Issue:   stored.Issue,
	}
	for _, d := range stored.Decisions {
		r.Decisions = append(r.Decisions, Decision(d))
	}
	if r.State.weight() < 0 { // of a state that came later, or of none
		r.State = StateNew
	}
	return r, 0, nil
}

// storeItem leaves out the text, which has a bucket of its own.
func storeItem(it *item.Item) storedItem {
	stored := storedItem{
		ID: it.ID, Aliases: it.Aliases, Kind: it.Kind, URL: it.URL,
		Title: it.Title, Summary: it.Summary, Account: it.Account,
		Authors: it.Authors, Image: it.Image, Source: it.Source,
		Section: it.Section, Given: it.Given,
		Published: it.Published, Updated: it.Updated, Links: it.Links,
		Status: it.Status, StatusAt: it.StatusAt,
		Venue: it.Venue, Comment: it.Comment, JournalRef: it.JournalRef,
		DOI: it.DOI, Categories: it.Categories,
		Language: it.Language, License: it.License, Topics: it.Topics,
		Stars: it.Stars, PeriodStars: it.PeriodStars, Period: it.Period,
		Forks: it.Forks, Version: it.Version,
		WeChat: (*storedWeChat)(it.WeChat), Original: (*storedOriginal)(it.Original),
	}
	for _, ref := range it.Refs {
		stored.Refs = append(stored.Refs, storedRef(ref))
	}
	return stored
}

func loadItem(stored *storedItem) item.Item {
	it := item.Item{
		ID: stored.ID, Aliases: stored.Aliases, Kind: stored.Kind, URL: stored.URL,
		Title: stored.Title, Summary: stored.Summary, Account: stored.Account,
		Authors: stored.Authors, Image: stored.Image, Source: stored.Source,
		Section: stored.Section, Given: stored.Given,
		Published: stored.Published, Updated: stored.Updated, Links: stored.Links,
		Status: stored.Status, StatusAt: stored.StatusAt,
		Venue: stored.Venue, Comment: stored.Comment, JournalRef: stored.JournalRef,
		DOI: stored.DOI, Categories: stored.Categories,
		Language: stored.Language, License: stored.License, Topics: stored.Topics,
		Stars: stored.Stars, PeriodStars: stored.PeriodStars, Period: stored.Period,
		Forks: stored.Forks, Version: stored.Version,
		WeChat: (*item.WeChat)(stored.WeChat), Original: (*item.Original)(stored.Original),
	}
	for _, ref := range stored.Refs {
		it.Refs = append(it.Refs, item.Ref(ref))
	}
	return it
}
