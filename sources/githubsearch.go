package sources

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// gitHubSearch reads the search for repositories of GitHub's REST API. It is
// kind github-search.
// https://docs.github.com/en/rest/search/search#search-repositories
type gitHubSearch struct{ spec Spec }

// Repositories asked for where a source sets no max, those of one page, and
// the last that the API gives of any search.
const (
	searchDefault = 50
	searchPage    = 100
	searchLast    = 1000
)

func newGitHubSearch(spec Spec) (Source, error) {
	spec.URL = cmp.Or(spec.URL, defaultURL("github-search"))
	u, err := url.Parse(spec.URL)
	if err != nil {
		return nil, fmt.Errorf("sources: source %q: url: %w", spec.Name, err)
	}
	if spec.Query == "" && u.Query().Get("q") == "" {
		return nil, fmt.Errorf("sources: source %q: kind github-search needs a query", spec.Name)
	}
	return gitHubSearch{spec}, nil
}

// daysAgo stands in a query for a date that moves: created:>{-30d}.
var daysAgo = regexp.MustCompile(`\{-(\d{1,4})d\}`)

// Start gives the first page, with the most stars first. {-30d} in the query
// stands for the date thirty days before now, in UTC.
func (g gitHubSearch) Start(now time.Time) []string {
	u, err := url.Parse(g.spec.URL)
	if err != nil {
		return nil
	}
	q := u.Query()
	query := cmp.Or(g.spec.Query, q.Get("q"))
	q.Set("q", daysAgo.ReplaceAllStringFunc(query, func(s string) string {
		days, _ := strconv.Atoi(daysAgo.FindStringSubmatch(s)[1])
		return now.UTC().AddDate(0, 0, -days).Format(time.DateOnly)
	}))
	if q.Get("sort") == "" {
		q.Set("sort", "stars")
		q.Set("order", "desc")
	}
	q.Set("per_page", strconv.Itoa(min(g.limit(), searchPage)))
	u.RawQuery = q.Encode()
	return []string{u.String()}
}

func (g gitHubSearch) limit() int {
	return min(cmp.Or(max(g.spec.Max, 0), searchDefault), searchLast)
}

// gitHubRepo is a repository as the REST API describes it.
type gitHubRepo struct {
	FullName    string   `json:"full_name"`
	HTMLURL     string   `json:"html_url"`
	Description string   `json:"description"`
	Language    string   `json:"language"`
	Homepage    string   `json:"homepage"`
	Stars       int      `json:"stargazers_count"`
	Forks       int      `json:"forks_count"`
	Topics      []string `json:"topics"`
	License     struct {
		SPDX string `json:"spdx_id"`
		Name string `json:"name"`
	} `json:"license"`
	Owner struct {
		Login string `json:"login"`
	} `json:"owner"`
	CreatedAt string `json:"created_at"`
	PushedAt  string `json:"pushed_at"`
}

// Parse reads one page of results.
func (g gitHubSearch) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	decoded, _ := Decode(p.Body, p.ContentType)
	fields, whole := jsonObject(decoded)
	raw, ok := fields["items"]
	if !ok {
		return nil, nil, fmt.Errorf("sources: reading a search at GitHub: %w", apiError(decoded))
	}
	elements, all := jsonArray(string(raw))
	dates := dateReader{zone: time.UTC, cst: beijing, now: p.Fetched}
	var items []item.Item
	for _, element := range elements {
		var r gitHubRepo
		if json.Unmarshal(element, &r) != nil {
			continue
		}
		if it, ok := r.item(g.spec, dates); ok {
			items = append(items, it)
		}
	}
	switch {
	case !whole || !all:
		return items, nil, fmt.Errorf("sources: reading a search at GitHub: %w: the answer stops in the middle, after %d repositories", ErrFormat, len(items))
	case len(items) == 0 && len(elements) > 0:
		return nil, nil, fmt.Errorf("sources: reading a search at GitHub: %w", &LayoutError{URL: p.Address(), Want: "items[].full_name"})
	}
	total, _ := strconv.Atoi(jsonText(fields["total_count"]))
	return items, g.next(p, len(elements), total), nil
}

// next asks for the page behind p, if more is wanted and there.
func (g gitHubSearch) next(p Page, got, total int) []string {
	u, err := url.Parse(p.URL)
	if err != nil || got < searchPage {
		return nil
	}
	q := u.Query()
	page, _ := strconv.Atoi(q.Get("page"))
	page = max(page, 1)
	if page > searchLast/searchPage || page*searchPage >= min(total, g.limit()) {
		return nil
	}
	q.Set("page", strconv.Itoa(page+1))
	u.RawQuery = q.Encode()
	return []string{u.String()}
}

func (r *gitHubRepo) item(spec Spec, dates dateReader) (item.Item, bool) {
	id, ok := item.Identify("https://github.com/" + r.FullName)
	if !ok || id.Scheme() != "github" {
		return item.Item{}, false
	}
	it := item.Item{
		ID: id, Kind: item.KindRepo, Source: spec.Name, Section: spec.Section, Status: item.StatusOK,
		URL:   "https://github.com/" + r.FullName,
		Title: r.FullName, Summary: text.Squash(r.Description), Account: r.Owner.Login,
		Language: r.Language, Topics: r.Topics, Stars: r.Stars, Forks: r.Forks,
		Published: dates.parse(r.CreatedAt), Updated: dates.parse(r.PushedAt),
	}
	if r.License.SPDX != "NOASSERTION" {
		it.License = cmp.Or(r.License.SPDX, r.License.Name)
	}
	if home := resolve(nil, r.Homepage); home != "" {
		it.Links = append(it.Links, home)
	}
	it.Links = addLinks(it.Links, item.FindLinks(it.Summary))
	item.Normalize(&it)
	return it, true
}
