package sources

import (
	"fmt"
	"strings"
	"testing"
)

// sampleFeed is a feed of n items of the usual size: a summary of two lines,
// and with full text forty paragraphs.
func sampleFeed(n int, full bool) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>端侧智能观察</title><link>https://bridge.example.org/</link>`)
	for i := range n {
		fmt.Fprintf(&b, `<item><title><![CDATA[第 %d 篇：在手机上运行大语言模型的低比特量化方法]]></title><link>https://mp.weixin.qq.com/s/Token%017d</link><pubDate>Mon, 02 Nov 2026 08:31:05 +0800</pubDate><dc:creator>编辑部</dc:creator><guid isPermaLink="false">%d</guid>`, i, i, i)
		b.WriteString(`<description><![CDATA[<p>四位整数的权重让模型缩小到原来的四分之一，推理速度提高了三倍，精度几乎没有损失。代码在 <a href="https://github.com/example-org/tiny-infer">GitHub</a>。</p>]]></description>`)
		if full {
			b.WriteString("<content:encoded><![CDATA[")
			for range 40 {
				b.WriteString(`<section style="margin: 0px; padding: 0px;"><p style="font-size: 15px;"><span style="color: rgb(63, 63, 63);">四位整数的权重让模型缩小到原来的四分之一，推理速度提高了三倍。</span></p></section>`)
			}
			b.WriteString("]]></content:encoded>")
		}
		b.WriteString("</item>")
	}
	b.WriteString("</channel></rss>")
	return []byte(b.String())
}

func BenchmarkFeed(b *testing.B) {
	for _, full := range []bool{false, true} {
		body := sampleFeed(20, full)
		b.Run(map[bool]string{false: "summaries", true: "full text"}[full], func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			items := 0
			for b.Loop() {
				got, _, err := feed{}.Parse(b.Context(), Page{URL: "https://bridge.example.org/feed.xml", Body: body, Fetched: fetched})
				if err != nil {
					b.Fatal(err)
				}
				items += len(got)
			}
			b.ReportMetric(float64(items)/b.Elapsed().Seconds(), "items/s")
		})
	}
}

func BenchmarkArXiv(b *testing.B) {
	body := fixtures(b, "arxiv")
	for b.Loop() {
		for _, page := range body {
			readArXiv(Page{Body: page}, Spec{})
		}
	}
}
