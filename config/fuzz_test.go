package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzParse holds that no bytes make the reader panic or hang, that every
// mistake has a text and no secret in it, and that what is accepted can be
// printed, without its secrets, and read again.
func FuzzParse(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range append(seeds, "testdata/design.yaml") {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	const secret = "n0b0dy-may-read-this"
	lookup := func(string) (string, bool) { return "https://a.example/" + secret, true }
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		c, err := Parse(b, "config.yaml", "/srv", lookup)
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %s", took)
		}
		if err != nil {
			var problems Problems
			if !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("no Problems: %v", err)
			}
			for _, p := range problems {
				if p.Text == "" || p.File == "" {
					t.Errorf("an empty message: %+v", p)
				}
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("a message tells a secret: %v", err)
			}
			return
		}
		var out bytes.Buffer
		if err := c.Print(&out); err != nil {
			t.Fatalf("printing: %v", err)
		}
		if strings.Contains(out.String(), secret) {
			t.Errorf("a secret is printed:\n%s", out.String())
		}
		if _, err := Parse(out.Bytes(), "printed.yaml", "/srv", lookup); err != nil {
			t.Errorf("reading what was printed: %v\n%s", err, out.String())
		}
	})
}
