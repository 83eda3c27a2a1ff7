package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"embai-crawl/item"
)

// wrongWeb answers as the hosts do for things that are not what they seem, and
// counts what is asked. It takes the place of the network.
type wrongWeb struct {
	mu    sync.Mutex
	asked map[string]int
}

func (w *wrongWeb) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.asked[r.URL.Host+r.URL.Path]++
	w.mu.Unlock()
	code, kind, body := 200, "application/json", ""
	switch path := r.URL.Host + r.URL.Path; {
	case strings.HasSuffix(path, "/robots.txt"):
		code = 404
	case path == "export.arxiv.org/api/query" && strings.Contains(r.URL.RawQuery, "2611.00099"):
		// What arXiv answers when it can't read a question.
		kind, body = "application/atom+xml", `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id><title>ArXiv Query</title><entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_2611.00099</id><title>Error</title><summary>incorrect id format for 2611.00099</summary></entry></feed>`
	case path == "export.arxiv.org/api/query":
		kind, body = "application/atom+xml", `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id><title>ArXiv Query</title></feed>`
	case path == "api.github.com/repos/old-name/lampnn":
		body = `{"full_name": "lamp-org/LampNN", "html_url": "https://github.com/lamp-org/LampNN", "description": "Tiny inference for lamps", "language": "C", "stargazers_count": 321, "topics": ["tinyml"], "license": {"spdx_id": "MIT"}}`
	case path == "api.github.com/repos/old-name/lampnn/readme":
		body = `{"html_url": "https://github.com/lamp-org/LampNN/blob/main/README.md", "encoding": "base64", "content": "` + base64.StdEncoding.EncodeToString([]byte("LampNN, arXiv:2611.00777: inference for lamps")) + `"}`
	case path == "api.github.com/repos/old-name/lampnn/releases/latest", path == "api.github.com/repos/lamp-org/lampnn/releases/latest":
		body = `{"tag_name": "v1.2", "name": "v1.2", "html_url": "https://github.com/lamp-org/LampNN/releases/tag/v1.2", "body": "## New\n- int4 kernels, twice as fast\n- fix a typo in docs"}`
	default:
		code, body = 404, `{"message": "Not Found"}`
	}
	return &http.Response{
		StatusCode: code, Status: fmt.Sprint(code), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// asks gives how often what begins with a prefix was asked for.
func (w *wrongWeb) asks(prefix string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for path, k := range w.asked {
		if strings.HasPrefix(path, prefix) {
			n += k
		}
	}
	return n
}

// TestNamedWrongly ingests articles that name what only looks like a paper or
// repository, or is gone, renamed or refused, and crawls twice: everything is
// asked for once at most, nothing is merged, and the report has a line for each.
func TestNamedWrongly(t *testing.T) {
	dir := t.TempDir()
	conf := fmt.Sprintf("data: %s\ndrafts: %s\ngithub: {token: \"${TOKEN}\"}\nnetwork: {hosts: {\"*\": {interval: 0s}}}\nsources: []\n", filepath.Join(dir, "data"), filepath.Join(dir, "drafts"))
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	a := testApp()
	web := &wrongWeb{asked: map[string]int{}}
	a.configFlag, a.base = filepath.Join(dir, "config.yaml"), web
	a.lookupEnv = func(name string) (string, bool) { return "ghp_test", name == "TOKEN" }
	n, err := a.open("test")
	if err != nil {
		t.Fatal(err)
	}
	defer n.store.Close()
	var items []item.Item
	for i, text := range []string{
		"端侧大模型量化：价格 1912.13200 元，版本 2611.00001，发布于 2026.11.23，比分 10.1000/5。",
		"端侧推理作者主页 https://github.com/nihui ，话题 https://github.com/topics/tinyml 。",
		"端侧推理引擎，代码：https://github.com/old-name/LampNN 。",
		"模型压缩工具，代码：https://github.com/gone/gone 。",
		"低比特量化论文：https://arxiv.org/abs/2611.00042 。",
		"低比特量化说明 README。" + strings.Repeat("移动端推理加速，低比特量化。\n", 5<<20/45),
	} {
		it := item.Item{Kind: item.KindArticle, URL: fmt.Sprintf("https://news%d.example/a", i), Title: fmt.Sprintf("低比特量化与端侧推理之%c：移动端部署", 'A'+i), Text: text, Published: n.now(), Given: true}
		it.ID, _ = item.Identify(it.URL)
		it.Links = item.FindLinks(text)
		it.Refs = item.FindRefs(&it)
		items = append(items, it)
	}
	if _, err := n.store.Add(t.Context(), items); err != nil {
		t.Fatal(err)
	}
	crawl := func() {
		t.Helper()
		if _, err := n.crawl(t.Context(), nil, true, n.app.newProgress()); err != nil {
			t.Fatal(err)
		}
	}
	crawl()
	var lines []string
	for _, f := range n.faults {
		lines = append(lines, f.Address+": "+f.Cause)
	}
	for _, want := range []string{"gone/gone", "2611.00042"} {
		if !strings.Contains(strings.Join(lines, "\n"), want) {
			t.Errorf("no line on %s: %q", want, lines)
		}
	}
	if len(lines) != 2 {
		t.Errorf("%d lines: %q", len(lines), lines)
	}
	for prefix, want := range map[string]int{
		"export.arxiv.org/api":                  1,
		"api.github.com/repos/gone/gone":        1,
		"api.github.com/repos/old-name/lampnn":  3, // itself, its README, its newest release
		"api.github.com/repos/nihui":            0,
		"api.github.com/repos/topics":           0,
		"github.com":                            0,
		"api.github.com/repos/lamp-org/lampnn/": 0,
	} {
		if got := web.asks(prefix); got != want {
			t.Errorf("%s asked %d times, want %d", prefix, got, want)
		}
	}
	before := len(web.asked)
	total := web.asks("")
	crawl()
	if len(web.asked) != before || web.asks("") > total+2 { // robots.txt may be asked for again
		t.Errorf("a second run asks for more: %v", web.asked)
	}
	got, ok, err := n.store.Get("github:old-name/lampnn")
	if err != nil || !ok || got.Item.ID != "github:lamp-org/lampnn" || got.Item.License != "MIT" || got.Item.Version != "v1.2" || !strings.Contains(got.Item.Comment, "int4 kernels") {
		t.Errorf("a renamed repository: %v %+v %v", ok, got.Item, err)
	}
	if !slices.ContainsFunc(got.Item.Refs, func(r item.Ref) bool { return r.ID == "arxiv:2611.00777" }) {
		t.Errorf("the paper of its README: %v", got.Item.Refs)
	}
	m, err := n.model(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := n.shortlist(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	candidates, err := n.candidates(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range candidates {
		articles := 0
		for _, it := range c.Items {
			articles += int(flagOf(it.Kind == item.KindArticle))
		}
		if articles > 1 {
			t.Errorf("merged: %v", c.Why)
		}
	}
}

func flagOf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestNamedArXivError has one number that arXiv refuses: a line, and no item.
func TestNamedArXivError(t *testing.T) {
	dir := t.TempDir()
	conf := fmt.Sprintf("data: %s\ndrafts: %s\nnetwork: {hosts: {\"*\": {interval: 0s}}}\nsources: []\n", filepath.Join(dir, "data"), filepath.Join(dir, "drafts"))
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	a := testApp()
	web := &wrongWeb{asked: map[string]int{}}
	a.configFlag, a.base = filepath.Join(dir, "config.yaml"), web
	n, err := a.open("test")
	if err != nil {
		t.Fatal(err)
	}
	defer n.store.Close()
	it := item.Item{ID: "url:https://news.example/a", Kind: item.KindArticle, URL: "https://news.example/a", Title: "低比特量化论文", Text: "论文：https://arxiv.org/abs/2611.00099 。", Published: n.now(), Given: true}
	it.Refs = item.FindRefs(&it)
	if _, err := n.store.Add(t.Context(), []item.Item{it}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.crawl(t.Context(), nil, true, n.app.newProgress()); err != nil {
		t.Fatal(err)
	}
	if len(n.faults) != 1 || !strings.Contains(n.faults[0].Cause, "2611.00099") {
		t.Errorf("faults %v", n.faults)
	}
	if got, ok, _ := n.store.Get("arxiv:2611.00099"); ok && got.Item.Title != "" {
		t.Errorf("the error became %q", got.Item.Title)
	}
	if web.asks("export.arxiv.org/api") != 1 {
		t.Errorf("asked %v", web.asked)
	}
}
