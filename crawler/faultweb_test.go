package crawler

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"embai-crawl/sources"
)

// fault is one thing that a host can do wrong, with what must come of it.
type fault struct {
	name  string
	path  string // asked for; default /feed
	serve func(h *host, n *atomic.Int32) http.HandlerFunc
	// address replaces the host's own: for what needs no host.
	address string
	robots  http.HandlerFunc // default: 404
	options func(*Options)
	runs    int    // the fault shows in this run; 0: the first
	tls     bool   // with a certificate that nobody has signed
	due     bool   // read as it is due by the host's word, not forced
	kind    string // read by this kind of source; default: lines

	state State
	says  string   // part of the report's line; empty: no line
	items []string // what is stored after it, good items of the same page included
	title string   // of one of them
	asks  int      // requests for the path
}

// maxTestBody is the cap of the fault web; bombs are larger.
const maxTestBody = 64 << 10

func status(code int) func(*host, *atomic.Int32) http.HandlerFunc {
	return func(*host, *atomic.Int32) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
}

func body(text string, header ...string) func(*host, *atomic.Int32) http.HandlerFunc {
	return func(*host, *atomic.Int32) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			io.WriteString(w, text)
		}
	}
}

// once fails the first time and is well afterwards.
func once(bad http.HandlerFunc) func(*host, *atomic.Int32) http.HandlerFunc {
	return func(_ *host, n *atomic.Int32) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) == 1 {
				bad(w, r)
				return
			}
			io.WriteString(w, "item late\n")
		}
	}
}

func always(h http.HandlerFunc) func(*host, *atomic.Int32) http.HandlerFunc {
	return func(*host, *atomic.Int32) http.HandlerFunc { return h }
}

// raw answers with bytes of its own making and closes the connection; with
// reset it closes it so that the peer sees a reset.
func raw(text string, reset bool) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		io.WriteString(conn, text)
		if tcp, ok := conn.(*net.TCPConn); ok && reset {
			tcp.SetLinger(0)
		}
		conn.Close()
	}
}

// hang holds the request until the client goes.
func hang(first string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if first != "" {
			io.WriteString(w, first)
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	}
}

func redirect(code int, to func(h *host, r *http.Request) string) func(*host, *atomic.Int32) http.HandlerFunc {
	return func(h *host, _ *atomic.Int32) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/new" {
				io.WriteString(w, "item moved\n")
				return
			}
			w.Header().Set("Location", to(h, r))
			w.WriteHeader(code)
		}
	}
}

func pack(name string, plain []byte) string {
	var b bytes.Buffer
	var w io.WriteCloser
	switch name {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	}
	w.Write(plain)
	w.Close()
	return b.String()
}

// bomb is 4 MB of nothing, in a few KB.
func bomb(name string) string { return pack(name, make([]byte, 4<<20)) }

func short(o *Options) { o.Timeout = 150 * time.Millisecond }

// faults is the fault web: one host each.
func faults() []fault {
	good := "item one\nitem two\n"
	list := []fault{
		{name: "nothing wrong", serve: body(good), state: StateOK, items: []string{"one", "two"}, asks: 1},

		{name: "robots.txt forbids the page", robots: page2("User-agent: *\nDisallow: /feed\n"), serve: body(good), state: StateBlocked, says: "robots.txt forbids it"},
		{name: "robots.txt forbids another program", robots: page2("User-agent: otherbot\nDisallow: /\n"), serve: body(good), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "robots.txt answers 503", robots: code(503), serve: body(good), state: StateFailing, says: "robots.txt can't be had"},
		{name: "robots.txt answers 429", robots: code(429), serve: body(good), state: StateFailing, says: "robots.txt can't be had"},
		{name: "robots.txt answers 403", robots: code(403), serve: body(good), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "robots.txt redirects in a circle", robots: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/robots.txt", http.StatusFound)
		}, serve: body(good), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "robots.txt is an HTML page", robots: page2("<!doctype html><p>User-agent: see below<p>Disallow: all\n"), serve: body(good), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "robots.txt is larger than 512 KiB", robots: page2(strings.Repeat("Disallow: /\n", 100_000)), serve: body(good), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "robots.txt is never answered", robots: hang(""), options: short, serve: body(good), state: StateFailing, says: "robots.txt can't be had"},

		{name: "404", serve: status(404), state: StateFailing, says: "status 404 not found", asks: 1},
		{name: "410", serve: status(410), state: StateFailing, says: "status 410 gone", asks: 1},
		{name: "401", serve: status(401), state: StateBlocked, says: "status 401", asks: 1},
		{name: "403", serve: status(403), state: StateBlocked, says: "status 403", asks: 1},
		{name: "451", serve: status(451), state: StateBlocked, says: "status 451", asks: 1},
		{name: "204, no body", serve: status(204), state: StateFailing, says: "status 204", asks: 1},
		{name: "206 that nobody asked for", serve: always(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(206); io.WriteString(w, good) }), state: StateFailing, says: "status 206", asks: 1},
		{name: "304 that nobody asked for", serve: status(304), state: StateFailing, says: "status 304", asks: 1},
		{name: "500 each time", serve: status(500), state: StateFailing, says: "status 500", asks: 3},
		{name: "503 once", serve: once(code(503)), state: StateOK, items: []string{"late"}, asks: 2},
		{name: "429 with Retry-After: 7200", serve: always(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(429)
		}), state: StateFailing, says: "retry after 2h0m0s", asks: 1},
		{name: "503 with Retry-After as a date, host asked again", runs: 2, serve: always(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", "Mon, 02 Nov 2026 08:00:00 GMT")
			w.Header().Set("Retry-After", "Mon, 02 Nov 2026 09:30:00 GMT")
			w.WriteHeader(503)
		}), state: StateFailing, says: "is left alone until 2026-11-02 09:30 UTC", asks: 1},
		{name: "a host that fails in each of three runs, in the fourth", runs: 4, serve: status(502), state: StateFailing, says: "is left alone until 2026-11-02 08:05 UTC (status 502 bad gateway)", asks: 9},

		{name: "connection reset once", serve: once(raw("", true)), state: StateOK, items: []string{"late"}, asks: 2},
		{name: "connection reset each time", serve: always(raw("", true)), state: StateFailing, says: "reset by peer", asks: 3},
		{name: "connection closed without an answer", serve: always(raw("", false)), state: StateFailing, says: "EOF", asks: 3},
		{name: "a certificate that nobody signed", tls: true, serve: body(good), state: StateFailing, says: "failed to verify certificate"},
		{name: "bytes that are no HTTP", serve: always(raw("SSH-2.0-OpenSSH_9.2\r\n", false)), state: StateFailing, says: "malformed HTTP", asks: 3},
		{name: "nobody listens", address: "http://127.0.9.9:9/feed", state: StateFailing, says: "connection refused"},
		{name: "body ends before its Content-Length", serve: always(raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nitem half\n", false)), state: StateFailing, says: "broke off", asks: 3},
		{name: "body ends early once", serve: once(raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nitem half\n", false)), state: StateOK, items: []string{"late"}, asks: 2},
		{name: "broken chunk", serve: always(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nitem half\n", false)), state: StateFailing, says: "invalid byte in chunk length", asks: 3},
		{name: "header never comes", options: short, serve: always(hang("")), state: StateFailing, says: "no whole answer in time", asks: 3},
		{name: "header later than the time for headers", options: func(o *Options) { o.HeaderTimeout = 100 * time.Millisecond }, serve: always(hang("")), state: StateFailing, says: "no whole answer in time: net/http: timeout awaiting response headers", asks: 3},
		{name: "body never ends", options: short, serve: always(hang("item half\n")), state: StateFailing, says: "no whole answer in time", asks: 3},
		{name: "header of 200 KB", serve: always(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Much", strings.Repeat("x", 200<<10)) }), state: StateFailing, says: "server response headers exceeded", asks: 1},

		{name: "body over the cap", serve: body(strings.Repeat("item many\n", maxTestBody/10+1)), state: StateFailing, says: "over the cap", asks: 1},
		{name: "body over the cap, no Content-Length", serve: always(func(w http.ResponseWriter, _ *http.Request) {
			for range 200 {
				io.WriteString(w, strings.Repeat("item many\n", 100))
				w.(http.Flusher).Flush()
			}
		}), state: StateFailing, says: "over the cap", asks: 1},
		{name: "gzip bomb", serve: body(bomb("gzip"), "Content-Encoding", "gzip"), state: StateFailing, says: "over the cap", asks: 1},
		{name: "deflate bomb", serve: body(bomb("deflate"), "Content-Encoding", "deflate"), state: StateFailing, says: "over the cap", asks: 1},
		{name: "brotli bomb", serve: body(bomb("br"), "Content-Encoding", "br"), state: StateFailing, says: "over the cap", asks: 1},
		{name: "feed.xml.gz bomb", path: "/feed.xml.gz", serve: body(bomb("gzip"), "Content-Type", "application/gzip"), state: StateFailing, says: "over the cap", asks: 1},
		{name: "bomb in a bomb", serve: body(pack("gzip", []byte(bomb("gzip"))), "Content-Encoding", "gzip, gzip"), state: StateFailing, says: "over the cap", asks: 1},
		{name: "five encodings", serve: body("x", "Content-Encoding", "gzip, gzip, gzip, gzip, gzip"), state: StateFailing, says: "content encoding not readable: more than 2", asks: 1},
		{name: "feed.xml.gz", path: "/feed.xml.gz", serve: body(pack("gzip", []byte(good)), "Content-Type", "application/gzip"), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "encoding that nobody asked for", serve: body("x", "Content-Encoding", "zstd"), state: StateFailing, says: `content encoding not readable: "zstd"`, asks: 1},
		{name: "gzip in the header, plain in the body", serve: body(good, "Content-Encoding", "gzip"), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "gzip that is corrupt", serve: body(pack("gzip", []byte(good))[:12]+"rubbish that is no deflate stream", "Content-Encoding", "gzip"), state: StateFailing, says: "content encoding", asks: 1},

		{name: "redirects in a circle", serve: redirect(302, func(h *host, r *http.Request) string {
			if r.URL.Path == "/feed" {
				return h.URL + "/other"
			}
			return h.URL + "/feed"
		}), state: StateFailing, says: "in a circle", asks: 1},
		{name: "redirects without end", serve: redirect(302, func(h *host, r *http.Request) string { return h.URL + r.URL.Path + "x" }), state: StateFailing, says: "more than 10 times", asks: 1},
		{name: "redirect to ftp", serve: redirect(302, func(*host, *http.Request) string { return "ftp://127.0.0.1/feed" }), state: StateFailing, says: `no address of the web: scheme "ftp"`, asks: 1},
		{name: "redirect to a private address", serve: redirect(302, func(*host, *http.Request) string { return "http://10.0.0.1/feed" }), state: StateFailing, says: "address is not public: 10.0.0.1, redirected to http://10.0.0.1/feed; not fetched", asks: 1},
		{name: "redirect to cloud metadata", serve: redirect(302, func(*host, *http.Request) string { return "http://169.254.169.254/latest/meta-data/" }), state: StateFailing, says: "address is not public: 169.254.169.254", asks: 1},
		{name: "redirect to loopback of the other kind", serve: redirect(302, func(*host, *http.Request) string { return "http://[::1]:8080/feed" }), state: StateFailing, says: "address is not public: ::1", asks: 1},
		{name: "redirect to a page that is not there", serve: func(h *host, _ *atomic.Int32) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/feed" {
					w.WriteHeader(404)
					return
				}
				http.Redirect(w, r, "/gone", http.StatusFound)
			}
		}, state: StateFailing, says: "status 404 not found, redirected to http://127.0.0.", asks: 1},
		{name: "redirect to what robots.txt forbids", robots: page2("User-agent: *\nDisallow: /secret\n"), serve: redirect(302, func(h *host, _ *http.Request) string { return h.URL + "/secret" }), state: StateBlocked, says: "robots.txt forbids it", asks: 1},
		{name: "moved for good", serve: redirect(301, func(h *host, _ *http.Request) string { return h.URL + "/new" }), state: StateOK, items: []string{"moved"}, asks: 1},
		{name: "moved for good, the second run", runs: 2, serve: redirect(308, func(h *host, _ *http.Request) string { return h.URL + "/new" }), state: StateNothingNew, items: []string{"moved"}, asks: 1},

		{name: "address in CGNAT", address: "http://100.64.0.1/feed", state: StateFailing, says: "address is not public"},
		{name: "link-local address", address: "http://[fe80::1]/feed", state: StateFailing, says: "address is not public"},
		{name: "multicast address", address: "http://224.0.0.251/feed", state: StateFailing, says: "address is not public"},
		{name: "IPv4-mapped private address", address: "http://[::ffff:10.0.0.1]/feed", state: StateFailing, says: "address is not public"},
		{name: "IPv4-compatible loopback", address: "http://[::127.0.0.1]/feed", state: StateFailing, says: "address is not public"},
		{name: "private address in 6to4", address: "http://[2002:a00:1::]/feed", state: StateFailing, says: "address is not public"},
		{name: "private address in Teredo", address: "http://[2001:0:a00:1::]/feed", state: StateFailing, says: "address is not public"},
		{name: "private address in NAT64", address: "http://[64:ff9b::a00:1]/feed", state: StateFailing, says: "address is not public"},
		{name: "address with a port of mail", address: "http://192.0.2.1:25/feed", state: StateFailing, says: "address is not public: port 25"},
		{name: "address with a password", address: "http://me:secret@192.0.2.1/feed", state: StateFailing, says: "no password in it"},
		{name: "no web address", address: "file:///etc/passwd", state: StateFailing, says: "expected http or https"},

		{name: "an empty body", serve: body(""), state: StateFailing, says: "not readable: empty", asks: 1},
		{name: "HTML for a feed", serve: body("<html> <p>hello</p>"), state: StateFailing, says: "not readable: HTML", asks: 1},
		{name: "a layout that nobody knows", serve: body("layout\n"), state: StateLayout, says: "layout changed: 0 rows at", asks: 1},
		{name: "half of the rows in a layout that nobody knows", serve: body("item one\nlayout\n"), state: StateLayout, says: "layout changed", items: []string{"one"}, asks: 1},
		{name: "a page that asks for a human", serve: body("item one\nverify\n"), state: StateBlocked, says: "verification asked for", asks: 1},
		{name: "a challenge of Cloudflare", serve: always(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(503)
		}), state: StateBlocked, says: "verification asked for", asks: 1},
		{name: "a challenge before robots.txt alone", robots: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(403)
		}, serve: body(good), state: StateOK, items: []string{"one", "two"}, asks: 1},
		{name: "a host that asked for a human, asked again", runs: 2, serve: body("verify\n"), state: StateBlocked, says: "is left alone until 2026-11-03 08:00 UTC", asks: 1},
		{name: "a page that says the article is gone", serve: body("gone\n"), state: StateOK, items: []string{"@/feed"}, asks: 1},
		{name: "a page on which the parser panics", serve: body("item one\npanic\n"), state: StateFailing, says: "the parser failed on the page", asks: 1},
		{name: "more links than the cap", serve: func(h *host, _ *atomic.Int32) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				for i := range 12 {
					fmt.Fprintf(w, "item %d\nnext %s/%d\n", i, h.URL, i)
				}
			}
		}, state: StateOK, says: "12 addresses on one page, cap 10", items: []string{"0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9"}, asks: 1},
		{name: "pages that lead on for ever", path: "/1", serve: func(h *host, _ *atomic.Int32) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				fmt.Fprintf(w, "item %s\nnext %s%s1\n", r.URL.Path, h.URL, r.URL.Path)
			}
		}, state: StateOK, says: "3 pages deep", items: []string{"/1", "/11", "/111", "/1111"}, asks: 1},
		{name: "one lost page behind a good one", serve: func(h *host, _ *atomic.Int32) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/feed" {
					w.WriteHeader(500)
					return
				}
				fmt.Fprintf(w, "item one\nnext %s/lost\n", h.URL)
			}
		}, state: StateOK, says: "status 500", items: []string{"one"}, asks: 1},
	}
	return append(list, pageFaults()...)
}

func code(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) }
}

func page2(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

// open starts the host of a fault and gives its address and a job for it.
func (f fault) open(t *testing.T, n byte) (*host, Job) {
	path := f.path
	if path == "" {
		path = "/feed"
	}
	var h *host
	var count atomic.Int32
	robots := f.robots
	if robots == nil {
		robots = http.NotFound
	}
	start := newHost
	if f.tls {
		start = newTLSHost
	}
	h = start(t, n, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			robots(w, r)
			return
		}
		f.serve(h, &count)(w, r)
	})
	address := h.URL + path
	if f.address != "" {
		address = f.address
	}
	j := job(f.name, address)
	if f.kind != "" {
		var err error
		if j.Source, err = sources.New(sources.Spec{Name: f.name, Kind: f.kind, URL: address}); err != nil {
			t.Fatal(err)
		}
	}
	j.MaxLinks, j.MaxDepth = 10, 3
	if !f.due {
		j.Schedule = Schedule{Every: 3 * time.Hour}
	}
	return h, j
}
