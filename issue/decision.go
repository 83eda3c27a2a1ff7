package issue

import "embai-crawl/item"

// Decision is something that the editor has decided in the draft, seen by
// comparing it with what was offered.
type Decision struct {
	What  What
	IDs   []item.ID // the entry; for parted the two that are no longer one
	Title string
	From  string // moved: section; retitled: title; else empty
	To    string
}

// What names a kind of decision.
type What string

// The decisions. Values are stored and printed: they may be added to, never changed.
const (
	Cut       What = "cut"       // taken out of the draft
	Moved     What = "moved"     // into another section
	Retitled  What = "retitled"  // given another title
	Rewritten What = "rewritten" // changed otherwise
	Chosen    What = "chosen"    // taken in from the candidates
	Held      What = "held"      // put on the shelf for the next issue
	Merged    What = "merged"    // printed within another entry
	Parted    What = "parted"    // printed apart
	Added     What = "added"     // written by the editor
)
