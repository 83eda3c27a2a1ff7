package sources

import (
	"errors"
	"slices"
	"testing"
	"time"

	"embai-crawl/item"
)

func TestRepositories(t *testing.T) {
	id, _ := item.GitHub("Old-Owner", "LampNN")
	address := RepositoryAddress(id)
	if want := "https://api.github.com/repos/old-owner/lampnn"; address != want {
		t.Errorf("asked at %s, want %s", address, want)
	}
	if got := RepositoryAddress("arxiv:1912.13200"); got != "" {
		t.Errorf("a paper is asked for at %s", got)
	}
	p := Page{URL: address, Fetched: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Body: []byte(`{
		"full_name": "lamp-org/LampNN", "html_url": "https://github.com/lamp-org/LampNN", "description": "Tiny inference for lamps",
		"language": "C", "stargazers_count": 321, "forks_count": 12, "topics": ["tinyml"], "license": {"spdx_id": "Apache-2.0"},
		"created_at": "2026-10-01T00:00:00Z", "pushed_at": "2026-11-20T00:00:00Z"}`)}
	items, next, err := Repositories{}.Parse(t.Context(), p)
	if err != nil || len(items) != 1 || len(next) != 0 {
		t.Fatalf("%v, %v, %v", items, next, err)
	}
	it := items[0]
	if it.ID != "github:lamp-org/lampnn" || !slices.Contains(it.Aliases, id) {
		t.Errorf("a renamed repository is %s, also %v", it.ID, it.Aliases)
	}
	if it.Summary != "Tiny inference for lamps" || it.Stars != 321 || it.Language != "C" || it.License != "Apache-2.0" {
		t.Errorf("read: %+v", it)
	}
	for name, body := range map[string]string{
		"rate limit": `{"message": "API rate limit exceeded for 192.0.2.1."}`,
		"nothing":    ``,
		"a list":     `[]`,
		"cut":        `{"full_name": "a/b", "html_`,
	} {
		p.Body = []byte(body)
		if items, _, err := (Repositories{}).Parse(t.Context(), p); !errors.Is(err, ErrFormat) || len(items) > 0 {
			t.Errorf("%s: %v, %v", name, items, err)
		}
	}
}
