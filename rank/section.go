package rank

import (
	"regexp"

	"embai-crawl/item"
)

// cue is a sign of a section that is no word: how a title is built, what a
// text links to.
type cue int

const (
	cueRepoTitle  cue = iota // owner/repo
	cuePaperTitle            // an arXiv number or venue with year
	cueLatinTitle            // hardly a Han character
	cueQuestion              // asks
	cueAmount                // a multiple, a share, an amount of money
	cueLinksPaper            // links to one paper
	cueLinksRepo             // links to one repository
	cueLinksMany             // links to many papers and repositories: a survey
	cueNoLinks               // has a text that links to neither
	cueLongTitle             // of more than 30 characters
	cueColon                 // name: explanation
	cues
)

var cueNames = [cues]string{
	"owner/repo", "venue", "latin title", "question", "amount", "paper linked", "repository linked", "many linked", "nothing linked", "long title", "colon",
}

var (
	repoTitle  = regexp.MustCompile(`^\s*[A-Za-z0-9][\w.-]*/[\w.-]+`)
	paperTitle = regexp.MustCompile(`(?i)\b(?:\d{4}\.\d{4,5}|(?:cvpr|iccv|eccv|nips|neurips|iclr|icml|aaai|ijcai|acl|emnlp|naacl|interspeech|icassp|isscc|mlsys|sysml|wacv|bmvc|miccai|kdd|asplos|isca|micro|hpca|osdi)\W{0,2}(?:20)?[12]\d)`)
	amount     = regexp.MustCompile(`\d\s*(?:%|％|倍|x\b|亿|万|美元|fps|FPS)`)
	question   = regexp.MustCompile(`[?？]|如何|为什么|什么|怎么|怎样`)
)

// cuesOf finds the cues of an item.
func cuesOf(it *item.Item) [cues]bool {
	var c [cues]bool
	title := head(it.Title, titleBytes)
	c[cueRepoTitle] = repoTitle.MatchString(title)
	c[cuePaperTitle] = paperTitle.MatchString(title) || it.Venue != ""
	han, letters, colon := 0, 0, false
	for _, r := range title {
		switch {
		case isHan(r):
			han++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			letters++
		case r == ':' || r == '：':
			colon = true
		}
	}
	c[cueLatinTitle] = letters > 4*han
	c[cueColon] = colon
	c[cueLongTitle] = han+letters/2 > 30
	c[cueQuestion] = question.MatchString(title)
	c[cueAmount] = amount.MatchString(title)
	papers, repos := linked(it)
	c[cueLinksPaper] = papers > 0 && papers < 3
	c[cueLinksRepo] = repos > 0 && repos < 3
	c[cueLinksMany] = papers+repos > 4
	c[cueNoLinks] = papers+repos == 0 && (it.Text != "" || it.Summary != "")
	return c
}

// linked counts the papers and repositories that an item names or links to.
func linked(it *item.Item) (papers, repos int) {
	seen := map[item.ID]bool{}
	count := func(id item.ID) {
		if seen[id] || len(seen) > 50 {
			return
		}
		seen[id] = true
		switch id.Scheme() {
		case "arxiv", "doi":
			papers++
		case "github":
			repos++
		}
	}
	for _, r := range it.Refs {
		count(r.ID)
	}
	for i, l := range it.Links {
		if i == 100 {
			break
		}
		if id, ok := item.Identify(l); ok {
			count(id)
		}
	}
	return papers, repos
}

// ruleSection is the section by rule, for a model without an archive.
func ruleSection(it *item.Item, k kind, c [cues]bool, groups map[string]bool) item.Section {
	switch {
	case k == kindPaper, c[cuePaperTitle]:
		return item.SectionPaper
	case k == kindProject, c[cueRepoTitle]:
		return item.SectionProject
	case groups["funding"], groups["fab"]:
		return item.SectionNews
	case groups["howto"]:
		return item.SectionBlog
	case c[cueLinksPaper] && !c[cueLinksRepo]:
		return item.SectionPaper
	case c[cueLinksRepo] && !c[cueLinksPaper], groups["release"] && (groups["runtime"] || groups["frameworks"]):
		return item.SectionProject
	case groups["mobile chips"], groups["ai chips"], groups["benchmark"], groups["release"]:
		return item.SectionNews
	case groups["compression"] || groups["quantization"] || groups["pruning"] || groups["distillation"] || groups["architecture search"]:
		return item.SectionPaper
	}
	return item.SectionBlog
}
