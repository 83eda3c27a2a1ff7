package issue

import (
	"strings"
	"testing"

	"embai-crawl/item"
)

// TestNewestRelease has the entry of a repository say which release is its
// newest, and what that changes.
func TestNewestRelease(t *testing.T) {
	it := item.Item{Kind: item.KindRepo, Title: "acme/lamp", Summary: "面向单片机的推理引擎，支持低比特量化，体积不到一百 KB。", Version: "v1.2", Comment: "int4 kernels, twice as fast."}
	got := digestOf(&it)
	if want := "最新版本 v1.2：int4 kernels, twice as fast。"; !strings.HasSuffix(got, want) || !strings.HasPrefix(got, "面向单片机") {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
	it.Summary, it.Comment = "", ""
	if got, want := digestOf(&it), "最新版本 v1.2。"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
