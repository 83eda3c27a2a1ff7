package sources

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// hfPapers reads the daily papers of Hugging Face, which people vote for and
// whose authors name their repositories. It is kind hf-papers.
// https://huggingface.co/docs/hub/api: GET /api/daily_papers
type hfPapers struct{ spec Spec }

// Papers asked for where a source sets no max, and the most that one answer
// holds.
const (
	hfDefault = 50
	hfMost    = 100
)

func newHFPapers(spec Spec) (Source, error) {
	return plain(func(s Spec) Source { return hfPapers{s} })(spec)
}

// Start gives the address of the newest list.
func (h hfPapers) Start(time.Time) []string {
	u, err := url.Parse(h.spec.URL)
	if err != nil {
		return nil
	}
	q := u.Query()
	if q.Get("limit") == "" {
		q.Set("limit", strconv.Itoa(min(cmp.Or(max(h.spec.Max, 0), hfDefault), hfMost)))
	}
	u.RawQuery = q.Encode()
	return []string{u.String()}
}

// hfEntry is one paper of the list. The fields stand in "paper", some of them
// beside it as well.
type hfEntry struct {
	Paper struct {
		ID      string `json:"id"`
		Title   string `json:"title"`
		Summary string `json:"summary"`
		Authors []struct {
			Name string `json:"name"`
		} `json:"authors"`
		PublishedAt string `json:"publishedAt"`
		GitHubRepo  string `json:"githubRepo"`
		ProjectPage string `json:"projectPage"`
	} `json:"paper"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Thumbnail string `json:"thumbnail"`
}

// Parse reads one list. An entry that is wrong costs itself alone.
func (h hfPapers) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	decoded, _ := Decode(p.Body, p.ContentType)
	elements, whole := jsonArray(decoded)
	if elements == nil && !whole {
		return nil, nil, fmt.Errorf("sources: reading daily papers: %w", apiError(decoded))
	}
	dates := dateReader{zone: time.UTC, cst: beijing, now: p.Fetched}
	var items []item.Item
	for _, raw := range elements {
		var e hfEntry
		if json.Unmarshal(raw, &e) != nil {
			continue
		}
		if it, ok := e.item(h.spec, dates); ok {
			items = append(items, it)
		}
	}
	switch {
	case !whole:
		return items, nil, fmt.Errorf("sources: reading daily papers: %w: the list stops in the middle, after %d papers", ErrFormat, len(items))
	case len(items) == 0 && len(elements) > 0:
		return nil, nil, fmt.Errorf("sources: reading daily papers: %w", &LayoutError{URL: p.Address(), Want: "paper.id, the number of a paper at arXiv"})
	}
	return items, nil, nil
}

func (e *hfEntry) item(spec Spec, dates dateReader) (item.Item, bool) {
	id, ok := item.ArXiv(e.Paper.ID)
	if !ok {
		return item.Item{}, false
	}
	it := item.Item{
		ID: id, URL: id.Address(), Kind: item.KindPaper, Account: "arXiv", Source: spec.Name, Section: spec.Section, Status: item.StatusOK,
		Title:     text.Squash(cmp.Or(e.Paper.Title, e.Title)),
		Summary:   text.Squash(cmp.Or(e.Paper.Summary, e.Summary)),
		Image:     resolve(nil, e.Thumbnail),
		Published: dates.parse(e.Paper.PublishedAt),
	}
	for _, a := range e.Paper.Authors {
		it.Authors = append(it.Authors, text.Squash(a.Name))
	}
	var own []string
	for _, link := range []string{e.Paper.GitHubRepo, e.Paper.ProjectPage} {
		if link = resolve(nil, link); link != "" {
			own = append(own, link)
		}
	}
	// The repository that authors name here is that of the paper, as one in
	// its abstract is, and not one of many that a text links to.
	if repo, ok := item.Identify(e.Paper.GitHubRepo); ok && repo.Scheme() == "github" {
		it.Refs = append(it.Refs, item.Ref{ID: repo, Where: item.InSummary, Count: 1})
	}
	it.Links = addLinks(own, item.FindLinks(it.Summary))
	item.Normalize(&it)
	return it, true
}

// apiError says what a service sent in place of a list: its own message, HTML,
// or nothing.
func apiError(decoded string) error {
	trimmed := strings.TrimSpace(decoded)
	fields, _ := jsonObject(trimmed)
	message := text.Squash(cmp.Or(jsonText(fields["message"]), jsonText(fields["error"])))
	switch {
	case trimmed == "":
		return fmt.Errorf("%w: nothing was sent for a list", ErrFormat)
	case strings.Contains(strings.ToLower(message), "rate limit"):
		return fmt.Errorf("%w: the limit of requests is reached: %s", ErrFormat, text.Cut(message, 200))
	case message != "":
		return fmt.Errorf("%w: it answers with an error: %s", ErrFormat, text.Cut(message, 200))
	case strings.HasPrefix(trimmed, "<"):
		return fmt.Errorf("%w: a web page (HTML) where JSON was expected", ErrFormat)
	}
	return fmt.Errorf("%w: no list in JSON", ErrFormat)
}
