package item

import (
	"slices"
	"strings"
	"time"
)

// Limits on what is kept of one item, in characters and entries. Longer parts
// are cut at a character; real ones stay far below.
const (
	maxTitle   = 500
	maxWord    = 200 // account, author, venue, language, tag …
	maxSummary = 5_000
	maxText    = 200_000
	maxLinks   = 500
	maxList    = 100 // authors, topics, categories, aliases
)

// Normalize brings an item as a source gives it into the form in which it is
// stored: strings trimmed, bounded, and without control and bidirectional
// characters; ID, Aliases, Kind, Version and Refs filled in from the rest.
// An ID that the source set is kept where it is valid and nothing better is
// known of the same thing. A second Normalize changes nothing.
func Normalize(it *Item) {
	it.Title = oneLine(it.Title, maxTitle)
	it.Summary = paragraphs(it.Summary, maxSummary)
	it.Text = paragraphs(it.Text, maxText)
	it.Account = oneLine(it.Account, maxWord)
	it.Comment = oneLine(it.Comment, maxSummary)
	it.JournalRef = oneLine(it.JournalRef, maxSummary)
	for _, word := range []*string{&it.Source, &it.Venue, &it.DOI, &it.Language, &it.License, &it.Period, &it.Version} {
		*word = oneLine(*word, maxWord)
	}
	it.Authors = words(it.Authors, maxList)
	it.Categories = words(it.Categories, maxList)
	it.Topics = words(it.Topics, maxList)
	it.Stars, it.Forks, it.PeriodStars = max(it.Stars, 0), max(it.Forks, 0), max(it.PeriodStars, 0)
	for _, t := range []*time.Time{&it.Published, &it.Updated, &it.StatusAt} {
		*t = possible(*t)
	}
	if !it.Section.Valid() {
		it.Section = ""
	}
	it.URL = link(it.URL)
	it.Image = link(it.Image)
	it.Links = links(it.Links)
	if it.Original != nil {
		normalizeOriginal(it)
	}
	if it.WeChat != nil {
		w := it.WeChat
		for _, s := range []*string{&w.Biz, &w.Mid, &w.Idx, &w.Sn} {
			*s = oneLine(*s, maxWord)
		}
	}
	it.ID, it.Aliases = identities(it)
	it.Kind = kindOf(it)
	if _, tag, ok := strings.Cut(it.ID.Key(), "@"); ok && it.Kind == KindRelease && it.Version == "" {
		it.Version, _ = unescape(tag)
	}
	it.Refs = mergeRefs(slices.DeleteFunc(slices.Clone(it.Refs), func(r Ref) bool {
		return it.is(r.ID) || !r.ID.Valid() || r.Where.rank() > InLink.rank() || r.Count < 1
	}), FindRefs(it))
}

// identities collects what is known of an item's identity: the best is its ID.
func identities(it *Item) (ID, []ID) {
	var all []ID
	address, identified := Identify(it.URL)
	if identified && it.ID == address || it.ID.Valid() {
		all = append(all, it.ID)
	}
	if w := it.WeChat; w != nil {
		all = appendSame(all, WeChatID(w.Biz, w.Mid, w.Idx))
	}
	if identified {
		all = appendSame(all, address)
	}
	if it.Kind == KindPaper || slices.ContainsFunc(all, func(id ID) bool { return id.family() == familyPaper }) {
		if id, ok := DOI(it.DOI); ok {
			all = appendSame(all, id)
		}
	}
	for _, id := range it.Aliases {
		// Several tokens may lead to one article; a paper is no article.
		if id.Valid() && !slices.ContainsFunc(all, func(known ID) bool { return apartFamilies(known, id) }) {
			all = append(all, id)
		}
	}
	id, aliases := mergeIDs(Item{Aliases: all}, Item{})
	return id, aliases[:min(len(aliases), maxList)]
}

// appendSame appends id unless it contradicts what is known already: two
// numbers of one kind name two things. A page of another account under the
// link that was asked for must not make both one, nor an article about a paper
// the article and the paper.
func appendSame(all []ID, id ID) []ID {
	if id == "" {
		return all
	}
	for _, known := range all {
		if apartFamilies(known, id) || known != id && known.rank() == id.rank() && id.Scheme() != schemeURL {
			return all
		}
	}
	return append(all, id)
}

// The families of identities: no thing has identities of two of them, while
// any may have addresses besides.
const (
	familyAddress = iota
	familyPaper
	familyRepo
	familyRelease
	familyArticle
)

func (id ID) family() int {
	switch id.Scheme() {
	case schemeArXiv, schemeDOI:
		return familyPaper
	case schemeGitHub:
		if id != id.Repo() {
			return familyRelease
		}
		return familyRepo
	case schemeWeChat:
		return familyArticle
	}
	return familyAddress
}

func apartFamilies(a, b ID) bool {
	fa, fb := a.family(), b.family()
	return fa != fb && fa != familyAddress && fb != familyAddress
}

func kindOf(it *Item) Kind {
	switch {
	case it.ID.Scheme() == schemeArXiv:
		return KindPaper
	case it.ID.family() == familyRelease:
		return KindRelease
	case it.ID.family() == familyRepo:
		return KindRepo
	}
	switch it.Kind {
	case KindArticle, KindPaper, KindRepo, KindRelease:
		return it.Kind
	}
	if it.ID.Scheme() == schemeDOI {
		return KindPaper
	}
	return KindArticle
}

func normalizeOriginal(it *Item) {
	o := *it.Original
	o.URL = link(o.URL)
	o.Account = oneLine(o.Account, maxWord)
	o.Title = oneLine(o.Title, maxTitle)
	if !o.ID.Valid() {
		o.ID, _ = Identify(o.URL)
	}
	it.Original = &o
	if o == (Original{}) {
		it.Original = nil
	}
}

// possible drops times before there was a web and after all calendars of this
// program: an epoch, a field that was read wrong.
func possible(t time.Time) time.Time {
	if t.Year() < 1990 || t.Year() > 2100 {
		return time.Time{}
	}
	return t
}

// link returns an http or https address without blanks around it, else "".
func link(s string) string {
	s = strings.TrimSpace(s)
	if _, ok := parse(s); !ok || strings.ContainsFunc(s, unprintable) {
		return ""
	}
	return s
}

func links(all []string) []string {
	var kept []string
	seen := make(map[string]bool)
	for _, s := range all[:min(len(all), 4*maxLinks)] {
		if s = link(s); s != "" && !seen[s] && len(kept) < maxLinks {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return kept
}

func words(all []string, limit int) []string {
	var kept []string
	for _, s := range all {
		if s = oneLine(s, maxWord); s != "" && len(kept) < limit && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}
