package rank

import (
	"os"
	"testing"

	"embai-crawl/packed"
)

// TestPacked holds that what is built in is what specimens.txt says.
func TestPacked(t *testing.T) {
	want, err := os.ReadFile("specimens.txt")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		packedSpecimens = packed.Bytes(string(want))
		if err := os.WriteFile("specimens.txt.gz", packedSpecimens, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if packed.Text(packedSpecimens) != string(want) {
		t.Error("specimens.txt.gz is not specimens.txt: go test ./rank -run TestPacked -update")
	}
}

func TestSpecimens(t *testing.T) {
	count, texts := map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	for _, s := range specimens() {
		if !s.section.Valid() || s.title == "" || seen[s.title] {
			t.Errorf("%q, %q: section %q", s.title, s.body, s.section)
		}
		seen[s.title] = true
		count[string(s.section)]++
		if s.body != "" {
			texts[string(s.section)]++
		}
	}
	for _, section := range []string{"news", "paper", "project", "blog"} {
		if count[section] < 160 || texts[section] < 20 {
			t.Errorf("%s: %d specimens, %d with a text", section, count[section], texts[section])
		}
	}
}
