package crawler

import (
	"net/http"
	"strings"
	"sync/atomic"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// rss is a feed of two articles, written in a character set and declared as
// another.
func rss(enc encoding.Encoding, declared, title string) string {
	text := `<?xml version="1.0" encoding="` + declared + `"?><rss version="2.0"><channel><title>t</title>` +
		"<item><title>" + title + "</title><link>https://a.example/1</link></item>" +
		"<item><title>" + title + "</title><link>https://a.example/2</link></item></channel></rss>"
	b, err := enc.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return b
}

// unchanged answers 200 once, with validators, and 304 to whoever sends one of
// them back.
func unchanged(name, value, sent string, echo bool) func(*host, *atomic.Int32) http.HandlerFunc {
	return always(func(w http.ResponseWriter, r *http.Request) {
		same := r.Header.Get(sent) == value
		if !same || echo {
			w.Header().Set(name, value)
		}
		if same {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write([]byte("item one\n"))
	})
}

// pageFaults are what is wrong in pages and not between hosts, and what pages
// say of when to come again. The second run of these is due by its schedule.
func pageFaults() []fault {
	const (
		simplified  = "端侧大模型的低比特量化在手机上的推理"
		traditional = "端側大模型的低位元量化在手機上的推論"
		kana        = "スマートフォンで動かすモデルの量子化について"
	)
	gbk := simplifiedchinese.GBK
	both := []string{"https://a.example/1", "https://a.example/2"}
	whole := rss(encoding.Nop, "utf-8", simplified)
	hints := func(xml string) func(*host, *atomic.Int32) http.HandlerFunc {
		return body(strings.Replace(whole, "<item>", xml+"<item>", 1))
	}
	return []fault{
		{name: "304 by its tag, the second run", runs: 2, due: true, serve: unchanged("ETag", `"1"`, "If-None-Match", true), state: StateNothingNew, items: []string{"one"}, asks: 2},
		{name: "304 by its tag without the tag, the second run", runs: 2, due: true, serve: unchanged("ETag", `"1"`, "If-None-Match", false), state: StateNothingNew, items: []string{"one"}, asks: 2},
		{name: "304 by its date alone, the second run", runs: 2, due: true, serve: unchanged("Last-Modified", "Mon, 02 Nov 2026 07:00:00 GMT", "If-Modified-Since", false), state: StateNothingNew, items: []string{"one"}, asks: 2},
		{name: "max-age of an hour, the second run", runs: 2, due: true, serve: body("item one\n", "Cache-Control", "max-age=3600"), state: StateNotDue, items: []string{"one"}, asks: 1},
		{name: "ttl of two hours, the second run", kind: "feed", runs: 2, due: true, serve: hints("<ttl>120</ttl>"), state: StateNotDue, items: both, asks: 1},
		{name: "skipHours with this one, the second run", kind: "feed", runs: 2, due: true, serve: hints("<skipHours><hour>8</hour></skipHours>"), state: StateNotDue, items: both, asks: 1},
		{name: "skipDays with this one, the second run", kind: "feed", runs: 2, due: true, serve: hints("<skipDays><day>Monday</day></skipDays>"), state: StateNotDue, items: both, asks: 1},

		{name: "GBK that says UTF-8", kind: "feed", serve: body(rss(gbk, "utf-8", simplified), "Content-Type", "text/xml; charset=utf-8"), state: StateOK, items: both, title: simplified, asks: 1},
		{name: "UTF-8 that says GB2312", kind: "feed", serve: body(rss(encoding.Nop, "gb2312", simplified)), state: StateOK, items: both, title: simplified, asks: 1},
		{name: "GB18030 of which the header says ISO-8859-1", kind: "feed", serve: body(rss(simplifiedchinese.GB18030, "gb18030", simplified+"𠮷"), "Content-Type", "text/xml; charset=ISO-8859-1"), state: StateOK, items: both, title: simplified + "𠮷", asks: 1},
		{name: "a character set that nobody knows", kind: "feed", serve: body(whole, "Content-Type", "text/xml; charset=klingon-8"), state: StateOK, items: both, title: simplified, asks: 1},
		{name: "Big5", kind: "feed", serve: body(rss(traditionalchinese.Big5, "big5", traditional)), state: StateOK, items: both, title: traditional, asks: 1},
		{name: "Shift-JIS of which nothing tells", kind: "feed", serve: body(strings.Replace(rss(japanese.ShiftJIS, "x", kana), ` encoding="x"`, "", 1)), state: StateOK, items: both, title: kana, asks: 1},
		{name: "UTF-16 with a mark", kind: "feed", serve: body(rss(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16", simplified)), state: StateOK, items: both, title: simplified, asks: 1},
		{name: "a bad byte in a title", kind: "feed", serve: body(strings.Replace(whole, simplified, "端侧\xff量化", 1)), state: StateOK, items: both, title: "端侧量化", asks: 1},
		{name: "control characters and bare ampersands", kind: "feed", serve: body(strings.Replace(whole, simplified, "R&D \x02 <量化", 1)), state: StateOK, items: both, title: simplified, asks: 1},
		{name: "a feed whose wire breaks off each time", kind: "feed", serve: always(raw("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 50000\r\n\r\n"+whole[:strings.LastIndex(whole, "<link>")+10], false)), state: StateFailing, says: "broke off", items: both[:1], asks: 3},
		{name: "a feed that stops in the middle", kind: "feed", serve: body(whole[:strings.LastIndex(whole, "<link>")+10]), state: StateFailing, says: "it stops in the middle, after item 1; what could be read is kept", items: both[:1], asks: 1},
		{name: "a web page for a feed", kind: "feed", serve: body("<!doctype html><html><body><p>Not here.</p></body></html>"), state: StateFailing, says: "a web page (HTML) where a feed was expected", asks: 1},
		{name: "a gatekeeper before a feed", kind: "feed", serve: body(`<!doctype html><html><head><title>Just a moment...</title></head><body><div id="challenge-error-text">Enable JavaScript and cookies to continue</div></body></html>`), state: StateBlocked, says: "verification asked for: \"Just a moment...\"; the host is left alone for a day", asks: 1},
		{name: "a gatekeeper before a list", kind: "github-trending", serve: body(`<!doctype html><html><head><title>安全验证</title></head><body><p>请完成验证</p></body></html>`), state: StateBlocked, says: "verification asked for", asks: 1},
		{name: "WeChat asks for a human", kind: "wechat", serve: body(`<!doctype html><html><head><title></title></head><body><div class="weui-msg"><h2 class="weui-msg__title">环境异常</h2><p>完成验证后即可继续访问。</p><a>去验证</a></div></body></html>`), state: StateBlocked, says: "verification asked for", asks: 1},
		{name: "a trending list in a layout that nobody knows", kind: "github-trending", serve: body("<!doctype html><html><body><main>new</main></body></html>"), state: StateLayout, says: "layout changed: 0 rows at", asks: 1},
	}
}
