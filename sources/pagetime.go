package sources

import (
	"regexp"
	"time"

	"embai-crawl/text"

	"github.com/PuerkitoBio/goquery"
)

// published finds when the article was published: in <meta>, JSON-LD, time
// elements, elements whose class speaks of a date, the address; in that order.
// A time without a zone means Beijing on a Chinese page, else UTC.
func (m pageMeta) publishedAt(doc *goquery.Document, title string, p Page) time.Time {
	r := dateReader{zone: time.UTC, cst: beijing, now: p.Fetched}
	if text.Han(title) > 0.2 {
		r.zone = beijing
	}
	said := []string{
		m.get("article:published_time", "og:article:published_time", "og:published_time"),
		m.ld.published,
		m.get("datepublished", "dc.date.issued", "dcterms.created", "dc.date", "date", "pubdate", "publishdate", "publish_date",
			"parsely-pub-date", "sailthru.date", "article.published", "weibo:article:create_at", "og:release_date", "apub:time", "_pubtime"),
	}
	for _, s := range doc.Find(`time[datetime], [itemprop=datePublished], time[pubdate]`).EachIter() {
		said = append(said, s.AttrOr("datetime", s.AttrOr("content", squash(s.Text()))))
		if len(said) > 10 {
			break
		}
	}
	for _, s := range said {
		if t := r.parse(s); !t.IsZero() {
			return t
		}
	}
	for _, s := range doc.Find(dateNodes).EachIter() {
		if words := squash(s.Text()); len(words) < maxDateNode {
			if t := r.parse(dateWords.FindString(words)); !t.IsZero() {
				return t
			}
		}
	}
	if m := datedPath.FindStringSubmatch(p.Address()); m != nil {
		return r.parse(m[1] + "-" + m[2] + "-" + m[3])
	}
	return time.Time{}
}

// dateNodes are elements that hold the date on sites that mark it up no better.
const dateNodes = `time, [class*=time], [class*=Time], [class*=date], [class*=Date], [id*=time], [id*=date], [class*=pub], ` +
	`[class*=meta], [class*=info], [class*=source], [class*=byline], [id*=source], [class*=author]`

// maxDateNode is the longest text, in bytes, of such an element.
const maxDateNode = 300

var datedPath = regexp.MustCompile(`/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?:/|\D|$)`)

// dateWords finds a date of the forms 2026-11-02, 2026/11/2, 2026.11.02 and
// 2026年11月2日 among other words, with the time of day behind it.
var dateWords = regexp.MustCompile(`(?:19|20)\d\d\s*(?:[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}|年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?)` +
	`(?:[\sT,，]*\d{1,2}[:：时]\d{2}(?:[:：分]\d{2}秒?)?)?`)
