package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestHouse holds the one-way imports of the layout and the one home of each
// outside dependency: what the manual says of them is checked here, for the
// program and for its tests.
func TestHouse(t *testing.T) {
	const module = "embai-crawl"
	// What each package may import of this module. cmd may import everything.
	may := map[string]string{
		"":        "",
		"text":    "packed",
		"packed":  "",
		"item":    "",
		"notify":  "",
		"llm":     "",
		"summary": "text",
		"subject": "item packed text",
		"sources": "item text",
		"config":  "item sources .",
		"crawler": "sources item",
		"rank":    "item packed text",
		"store":   "item",
		"issue":   "rank subject summary item text",
		"review":  "issue item packed",
		"demo":    "",
	}
	// Where each outside dependency lives. Several homes where a dependency is
	// a plain tool that knows nothing of the job (x/text, renameio).
	home := map[string]string{
		"github.com/gocolly/colly/v2":            "crawler",
		"github.com/temoto/robotstxt":            "crawler",
		"github.com/cenkalti/backoff/v5":         "crawler",
		"github.com/andybalholm/brotli":          "crawler",
		"code.dny.dev/ssrf":                      "crawler",
		"golang.org/x/time":                      "crawler review",
		"github.com/adhocore/gronx":              "crawler config",
		"github.com/mmcdole/gofeed":              "sources",
		"github.com/PuerkitoBio/goquery":         "sources",
		"codeberg.org/readeck/go-readability/v2": "sources",
		"github.com/microcosm-cc/bluemonday":     "sources",
		"go.etcd.io/bbolt":                       "store",
		"github.com/goccy/go-yaml":               "config",
		"github.com/yuin/goldmark":               "issue",
		"github.com/google/renameio/v2":          "issue cmd/embai-crawl",
		"github.com/spf13/cobra":                 "cmd/embai-crawl",
		"golang.org/x/term":                      "cmd/embai-crawl",
		"github.com/mattn/go-runewidth":          "cmd/embai-crawl",
	}
	type pkg struct {
		ImportPath string
		Imports    []string
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if strings.HasPrefix(name, "data/") {
			continue // the store's folder: whatever lies there is no part of the program
		}
		isCmd := strings.HasPrefix(name, "cmd/") || strings.HasPrefix(name, "bench")
		allowed, known := may[name]
		if !known && !isCmd {
			t.Errorf("%s is in no layer: add it to the table, or move it", p.ImportPath)
			continue
		}
		seen++
		for _, imp := range p.Imports {
			if imp == module || strings.HasPrefix(imp, module+"/") {
				short := strings.TrimPrefix(strings.TrimPrefix(imp, module), "/")
				if short == "" {
					short = "."
				}
				if !isCmd && !slices.Contains(strings.Fields(allowed), short) {
					t.Errorf("%s imports %s: the layout forbids it", p.ImportPath, imp)
				}
				continue
			}
			for dep, homes := range home {
				if (imp == dep || strings.HasPrefix(imp, dep+"/")) && !slices.Contains(strings.Fields(homes), name) && !strings.HasPrefix(name, "bench") {
					t.Errorf("%s imports %s: its home is %s", p.ImportPath, imp, homes)
				}
			}
			if name == "item" && strings.Contains(strings.Split(imp, "/")[0], ".") {
				t.Errorf("item imports %s: it takes the standard library alone", imp)
			}
		}
	}
	if seen < len(may) {
		t.Errorf("%d packages seen, %d in the table: the table names one that is gone", seen, len(may))
	}
}
