package item

import (
	"strings"
	"testing"
)

// FuzzClean holds that what isClean lets through is what the long way gives: a
// bad byte at the end forces that way and vanishes on it.
func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"", " ", "a", "a b", "a  b", " a", "a ", "a\nb", "a\n\nb", "a\n\n\nb", "a \nb", "a\n b", "\na", "a\n", "a\tb", "a\rb", "a\r\nb", "a\u2028b",
		"中文 标题", "中文\u3000标题", "\u3000中文", "中\u200e文", "a\u00a0b", "a\vb", "a\u0085b", "a\x00b", "a\xffb", "\ufeffa", "e\u0301", "中文\n\n段落\n", "a\n\t\nb", "a\n\u3000\nb",
	} {
		f.Add(s, 5)
		f.Add(s, 100)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = 1 + max(limit, -limit)%1000
		if len(s) > limit {
			return // bound counts bytes
		}
		if got, want := oneLine(s, limit), oneLine(s+"\xff", limit); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", s, got, want)
		}
		if got, want := paragraphs(s, limit), paragraphs(s+"\xff", limit); got != want {
			t.Errorf("paragraphs(%q) = %q, want %q", s, got, want)
		}
	})
}

func TestCleanBound(t *testing.T) {
	if got := oneLine(strings.Repeat("字", 11), 10); got != strings.Repeat("字", 10) {
		t.Errorf("%q", got)
	}
}
