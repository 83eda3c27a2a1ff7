package issue

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// What a file holds a million times must not cost a million times a million: a
// test that does not end says where it does.
func TestBoundedWork(t *testing.T) {
	head := "# 嵌入式AI简报 (2026-11-30)\n\n> 导读：x\n\n## 论文\n\n"
	for name, unit := range map[string]string{
		"brackets": "[", "closing": "]", "link ends": "](", "links": "[a](b", "code": "`a``", "less": "<", "comments": "<!--", "markers": "<!-- embai ",
		"notes": "<!-- embai-note -->", "stars": "**a", "addresses": "https://a", "http": "h", "entities": "&amp", "escapes": `\`,
		"rules": "----\n", "fences": "```x\n", "quotes": "> ", "nested": "- ", "bullets": "- a\n", "headings": "## a\n", "labels": "论文：a\n",
		"entries": "- [a | b](https://example.com/a)\n", "numbered": "1. [a](https://example.com/a)\n", "rows": "|a|b|\n", "pipes": "|", "images": "![", "blank": "\n", "cr": "\r", "sub": "  - a\n",
		"footer": "Editor: x\n", "same marker": "- a <!-- embai arxiv:2611.01234 -->\n", "loose": "a\n\n", "tilde": "~~~\n~~\n", "under": "_a_ ", "www": "www.", "mail": "a@",
	} {
		n := 12_000 / len(unit)
		b := []byte(head + strings.Repeat(unit, n) + "\n\n## 博文\n\n- [a | b](https://example.com/z)  \n")
		began := time.Now()
		Lint(b, fixtureHistory())
		_, _ = Publish(b, nil, fixtureBack(), fixtureOptions()) //nolint:errcheck // time is what counts
		lint := time.Since(began)
		_, err := Update(nil, b, more())
		var bad *UnreadableError
		if err != nil && !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
		upd := time.Since(began) - lint
		_, _ = WeChatHTML(b) //nolint:errcheck // time is what counts
		t.Logf("%-12s lint+publish %v update %v wechat %v", name, lint.Round(time.Millisecond), upd.Round(time.Millisecond), (time.Since(began) - lint - upd).Round(time.Millisecond))
	}
}
