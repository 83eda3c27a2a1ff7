package packed_test

import (
	"testing"

	"embai-crawl/packed"
)

func TestText(t *testing.T) {
	for _, s := range []string{"", "量化\n剪枝\n"} {
		if got := packed.Text(packed.Bytes(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	for _, damaged := range [][]byte{nil, []byte("no gzip"), packed.Bytes("量化")[:12]} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was unpacked", damaged)
				}
			}()
			packed.Text(damaged)
		}()
	}
}
