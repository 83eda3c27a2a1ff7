package demo

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func start(t *testing.T) *Web {
	t.Helper()
	w, err := Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return w
}

func get(t *testing.T, w *Web, address string, header ...string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := w.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Request.URL.String() != address {
		t.Errorf("%s: answered as %s", address, resp.Request.URL)
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(b)
}

func TestAddresses(t *testing.T) {
	w := start(t)
	for _, c := range []struct{ address, holds string }{
		{"https://bridge.example/feed/duance.xml", "<content:encoded>"},
		{"https://bridge.example/feed/xinpian.atom", "<feed xmlns"},
		{"https://bridge.example/feed/xiaomoxing.json", "jsonfeed.org"},
		{"https://mp.weixin.qq.com/mp/appmsgalbum?action=getalbum&__biz=x&f=json", "getalbum_resp"},
		{"https://mp.weixin.qq.com/s/Lx7Qm2VYkTn0aWc9HdRb1A", "js_content"},
		{"http://mp.weixin.qq.com/s?__biz=MzkxMDAwMDExNw==&mid=2247490101&idx=1", "Lx7Qm2VYkTn0aWc9HdRb1A"},
		{"https://mp.weixin.qq.com/s/Xd5fI9uCg1VwZ6qPrO3XdA", "weui-msg__title"},
		{"https://mp.weixin.qq.com/s/Zr4eH8tBf0UvY5pOqN2WcA", "copyright_stat = '2'"},
		{"https://mp.weixin.qq.com/s/Pc6gJ0vDh2WxA7rQsP4YeA", "cgiDataNew"},
		{"https://mp.weixin.qq.com/robots.txt", "Disallow: /"},
		{"https://export.arxiv.org/api/query?search_query=all:x", "2611.90815"},
		{"https://huggingface.co/api/daily_papers", "upvotes"},
		{"https://github.com/trending/c++?since=weekly", "Box-row"},
		{"https://github.com/paperboat-ml/paperboat/releases.atom", "v2.3.0"},
		{"https://blog.qianru.example/2026/int8-conv.html", "charset=gb2312"},
	} {
		status, _, body := get(t, w, c.address)
		if status != http.StatusOK || !strings.Contains(body, c.holds) {
			t.Errorf("%s: status %d, %d bytes without %q", c.address, status, len(body), c.holds)
		}
	}
	for _, address := range []string{"https://example.org/", "https://github.com/trending/ruby", "https://mp.weixin.qq.com/s?mid=1", "https://bridge.example/../web"} {
		if status, _, _ := get(t, w, address); status != http.StatusNotFound {
			t.Errorf("%s: status %d", address, status)
		}
	}
}

func TestListOfIDs(t *testing.T) {
	w := start(t)
	_, _, body := get(t, w, "https://export.arxiv.org/api/query?id_list=2611.90213v1,2611.90608&max_results=2")
	if strings.Count(body, "<entry>") != 2 || !strings.HasSuffix(body, "</entry>\n</feed>\n") {
		t.Errorf("two papers asked for:\n%s", body)
	}
	_, _, body = get(t, w, "https://export.arxiv.org/api/query?id_list=2601.00001")
	if strings.Contains(body, "<entry>") {
		t.Error("a paper that the demo does not have")
	}
}

func TestNotModified(t *testing.T) {
	w := start(t)
	_, header, _ := get(t, w, "https://bridge.example/feed/duance.xml")
	status, _, body := get(t, w, "https://bridge.example/feed/duance.xml", "If-None-Match", header.Get("ETag"))
	if header.Get("ETag") == "" || status != http.StatusNotModified || body != "" {
		t.Errorf("ETag %q, then status %d and %d bytes", header.Get("ETag"), status, len(body))
	}
}

func TestBlogIsGBK(t *testing.T) {
	w := start(t)
	_, header, body := get(t, w, "https://blog.qianru.example/rss.xml")
	if strings.Contains(body, "嵌入式") || !strings.Contains(body, "\xc7\xb6\xc8\xeb\xca\xbd") {
		t.Error("the feed of the blog is not in GBK")
	}
	if strings.Contains(header.Get("Content-Type"), "utf-8") {
		t.Error("the header gives the charset away")
	}
}

func TestWriteKeepsWhatIsThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	config, err := Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"config.yaml", "inbox.txt", "embedded-ai-report/2026-11-16.md"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
	if err := os.WriteFile(config, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(dir); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(config); string(b) != "mine" {
		t.Error("a file of the user is overwritten")
	}
	if _, err := Write(config); err == nil {
		t.Error("a file is taken for a folder")
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	w, err := Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	get(t, w, "https://bridge.example/robots.txt")
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	goleak.VerifyNone(t, ignore)
}
