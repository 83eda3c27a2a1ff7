package sources

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParagraphs(t *testing.T) {
	base, err := url.Parse("https://example.org/blog/post.html")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, in, want string
		links          []string
	}{
		{name: "empty"},
		{name: "plain text", in: "  量化  感知\n训练 QAT\nand PTQ ", want: "量化 感知训练 QAT and PTQ"},
		{name: "blocks", in: "<h1>标题</h1><p>一</p><section><section>二</section>三</section>", want: "标题\n\n一\n\n二\n\n三"},
		{name: "indent of a Chinese paragraph", in: "<p>　　第一段</p>", want: "第一段"},
		{name: "one break is a line, two end the paragraph", in: "a<br>b<br/><br>c", want: "a\nb\n\nc"},
		{name: "list", in: "<ul><li>甲<li><p>乙</p></ul><p>后", want: "- 甲\n- 乙\n\n后"},
		{name: "ordered and nested", in: `<ol start="3"><li>a<ul><li>b</li></ul></li><li>c</li></ol>`, want: "3. a\n  - b\n4. c"},
		{name: "code", in: "<pre>for {\n\tx()\n}\n</pre>", want: "```\nfor {\n\tx()\n}\n```"},
		{name: "code holds a fence", in: "<pre>```\nx\n```</pre>", want: "````\n```\nx\n```\n````"},
		{
			name: "one element a line of code",
			in:   `<ul class="code-snippet__line-index"><li></li><li></li></ul><pre><code><span>int</span> a;</code><code>&nbsp;b();</code></pre>`,
			want: "```\nint a;\n b();\n```",
		},
		{name: "breaks in code", in: "<pre><code>a<br>&lt;b&gt;</code></pre>", want: "```\na\n<b>\n```"},
		{
			name: "table",
			in:   "<table><tr><th>模型</th><th>延迟</th></tr><tr><td><p>ResNet</p></td><td>3.5<br>ms</td></tr></table>x",
			want: "模型 | 延迟\nResNet | 3.5 ms\n\nx",
		},
		{name: "layout table", in: "<table><tr><td><p>一</p><p>二</p></td><td>三</td></tr></table>", want: "一\n\n二\n\n三"},
		{name: "table in a table", in: "<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>", want: "a | b | c"},
		{name: "cells without a table", in: "<td>a</td><tr><td>b", want: "a\n\nb"},
		{
			name:  "links",
			in:    `<a href="../x?a=1&amp;b=2">x</a> <a href=//h.example/y>y</a> <a href="#top">t</a> <a href="javascript:alert(1)">j</a> <a href="../x?a=1&b=2">x</a>`,
			want:  "x y t j x",
			links: []string{"https://example.org/x?a=1&b=2", "https://h.example/y"},
		},
		{
			name: "pictures",
			in:   `<p>图一<img data-src="https://mmbiz.example/a(1).png" src="data:image/gif;base64,AAAA" alt="延迟[ms]">说明</p><img src="p.jpg"><img src=t.gif width=1>`,
			want: "图一说明\n\n![延迟 ms](https://mmbiz.example/a%281%29.png)\n\n![](https://example.org/blog/p.jpg)",
		},
		{name: "emoji", in: `<p>go <img class="emoji" alt="🚀" src="https://h.example/1f680.png">!</p>`, want: "go 🚀!"},
		{name: "script, style, hidden", in: `a<script>var b="</p>"</script><style>c{}</style><p style="color:red; display : none">d<p>e<p hidden>f</p>g<iframe>h</iframe>`, want: "a\n\ne\n\ng"},
		{name: "invisible WeChat body", in: `<div style="visibility: hidden; opacity: 0;">正文</div>`, want: "正文"},
		{name: "formula in an attribute", in: `令<span role="presentation" data-formula="\alpha  + 1"><svg><text>a</text></svg></span>为`, want: `令$\alpha + 1$为`},
		{name: "formula of a site", in: `<img eeimg="1" alt="x^2" src="//h.example/equation">`, want: "$x^2$"},
		{
			name: "katex",
			in: `<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x_i</annotation></semantics></math></span>` +
				`<span class="katex-html" aria-hidden="true"><span>x</span>i</span></span>.`,
			want: "$x_i$.",
		},
		{name: "mathjax", in: `<span class="MathJax_Preview">xx</span><script type="math/tex; mode=display">x < y</script>`, want: "$x < y$"},
		{name: "mathml", in: "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>", want: "x=1"},
		{name: "invisible characters", in: "a\u200b\ufeff\u202eb\x00c\x01 \xffd", want: "abc d"},
		{name: "cut within a tag", in: `<p>whole</p><p>cu<a href="x`, want: "whole\n\ncu"},
		{name: "cut within code", in: "<p>a</p><pre>b\nc", want: "a\n\n```\nb\nc\n```"},
		{name: "stray end tags", in: "</ul></table></pre></p>a</li></td>b", want: "a\n\nb"},
		{name: "sound", in: `<mpvoice name="早安" voice_encode_fileid="x"></mpvoice><p>文</p>`, want: "早安\n\n文"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, links := Paragraphs(tt.in, base)
			if text != tt.want {
				t.Errorf("text\n%q, want\n%q", text, tt.want)
			}
			if !slices.Equal(links, tt.links) {
				t.Errorf("links %q, want %q", links, tt.links)
			}
		})
	}
}

// hostile are documents that are costly for a parser that recurses or backtracks.
func hostile() map[string]string {
	return map[string]string{
		"deep div":    strings.Repeat("<div>", 10_000) + "x",
		"deep table":  strings.Repeat("<table><tr><td>", 10_000) + "x",
		"deep list":   strings.Repeat("<ul><li>", 10_000) + "x",
		"deep pre":    strings.Repeat("<pre>", 10_000) + "x",
		"deep math":   strings.Repeat("<math>", 10_000) + "x",
		"deep b":      strings.Repeat("<b><i>", 10_000) + "x",
		"5 MB of div": strings.Repeat("<div>", 1<<20),
		"many <":      strings.Repeat("<", 1<<18),
		"many <!--":   strings.Repeat("<!--", 1<<16),
		"open quote":  `<a href="` + strings.Repeat("x", 1<<20),
		"many &":      strings.Repeat("&", 1<<18),
		"attributes":  "<a " + strings.Repeat("a=1 ", 1<<16) + ">x",
		"hidden":      strings.Repeat("<p hidden>", 1<<14) + "x",
	}
}

func TestParagraphsHostile(t *testing.T) {
	for name, doc := range hostile() {
		t.Run(name, func(t *testing.T) {
			text, _ := Paragraphs(doc, nil)
			if len(text) > 2*len(doc)+100 {
				t.Errorf("%d bytes of text out of %d", len(text), len(doc))
			}
		})
	}
}

func FuzzParagraphs(f *testing.F) {
	f.Add("<p>一<br>二</p><ul><li>a</ul><pre>x</pre><table><tr><td>1<td>2</table><math>x</math>")
	f.Add(`<img data-src=x alt="a"><a href="//h/x">l</a><td><p hidden>`)
	f.Add("<script type=math/tex>x</script><select><option>a</select></pre>")
	base := &url.URL{Scheme: "https", Host: "example.org", Path: "/"}
	f.Fuzz(func(t *testing.T, doc string) {
		text, links := Paragraphs(doc, base)
		if !utf8.ValidString(text) {
			t.Errorf("text is no UTF-8: %q", text)
		}
		if strings.TrimSpace(text) != text && !strings.HasPrefix(text, "  ") {
			t.Errorf("space around %q", text)
		}
		for _, l := range links {
			if u, err := url.Parse(l); err != nil || u.Scheme != "http" && u.Scheme != "https" {
				t.Errorf("link %q", l)
			}
		}
	})
}

func BenchmarkParagraphs(b *testing.B) {
	doc := strings.Repeat(`<section style="margin: 0 8px; line-height: 1.75em;"><span style="font-size: 15px;">低比特量化在移动端推理里的精度损失。</span></section>`, 2000)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		Paragraphs(doc, nil)
	}
}
