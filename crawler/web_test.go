package crawler

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"embai-crawl/item"
	"embai-crawl/sources"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lines is a source whose pages hold one thing a line: "item NAME", "next
// ADDRESS", or a word that stands for what a parser says of bad pages.
type lines struct{ start []string }

func (l lines) Start(time.Time) []string { return l.start }

func (l lines) Parse(_ context.Context, p sources.Page) (items []item.Item, next []string, err error) {
	if len(p.Body) == 0 {
		return nil, nil, fmt.Errorf("%w: empty", sources.ErrFormat)
	}
	for line := range strings.Lines(string(p.Body)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "item":
			items = append(items, item.Item{ID: item.ID("url:" + rest), Title: rest, URL: rest})
		case "next":
			next = append(next, rest)
		case "layout":
			err = &sources.LayoutError{URL: p.Address(), Want: "item"}
		case "verify":
			err = sources.ErrVerify
		case "gone":
			err = sources.ErrNotArticle
			items = append(items, item.Item{ID: item.ID("url:" + p.URL), URL: p.URL, Status: item.StatusDeleted})
		case "panic":
			panic("a page that the parser was not made for")
		case "<html>", "<!doctype":
			return nil, nil, fmt.Errorf("%w: HTML", sources.ErrFormat)
		}
	}
	return items, next, err
}

// host is one server of the fault web, on a loopback address of its own.
type host struct {
	*httptest.Server
	name string

	mu   sync.Mutex
	asks []string // paths asked for, robots.txt too
}

// newHost serves h at a loopback address; n is its last byte. robots.txt is
// 404 but where h gives one.
func newHost(t *testing.T, n byte, h http.HandlerFunc) *host {
	t.Helper()
	w := listen(t, n, h)
	w.Start()
	return w
}

// newTLSHost is a host with a certificate that nobody has signed.
func newTLSHost(t *testing.T, n byte, h http.HandlerFunc) *host {
	t.Helper()
	w := listen(t, n, h)
	w.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that fail are the test
	w.StartTLS()
	return w
}

func listen(t *testing.T, n byte, h http.HandlerFunc) *host {
	t.Helper()
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", n))
	if err != nil {
		t.Fatal(err)
	}
	w := &host{name: fmt.Sprintf("127.0.0.%d", n)}
	w.Server = &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asks = append(w.asks, r.URL.RequestURI())
		w.mu.Unlock()
		h(rw, r)
	})}}
	t.Cleanup(w.Close)
	return w
}

// asked tells how often a path was asked for.
func (h *host) asked(path string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, a := range h.asks {
		if a == path {
			n++
		}
	}
	return n
}

// loopback opens the addresses of the test web.
func loopback() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

func newCrawler(t *testing.T, o Options) *Crawler {
	t.Helper()
	if o.Store == nil {
		o.Store = newMemory()
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// page answers 200 with a body, and 404 for robots.txt.
func page(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, body)
	}
}

func job(name string, addresses ...string) Job {
	return Job{Name: name, Source: lines{addresses}, ObeyRobots: true}
}

func run1(t *testing.T, c *Crawler, j Job) SourceReport {
	t.Helper()
	rep, err := c.Run(t.Context(), []Job{j})
	if err != nil {
		t.Fatal(err)
	}
	return rep.Sources[0]
}
