package item

import (
	"strings"
	"testing"
)

// slowPath is parsePath without its short cut: what an escape forces it to do.
func slowPath(s string) string {
	// "%7E" is "~" in every path, which is safe: it takes the short cut away and
	// goes again.
	p := parsePath("%7E~/" + s)
	return strings.TrimPrefix(p, "/~~")
}

func TestPlainPaths(t *testing.T) {
	for _, s := range []string{
		"", "/", "a", "a/b", "a/b/", "a//b", "a/b//", ".", "./a", "a/.", "a/./b", "a/...", ".../a", "a.b/c.", "a./b", ".a/b", "a/.b", "-/_", "a..b/c", "~u/(x)/a,b;c=d/@e",
	} {
		if got, want := parsePath(s), slowPath(s); got != want {
			t.Errorf("parsePath(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestPlainHosts(t *testing.T) {
	long := strings.Repeat("a", 63)
	for name, want := range map[string]bool{
		"example.com": true, "a": true, "127.0.0.1": true, "x_y.example": true, long + ".example": true,
		"": false, ".": false, "a.": false, ".a": false, "a..b": false, "A.example": false, "a b": false, "例.example": false, "a" + long + ".example": false,
		strings.Repeat("a.", 126) + "aa": false,
	} {
		if got := isPlainHost(name); got != want {
			t.Errorf("isPlainHost(%q) = %v", name, got)
		}
		if got, ok := asciiHost(name); want && (!ok || got != name) {
			t.Errorf("asciiHost(%q) = %q, %v", name, got, ok)
		}
	}
}
