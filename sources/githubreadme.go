package sources

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"embai-crawl/item"
)

// ReadmeAddress is where GitHub's REST API gives the README of a repository, empty for
// what is none. It leaves the text out where that has more than a megabyte.
// https://docs.github.com/en/rest/repos/contents#get-a-repository-readme
func ReadmeAddress(id item.ID) string {
	if a := RepositoryAddress(id); a != "" {
		return a + "/readme"
	}
	return ""
}

// Readmes is the parser of the answers of ReadmeAddress: what a repository says of
// itself, of which the papers count that it names.
type Readmes struct{ Spec Spec }

// Start gives nothing: the addresses come from elsewhere.
func (Readmes) Start(time.Time) []string { return nil }

// Parse reads one answer.
func (r Readmes) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	decoded, _ := Decode(p.Body, p.ContentType)
	var readme struct {
		Content  string `json:"content"`
		Encoding string `json:"encoding"`
		URL      string `json:"html_url"`
	}
	if err := json.Unmarshal([]byte(decoded), &readme); err != nil || readme.URL == "" {
		return nil, nil, fmt.Errorf("sources: reading a README at GitHub: %w", apiError(decoded))
	}
	_, asked, _ := strings.Cut(strings.TrimSuffix(p.URL, "/readme"), "/repos/")
	id, ok := item.Identify("https://github.com/" + asked)
	if !ok || id.Scheme() != "github" {
		return nil, nil, fmt.Errorf("sources: reading a README at GitHub: %w", &LayoutError{URL: p.Address(), Want: "owner/repository in the address"})
	}
	var text []byte
	if readme.Encoding == "base64" {
		var err error
		if text, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(readme.Content, "\n", "")); err != nil {
			return nil, nil, fmt.Errorf("sources: reading a README at GitHub: %w: %w", ErrFormat, err)
		}
	}
	it := item.Item{ID: id.Repo(), Kind: item.KindRepo, URL: id.Repo().Address(), Source: r.Spec.Name, Text: strings.ToValidUTF8(string(text), "")}
	it.Links = item.FindLinks(it.Text)
	item.Normalize(&it)
	return []item.Item{it}, nil, nil
}
