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
	"fmt"
	"html/template"
	"slices"
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
	// Preview gives an entry as the issue would print it with another title and
	// summary (Markdown): safe HTML.
	Preview(ctx context.Context, key, title, summary string) (string, error)
	// Past gives the entries of a past issue in their order.
	Past(ctx context.Context, date string) ([]Section, error)
	// WeChat is the issue as HTML to paste into the editor of WeChat.
	WeChat(ctx context.Context) (string, error)
}

// What Do finds when the file was changed by an editor or by cron.
var (
	ErrGone    = errors.New("the entry is no longer in the draft")
	ErrChanged = errors.New("this was changed meanwhile")
	ErrThere   = errors.New("this is in the draft already")
	ErrNoUndo  = errors.New("nothing to undo, or the file was changed since")
)

// FaultsError is returned for Publish when lint stopped it.
type FaultsError struct{ Findings []Finding }

// Error implements error.
func (e *FaultsError) Error() string {
	return fmt.Sprintf("lint found %d faults: the issue was not published", len(e.Findings))
}

// Forceable reports whether all of them are warnings, past which an editor may go.
func (e *FaultsError) Forceable() bool {
	return !slices.ContainsFunc(e.Findings, func(f Finding) bool { return f.Severity == "error" })
}

// View is one look at the draft.
type View struct {
	Rev      string
	Title    string
	Date     string
	File     string // path as the editor knows it
	Trouble  Trouble
	Problem  string // with Trouble: what is wrong, in the words of who found it
	Guide    string // 导读
	Base     string // changes with Guide
	Sections []Section
	Held     []Entry
	Findings []Finding
	Sources  []Source
	Issues   []Issue
	CanUndo  bool
	Waiting  map[item.Section]int // candidates behind each section
}

// Trouble is why there is no draft to show.
type Trouble string

// The troubles; the empty one is none.
const (
	NoDraft    Trouble = "none"       // not written yet
	Removed    Trouble = "removed"    // it was there: Restore writes it anew
	Unreadable Trouble = "unreadable" // broken meanwhile: nothing is written into it
	Failed     Trouble = "failed"     // the desk itself does not work
)

// Section is a part of the issue with its entries in order.
type Section struct {
	Name    item.Section // empty for what stands outside the four
	Heading string       // as the file spells it
	Entries []Entry
}

// Entry is an entry or a candidate. Its texts are plain, templates escape them,
// but for Printed.
type Entry struct {
	Key     string // names the entry in an Act, stable while the file changes
	Section item.Section
	Title   string        // without account and tags: what an edit begins from
	URL     string        // empty where no address is known
	Summary string        // Markdown
	Printed template.HTML // the whole entry as the issue prints it: safe HTML
	Score   float64       // 0 to 1; negative: not known
	Reason  string
	Sources []string
	Merged  []Part // what is in this entry
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
	Kind     string // summary-missing, link-dead …: see package issue
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
	Base    string       // edit, guide: Entry.Base or View.Base when it began
	Force   bool         // publish: go past warnings; edit, guide: over a change
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
	Restore What = "restore" // write a draft that was removed as it was last
	Write   What = "draft"   // write the first draft of an issue
)
