package issue

import (
	"slices"
	"strings"

	"embai-crawl/item"
)

// Entry is one entry of an issue: items about one subject, as they are printed.
// Its strings are plain text; rendering escapes them.
type Entry struct {
	IDs     []item.ID // what it is about, the main one first; may be empty
	Aliases []item.ID // further forms of the IDs; known, never printed

	Section item.Section // empty where the issue gives none
	Heading string       // the heading it stands under, as the file spells it
	Held    bool         // stands on the shelf (留用)
	Short   bool         // short news before the first section
	Hidden  bool         // the editor has put a comment around it: kept, not printed

	Tags    []string // printed in brackets before the title: CVPR2026, 2611.01234
	Title   string   // without the account
	Account string   // public account or site; for arXiv links Authors instead
	Authors string
	URL     string // main link; empty for an entry without one
	Further []Link // links after the main one in the title line
	Lines   []Line // labelled lines in their order: 标题, 论文, 代码, 项目, 报道 …
	Summary string // paragraphs separated by \n, without the label 摘要
	Links   []Link // every link but the main one: title line, labelled lines, summary
	See     []string

	Notes []string // for the desk alone: why, from where, what was merged; never published
	Line  int      // line of the file that it begins on, from 1; 0 if not from a file

	gone bool // a reader finds nothing behind its link
}

// Link is an address with the words that carry it.
type Link struct {
	Text string
	URL  string
}

// Line is a labelled line of an entry: 论文：https://…
type Line struct {
	Label string
	Text  string // words; may be empty
	URL   string // printed behind them; may be empty
}

// Key names the entry within one file: its first identity, or what it says.
// Two entries of one file may have the same key; Document.Keys tells them apart.
func (e *Entry) Key() string {
	if len(e.IDs) > 0 {
		return string(e.IDs[0])
	}
	return "text:" + strings.Join(strings.Fields(e.Title), " ")
}

// all gives every identity of the entry.
func (e *Entry) all() []item.ID {
	return slices.Concat(e.IDs, e.Aliases)
}

// Draft is an issue as it would be generated now.
type Draft struct {
	Date     string // 2026-11-30
	Options  Options
	Headline string  // after the date in the title line; usually empty
	Guide    string  // 导读, plain text without the quotation mark; empty: none
	Short    []Entry // short news before the first section
	Entries  []Entry // in printing order within their section
	Rest     []Entry // candidates that did not make it, best first
	Back     []Back  // earlier issues, newest first
}

// Back is an earlier issue in the table 往期回顾.
type Back struct {
	Date string
	URL  string // empty: BackPrefix and the date
}

// Options is what the configuration says of the newsletter. The zero value
// works: Defaults fills what is missing.
type Options struct {
	Title         string // 嵌入式AI简报
	Tagline       string
	Footer        string // Markdown of the operator's own, printed as it is
	BackIssuesURL string // link of the heading 往期回顾
	BackPrefix    string // before DATE.md in the table; default ../embedded-ai-report/
	PerSection    int    // entries a section, default 8
	MaxRest       int    // candidates listed, default 200
	// MinScore is what an entry needs to be drafted by itself, 0 to 1: below it
	// a place in the section stays empty.
	MinScore  float64
	ShortNews bool // list short news before the first section
}

// The house values.
const (
	defaultTitle      = "嵌入式AI简报"
	defaultTagline    = "关注模型压缩、低比特量化、移动端推理加速优化、部署"
	defaultBackPrefix = "../embedded-ai-report/"
	defaultPerSection = 8
	defaultMaxRest    = 200
)

// Defaults gives o with the house values where it says nothing.
func (o Options) Defaults() Options {
	if strings.TrimSpace(o.Title) == "" {
		o.Title = defaultTitle
	}
	if strings.TrimSpace(o.Tagline) == "" {
		o.Tagline = defaultTagline
	}
	if o.BackPrefix == "" {
		o.BackPrefix = defaultBackPrefix
	}
	if o.PerSection <= 0 {
		o.PerSection = defaultPerSection
	}
	if o.MaxRest <= 0 {
		o.MaxRest = defaultMaxRest
	}
	return o
}
