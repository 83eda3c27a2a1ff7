// Package item holds what every other package speaks of: an Item, the thing
// that a source found, with its kind, section and status, and its identity.
//
// It knows the forms in which sites write addresses and identifiers. It must
// not know how anything is fetched, stored, ranked or printed, and it imports
// the standard library alone.
package item

import "time"

// Item is one thing found: an article, a paper, a repository or a release.
// All strings are plain UTF-8 text from outside: whoever prints one escapes it.
// All times carry a zone; a zero time means unknown.
type Item struct {
	ID      ID     // identity; the key of everything that is remembered
	Aliases []ID   // further identities that are known to be the same thing
	Kind    Kind   // what it is
	URL     string // an address that a reader can open

	Title   string
	Summary string // digest, abstract or description as the source gives it
	Text    string // full text: paragraphs, separated by one blank line
	Account string // public account or site that published it
	Authors []string
	Image   string // cover picture

	Source  string  // name of the configured source that found it
	Section Section // fixed by the source; empty: rank decides
	Given   bool    // a person gave this link: it is drafted whatever its score

	Published time.Time
	Updated   time.Time // last change that the source tells of

	Links []string // absolute addresses that the text links to or spells out
	Refs  []Ref    // identifiers named in title, text and links

	Status   Status    // empty means StatusOK
	StatusAt time.Time // when Status was seen

	// Papers.
	Venue      string // as printed between brackets: CVPR2026
	Comment    string // arXiv comment
	JournalRef string
	DOI        string
	Categories []string

	// Repositories and releases.
	Language    string // programming language
	License     string
	Topics      []string
	Stars       int // total; 0 unknown
	PeriodStars int // stars within Period
	Period      string
	Forks       int
	Version     string // tag of a release

	WeChat   *WeChat   // nil unless the item is a WeChat article
	Original *Original // nil unless the item repeats another one
}

// Kind says what an item is, wherever it was found.
type Kind string

// The kinds. Values are stored: they may be added to, never changed.
const (
	KindArticle Kind = "article" // WeChat article, blog post, news page
	KindPaper   Kind = "paper"
	KindRepo    Kind = "repository"
	KindRelease Kind = "release"
)

// Section is one of the four parts of an issue.
type Section string

// The sections. Values are stored and printed by rank: never changed.
const (
	SectionNews    Section = "news"
	SectionPaper   Section = "paper"
	SectionProject Section = "project"
	SectionBlog    Section = "blog"
)

// Sections lists the sections in the order in which an issue prints them.
func Sections() []Section {
	return []Section{SectionNews, SectionPaper, SectionProject, SectionBlog}
}

// Valid reports whether s is one of the four sections.
func (s Section) Valid() bool {
	switch s {
	case SectionNews, SectionPaper, SectionProject, SectionBlog:
		return true
	}
	return false
}

// Status says whether the thing behind an item's address can be read.
type Status string

// The statuses. Values are stored and printed by extract: never changed.
const (
	StatusOK          Status = "ok"
	StatusDeleted     Status = "deleted"     // by its author
	StatusBanned      Status = "banned"      // by the platform
	StatusUnavailable Status = "unavailable" // for now, or for a cause that is not told
	StatusExpired     Status = "expired"     // a temporary link whose time is over
	StatusMoved       Status = "moved"       // the account has moved
	StatusVerify      Status = "verify"      // the host asks for a human; says nothing of the item
	StatusEmpty       Status = "empty"       // a shell without content
)

// Gone reports whether a reader who follows the link finds no article.
func (s Status) Gone() bool {
	switch s {
	case StatusDeleted, StatusBanned, StatusUnavailable, StatusExpired, StatusMoved:
		return true
	}
	return false
}

// WeChat is the identity of an article of a WeChat public account.
type WeChat struct {
	Biz      string // base64 of the account's number, e.g. MzA4MTE3MTg1OA==
	Mid      string // message, decimal
	Idx      string // place within the message, from 1
	Sn       string
	ShowType int // item_show_type: 0 article, 5 video, 7 audio, 8 pictures, 10 text, 17 short
}

// Original is the item that a repost or share repeats.
type Original struct {
	ID      ID
	URL     string
	Account string
	Title   string
}

// Ref is an identifier that an item names, with where and how often:
// what decides whether the item is about that thing or merely mentions it.
type Ref struct {
	ID    ID    // arxiv:…, github:…, doi:… or wechat:…
	Where Where // the most prominent place in which it stands
	Count int   // how often it is named in all
}

// Where is a place in an item, the most prominent first.
type Where string

// The places. Values are stored: never changed.
const (
	InTitle    Where = "title"
	InOriginal Where = "original" // 阅读原文, reprint_url: the item says that this is its source
	InSummary  Where = "summary"  // summary, abstract, comment
	InText     Where = "text"
	InLink     Where = "link"
)
