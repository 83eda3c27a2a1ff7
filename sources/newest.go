package sources

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"embai-crawl/item"
)

// NewestAddress is where the newest release of a repository is told: by GitHub's
// REST API with a token, where drafts and previews do not count, else by the feed of its
// releases. It is empty for what is no repository.
// https://docs.github.com/en/rest/releases/releases#get-the-latest-release
func NewestAddress(id item.ID, token bool) string {
	switch {
	case id.Scheme() != "github":
		return ""
	case token:
		return gitHubAPI + "/repos/" + id.Repo().Key() + "/releases/latest"
	}
	return id.Repo().Address() + "/releases.atom"
}

// gitHubRelease is what the REST API says of a release.
type gitHubRelease struct {
	Tag  string `json:"tag_name"`
	Name string `json:"name"`
	URL  string `json:"html_url"`
	Body string `json:"body"`
}

// Newest reads an answer of NewestAddress: the newest release with its notes as
// text, ok false where there is none. Of a feed the first that is no preview counts.
func Newest(ctx context.Context, p Page, spec Spec) (release item.Item, ok bool, err error) {
	if strings.HasSuffix(p.URL, ".atom") {
		items, _, err := feed{spec: spec}.Parse(ctx, p)
		for i := range items {
			if it := &items[i]; it.Kind == item.KindRelease && PreRelease(it.Version, it.Title) == "" {
				return *it, true, err
			}
		}
		return item.Item{}, false, err
	}
	decoded, _ := Decode(p.Body, p.ContentType)
	var r gitHubRelease
	if err := json.Unmarshal([]byte(decoded), &r); err != nil || r.Tag == "" {
		return item.Item{}, false, fmt.Errorf("sources: reading the newest release at GitHub: %w", apiError(decoded))
	}
	it := item.Item{Kind: item.KindRelease, URL: r.URL, Title: r.Name, Text: r.Body, Source: spec.Name, Version: r.Tag}
	if it.ID, ok = item.Identify(r.URL); !ok || it.ID.Repo() == it.ID {
		return item.Item{}, false, fmt.Errorf("sources: reading the newest release at GitHub: %w", &LayoutError{URL: p.Address(), Want: "html_url"})
	}
	describeRelease(&it)
	item.Normalize(&it)
	return it, true, nil
}
