package sources

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// FuzzPlainAddress holds that an address that is taken as it stands is what
// net/url makes of it, behind any base.
func FuzzPlainAddress(f *testing.F) {
	for _, s := range []string{
		"http://a.example/b", "https://a.example/", "https://a.example//b//c", "https://a.example/b/../c", "https://a.example/.b", "https://a.example/b?c=d&e",
		"https://a.example/?", "https://a.example", "https://A.example/B", "https://-a./b", "http:///b", "https://a.example:80/b", "https://a.example/b~c_d-e.f=",
	} {
		f.Add(s)
	}
	base, err := url.Parse("https://base.example/x/y?z")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !isPlainAddress(s) {
			return
		}
		u, err := url.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := base.ResolveReference(u).String(); got != s {
			t.Errorf("net/url writes %q as %q", s, got)
		}
	})
}

// FuzzPlainText holds that text without markup reads as it does through the
// tokenizer.
func FuzzPlainText(f *testing.F) {
	for _, s := range []string{"", "a b", "中文\n中文", "中文 \n a\u3000b", "\u3000中文", "a\u200bb\x00c\xffd", "one\r\ntwo\n\nthree", "é\u0301 ～！"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "<&") {
			return
		}
		w := newProse(nil)
		w.images = true
		w.read(html.NewTokenizer(strings.NewReader(strings.ToValidUTF8(s, ""))))
		if got, _ := Paragraphs(s, nil); got != w.text() {
			t.Errorf("Paragraphs(%q) = %q, want %q", s, got, w.text())
		}
	})
}
