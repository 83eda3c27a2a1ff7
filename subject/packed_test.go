package subject

import (
	"os"
	"testing"

	"embai-crawl/text"
)

// TestPacked holds that what is built in is what the tables say.
func TestPacked(t *testing.T) {
	for name, packed := range map[string][]byte{"frequent.txt": packedFrequent, "telling.txt": packedTelling} {
		want := readTable(t, name)
		if *update {
			packed = text.Packed(want)
			if err := os.WriteFile(name+".gz", packed, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if text.Unpacked(packed) != want {
			t.Errorf("%s.gz is not %s: go test ./subject -run TestPacked -update", name, name)
		}
	}
}

func readTable(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
