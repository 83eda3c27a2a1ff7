package subject

import (
	"cmp"
	"slices"
	"strings"

	"embai-crawl/item"
	"embai-crawl/text"
)

// Sort orders the items of one subject as an entry wants them: the one whose link
// is printed first. That is what a person gave, then the WeChat article of a followed
// account, then the paper or repository itself, then the other articles; what can't
// be opened comes last, the earlier before the later. A repost that would come first,
// even one that a person gave, stands behind its original.
func Sort(items []*item.Item, followed func(account string) bool) {
	rank := func(it *item.Item) int {
		wechat := it.ID.Scheme() == "wechat"
		switch k := kindOf(it); {
		case it.Status.Gone() || it.ID.Temporary():
			return 9
		case wechat && followed != nil && it.Account != "" && followed(it.Account):
			return 1
		case k == item.KindPaper:
			return 2
		case k == item.KindRelease:
			return 3
		case k == item.KindRepo:
			return 4
		case followed != nil && it.Account != "" && followed(it.Account):
			return 5
		case wechat:
			return 6
		}
		return 7
	}
	slices.SortStableFunc(items, func(a, b *item.Item) int {
		ra, rb := rank(a), rank(b)
		return cmp.Or(
			cmp.Compare(orderOf(ra == 9), orderOf(rb == 9)),
			cmp.Compare(orderOf(!a.Given), orderOf(!b.Given)),
			cmp.Compare(ra, rb),
			cmp.Compare(orderOf(a.Original != nil), orderOf(b.Original != nil)),
			compareTimes(a, b),
			cmp.Compare(len(b.Text), len(a.Text)),
			compareItems(a, b))
	})
	originalFirst(items)
}

func orderOf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareTimes puts the earlier first and the unknown last.
func compareTimes(a, b *item.Item) int {
	if a.Published.IsZero() || b.Published.IsZero() {
		return cmp.Compare(orderOf(a.Published.IsZero()), orderOf(b.Published.IsZero()))
	}
	return a.Published.Compare(b.Published)
}

// maxReposts is how many reposts of reposts are followed to the original.
const maxReposts = 4

// originalFirst puts the original of what stands first before it.
func originalFirst(items []*item.Item) {
	for range maxReposts {
		if len(items) == 0 || items[0].Original == nil {
			return
		}
		k := slices.IndexFunc(items, func(it *item.Item) bool { return isOriginal(it, items[0]) })
		if k < 1 {
			k = slices.IndexFunc(items, func(it *item.Item) bool { return seemsOriginal(it, items[0]) })
		}
		if k < 1 {
			return
		}
		original := items[k]
		copy(items[1:k+1], items[:k])
		items[0] = original
	}
}

// isOriginal reports whether repost says that it repeats it, and it is an
// article that can be read.
func isOriginal(it, repost *item.Item) bool {
	if it == repost || isThing(it) || it.Status.Gone() || it.ID.Temporary() {
		return false
	}
	o := repost.Original
	id, _ := item.Identify(o.URL)
	for _, want := range []item.ID{o.ID, id} {
		if want != "" && (it.ID == want || slices.Contains(it.Aliases, want)) {
			return true
		}
	}
	return false
}

// seemsOriginal tells the original of a repost that does not say which it is, or
// names it by an identity that nobody else knows it by: an article of another account
// under the same headline, no repost itself, and not later.
func seemsOriginal(it, repost *item.Item) bool {
	if it == repost || isThing(it) || it.Original != nil || it.Status.Gone() || it.ID.Temporary() || it.Account == repost.Account {
		return false
	}
	if it.Published.IsZero() || repost.Published.IsZero() || it.Published.After(repost.Published) {
		return false
	}
	if o := repost.Original; o.Account != "" && o.Account != it.Account {
		return false
	}
	title := text.Fold(it.Title)
	return title != "" && (title == text.Fold(repost.Title) || title == text.Fold(repost.Original.Title))
}

// Line is one of the lines that an entry prints below its link.
type Line struct {
	Label string  // 标题, 论文, 代码, 项目, 报道
	Text  string  // English title or address
	ID    item.ID // the item it is from, or the identifier that an item names
}

// The labels of lines, as the newsletter prints them.
const (
	LabelTitle   = "标题" // the English title of the paper
	LabelPaper   = "论文" // its abstract page
	LabelCode    = "代码" // the repository of a paper
	LabelProject = "项目" // the repository that the entry is about
	LabelReport  = "报道" // a further article
)

// maxReports is how many further articles an entry names.
const maxReports = 3

// Lines returns the lines of an entry whose items are given, the main one first,
// without repeating the main link. Papers and repositories that no item of the
// group is, but that an item is about, are lines too.
func Lines(items []*item.Item) []Line {
	if len(items) == 0 {
		return nil
	}
	main := items[0]
	var papers, repos, reports []Line
	hasPaper := false
	for i, it := range items {
		switch kindOf(it) {
		case item.KindPaper:
			hasPaper = true
			if i > 0 && it.Title != "" {
				papers = append(papers, Line{LabelTitle, it.Title, it.ID})
			}
			papers = append(papers, Line{LabelPaper, cmp.Or(it.ID.Address(), it.URL), it.ID})
		case item.KindRepo, item.KindRelease:
			if i > 0 {
				repos = append(repos, Line{LabelCode, cmp.Or(it.ID.Address(), it.URL), it.ID})
			}
		default:
			if i > 0 && len(reports) < maxReports && !it.Status.Gone() && !it.ID.Temporary() && it.Original == nil && it.URL != "" {
				reports = append(reports, Line{LabelReport, it.URL, it.ID})
			}
		}
	}
	for _, it := range items {
		for _, c := range about(it) {
			switch scheme := c.id.Scheme(); {
			case known(c.id, items, papers, repos) || c.how > sole && c.how != several:
			case (scheme == "arxiv" || scheme == "doi") && !hasPaper:
				papers = append(papers, Line{LabelPaper, c.id.Address(), c.id})
			case scheme == "github":
				repos = append(repos, Line{LabelCode, c.id.Address(), c.id})
			}
		}
	}
	if len(papers) == 0 && kindOf(main) != item.KindPaper {
		for i := range repos {
			repos[i].Label = LabelProject
		}
	}
	return slices.Concat(papers, repos, reports)
}

// known reports whether an identifier is the main one's or has its line already.
func known(id item.ID, items []*item.Item, lines ...[]Line) bool {
	for _, it := range items {
		if it.ID == id || it.ID.Repo() == id || slices.Contains(it.Aliases, id) {
			return true
		}
	}
	for _, ls := range lines {
		if slices.ContainsFunc(ls, func(l Line) bool { return strings.EqualFold(string(l.ID), string(id)) }) {
			return true
		}
	}
	return false
}
