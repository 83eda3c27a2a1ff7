// Package rank says how much an item deserves to be printed, in which section,
// and why.
//
// It knows the configured keywords, the words of the newsletter's field and
// what a training set of printed and passed-over items taught it. It must not
// know where items come from, where they are stored, or what a draft looks
// like; it imports item and text alone.
package rank

import "embai-crawl/item"

// Config is what the operator sets. Terms may be in any script and case.
type Config struct {
	Keywords map[string]float64 // term to weight; 1 is an ordinary term
	Negative map[string]float64 // term to how much it speaks against an item; the sign is ignored
	Sources  map[string]float64 // name of a source to what it adds; 0 changes nothing
	Accounts map[string]float64 // account or site likewise
	Learned  bool               // use the learned model where there is one
}

// Result is the judgement of one item.
type Result struct {
	Score   float64      // 0 to 1; roughly the chance to be printed, alike for all kinds
	Section item.Section // always one of the four
	Odds    Odds         // of the sections, for Apportion
	Reason  string       // one line for the editor, never empty
	Terms   []Term       // what moved the score most, strongest first
}

// Term is one cause of a score.
type Term struct {
	Text   string
	Weight float64 // added to the log odds; negative speaks against the item
}

// Example is one item of the training set.
type Example struct {
	Item    item.Item
	Issue   string       // date of the issue that printed it, 2006-01-02; empty: not printed
	Section item.Section // where it was printed
	Dropped bool         // the editor took it out of a draft
}

// Model ranks items. It is immutable and safe for concurrent use.
type Model struct {
	keywords *keywords
	learned  *learned // nil: keywords alone
	scorers  *scorers
}

// New returns a model that knows the configured keywords alone.
func New(c Config) *Model {
	return &Model{keywords: newKeywords(c), scorers: newScorers()}
}

// groupCount is the number of built-in groups, the section's own among them.
func groupCount() int { return len(lexicon) + len(sectionCues) + len(cueWords) }
