package subject

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"embai-crawl/item"
)

// strength says how sure a tie is: ties are made strongest first, and a later
// one that contradicts an earlier one is not made.
type strength int

const (
	repeats  strength = iota // repost, share
	headline                 // named in the title, or as 阅读原文
	labelled                 // 论文：…, 代码：…, "code is available at …"
	sole                     // the only one that is named
	cited                    // the paper's whole title stands in the text
	words                    // no identifier: the words are the same
	several                  // one of two to four that an article is about together
)

// claim is an identifier that an item is about.
type claim struct {
	id  item.ID
	how strength
	why string
}

const (
	maxContext = 256 << 10 // bytes of a text that are searched for labels
	manyPapers = 4         // an article that is about more is a list
	classic    = 540 * 24 * time.Hour
)

// about returns what it is about besides itself.
func about(it *item.Item) []claim {
	refs := it.Refs
	if refs == nil {
		refs = item.FindRefs(it)
	}
	var out []claim
	if o := it.Original; o != nil {
		id := o.ID
		if id == "" {
			id, _ = item.Identify(o.URL)
		}
		if id != "" && id != it.ID {
			out = append(out, claim{id, repeats, "repeats it"})
		}
	}
	var papers, repos, articles []item.Ref
	for _, r := range refs {
		switch r.ID.Scheme() {
		case "arxiv", "doi":
			papers = append(papers, r)
		case "github":
			repos = append(repos, item.Ref{ID: r.ID.Repo(), Where: r.Where, Count: r.Count})
		case "wechat":
			if r.Where == item.InOriginal {
				out = append(out, claim{r.ID, repeats, "阅读原文"})
			} else {
				articles = append(articles, r)
			}
		}
	}
	repos = mergeRefs(repos)
	c := context{it: it, low: strings.ToLower(body(it))}
	if len(articles) == 1 && c.isReport(articles[0].ID) {
		out = append(out, claim{articles[0].ID, labelled, "the article that it names as its report"})
	}
	switch kindOf(it) {
	case item.KindPaper:
		return append(out, c.ofPaper(repos)...)
	case item.KindRepo:
		return append(out, c.ofRepo(papers)...)
	case item.KindRelease:
		return out
	}
	if isDigest(it.Title, len(papers), len(repos)) {
		return out
	}
	out = append(out, c.choose(papers, "paper")...)
	return append(out, c.choose(repos, "repository")...)
}

// kindOf is the item's kind, told by its identity where that tells more.
func kindOf(it *item.Item) item.Kind {
	switch it.ID.Scheme() {
	case "arxiv", "doi":
		return item.KindPaper
	case "github":
		if it.ID.Repo() != it.ID {
			return item.KindRelease
		}
		return item.KindRepo
	}
	return it.Kind
}

// body is the text in which labels stand, bounded.
func body(it *item.Item) string {
	t := it.Text
	if len(t) > maxContext {
		t = t[:maxContext]
	}
	return it.Title + "\n" + it.Summary + "\n" + it.Comment + "\n" + t
}

// mergeRefs joins the refs of one repository, which its releases name as well.
func mergeRefs(refs []item.Ref) []item.Ref {
	var out []item.Ref
	for _, r := range refs {
		if i := slices.IndexFunc(out, func(o item.Ref) bool { return o.ID == r.ID }); i >= 0 {
			out[i].Count += r.Count
			continue
		}
		out = append(out, r)
	}
	return out
}

// context finds out how an item names an identifier.
type context struct {
	it  *item.Item
	low string // title, summary, comment and text in lower case
}

// ofPaper gives the repository of a paper: the one that abstract, comment or
// page offer as its code. Libraries that it builds on are none.
func (c context) ofPaper(repos []item.Ref) []claim {
	var offered, other []item.Ref
	for _, r := range repos {
		switch {
		case isBase(r.ID) && !isShared(r.ID), c.builtOn(r.ID):
		case c.hasLabel(r.ID):
			offered = append(offered, r)
		default:
			other = append(other, r)
		}
	}
	switch {
	case len(offered) == 1:
		return []claim{{offered[0].ID, labelled, "code of the paper"}}
	case len(offered) == 0 && len(other) == 1:
		return []claim{{other[0].ID, sole, "the one repository that the paper names"}}
	case len(offered) > 1 && len(offered) <= manyPapers:
		return weak(offered, "one of the paper's repositories")
	}
	return nil
}

// ofRepo gives the paper of a repository: the only one that its description and
// README name, or the one that they name most. A list of papers has none.
func (c context) ofRepo(papers []item.Ref) []claim {
	if isList(c.it.Title + " " + c.it.Summary) {
		return nil
	}
	if len(papers) == 1 {
		how := sole
		if c.hasLabel(papers[0].ID) || papers[0].Where == item.InSummary {
			how = labelled
		}
		return []claim{{papers[0].ID, how, "the one paper that the repository names"}}
	}
	var prominent []item.Ref
	for _, p := range papers {
		if p.Where == item.InTitle || p.Where == item.InSummary {
			prominent = append(prominent, p)
		}
	}
	if len(prominent) == 1 {
		return []claim{{prominent[0].ID, labelled, "the paper in the repository's description"}}
	}
	return nil
}

// choose returns which of the papers or repositories that an article names it is about.
func (c context) choose(refs []item.Ref, what string) []claim {
	var top, offered, rest, base []item.Ref
	for _, r := range refs {
		switch {
		case r.Where == item.InTitle || r.Where == item.InOriginal:
			top = append(top, r)
		case r.ID.Scheme() == "github" && c.builtOn(r.ID):
			// named in passing
		case isBase(r.ID) && !c.inTitle(r.ID):
			// so broad that naming it says nothing, but that it may be the one that holds the code
			if isShared(r.ID) && c.hasLabel(r.ID) {
				base = append(base, r)
			}
		case c.hasLabel(r.ID):
			offered = append(offered, r)
		default:
			rest = append(rest, r)
		}
	}
	switch {
	case len(top) == 1:
		return append([]claim{{top[0].ID, headline, "the " + what + " named in the title or as source"}}, c.also(offered, what)...)
	case len(top) > 1:
		return nil
	case len(offered) == 1:
		return []claim{{offered[0].ID, labelled, "the " + what + " that the article is on"}}
	case len(offered) > 1:
		if r, ok := dominant(offered); ok {
			return []claim{{r.ID, labelled, "the " + what + " that the article names most"}}
		}
		if len(offered) <= manyPapers {
			return weak(offered, "one of the few "+what+" links of the article")
		}
		return nil
	case len(rest) == 1 && c.believable(rest[0]):
		return []claim{{rest[0].ID, sole, "the only " + what + " that the article names"}}
	case len(rest) > 1:
		if r, ok := dominant(rest); ok && c.believable(r) {
			return []claim{{r.ID, sole, "the " + what + " that the article names most"}}
		}
	}
	if len(rest) == 0 && len(base) == 1 {
		return weak(base, "the broad repository that the article offers")
	}
	return nil
}

// also gives weak claims on what an article offers besides what its title names.
func (c context) also(refs []item.Ref, what string) []claim {
	if what == "paper" || len(refs) > manyPapers {
		return nil
	}
	return weak(refs, "offered by the article")
}

// weak makes claims that hold only where nobody else is about the same thing.
func weak(refs []item.Ref, why string) []claim {
	out := make([]claim, 0, len(refs))
	for _, r := range refs {
		out = append(out, claim{r.ID, several, why})
	}
	return out
}

// dominant returns the ref that stands out: named at least twice and twice as
// often as every other.
func dominant(refs []item.Ref) (item.Ref, bool) {
	s := slices.Clone(refs)
	slices.SortFunc(s, func(a, b item.Ref) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID)) })
	if s[0].Count >= 2 && s[0].Count >= 2*s[1].Count {
		return s[0], true
	}
	return item.Ref{}, false
}

// believable reports whether a ref without label can be what an article is about:
// no paper from years ago, no repository that one sentence far down mentions.
func (c context) believable(r item.Ref) bool {
	if r.ID.Scheme() == "github" {
		if r.Count > 1 || r.Where == item.InSummary || c.inTitle(r.ID) {
			return true
		}
		head := c.low[:min(len(c.low), len(c.it.Title)+len(c.it.Summary)+1200)]
		return strings.Contains(head, r.ID.Key()) || c.ownLine(r.ID) || r.Where == item.InLink && len(c.it.Text) < 6000
	}
	if r.Count > 1 || c.it.Published.IsZero() {
		return true
	}
	// WeChat lets no article link to another site: who gave it a link meant it.
	if c.it.ID.Scheme() == "wechat" && r.Where == item.InLink && len(c.it.Links) <= fewLinks {
		return true
	}
	made, ok := arxivMonth(r.ID)
	return !ok || c.it.Published.Sub(made) < classic
}
