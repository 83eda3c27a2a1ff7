package store

import (
	"fmt"
	"slices"
	"time"

	"embai-crawl/item"
)

// Record is all that is known of one thing.
type Record struct {
	Item      item.Item
	First     time.Time // when it was first found
	Seen      time.Time // when it was last found; exact to a day
	Sources   []string  // names of the sources that found it, the first one first
	State     State
	Issue     string     // date of the issue that State belongs to; "" for none
	Decisions []Decision // oldest first
}

// State says how far an item has come.
type State string

// The states. Values are stored: they may be added to, never changed.
const (
	StateNew       State = "new"       // found, nothing more
	StateDrafted   State = "drafted"   // stands in an open draft
	StateHeld      State = "held"      // kept by the editor for a later issue
	StateDropped   State = "dropped"   // cut by the editor: never drafted again
	StatePublished State = "published" // printed: never drafted again
)

// Validate returns an error for a value that is no state.
func (s State) Validate() error {
	if s.weight() < 0 {
		return fmt.Errorf("store: no such state: %q", string(s))
	}
	return nil
}

// weight orders the states: where two records turn out to be one thing, the
// heavier state is the one that stays.
func (s State) weight() int {
	return slices.Index([]State{StateNew, StateDrafted, StateHeld, StateDropped, StatePublished}, s)
}

// Tombstone reports whether an item in this state is never drafted again.
func (s State) Tombstone() bool { return s == StateDropped || s == StatePublished }

// Decision is one thing that was decided on an item.
type Decision struct {
	At     time.Time
	Issue  string // date of the issue
	What   string // drafted, published, dropped, held, moved, retitled …
	Detail string // from what to what
}

// maxDecisions is how many decisions of one record are kept: the newest.
const maxDecisions = 100

// record is a Record as it is worked with: with its serial, and its text known
// by length and hash alone. Item.Text is empty.
type record struct {
	Record
	serial    uint64
	textRunes int
	textHash  uint64
}

// storedRecord is a record in the file.
type storedRecord struct {
	version
	To uint64 `json:"to,omitempty"` // merged into that record: nothing else is set

	First     time.Time        `json:"first,omitzero"`
	Seen      time.Time        `json:"seen,omitzero"`
	Sources   []string         `json:"sources,omitempty"`
	State     State            `json:"state,omitempty"`
	Issue     string           `json:"issue,omitempty"`
	Decisions []storedDecision `json:"decisions,omitempty"`
	TextRunes int              `json:"text_runes,omitempty"`
	TextHash  uint64           `json:"text_hash,omitempty,string"`
	Item      storedItem       `json:"item,omitzero"`
}

type storedDecision struct {
	At     time.Time `json:"at"`
	Issue  string    `json:"issue,omitempty"`
	What   string    `json:"what"`
	Detail string    `json:"detail,omitempty"`
}

type storedItem struct {
	ID          item.ID         `json:"id"`
	Aliases     []item.ID       `json:"aliases,omitempty"`
	Kind        item.Kind       `json:"kind,omitempty"`
	URL         string          `json:"url,omitempty"`
	Title       string          `json:"title,omitempty"`
	Summary     string          `json:"summary,omitempty"`
	Account     string          `json:"account,omitempty"`
	Authors     []string        `json:"authors,omitempty"`
	Image       string          `json:"image,omitempty"`
	Source      string          `json:"source,omitempty"`
	Section     item.Section    `json:"section,omitempty"`
	Given       bool            `json:"given,omitempty"`
	Published   time.Time       `json:"published,omitzero"`
	Updated     time.Time       `json:"updated,omitzero"`
	Links       []string        `json:"links,omitempty"`
	Refs        []storedRef     `json:"refs,omitempty"`
	Status      item.Status     `json:"status,omitempty"`
	StatusAt    time.Time       `json:"status_at,omitzero"`
	Venue       string          `json:"venue,omitempty"`
	Comment     string          `json:"comment,omitempty"`
	JournalRef  string          `json:"journal_ref,omitempty"`
	DOI         string          `json:"doi,omitempty"`
	Categories  []string        `json:"categories,omitempty"`
	Language    string          `json:"language,omitempty"`
	License     string          `json:"license,omitempty"`
	Topics      []string        `json:"topics,omitempty"`
	Stars       int             `json:"stars,omitempty"`
	PeriodStars int             `json:"period_stars,omitempty"`
	Period      string          `json:"period,omitempty"`
	Forks       int             `json:"forks,omitempty"`
	Version     string          `json:"version,omitempty"`
	WeChat      *storedWeChat   `json:"wechat,omitempty"`
	Original    *storedOriginal `json:"original,omitempty"`
}

type storedRef struct {
	ID    item.ID    `json:"id"`
	Where item.Where `json:"where"`
	Count int        `json:"n"`
}

type storedWeChat struct {
	Biz      string `json:"biz,omitempty"`
	Mid      string `json:"mid,omitempty"`
	Idx      string `json:"idx,omitempty"`
	Sn       string `json:"sn,omitempty"`
	ShowType int    `json:"show_type,omitempty"`
}

type storedOriginal struct {
	ID      item.ID `json:"id,omitempty"`
	URL     string  `json:"url,omitempty"`
	Account string  `json:"account,omitempty"`
	Title   string  `json:"title,omitempty"`
}
