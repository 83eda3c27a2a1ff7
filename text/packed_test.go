package text

import (
	"flag"
	"os"
	"testing"

	"embai-crawl/packed"
)

var update = flag.Bool("update", false, "pack what is built in")

// TestPacked holds that what is built in is what the table says.
func TestPacked(t *testing.T) {
	const name = "opencc/TSCharacters.txt"
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		packedTraditional = packed.Bytes(string(want))
		if err := os.WriteFile(name+".gz", packedTraditional, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if packed.Text(packedTraditional) != string(want) {
		t.Errorf("%s.gz is not the table: go test ./text -run TestPacked -update", name)
	}
}
