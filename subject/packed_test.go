package subject

import (
	"os"
	"testing"

	"embai-crawl/packed"
)

// TestPacked holds that what is built in is what the tables say.
func TestPacked(t *testing.T) {
	for name, data := range map[string][]byte{
		"aliases.txt": packedAliases, "concepts.txt": packedConcepts, "events.txt": packedEvents, "frequent.txt": packedFrequent, "telling.txt": packedTelling,
	} {
		want := readFile(t, "../"+name)
		if *update {
			data = packed.Bytes(want)
			if err := os.WriteFile(name+".gz", data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if packed.Text(data) != want {
			t.Errorf("%s.gz is not %s: go test ./subject -run TestPacked -update", name, name)
		}
	}
}
