package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"slices"
	"strings"
)

// site answers for all hosts of the demo.
type site struct {
	pages map[string]page // by host and path
	mids  map[string]page // WeChat articles by the mid of their long link
}

// page is one file and how it is sent.
type page struct {
	body []byte
	kind string // Content-Type
	etag string // empty: sent without validators, as arXiv and the trending page do
}

// kinds are the content types as the real sites send them. The blog names no
// charset in its header, which is why its pages have to be read to know it.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8",
	".xml":  "application/xml; charset=utf-8",
	".atom": "application/atom+xml; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
}

// noValidators are the hosts whose pages can't be asked for conditionally.
var noValidators = []string{"export.arxiv.org", "mp.weixin.qq.com", "huggingface.co"}

func newSite() (*site, error) {
	s := &site{pages: map[string]page{}, mids: map[string]page{}}
	all, err := files()
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		if name, ok := strings.CutPrefix(f.Name, "web/"); ok {
			s.add(name, f.Body)
		}
	}
	return s, nil
}

// add gives a file its addresses. Most sites name a page by the path of the
// file; the others are told apart here.
func (s *site) add(name string, body []byte) {
	host, file, _ := strings.Cut(name, "/")
	ext := path.Ext(file)
	p := page{body: body, kind: kinds[ext]}
	if !slices.Contains(noValidators, host) && file != "trending.html" {
		sum := sha256.Sum256(body)
		p.etag = `"` + hex.EncodeToString(sum[:8]) + `"`
	}
	bare := strings.TrimSuffix(file, ext)
	switch {
	case host == "blog.qianru.example" && ext != ".txt":
		p.kind = strings.TrimSuffix(p.kind, "; charset=utf-8")
		s.pages[host+"/"+file] = p
	case host == "github.com" && file == "trending.html":
		s.pages[host+"/trending/c++"] = p
	case host == "mp.weixin.qq.com" && ext != ".txt":
		s.pages[host+"/"+bare] = p
		if mid := between(string(body), `var mid = "" || "" || "`, `"`); mid != "" {
			s.mids[mid] = p
		}
	case host == "export.arxiv.org" && ext == ".xml", host == "huggingface.co":
		s.pages[host+"/"+bare] = p
	default:
		s.pages[host+"/"+file] = p
	}
}

func between(s, before, after string) string {
	_, rest, found := strings.Cut(s, before)
	if !found {
		return ""
	}
	inside, _, _ := strings.Cut(rest, after)
	return inside
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p, ok := s.find(r)
	if !ok {
		http.Error(w, "the demo has no such page", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", p.kind)
	if p.etag != "" {
		w.Header().Set("ETag", p.etag)
		if r.Header.Get("If-None-Match") == p.etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	// A failed write means that the reader has gone.
	_, _ = w.Write(p.body)
}

func (s *site) find(r *http.Request) (page, bool) {
	host := strings.ToLower(r.Host)
	q := r.URL.Query()
	switch {
	case host == "mp.weixin.qq.com" && r.URL.Path == "/s":
		p, ok := s.mids[q.Get("mid")]
		return p, ok
	case host == "export.arxiv.org" && q.Get("id_list") != "":
		p, ok := s.pages[host+r.URL.Path]
		p.body = onlyIDs(p.body, strings.Split(q.Get("id_list"), ","))
		return p, ok
	}
	p, ok := s.pages[host+r.URL.Path]
	return p, ok
}

// onlyIDs keeps the entries of an arXiv answer whose identifiers are asked for.
func onlyIDs(feed []byte, ids []string) []byte {
	head, rest, found := strings.Cut(string(feed), "  <entry>\n")
	if !found {
		return feed
	}
	var b strings.Builder
	b.WriteString(head)
	for entry := range strings.SplitSeq(strings.TrimSuffix(rest, "</feed>\n"), "  <entry>\n") {
		id := between(entry, "arxiv.org/abs/", "v1<")
		if slices.ContainsFunc(ids, func(want string) bool { bare, _, _ := strings.Cut(want, "v"); return bare == id }) {
			b.WriteString("  <entry>\n" + entry)
		}
	}
	b.WriteString("</feed>\n")
	return []byte(b.String())
}
