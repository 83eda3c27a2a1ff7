package sources

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
)

func TestReadme(t *testing.T) {
	if got := ReadmeAddress("github:lamp-org/lampnn@v1"); got != "https://api.github.com/repos/lamp-org/lampnn/readme" {
		t.Errorf("asked for at %q", got)
	}
	if got := ReadmeAddress("arxiv:2611.00042"); got != "" {
		t.Errorf("a paper has one at %q", got)
	}
	read := func(body string) ([]item.Item, error) {
		items, _, err := Readmes{Spec{Name: "named"}}.Parse(t.Context(), Page{URL: "https://api.github.com/repos/lamp-org/LampNN/readme", Body: []byte(body), ContentType: "application/json"})
		return items, err
	}
	answer := func(content, encoding string) string {
		return fmt.Sprintf(`{"name": "README.md", "html_url": "https://github.com/lamp-org/LampNN/blob/main/README.md", "encoding": %q, "content": %q}`, encoding, content)
	}
	// GitHub breaks the lines of what it encodes.
	text := base64.StdEncoding.EncodeToString([]byte("# LampNN\n\n论文：[arXiv:2611.00042](https://arxiv.org/abs/2611.00042)，灯上的推理。\n"))
	items, err := read(answer(text[:40]+"\n"+text[40:]+"\n", "base64"))
	if err != nil || len(items) != 1 {
		t.Fatalf("%v, %v", items, err)
	}
	it := items[0]
	if it.ID != "github:lamp-org/lampnn" || it.Kind != item.KindRepo || !strings.Contains(it.Text, "灯上的推理") {
		t.Errorf("%+v", it)
	}
	if !slices.ContainsFunc(it.Refs, func(r item.Ref) bool { return r.ID == "arxiv:2611.00042" }) {
		t.Errorf("the paper is not found: %v", it.Refs)
	}
	// Of one that is too large for the API the text is left out.
	if items, err := read(answer("", "none")); err != nil || len(items) != 1 || items[0].Text != "" {
		t.Errorf("too large: %v, %v", items, err)
	}
	for body, want := range map[string]error{
		answer("%%%", "base64"):                        ErrFormat,
		`{"message": "API rate limit exceeded for …"}`: ErrFormat,
		"<html>": ErrFormat,
	} {
		if items, err := read(body); !errors.Is(err, want) || items != nil {
			t.Errorf("%s: %v, %v", body, items, err)
		}
	}
}
