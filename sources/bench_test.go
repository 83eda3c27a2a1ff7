package sources

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// bigWeChatPage makes a page of the size and the proportions of those of 2026:
// size bytes, an eighth of them article, the rest scripts and styles.
func bigWeChatPage(t testing.TB, size int) []byte {
	t.Helper()
	body := fixture(t, "wechat", "2025_article.html")
	at := bytes.Index(body, []byte("<section data-tool"))
	style := `<section style="margin-left: 8px; margin-right: 8px; line-height: 1.75em; letter-spacing: 0.578px; text-align: justify;"><span leaf="" style="font-size: 15px; color: rgb(63, 63, 63);">第%d段：四比特量化在移动端推理里把带宽减半，速度提高近一倍，精度损失不到百分之一。</span></section>` + "\n"
	code := `!function(t,e){var n=r(%d),i=function(t){return t&&t.nick_name?"<div>"+t.title+"</div>":'';};window.__q=window.__q||{};var ct=n(t,e);if(ct){e.push({idx:"1",mid:n.mid})}}(this,[]);` + "\n"
	var article, scripts strings.Builder
	for i := 0; article.Len() < size/8; i++ {
		fmt.Fprintf(&article, style, i)
	}
	for i := 0; scripts.Len() < size*7/8; i++ {
		if i%2000 == 0 {
			scripts.WriteString("</script><style>.a{}</style><script>")
		}
		fmt.Fprintf(&scripts, code, i)
	}
	half := len(scripts.String()) / 2
	half += strings.IndexByte(scripts.String()[half:], '\n')
	return bytes.Join([][]byte{
		body[:bytes.Index(body, []byte("<body"))], []byte("<script>" + scripts.String()[:half] + "</script>"),
		body[bytes.Index(body, []byte("<body")):at], []byte(article.String()), body[at:bytes.LastIndex(body, []byte("<script"))],
		[]byte("<script>" + scripts.String()[half:] + "</script>"), body[bytes.LastIndex(body, []byte("<script")):],
	}, nil)
}

func fixture(t testing.TB, kind, name string) []byte {
	t.Helper()
	for i, file := range fixtureNames(t, kind) {
		if strings.HasSuffix(file, "/"+name) {
			return fixtures(t, kind)[i]
		}
	}
	t.Fatalf("no fixture %s/%s", kind, name)
	return nil
}

// TestWeChatMemory holds that four pages of 4 MB read at a time cost less than
// 40 MB beside the pages themselves.
func TestWeChatMemory(t *testing.T) {
	const parallel, limit = 4, 40 << 20
	body := bigWeChatPage(t, 4<<20)
	p := Page{URL: "https://mp.weixin.qq.com/s/Ab1_cD2-eF3gH4iJ5kL6mN", Body: body, Fetched: fetched}
	items, _, err := weChat{}.Parse(t.Context(), p)
	if err != nil || len(items) != 1 || items[0].Title == "" || len(items[0].Text) < 100_000 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var wait sync.WaitGroup
	for range parallel {
		wait.Go(func() {
			if _, _, err := (weChat{}).Parse(t.Context(), p); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	runtime.ReadMemStats(&after)
	// All that was allocated is the most that can have been live at a time.
	if used := after.TotalAlloc - before.TotalAlloc; used > limit {
		t.Errorf("%d pages of %d bytes allocate %d bytes, more than %d", parallel, len(body), used, limit)
	}
}

func BenchmarkWeChat(b *testing.B) {
	for _, megabytes := range []int{2, 4} {
		b.Run(fmt.Sprintf("%dMB", megabytes), func(b *testing.B) {
			body := bigWeChatPage(b, megabytes<<20)
			p := Page{URL: "https://mp.weixin.qq.com/s/Ab1_cD2-eF3gH4iJ5kL6mN", Body: body, Fetched: fetched}
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := (weChat{}).Parse(b.Context(), p); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

func BenchmarkTrending(b *testing.B) {
	row := string(fixture(b, "trending", "2024_rows.html"))
	from, to := strings.Index(row, "<article"), strings.Index(row, "</article>")+len("</article>")
	var doc strings.Builder
	for i := range 25 {
		doc.WriteString(strings.ReplaceAll(row[from:to], "ncnn", fmt.Sprint("ncnn", i)))
	}
	p := Page{URL: "https://github.com/trending", Body: []byte(doc.String()), Fetched: fetched}
	b.SetBytes(int64(doc.Len()))
	for b.Loop() {
		if items, _, err := (trending{}).Parse(b.Context(), p); err != nil || len(items) != 25 {
			b.Fatal(len(items), err)
		}
	}
}

func BenchmarkPage(b *testing.B) {
	p := Page{URL: "https://blog.example.org/post", Body: fixture(b, "page", "jsonld.html"), Fetched: fetched}
	b.SetBytes(int64(len(p.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := (page{}).Parse(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
}
