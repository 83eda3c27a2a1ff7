package sources

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Inputs of five megabytes that make readers slow which look back, look ahead
// or recurse. A reader that is linear takes a fraction of a second for each;
// one that is not takes hours, and the test's own limit ends it.
func TestHostileFeeds(t *testing.T) {
	const size = 5 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	rss := `<rss version="2.0"><channel><title>t</title><item><title>first</title><link>https://x.example.org/</link></item>`
	inputs := map[string]string{
		"nested extensions":     rss + "<item>" + fill("<media:group>"),
		"nested unknown":        rss + fill("<a><b>"),
		"unmatched ends":        rss + fill("<a>") + fill("</b>"),
		"nested in a text":      rss + "<item><description>" + fill("<div>") + "</description></item></channel></rss>",
		"open CDATA":            rss + "<item><description>" + fill("<![CDATA[") + "</description></item>",
		"CDATA ends":            rss + "<item><description><![CDATA[" + fill("]]>") + "</description></item>",
		"open comments":         rss + fill("<!--"),
		"open comments in text": rss + "<item><description>" + fill("<!--"),
		"open instructions":     rss + fill("<?"),
		"open declarations":     rss + fill("<!["),
		"doctypes":              fill("<!DOCTYPE a ["),
		"open tags":             rss + fill("<a "),
		"open quotes":           rss + fill(`<link href="`),
		"ampersands":            rss + "<item><title>" + fill("&") + "</title></item></channel></rss>",
		"entities":              rss + "<item><title>" + fill("&amp;") + "</title></item></channel></rss>",
		"attributes":            rss + "<item><link " + fill(`a="b" `) + "/></item></channel></rss>",
		"namespaces":            rss + fill(`<a xmlns:b="c">`),
		"items":                 rss + fill("<item><title>x</title></item>"),
		"open items":            rss + fill("<item>"),
		"open titles":           rss + "<item>" + fill("<title>"),
		"authors":               rss + "<item>" + fill("<dc:creator>x</dc:creator>"),
		"links":                 rss + "<item>" + fill("<link>https://mp.weixin.qq.com/s/x</link>"),
		"blanks":                rss + "<item><title>" + fill(" "),
		"blanks in a tag":       rss + `<link a=` + fill(" ") + `"b">`,
		"words before":          fill("a<b "),
		"brackets":              fill("<"),
		"high bytes":            fill("\xff\xfe\xfd"),
		"json depth":            fill("["),
		"json objects":          fill(`{"items":`),
		"json items":            `{"items":[` + fill(`{"id":1},`),
		"json strings":          `{"items":["` + fill(`\u0041`),
		"entities in atom":      `<feed><entry><content type="html">` + fill("&lt;p&gt;") + "</content></entry></feed>",
		"persons":               `<feed>` + fill("<author>"),
		"arxiv titles":          `<feed><entry><id>http://arxiv.org/abs/2611.00001</id><title>` + fill("(arXiv:") + "</title></entry></feed>",
		"arxiv comments":        `<feed><entry><id>http://arxiv.org/abs/2611.00001</id><arxiv:comment>` + fill("CVPR 20 ") + "</arxiv:comment></entry></feed>",
		"records":               "<OAI-PMH>" + fill("<record>"),
		"outlines":              "<opml>" + fill(`<outline text="a" xmlUrl="https://a.example.org/">`),
		"mail":                  fill("https://"),
	}
	for name, body := range inputs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Page{URL: "https://x.example.org/feed.xml", Body: []byte(body), Fetched: fetched}
			start := time.Now()
			for _, parse := range []func() int{
				func() int { items, _, _ := feed{}.Parse(t.Context(), p); return len(items) },
				func() int { items, _, _ := arXiv{}.Parse(t.Context(), p); return len(items) },
				func() int { items, _, _ := hfPapers{}.Parse(t.Context(), p); return len(items) },
				func() int { items, _, _ := gitHubSearch{}.Parse(t.Context(), p); return len(items) },
				func() int { specs, _ := ReadOPML(p.Body); return len(specs) },
				func() int { return len(ReadInbox(p.Body)) },
				func() int { Hints(p.Body); return 0 },
			} {
				parse()
			}
			if testing.Verbose() {
				fmt.Printf("%-24s %v\n", name, time.Since(start).Round(time.Millisecond))
			}
		})
	}
}
