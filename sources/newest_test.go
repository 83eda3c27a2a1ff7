package sources

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestNewest reads the newest release from the API and from the feed, where
// previews do not count.
func TestNewest(t *testing.T) {
	const entry = `<entry><id>tag:github.com,2008:Repository/1/TAG</id><updated>2026-11-20T08:00:00Z</updated><link rel="alternate" type="text/html" href="https://github.com/acme/lamp/releases/tag/TAG"/><title>TAG</title><content type="html">&lt;ul&gt;&lt;li&gt;int4 kernels&lt;/li&gt;&lt;/ul&gt;</content></entry>`
	atom := `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>tag:github.com,2008:https://github.com/acme/lamp/releases</id><title>Release notes from lamp</title>` +
		strings.ReplaceAll(entry, "TAG", "v2.0-rc1") + strings.ReplaceAll(entry, "TAG", "v1.2") + `</feed>`
	api := `{"tag_name": "v1.2", "name": "v1.2", "html_url": "https://github.com/acme/lamp/releases/tag/v1.2", "body": "- int4 kernels"}`
	for address, body := range map[string]string{
		NewestAddress("github:acme/lamp", true):  api,
		NewestAddress("github:acme/lamp", false): atom,
	} {
		p := Page{URL: address, Fetched: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Body: []byte(body)}
		it, ok, err := Newest(t.Context(), p, Spec{Name: "named"})
		if err != nil || !ok || it.ID != "github:acme/lamp@v1.2" || it.Version != "v1.2" || !strings.Contains(it.Text, "int4 kernels") {
			t.Errorf("%s: %v %+v %v", address, ok, it, err)
		}
	}
	for name, body := range map[string]string{"a limit": `{"message": "API rate limit exceeded"}`, "nothing": ``, "a user": `{"tag_name": "v1", "html_url": "https://github.com/acme"}`} {
		p := Page{URL: NewestAddress("github:acme/lamp", true), Body: []byte(body)}
		if _, ok, err := Newest(t.Context(), p, Spec{}); ok || !errors.Is(err, ErrFormat) && !errors.Is(err, ErrLayout) {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
	if got := NewestAddress("arxiv:1912.13200", true); got != "" {
		t.Errorf("a paper is asked for at %s", got)
	}
}
