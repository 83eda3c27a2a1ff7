package issue

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"embai-crawl/item"
	"embai-crawl/rank"
)

// Candidate is one subject that could be printed.
type Candidate struct {
	Items   []item.Item // about one subject, the main one first; at least one
	Result  rank.Result
	Given   bool     // a person gave its link
	Held    bool     // it waited on the shelf of an earlier issue
	See     []string // dates of the issues that printed it, oldest first
	Why     []string // why its items are one subject
	Decided []string // what was decided on it before, oldest first
	Summary string   // made for it; else one is taken from the items
	Machine bool     // Summary was written by a language model: the editor is told
}

// Build chooses what the draft of date shows: in each section what was held,
// what was given, and the best of the rest up to PerSection. What did not make
// it is in Rest, best first. A candidate without items, or about nothing that
// an earlier one is not about already, is passed over. The same candidates give the same
// draft in whatever order they come.
func Build(date string, cands []Candidate, back []Back, o Options) Draft {
	o = o.Defaults()
	d := Draft{Date: date, Options: o, Back: slices.Clone(back)}
	sorted := slices.DeleteFunc(slices.Clone(cands), func(c Candidate) bool { return len(c.Items) == 0 })
	slices.SortStableFunc(sorted, compareCandidates)
	var entries []Entry
	var of []*Candidate
	seen := map[item.ID]bool{}
	for i := range sorted {
		e := compose(&sorted[i])
		if known(seen, e.all()) {
			continue
		}
		for _, id := range e.all() {
			seen[id] = true
		}
		entries, of = append(entries, e), append(of, &sorted[i])
	}
	chosen := choose(entries, of, o)
	for i, e := range entries {
		c := of[i]
		switch {
		case chosen[i]:
			if e.gone {
				e.Notes = append(e.Notes, gone(&c.Items[0]))
			}
			d.Entries = append(d.Entries, e)
		case len(d.Rest) < o.MaxRest:
			e.Notes = append(e.Notes, notes(c)...)
			d.Rest = append(d.Rest, e)
		}
	}
	if o.ShortNews {
		d.Short = shortNews(&d)
	}
	d.Guide = guide(d.Entries)
	return d
}

// variety is what takes the place of a better entry in a section: less than half
// of one account, two about much the same.
func variety(n int) rank.PickOptions {
	return rank.PickOptions{PerSource: (n + 1) / 2, PerSubject: 2, Lambda: 0.3}
}

// choose tells which entries the draft shows: all that were held or given, and
// of the others so many that a section has PerSection, the best with some variety.
func choose(entries []Entry, of []*Candidate, o Options) []bool {
	n := o.PerSection
	chosen := make([]bool, len(entries))
	for _, s := range item.Sections() {
		left := n
		var at []int
		var pool []rank.Scored
		for i := range entries {
			c := of[i]
			switch {
			case entries[i].Section != s:
			case c.Held || c.Given:
				chosen[i] = true
				left--
			case !entries[i].gone && score(c) >= o.MinScore:
				at = append(at, i)
				pool = append(pool, rank.Scored{Item: &c.Items[0], Result: c.Result})
			}
		}
		for _, k := range rank.Pick(pool, left, variety(n)) {
			chosen[at[k]] = true
			left--
		}
		for _, i := range at { // too much alike is better than an empty place
			if left > 0 && !chosen[i] {
				chosen[i] = true
				left--
			}
		}
	}
	return chosen
}

func known(seen map[item.ID]bool, ids []item.ID) bool {
	return slices.ContainsFunc(ids, func(id item.ID) bool { return seen[id] })
}

// compareCandidates puts what was held first, then what was given, then the best.
func compareCandidates(a, b Candidate) int {
	return cmp.Or(
		boolOrder(a.Held, b.Held),
		boolOrder(a.Given, b.Given),
		cmp.Compare(score(&b), score(&a)),
		b.Items[0].Published.Compare(a.Items[0].Published),
		cmp.Compare(a.Items[0].ID, b.Items[0].ID),
		cmp.Compare(a.Items[0].URL, b.Items[0].URL),
	)
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// score is finite whatever a model says.
func score(c *Candidate) float64 {
	if math.IsNaN(c.Result.Score) || math.IsInf(c.Result.Score, 0) {
		return 0
	}
	return c.Result.Score
}

// maxShort is how many lines of short news a draft lists.
const maxShort = 6

// shortNews takes the best news that did not make it, a title each.
func shortNews(d *Draft) []Entry {
	var out []Entry
	for _, e := range d.Rest {
		if e.Section == item.SectionNews && !e.gone && len(out) < maxShort {
			out = append(out, Entry{IDs: e.IDs, Aliases: e.Aliases, Section: e.Section, Short: true, Title: e.Title, Account: e.Account, URL: e.URL})
		}
	}
	d.Rest = slices.DeleteFunc(d.Rest, func(r Entry) bool {
		return slices.ContainsFunc(out, func(s Entry) bool { return s.Key() == r.Key() })
	})
	return out
}

// notes tells the desk of a candidate: score and reason, from where, what was
// merged into it, what was decided before.
func notes(c *Candidate) []string {
	out := []string{fmt.Sprintf("%.2f %s", score(c), c.Result.Reason)}
	if st := &c.Items[0]; st.Status.Gone() {
		out = append(out, gone(st))
	}
	var from []string
	for i := range c.Items {
		if s := c.Items[i].Source; s != "" && !slices.Contains(from, s) {
			from = append(from, s)
		}
	}
	if len(from) > 0 {
		out = append(out, "来源："+strings.Join(from, "、"))
	}
	if len(c.Items) > 1 {
		var merged []string
		for i := range c.Items[1:] {
			it := &c.Items[1+i]
			merged = append(merged, orElse(byline(it), string(it.ID))+"《"+clean(it.Title, 40)+"》")
		}
		out = append(out, "并入："+strings.Join(merged, "、"))
	}
	if len(c.Why) > 0 {
		out = append(out, "因："+strings.Join(c.Why, "、"))
	}
	if len(c.Decided) > 0 {
		out = append(out, "曾："+strings.Join(c.Decided, "、"))
	}
	return out
}

// gone says that a reader finds nothing behind the link.
func gone(it *item.Item) string {
	what := map[item.Status]string{
		item.StatusDeleted: "已被作者删除", item.StatusBanned: "因违规无法查看", item.StatusUnavailable: "暂时无法查看",
		item.StatusExpired: "链接已过期", item.StatusMoved: "账号已迁移",
	}[it.Status]
	if !it.StatusAt.IsZero() {
		what += "（" + it.StatusAt.Format("2006-01-02") + "）"
	}
	return "注意：原文" + what
}
