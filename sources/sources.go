// Package sources turns the bytes of pages into items: one file a kind of
// source, each a pure parser. It knows the formats and the markup of sites. It
// must not fetch, store, rank or print, and it keeps no state between pages.
package sources

import (
	"context"
	"errors"
	"fmt"
	"time"

	"embai-crawl/item"
)

// Source is one configured place where items are found.
type Source interface {
	// Start gives the addresses to begin with at now.
	Start(now time.Time) []string
	// Parse reads one page. It returns the items on it and further addresses
	// to fetch for this source. Items may come together with an error: they
	// are what could be saved. Errors wrap ErrLayout, ErrFormat, ErrVerify or
	// ErrNotArticle where these fit.
	Parse(ctx context.Context, p Page) (items []item.Item, next []string, err error)
}

// Beginning is a Source that makes whole items of a page of Start of which only the
// beginning came.
type Beginning interface {
	Source
	ReadsBeginning()
}

// Page is one fetched document.
type Page struct {
	URL         string    // address that was asked for
	Final       string    // address after redirects; empty: URL
	ContentType string    // the header as sent; may be empty or wrong
	Body        []byte    // after content decoding, before charset decoding
	Fetched     time.Time // when the answer came
	Depth       int       // 0: an address of Start, 1: one that Parse of it gave …
	// Known reports whether an item is stored already; nil: nothing is.
	// Sources that page through a list stop at the first known item.
	Known func(item.ID) bool
}

// Address is where the page was found in the end: the base of its links.
func (p Page) Address() string {
	if p.Final != "" {
		return p.Final
	}
	return p.URL
}

// What can be wrong with a page that was fetched.
var (
	// ErrLayout: the page is of the right kind, but its markup is none that
	// this program knows, so that nothing was found where something must be.
	ErrLayout = errors.New("layout changed")
	// ErrFormat: the bytes are no document of this kind (HTML for a feed,
	// nothing at all, an error answer of an API).
	ErrFormat = errors.New("not readable")
	// ErrVerify: the host wants to see a human. Leave it alone for the day.
	ErrVerify = errors.New("verification asked for")
	// ErrNotArticle: the page tells that there is no article (deleted, banned,
	// expired …); the one item returned with it has ID, URL and Status alone.
	ErrNotArticle = errors.New("no article")
)

// LayoutError says where nothing was found and what was looked for.
type LayoutError struct {
	URL  string
	Want string // e.g. "article.Box-row"
}

func (e *LayoutError) Error() string {
	return fmt.Sprintf("layout changed: 0 rows at %s (looked for %s)", e.URL, e.Want)
}

// Unwrap makes errors.Is(err, ErrLayout) hold.
func (e *LayoutError) Unwrap() error { return ErrLayout }

// Spec is what the configuration says of one source.
type Spec struct {
	Name    string
	Kind    string
	URL     string
	Account string       // printed as the account of items that name none
	Section item.Section // empty: rank decides
	Query   string       // arxiv, github-search: what is asked for
	Max     int          // upper bound of items asked for; 0: the kind's default
	Path    string       // inbox: the file
	// FetchArticles: the pages that items link to are fetched too.
	FetchArticles bool
}
