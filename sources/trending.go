package sources

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"embai-crawl/item"

	"github.com/PuerkitoBio/goquery"
)

// trending reads https://github.com/trending. It is kind github-trending.
type trending struct{ spec Spec }

// Start gives the configured address.
func (t trending) Start(time.Time) []string { return startURL(t.spec) }

// The rows of a list: since August 2019, from 2016 to then, and before.
const trendingRows = "article.Box-row, ol.repo-list > li, li.repo-list-item"

// Parse reads the repositories of one list, in its order. A list that the site
// itself calls empty is no error; one without a row that is known is.
func (t trending) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	doc, err := parsePage(p)
	if err != nil {
		return nil, nil, fmt.Errorf("sources: reading a trending list: %w", err)
	}
	rows := doc.Find(trendingRows)
	if rows.Length() == 0 {
		if emptyList(doc) {
			return nil, nil, nil
		}
		return nil, nil, &LayoutError{URL: p.Address(), Want: "article.Box-row"}
	}
	var items []item.Item
	seen := map[item.ID]bool{}
	counted := 0
	for _, row := range rows.EachIter() {
		it := t.row(row)
		if it.ID == "" || seen[it.ID] {
			continue
		}
		seen[it.ID] = true
		if it.Stars > 0 || it.PeriodStars > 0 {
			counted++
		}
		items = append(items, it)
	}
	switch {
	case 2*len(items) < rows.Length():
		return items, nil, &LayoutError{URL: p.Address(), Want: "a link to /owner/repository in h1, h2 or h3 of article.Box-row"}
	case counted == 0 && len(items) >= 5:
		return items, nil, &LayoutError{URL: p.Address(), Want: `a[href$="/stargazers"] with a number, in any row`}
	}
	return items, nil, nil
}

// emptyList reports whether the page says that there is nothing to list. The
// apostrophe of that sentence has changed.
func emptyList(doc *goquery.Document) bool {
	said := strings.ReplaceAll(squash(doc.Find(".blankslate").Text()), "’", "'")
	return strings.Contains(said, "don't have any trending repositories")
}

// row reads one row; the ID is empty where it names no repository.
func (t trending) row(row *goquery.Selection) item.Item {
	it := item.Item{Kind: item.KindRepo, Source: t.spec.Name, Section: t.spec.Section}
	for _, a := range row.Find("h1 a[href], h2 a[href], h3 a[href]").EachIter() {
		owner, name, rest := repositoryPath(a.AttrOr("href", ""))
		if owner == "" || rest != "" {
			continue
		}
		it.Title, it.Account = owner+"/"+name, owner
		it.URL = "https://github.com/" + it.Title
		// Owners such as education are parts of the site elsewhere.
		it.ID, _ = item.Identify(it.URL)
		break
	}
	if it.ID == "" {
		return item.Item{}
	}
	it.Summary = plainText(row.Find("p.col-9, p.repo-list-description").First())
	it.Language = squash(row.Find("[itemprop=programmingLanguage]").First().Text())
	for _, a := range row.Find("a[href]").EachIter() {
		owner, name, rest := repositoryPath(a.AttrOr("href", ""))
		if !strings.EqualFold(owner+"/"+name, it.Title) {
			continue
		}
		switch section, _, _ := strings.Cut(rest, "/"); {
		case it.Stars == 0 && strings.HasPrefix(section, "stargazers"):
			it.Stars = number(a.Text())
		case it.Forks == 0 && (strings.HasPrefix(section, "forks") || section == "network"):
			it.Forks = number(a.Text())
		}
	}
	if m := periodStars.FindStringSubmatch(squash(row.Text())); m != nil {
		it.PeriodStars = number(m[1])
		it.Period = map[string]string{"today": "daily", "this week": "weekly", "this month": "monthly"}[m[2]]
	}
	item.Normalize(&it)
	return it
}

var periodStars = regexp.MustCompile(`([\d,]+) stars? (today|this week|this month)`)

// repositoryPath splits an address on GitHub, or a path there.
func repositoryPath(href string) (owner, name, rest string) {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || u.Host != "" && u.Host != "github.com" && u.Host != "www.github.com" {
		return "", "", ""
	}
	parts := strings.SplitN(strings.Trim(u.Path, "/"), "/", 3)
	if len(parts) < 2 {
		return "", "", ""
	}
	if len(parts) == 3 {
		rest = parts[2]
	}
	return parts[0], parts[1], rest
}

// number reads a count as GitHub writes it: 1,234 or 1.2k. It is 0 where s
// begins with none.
func number(s string) int {
	s = strings.ReplaceAll(strings.TrimSpace(s), ",", "")
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
		end++
	}
	n, err := strconv.ParseFloat(s[:end], 64)
	if err != nil || n > 1e9 {
		return 0
	}
	switch {
	case strings.HasPrefix(s[end:], "k"):
		n *= 1e3
	case strings.HasPrefix(s[end:], "m"):
		n *= 1e6
	}
	return int(n + 0.5)
}

// plainText is what a reader sees of an element, on one line. Emoji that are
// pictures become their characters.
func plainText(s *goquery.Selection) string {
	markup, err := s.Html()
	if err != nil {
		return squash(s.Text())
	}
	plain, _ := Paragraphs(markup, nil)
	return squash(plain)
}

func squash(s string) string { return strings.Join(strings.Fields(s), " ") }
