package config

import (
	"strings"
	"testing"
)

func TestAddSources(t *testing.T) {
	add := []NewSource{{Name: "量子位: \"快讯\"", Kind: "feed", URL: "https://bridge.example/feed?a=1&b=#x", Account: "量子位"}}
	for name, file := range map[string]string{
		"at the end":               "data: ./d\nsources:\n  - {name: a, kind: feed, url: \"https://a.example/\"}",
		"in the middle":            "sources:\n- name: a\n  kind: feed\n  url: https://a.example/\n\n# the rest\nretain: 30d\n",
		"with comments between":    "sources: # all of them\n    # first\n    - {name: a, kind: feed, url: \"https://a.example/\"}\n    # last\nretain: 30d\n",
		"without a list":           "retain: 30d\n",
		"with CRLF and no sources": "retain: 30d",
	} {
		t.Run(name, func(t *testing.T) {
			text, lines, err := AddSources([]byte(file), add)
			if err != nil {
				t.Fatal(err)
			}
			if strings.ReplaceAll(string(text), string(lines), "") != file {
				t.Errorf("more than the lines was changed:\n%s", text)
			}
			c, err := Parse(text, "config.yaml", t.TempDir(), func(string) (string, bool) { return "", false })
			if err != nil {
				t.Fatalf("%v in\n%s", err, text)
			}
			last := c.Sources[len(c.Sources)-1]
			if last.Name != add[0].Name || last.URL != add[0].URL || last.Account != "量子位" {
				t.Errorf("read back: %+v", last)
			}
			if strings.Contains(file, "retain") && c.Retain.Hours() != 30*24 {
				t.Errorf("retain is %v", c.Retain)
			}
		})
	}
	if _, _, err := AddSources([]byte("sources: []\n"), add); err == nil {
		t.Error("a list in brackets is no place to add a line")
	}
	if _, _, err := AddSources(nil, []NewSource{{Name: "x", Kind: "feed", URL: "https://x.example/${HOME}"}}); err == nil {
		t.Error("an address from outside must not read the environment")
	}
}
