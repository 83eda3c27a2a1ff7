package issue

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

func TestWeChatGolden(t *testing.T) {
	file, mem := edited(t)
	p, err := Publish(file, mem, fixtureBack(), fixtureOptions())
	if err != nil {
		t.Fatal(err)
	}
	s := strings.Replace(string(p.File), "## 论文\n", "```c\nint main(void) {\n\treturn 0 < 1; /* <b> */\n}\n```\n\n| 芯片 | TOPS |\n|---|---|\n| [A](https://a.example/) | 59 |\n\n`x < y` 与 [又是 A](https://a.example/)\n\n## 论文\n", 1)
	html, err := WeChatHTML([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "wechat.html", html)
}

var (
	anyLink = regexp.MustCompile(`(?i)href="([^"]*)"`)
	badHTML = regexp.MustCompile(`(?i)<(script|style|iframe|object|form|svg|link|meta)|\son\w+=|javascript:|class=`)
)

func TestWeChatSafe(t *testing.T) {
	head := "# 嵌入式AI简报 (2026-11-30)\n\n## 论文\n\n"
	for _, w := range append([]string{
		"[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](data:text/html,x)",
		"![x](javascript:alert(1)) ![y](data:image/svg+xml,x) ![z](https://e.example/\"onerror=alert(1)/x.png)",
		"<script>alert(1)</script>\n\n<div onclick=x>y</div>",
		"[x](https://mp.weixin.qq.com.evil.example/s/1) [y](https://evil.example/mp.weixin.qq.com) [z](https://mp.weixin.qq.com@evil.example/)",
		"[x](https://mp.weixin.qq.com/s/ok \"title\\\" onclick=1\")",
		strings.Repeat("> ", 500) + "deep", strings.Repeat("- ", 500) + "deep", strings.Repeat("[", 2000) + "x",
	}, hostile...) {
		html, err := WeChatHTML([]byte(head + w))
		if errors.Is(err, ErrTangled) {
			continue
		}
		if err != nil {
			if w = strings.ToValidUTF8(strings.ReplaceAll(w, "\x00", ""), ""); strings.Contains(w, "broken") || strings.Contains(w, "[31m") {
				continue // not text: refused
			}
			t.Errorf("%.40q: %v", w, err)
			continue
		}
		if bad := badHTML.Find(html); bad != nil && !strings.Contains(strings.ReplaceAll(string(html), "&#34;", "&quot;"), "&lt;") && !strings.Contains(w, string(bad)) {
			t.Errorf("%.40q: %s in %s", w, bad, html)
		}
		for _, m := range anyLink.FindAllStringSubmatch(string(html), -1) {
			if !strings.HasPrefix(m[1], "https://mp.weixin.qq.com/") {
				t.Errorf("%.40q links to %s", w, m[1])
			}
		}
	}
}

func TestPreview(t *testing.T) {
	got, err := Preview("摘要：**粗体** [x](https://e.example/)\n<script>alert(1)</script> [y](javascript:alert(1)) <b>z</b>")
	if err != nil || badHTML.MatchString(got) || !strings.Contains(got, `<strong>粗体</strong> <a href="https://e.example/">x</a>`) {
		t.Errorf("%s %v", got, err)
	}
	if _, err := Preview(strings.Repeat("x", maxPreview+1)); err == nil {
		t.Error("an enormous preview was made")
	}
}
