package text_test

import (
	"testing"

	"embai-crawl/text"
)

func TestPacked(t *testing.T) {
	for _, s := range []string{"", "量化\n剪枝\n"} {
		if got := text.Unpacked(text.Packed(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	for _, damaged := range [][]byte{nil, []byte("no gzip"), text.Packed("量化")[:12]} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was unpacked", damaged)
				}
			}()
			text.Unpacked(damaged)
		}()
	}
}
