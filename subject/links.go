package subject

import (
	"fmt"
	"strings"

	"embai-crawl/item"
	"embai-crawl/text"
)

// byLink ties an article to another item without identifier that it offers
// as its paper, project or source: the PDF of a conference, a page at Nature.
func (g *graph) byLink(it *item.Item) []tie {
	if k := kindOf(it); k == item.KindRelease || len(it.Links) == 0 || len(it.Links) > 400 {
		return nil
	}
	var found []int
	c := context{it: it}
	for _, link := range it.Links {
		id, ok := item.Identify(link)
		if !ok || id.Scheme() != "url" || id == it.ID {
			continue
		}
		n, known := g.nodes[id]
		if !known {
			continue
		}
		if c.low == "" {
			c.low = strings.ToLower(body(it))
		}
		if c.offers(link) || len(it.Links) <= fewLinks && !c.spells(link) {
			found = append(found, n)
		}
	}
	if len(found) == 0 || len(found) > manyPapers || isDigest(it.Title, len(found), 0) {
		return nil
	}
	how := labelled
	if len(found) > 1 {
		how = several
	}
	var ties []tie
	for _, n := range found {
		ties = append(ties, tie{a: g.nodes[it.ID], b: n, how: how, why: fmt.Sprintf("%s: linked as its source by %s", g.keys[n], it.ID)})
	}
	return ties
}

// offers reports whether the text before an address says that it is the
// article's paper, project or source.
func (c context) offers(link string) bool {
	i := strings.Index(c.low, bare(link))
	if i < 0 {
		return false
	}
	return offered(c.low[max(0, i-120):i])
}

// spells reports whether an address stands in the text itself.
func (c context) spells(link string) bool { return strings.Contains(c.low, bare(link)) }

// bare is an address in lower case without its scheme.
func bare(link string) string {
	_, key, _ := strings.Cut(strings.ToLower(link), "://")
	return key
}

// fewLinks is how many links an item has at most for one that is not spelled out
// to count as its source: that of a feed's entry, not of a page full of links.
const fewLinks = 3

// titles finds the titles of papers in articles.
type titles struct {
	byStart map[string][]paperTitle // by the first two words
}

type paperTitle struct {
	id     item.ID
	folded string
}

// newTitles indexes the papers whose title is long enough to be nothing else.
func newTitles(items []*item.Item) titles {
	t := titles{map[string][]paperTitle{}}
	for _, it := range items {
		if kindOf(it) != item.KindPaper {
			continue
		}
		folded := strings.TrimRight(text.Fold(it.Title), " .")
		if key := startOf(folded); key != "" && len(folded) >= 30 && strings.Count(folded, " ") >= 3 {
			t.byStart[key] = append(t.byStart[key], paperTitle{it.ID, folded})
		}
	}
	return t
}

// startOf returns the first two words of a folded text and the space behind
// them, "" where there are fewer or they are longer than words are.
func startOf(folded string) string {
	spaces := 0
	for i := range min(len(folded), 48) {
		if folded[i] == ' ' {
			if spaces++; spaces == 2 {
				return folded[:i+1]
			}
		}
	}
	return ""
}

// cited returns the one paper whose whole title stands in the title, the summary
// or the beginning of an article. Two of them: the article is about none.
func (t titles) cited(it *item.Item) (item.ID, bool) {
	if len(t.byStart) == 0 || kindOf(it) != item.KindArticle && it.Kind != "" {
		return "", false
	}
	said := text.Fold(it.Title + "\n" + it.Summary + "\n" + it.Text[:min(len(it.Text), 24<<10)])
	var found item.ID
	for i := range len(said) {
		if !alnum(said[i]) || i > 0 && alnum(said[i-1]) {
			continue
		}
		for _, p := range t.byStart[startOf(said[i:])] {
			if p.id == found || !strings.HasPrefix(said[i:], p.folded) {
				continue
			}
			if found != "" {
				return "", false
			}
			found = p.id
		}
	}
	return found, found != ""
}

// alnum reports whether c is an ASCII letter or digit.
func alnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
}

// containsWord reports whether word stands in s with no letter or digit on its sides.
func containsWord(s, word string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 || word == "" {
			return false
		}
		i += from
		end := i + len(word)
		if (i == 0 || !alnum(s[i-1]) && s[i-1] != '.') && (end == len(s) || !alnum(s[end]) && (s[end] != '.' || end+1 == len(s) || !alnum(s[end+1]))) {
			return true
		}
		from = i + 1
	}
}
