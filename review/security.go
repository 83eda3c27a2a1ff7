package review

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// policy lets the page load what this server has and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// maxForm bounds a request's body: a summary of 10,000 characters, with room.
const maxForm = 256 << 10

// guard is everything that stands between the network and the page.
type guard struct {
	next   http.Handler
	hosts  map[string]bool // names under which the page may be asked for
	token  string          // empty: the listener is on loopback
	now    func() time.Time
	limit  *rate.Limiter
	tries  *rate.Limiter                           // of the token: guessing is slower than asking
	ask    func(w http.ResponseWriter, wrong bool) // the page that asks for the token
	cross  *http.CrossOriginProtection
	mu     sync.Mutex
	logins map[[32]byte]time.Time // sessions by the hash of their cookie, with their end
}

const (
	sessionCookie = "embai_session"
	sessionLength = 12 * time.Hour
)

// newGuard protects next. A loopback address needs no token; any other does.
func newGuard(next http.Handler, o Options, ask func(http.ResponseWriter, bool)) *guard {
	addr, names := o.Addr, o.Names
	g := &guard{
		next: next, ask: ask, hosts: map[string]bool{}, token: o.Token, now: o.Now,
		limit: rate.NewLimiter(50, 200), tries: rate.NewLimiter(rate.Every(2*time.Second), 5), cross: http.NewCrossOriginProtection(),
		logins: map[[32]byte]time.Time{},
	}
	if addr.Addr().IsLoopback() {
		names = append([]string{"localhost", "127.0.0.1", "::1", addr.Addr().String()}, names...)
	}
	for _, n := range names {
		g.hosts[strings.ToLower(n)] = true
	}
	if !addr.Addr().IsUnspecified() {
		g.hosts[addr.Addr().String()] = true
	}
	return g
}

// ServeHTTP implements [http.Handler].
func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")

	// A foreign name in Host is a page elsewhere that had its own name
	// resolved to this machine (DNS rebinding).
	if !g.hosts[hostname(r.Host)] {
		http.Error(w, "this page does not answer under that name", http.StatusMisdirectedRequest)
		return
	}
	if err := g.cross.Check(r); err != nil {
		http.Error(w, "a request from another site is refused", http.StatusForbidden)
		return
	}
	if !g.limit.AllowN(g.now(), 1) {
		h.Set("Retry-After", "1")
		http.Error(w, "too many requests", http.StatusTooManyRequests)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if g.token == "" || g.open(r) {
		g.next.ServeHTTP(w, r)
		return
	}
	switch {
	case r.URL.Path == "/login" && r.Method == http.MethodPost:
		g.login(w, r)
	case strings.HasPrefix(r.URL.Path, "/assets/"):
		g.next.ServeHTTP(w, r)
	case r.Header.Get("HX-Request") != "" || r.Method != http.MethodGet:
		// The page keeps what is typed and says that the session is over.
		http.Error(w, "session expired", http.StatusUnauthorized)
	default:
		g.ask(w, false)
	}
}

// open reports whether r belongs to a session.
func (g *guard) open(r *http.Request) bool {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	key := sha256.Sum256([]byte(c.Value))
	end, ok := g.logins[key]
	if ok && !g.now().Before(end) {
		delete(g.logins, key)
		ok = false
	}
	return ok
}

func (g *guard) login(w http.ResponseWriter, r *http.Request) {
	if !g.tries.AllowN(g.now(), 1) {
		w.Header().Set("Retry-After", "2")
		http.Error(w, "too many tries", http.StatusTooManyRequests)
		return
	}
	// Hashed first, so that the comparison tells nothing of the length.
	got, want := sha256.Sum256([]byte(r.PostFormValue("token"))), sha256.Sum256([]byte(g.token))
	if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
		g.ask(w, true)
		return
	}
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	value := hex.EncodeToString(b[:])
	g.mu.Lock()
	for k, end := range g.logins {
		if !g.now().Before(end) {
			delete(g.logins, k)
		}
	}
	g.logins[sha256.Sum256([]byte(value))] = g.now().Add(sessionLength)
	g.mu.Unlock()
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: int(sessionLength / time.Second),
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https",
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// hostname is the name in a Host header, without the port.
func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}
