// Package subject finds which items are about one thing: the paper, the articles
// on it and its repository; the launch that five accounts report.
//
// Where identifiers allow it does so exactly: an item is about an arXiv paper, a
// DOI, a repository or another article when it says so (title, 阅读原文, 论文：, 代码：), not
// when it names one in passing, and a survey that names many is about none of
// them. Where only words do, it is careful: a wrong merge hides news, a missed one
// costs the editor a line. Two papers, two releases, and whatever the editor parted
// stay apart. The result does not depend on the order of the items.
//
// It must not know where items are stored, how they are ranked or what is printed.
package subject

import (
	"cmp"
	"slices"
	"time"

	"embai-crawl/item"
)

// Options say what Group can't see in the items. The zero value is usable.
type Options struct {
	Window   time.Duration             // how far apart two reports of one event may be; 0 means 14 days
	Parted   [][2]item.ID              // pairs that the editor put into two entries, in either order
	Followed func(account string) bool // accounts whose article is an entry's main link; nil: none
}

// defaultWindow covers the spread of an event: launch day, weekend digests, the
// reposts of the week after.
const defaultWindow = 14 * 24 * time.Hour

func (o Options) window() time.Duration {
	if o.Window <= 0 {
		return defaultWindow
	}
	return o.Window
}

// Subject is one subject with the items about it.
type Subject struct {
	Main item.ID   // whose link the entry gets; also the first of IDs
	IDs  []item.ID // all its items: the main one, then what a reader wants first
	Why  []string  // one line for each tie; empty for an item alone
}

// Group parts items into subjects. Every item is in exactly one, items of one
// identity are in the same. Subjects are sorted by their main ID. An item without
// an ID is left out: nothing could be said of it. Cost is well below a millisecond an
// item, whatever the items name. The items are read, not kept.
func Group(items []*item.Item, o Options) []Subject {
	g := newGraph(items, o)
	g.tie(g.claims())
	g.tie(g.reports())
	subjects := g.subjects()
	slices.SortFunc(subjects, func(a, b Subject) int { return cmp.Compare(a.Main, b.Main) })
	return subjects
}
