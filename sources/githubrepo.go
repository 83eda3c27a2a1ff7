package sources

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"embai-crawl/item"
)

// gitHubAPI is where GitHub's REST API answers.
const gitHubAPI = "https://api.github.com"

// RepositoryAddress is where GitHub's REST API describes a repository: 60
// answers an hour without a token, 5,000 with one, none for what has not
// changed. https://docs.github.com/en/rest/repos/repos#get-a-repository
// It is empty for what is no repository.
func RepositoryAddress(id item.ID) string {
	if id.Scheme() != "github" {
		return ""
	}
	return gitHubAPI + "/repos/" + id.Repo().Key()
}

// Repositories is the parser of the answers of RepositoryAddress.
type Repositories struct{ Spec Spec }

// Start gives nothing: the addresses come from elsewhere.
func (Repositories) Start(time.Time) []string { return nil }

// Parse reads one answer. A repository that was renamed is given under its
// name of today, with the one that was asked for as an alias.
func (r Repositories) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	decoded, _ := Decode(p.Body, p.ContentType)
	var repo gitHubRepo
	if err := json.Unmarshal([]byte(decoded), &repo); err != nil || repo.FullName == "" {
		return nil, nil, fmt.Errorf("sources: reading a repository at GitHub: %w", apiError(decoded))
	}
	it, ok := repo.item(r.Spec, dateReader{zone: time.UTC, cst: beijing, now: p.Fetched})
	if !ok {
		return nil, nil, fmt.Errorf("sources: reading a repository at GitHub: %w", &LayoutError{URL: p.Address(), Want: "full_name"})
	}
	if _, asked, found := strings.Cut(p.URL, "/repos/"); found {
		if id, ok := item.Identify("https://github.com/" + asked); ok && id != it.ID {
			it.Aliases = append(it.Aliases, id)
		}
	}
	return []item.Item{it}, nil, nil
}
