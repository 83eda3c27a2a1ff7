package review

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func newTestServer(t testing.TB, d Desk, o Options) *Server {
	t.Helper()
	o.Desk, o.Log = d, slog.New(slog.DiscardHandler)
	if o.Now == nil {
		o.Now = time.Now
	}
	if !o.Addr.IsValid() {
		o.Addr = netip.MustParseAddrPort("127.0.0.1:8765")
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(s http.Handler, method, path, host string, form url.Values, head ...string) *httptest.ResponseRecorder {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	r.Host = host
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestGuard(t *testing.T) {
	s := newTestServer(t, newFakeDesk(3), Options{})
	for _, c := range []struct {
		name, method, path, host string
		form                     url.Values
		head                     []string
		want                     int
	}{
		{"the page", "GET", "/", "127.0.0.1:8765", nil, nil, 200},
		{"by name", "GET", "/", "localhost:8765", nil, nil, 200},
		{"by IPv6", "GET", "/", "[::1]:8765", nil, nil, 200},
		{"a foreign name resolved to this machine", "GET", "/", "evil.example:8765", nil, nil, http.StatusMisdirectedRequest},
		{"a name that begins like ours", "GET", "/", "localhost.evil.example", nil, nil, http.StatusMisdirectedRequest},
		{"a form on another site", "POST", "/act", "127.0.0.1:8765", url.Values{"act": {"drop"}, "key": {"k1"}}, []string{"Origin", "https://evil.example"}, 403},
		{"a script on another site", "POST", "/act", "127.0.0.1:8765", url.Values{"act": {"drop"}, "key": {"k1"}}, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"an act", "POST", "/act", "127.0.0.1:8765", url.Values{"act": {"drop"}, "key": {"k1"}}, []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"an act on what is gone", "POST", "/act", "127.0.0.1:8765", url.Values{"act": {"drop"}, "key": {"k1"}}, nil, 409},
		{"no act", "POST", "/act", "127.0.0.1:8765", url.Values{"act": {"explode"}}, nil, 400},
		{"no section", "POST", "/act", "127.0.0.1:8765", url.Values{"act": {"move"}, "key": {"k2"}, "section": {"x"}}, nil, 400},
		{"an act by GET", "GET", "/act?act=drop&key=k2", "127.0.0.1:8765", nil, nil, 405},
		{"a body too large", "POST", "/act", "127.0.0.1:8765", url.Values{"act": {"edit"}, "summary": {strings.Repeat("x", maxForm)}}, nil, 400},
		{"out of the assets", "GET", "/assets/../templates/page.html", "127.0.0.1:8765", nil, nil, 307},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(s, c.method, c.path, c.host, c.form, c.head...)
			if w.Code != c.want {
				t.Errorf("status %d, want %d: %s", w.Code, c.want, w.Body)
			}
			if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
				t.Errorf("policy is %q", csp)
			}
		})
	}
}

func TestTokenIsNeededBeyondLoopback(t *testing.T) {
	addr := netip.MustParseAddrPort("192.0.2.7:8765")
	if _, err := New(Options{Desk: newFakeDesk(0), Addr: addr, Log: slog.New(slog.DiscardHandler), Now: time.Now}); err == nil || !strings.Contains(err.Error(), "EMBAI_TOKEN") {
		t.Fatalf("a public address without a token: %v", err)
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := newTestServer(t, newFakeDesk(0), Options{Addr: addr, Token: "correct horse", Now: func() time.Time { return now }})
	const host = "192.0.2.7:8765"
	if w := ask(s, "GET", "/", host, nil); w.Code != 401 || strings.Contains(w.Body.String(), "条目 1") {
		t.Fatalf("without a session: %d", w.Code)
	}
	if w := ask(s, "POST", "/act", host, url.Values{"act": {"drop"}, "key": {"k1"}}); w.Code != 401 {
		t.Fatalf("an act without a session: %d", w.Code)
	}
	if w := ask(s, "POST", "/login", host, url.Values{"token": {"correct hors"}}); w.Code != 401 || w.Header().Get("Set-Cookie") != "" {
		t.Fatalf("a wrong token: %d", w.Code)
	}
	w := ask(s, "POST", "/login", host, url.Values{"token": {"correct horse"}})
	cookie := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookie) != 1 || !cookie[0].HttpOnly || cookie[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("login: %d %v", w.Code, cookie)
	}
	session := []string{"Cookie", cookie[0].Name + "=" + cookie[0].Value}
	if w := ask(s, "GET", "/", host, nil, session...); w.Code != 200 {
		t.Fatalf("with the session: %d", w.Code)
	}
	now = now.Add(sessionLength)
	if w := ask(s, "POST", "/act", host, url.Values{"act": {"drop"}, "key": {"k1"}}, session...); w.Code != 401 {
		t.Fatalf("after the session: %d", w.Code)
	}
}

// hostile is what a source may send as a title, a summary or an address.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>{{.}}--></template></form>` + "\u202e"

func TestHostileEntryStaysText(t *testing.T) {
	d := newFakeDesk(0)
	d.entries[0] = Entry{
		Key: hostile, Section: "news", Title: hostile, Summary: hostile, Reason: hostile, URL: "javascript:alert(3)",
		Sources: []string{hostile}, Merged: []Part{{ID: hostile, Title: hostile, URL: "data:text/html,x"}, {ID: "b"}},
	}
	d.guide = "</textarea>" + hostile
	body := ask(newTestServer(t, d, Options{}), "GET", "/", "localhost", nil).Body.String()
	for _, bad := range []string{"<script>alert", "<img src=x", "javascript:", "data:text/html", "ZgotmplZ"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !strings.Contains(body, "&lt;script&gt;alert(1)") {
		t.Error("the title is not shown as text")
	}
}

// loaded are the paths of all that the page loads: what it names, and what the
// scripts import.
func loaded(t testing.TB, s http.Handler) map[string]int {
	t.Helper()
	sizes := map[string]int{}
	next := []string{"/"}
	for len(next) > 0 {
		path := next[0]
		next = next[1:]
		if _, ok := sizes[path]; ok {
			continue
		}
		w := ask(s, "GET", path, "localhost", nil)
		if w.Code != 200 {
			t.Fatalf("%s: %d", path, w.Code)
		}
		sizes[path] = w.Body.Len()
		if path == "/assets/htmx.min.js" {
			continue
		}
		for _, m := range names.FindAllStringSubmatch(w.Body.String(), -1) {
			next = append(next, "/assets/"+m[1])
		}
	}
	return sizes
}

var names = regexp.MustCompile(`["'](?:/assets|\.)/([a-z.]+\.(?:js|css|svg))["']`)

// TestFirstViewIsSmall holds the promise of 300 KB for 1,000 candidates, with
// everything that the page loads.
func TestFirstViewIsSmall(t *testing.T) {
	sizes := loaded(t, newTestServer(t, newFakeDesk(1000), Options{}))
	total := 0
	for _, n := range sizes {
		total += n
	}
	if total >= 300_000 {
		t.Errorf("first view: %d bytes: %v", total, sizes)
	}
	t.Logf("first view: %d bytes: %v", total, sizes)
	if all, err := files.ReadDir("assets"); err != nil || len(sizes) != len(all) { // the page itself, for the README
		t.Errorf("%d assets, but the page loads %d files: %v", len(all)-1, len(sizes)-1, err)
	}
}

// TestHtmxIsAsPublished holds that the script comes as its authors published it, and that
// a browser that has it is told so.
func TestHtmxIsAsPublished(t *testing.T) {
	s := newTestServer(t, newFakeDesk(0), Options{})
	w := ask(s, "GET", "/assets/htmx.min.js", "localhost", nil)
	if got, want := fmt.Sprintf("%x", sha256.Sum256(w.Body.Bytes())), "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"; w.Code != 200 || got != want {
		t.Errorf("%d, SHA-256 %s, want %s", w.Code, got, want)
	}
	if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/javascript") {
		t.Errorf("Content-Type %q", got)
	}
	again := ask(s, "GET", "/assets/htmx.min.js", "localhost", nil, "If-None-Match", w.Header().Get("ETag"))
	if again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d, want 304", again.Code)
	}
}

// TestRateIsLimited asks more often than any page does, and guesses the token.
func TestRateIsLimited(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := newTestServer(t, newFakeDesk(0), Options{Now: func() time.Time { return now }})
	code := 0
	for range 201 {
		code = ask(s, "GET", "/rev", "localhost", nil).Code
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("the 201st request in a moment: %d", code)
	}
	now = now.Add(time.Second)
	if code := ask(s, "GET", "/rev", "localhost", nil).Code; code != 200 {
		t.Errorf("a second later: %d", code)
	}
	addr := netip.MustParseAddrPort("192.0.2.7:8765")
	s = newTestServer(t, newFakeDesk(0), Options{Addr: addr, Token: "correct horse", Now: func() time.Time { return now }})
	for range 6 {
		code = ask(s, "POST", "/login", "192.0.2.7:8765", url.Values{"token": {"guess"}}).Code
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("the sixth guess in a moment: %d", code)
	}
	if code := ask(s, "POST", "/login", "192.0.2.7:8765", url.Values{"token": {"correct horse"}}).Code; code != http.StatusTooManyRequests {
		t.Errorf("a right guess after them: %d", code)
	}
}

// TestPolicyIsStrict: nothing inline, nothing from elsewhere, on any page.
func TestPolicyIsStrict(t *testing.T) {
	s := newTestServer(t, newFakeDesk(3), Options{})
	for path := range loaded(t, s) {
		w := ask(s, "GET", path, "localhost", nil)
		csp := w.Header().Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http:") || !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("%s: policy is %q", path, csp)
		}
		for _, name := range []string{"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"} {
			if w.Header().Get(name) == "" {
				t.Errorf("%s: no %s", path, name)
			}
		}
		if strings.HasSuffix(path, ".js") || strings.HasSuffix(path, ".svg") {
			continue
		}
		for _, bad := range []string{"style=", "<style", "onclick=", "@import", "url(http"} {
			if strings.Contains(w.Body.String(), bad) {
				t.Errorf("%s holds %s", path, bad)
			}
		}
	}
}

func TestCandidatesPageThroughAll(t *testing.T) {
	s := newTestServer(t, newFakeDesk(120), Options{})
	seen := 0
	for from := "0"; ; {
		body := ask(s, "GET", "/candidates?from="+from, "localhost", nil).Body.String()
		seen += strings.Count(body, `<li class="entry`)
		_, rest, more := strings.Cut(body, "from=")
		if !more {
			break
		}
		from, _, _ = strings.Cut(rest, `"`)
	}
	if seen != 120 {
		t.Errorf("%d of 120 candidates seen", seen)
	}
}

func TestProblemIsSaid(t *testing.T) {
	d := newFakeDesk(0)
	d.trouble, d.problem = Unreadable, "drafts/2026-11-30.md: has conflict markers"
	if body := ask(newTestServer(t, d, Options{}), "GET", "/", "localhost", nil).Body.String(); !strings.Contains(body, d.problem) {
		t.Error("the page does not say why there is nothing to show")
	}
}

func BenchmarkFirstView(b *testing.B) {
	s := newTestServer(b, newFakeDesk(1000), Options{})
	for b.Loop() {
		s.pageOnce()
	}
}

func (s *Server) pageOnce() {
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/", nil)
	s.page(w, r)
}
