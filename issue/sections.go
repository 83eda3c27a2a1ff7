package issue

import (
	"strings"

	"embai-crawl/item"
)

// heading is the heading that the newsletter prints over a section.
func heading(s item.Section) string {
	switch s {
	case item.SectionPaper:
		return "论文"
	case item.SectionProject:
		return "开源项目"
	case item.SectionBlog:
		return "博文"
	default:
		return "业界新闻"
	}
}

// guideName is the name by which the 导读 calls a section.
func guideName(s item.Section) string {
	switch s {
	case item.SectionPaper:
		return "论文"
	case item.SectionProject:
		return "开源"
	case item.SectionBlog:
		return "博文"
	default:
		return "新闻"
	}
}

// shelfHeading stands over entries that wait for the next issue.
const shelfHeading = "留用"

// backHeading stands over the table of earlier issues.
const backHeading = "往期回顾"

// partKind says what a heading of an issue opens.
type partKind int

const (
	partLead    partKind = iota // before the first section: title, tagline, 导读, short news
	partSection                 // one of the four, or another that holds entries
	partShelf                   // 留用
	partBack                    // 往期回顾
	partFooter                  // account, editor, licence
)

// classify tells what the words of a heading open, and which of the four
// sections is meant. A section of another name (应用, once) holds news.
func classify(title string) (partKind, item.Section) {
	t := strings.TrimSpace(title)
	switch {
	case strings.Contains(t, backHeading), strings.Contains(t, "历史消息"):
		return partBack, ""
	case strings.Contains(t, shelfHeading):
		return partShelf, ""
	case strings.Contains(t, "论文"):
		return partSection, item.SectionPaper
	case strings.Contains(t, "开源"), strings.Contains(t, "项目"):
		return partSection, item.SectionProject
	case strings.Contains(t, "博文"), strings.Contains(t, "博客"):
		return partSection, item.SectionBlog
	case strings.Contains(t, "新闻"), strings.Contains(t, "应用"), strings.Contains(t, "业界"):
		return partSection, item.SectionNews
	}
	return partSection, ""
}
