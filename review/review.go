// Package review is the page in which the editor reviews the draft: ticking,
// ordering and rewording candidates in a browser instead of a text file.
//
// It knows how a draft is shown and which acts an editor has. It must not know
// the draft's format, the store or how anything is fetched: it sees them
// through Desk, and it holds no state of the draft itself, so that the file
// and the page are always the same draft.
package review

import (
	"context"
	"errors"
	"time"

	"embai-crawl/item"
)

// Desk is the draft with what belongs to it. Each call reads the file anew;
// Do saves an act into the file before it returns. Calls may come at once.
type Desk interface {
	// View is the draft as the file has it now. A draft that can't be shown is
	// no error: View.Problem says why.
	View(ctx context.Context) (View, error)
	// Rev changes whenever View would: it is asked for often, so it is cheap.
	Rev(ctx context.Context) (string, error)
	// Candidates are those that did not make the draft and match q, best
	// first, from a place on; total is how many match in all.
	Candidates(ctx context.Context, q Query) (list []Entry, total int, err error)
	// Do carries out one act. ErrGone and ErrChanged are returned when the
	// file was changed meanwhile; other errors are for the editor to read.
	Do(ctx context.Context, act Act) (message string, err error)
	// Preview renders an entry's Markdown as the published issue shows it; the
	// result is safe HTML.
	Preview(ctx context.Context, title, summary string) (string, error)
	// WeChat is the issue as HTML to paste into the editor of WeChat.
	WeChat(ctx context.Context) (string, error)
}

// What Do finds when the file was changed by an editor or by cron.
var (
	ErrGone    = errors.New("the entry is no longer in the draft")
	ErrChanged = errors.New("the entry was changed meanwhile")
)

// View is one look at the draft.
type View struct {
	Rev      string
	Title    string
	Date     string
	File     string // path as the editor knows it
	Problem  string // why there is nothing to show; empty: all is well
	Guide    string // 导读
	Sections []Section
	Held     []Entry
	Findings []Finding
	Sources  []Source
	Issues   []Issue
	CanUndo  bool
	Waiting  map[item.Section]int // candidates behind each section
}

// Section is a part of the issue with its entries in order.
type Section struct {
	Name    item.Section
	Heading string
	Entries []Entry
}

// Entry is an entry or a candidate. All texts are plain: templates escape them.
type Entry struct {
	Key     string // names the entry in an Act, stable while the file changes
	Section item.Section
	Title   string // with account and tags, as printed between the brackets
	URL     string // empty where no safe address is known
	Summary string
	Lines   []string // 论文：…, 代码：…
	Score   float64  // 0 to 1; negative: not known
	Reason  string
	Sources []string
	Merged  []Part // what else is in this entry
	Base    string // changes with the entry's text: what an edit began from
}

// Part is one item of an entry that holds several.
type Part struct {
	ID, Title, URL, Why string
}

// Finding is what lint says of a line.
type Finding struct {
	Key      string // the entry that it is in; empty: none
	Line     int
	Severity string // error or warning
	Text     string
}

// Source is the health of a source.
type Source struct {
	Name, State, Detail string
	LastSuccess         time.Time
	Days                []Day // the last 30, oldest first
}

// Day is what a source gave on one day.
type Day struct {
	Date   time.Time
	Items  int
	Failed bool
	Tried  bool
}

// Issue is a past issue: how many candidates there were, drafted and printed.
type Issue struct {
	Date                         string
	Candidates, Drafted, Printed int
}

// Query asks for candidates.
type Query struct {
	Words   string
	Section item.Section // empty: all
	From    int
	Max     int
}

// Act is one thing that the editor does.
type Act struct {
	What    What
	Key     string       // the entry
	Section item.Section // move, take
	Before  string       // move: the entry that follows it then; empty: the end
	With    string       // merge: the entry that Key goes into; part: the part's ID
	Title   string       // edit
	Summary string       // edit, guide
	URL     string       // add
	Base    string       // edit: Entry.Base when it began
	Force   bool         // publish: go past warnings; edit: over a change
}

// What is the kind of an act.
type What string

// The acts.
const (
	Drop    What = "drop"
	Hold    What = "hold"
	Move    What = "move"
	Take    What = "take"
	Edit    What = "edit"
	Add     What = "add"
	Split   What = "part"
	Merge   What = "merge"
	Guide   What = "guide" // regenerate 导读, or write Summary
	Undo    What = "undo"
	Publish What = "publish"
)
