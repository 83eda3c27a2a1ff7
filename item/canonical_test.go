package item

import (
	"strings"
	"testing"
)

func TestCanonical(t *testing.T) {
	for raw, want := range map[string]string{
		"http://www.example.com:80/a/?utm_source=x&b=2&a=1#f": "https://example.com/a?a=1&b=2",
		"https://example.com/a?b":                             "https://example.com/a?b",
		"https://example.com/a?b=":                            "https://example.com/a?b",
		"https://example.com/a?q=c++&x=a b":                   "https://example.com/a?q=c++&x=a%20b",
		"https://example.com/a%":                              "https://example.com/a%25",
		"https://example.com/a%zz":                            "https://example.com/a%25zz",
		"https://example.com/x;jsessionid=ABC?y=1":            "https://example.com/x?y=1",
		"https://example.com/\"><script>":                     "https://example.com/%22%3E%3Cscript%3E",
		"https://example.com/[a](b)":                          "https://example.com/%5Ba%5D(b)",
		"https://en.m.wikipedia.org/wiki/X":                   "https://en.wikipedia.org/wiki/X",
		"https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2650001234&idx=1&sn=abc&chksm=1&scene=2#rd": "https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&idx=1&mid=2650001234&sn=abc",
		"https://example.com/story.amp.html":                        "https://example.com/story.html",
		"http://127.0.0.1:8080/feed":                                "https://127.0.0.1:8080/feed",
		"https://example.com/p?next=https%3A%2F%2Fother.example%2F": "https://example.com/p?next=https%3A%2F%2Fother.example%2F",
	} {
		if got, ok := Canonical(raw); !ok || got != want {
			t.Errorf("Canonical(%q)\n got %q\nwant %q", raw, got, want)
		}
	}
}

// TestCanonicalBounds: what is too long for an identity is refused at once,
// and relays that lead to one another come to an end.
func TestCanonicalBounds(t *testing.T) {
	long := strings.Repeat("a", 10<<20)
	nested := "https://example.com/"
	for range 30 {
		nested = "https://link.zhihu.com/?target=" + escape(nested, "")
	}
	for name, raw := range map[string]string{
		"10 MB path":   "https://example.com/" + long,
		"10 MB host":   "https://" + long + ".com/",
		"10 MB amps":   "https://example.com/?" + strings.Repeat("&amp;amp;", 1<<20),
		"10 MB blanks": strings.Repeat(" ", 10<<20) + "https://example.com/",
		"Han, escaped": "https://example.com/" + strings.Repeat("中", maxCanonical/3),
		"relays":       nested,
	} {
		if got, ok := Canonical(raw); ok {
			t.Errorf("%s: %.100q", name, got)
		}
		if id, ok := Identify(raw); ok {
			t.Errorf("%s: %.100q", name, id)
		}
	}
}

func TestUnwrap(t *testing.T) {
	for raw, want := range map[string]string{
		"https://link.zhihu.com/?target=https%3A//example.com/a%3Fb%3D1": "https://example.com/a?b=1",
		"https://example.com/a":      "https://example.com/a",
		"http://example.com/A?url=x": "http://example.com/A?url=x",
		"nonsense":                   "nonsense",
		"https://bridge.example/l?u=https%3A%2F%2Fmp.weixin.qq.com%2Fs%2FAb3_dE-fGhIjKlMnOpQrSt": "https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt",
		"https://img.example/?url=https%3A%2F%2Fmmbiz.qpic.cn%2Fx.png":                           "https://img.example/?url=https%3A%2F%2Fmmbiz.qpic.cn%2Fx.png",
	} {
		if got := Unwrap(raw); got != want {
			t.Errorf("Unwrap(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestPunycode(t *testing.T) {
	for label, want := range map[string]string{ // the examples of RFC 3492, 7.1
		"他们为什么不说中文":              "ihqwcrb4cv8a8dqg056pqjye",
		"他們爲什麽不說中文":              "ihqwctvzc91f659drss3x8bo0yb",
		"Pročprostěnemluvíčesky": "Proprostnemluvesky-uyb24dma41a",
		"3年B組金八先生":               "3B-ww4c5e180e575a65lsy2b",
		"bücher":                 "bcher-kva",
	} {
		if got, ok := punycode(label); !ok || got != want {
			t.Errorf("punycode(%q) = %q, want %q", label, got, want)
		}
	}
}

// hostile are addresses that have broken parsers.
var hostile = []string{
	"javascript:alert(document.domain)", "https://\x00\x01\x02", "https://%", "https://%00", "http://[::1]:80/", "http://[::ffff:127.0.0.1]/",
	"https://user@@host/", "https://@", "https://a@b@c/?d@e", "https://host:abc/", "https://host:-1", "https:\\\\example.com\\a",
	"https:////////example.com", "https://example.com/..;/../%2e%2e/a", "https://example.com?#?#", "https://example.com/%ff%fe",
	"https://\xff.com/", "https://ⓔxample.com/", "https://ＥＸＡＭＰＬＥ.com/", "https://xn--.com/", "https://xn--a/", "https://m.m.m.example.com/amp/amp/amp",
	"https://www.www.example.com/", "https://www.com/", "https://m.www.example.com/", "https://example.com/.amp.amp", "https://google.com/amp/s/google.com/amp/s/example.com",
	"https://mp.weixin.qq.com/s?__biz=%&mid=%&idx=%", "https://mp.weixin.qq.com/s/%2e%2e", "https://b23.tv/av99999999999999999999", "https://www.bilibili.com/video/av0",
	"https://link.zhihu.com/?target=https://link.zhihu.com/?target=https://link.zhihu.com/", "https://github.com/o/r/releases/tag/%2e%2e%2f", "https://github.com//o//r",
	"https://doi.org/10.1000/%22%3E", "https://arxiv.org/abs/%31912.13200", "https://example.com/a;jsessionid=1;JSESSIONID=2", "https://zhihu.com/p/p/p", "&amp;https://x.y/",
}

func FuzzIdentify(f *testing.F) {
	for _, raw := range hostile {
		f.Add(raw)
	}
	f.Add("https://github.com/Tencent/ncnn/releases/tag/20260526")
	f.Add("oai:arXiv.org:math.GT/0309136v1")
	f.Add("git@github.com:o/r.git")
	f.Fuzz(func(t *testing.T, raw string) {
		id, ok := Identify(raw)
		if !ok {
			if id != "" {
				t.Errorf("%q is %q and none", raw, id)
			}
			return
		}
		if !id.Valid() {
			t.Errorf("%q gives %q, which is not valid", raw, id)
		}
		for i := range len(id) {
			if c := id[i]; c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == '"' {
				t.Errorf("%q gives %q with byte %q", raw, id, c)
			}
		}
		if address := id.Address(); address != "" {
			if again, ok := Identify(address); !ok || again != id {
				t.Errorf("%q gives %q at %q, which is %q", raw, id, address, again)
			}
		}
		if len(raw) < 1000 && (strings.HasPrefix(raw, "https://") || strings.HasPrefix(raw, "http://")) {
			if spaced, _ := Identify(" " + raw + "\n"); spaced != id {
				t.Errorf("%q is %q, with blanks %q", raw, id, spaced)
			}
		}
	})
}

func FuzzCanonical(f *testing.F) {
	for _, raw := range hostile {
		f.Add(raw)
	}
	f.Add("http://www.example.com:80/中文/?b=2&a=1&utm_source=x#f")
	f.Fuzz(func(t *testing.T, raw string) {
		once, ok := Canonical(raw)
		if !ok {
			return
		}
		if twice, ok := Canonical(once); !ok || twice != once {
			t.Errorf("%q is %q, and that is %q", raw, once, twice)
		}
		a, _ := Identify(raw)
		if b, _ := Identify(once); a != b {
			t.Errorf("%q is %q, in canonical form %q", raw, a, b)
		}
		if len(once) > maxCanonical {
			t.Errorf("%d bytes", len(once))
		}
	})
}

func BenchmarkIdentify(b *testing.B) {
	for _, raw := range []string{
		"https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2650001234&idx=1&sn=0123456789abcdef&chksm=84&scene=21#wechat_redirect",
		"https://github.com/Tencent/ncnn/releases/tag/20260526",
		"https://www.example.com/中文/post/7?utm_source=rss&id=1",
	} {
		b.Run(raw[8:20], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Identify(raw)
			}
		})
	}
}
