package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// server is what the parts of serve share: the newsroom of the configuration
// in force, the monitor of its crawler, and who may write the draft.
type server struct {
	editing sync.Mutex   // held while the draft is read and written
	runs    atomic.Int64 // crawls so far: what could be drafted changes with each
	begun   time.Time    // when this process did

	desk *reviewDesk

	mu      sync.RWMutex
	n       *newsroom
	monitor http.Handler // nil while there is no crawler
}

func (s *server) room() *newsroom {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.n
}

func (s *server) setRoom(n *newsroom) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n = n
}

func (s *server) setMonitor(h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.monitor = h
}

// healthz answers 200 while all is well, 503 with the reason otherwise: what
// status --check says, without addresses. They are in the log.
func (s *server) healthz(w http.ResponseWriter, _ *http.Request) {
	n := s.room()
	r, err := readReport(filepath.Join(n.cfg.Data, reportFile))
	if err == nil {
		err = n.app.health(r, s.begun)
	}
	if err != nil {
		reason := "the report of the last run can't be read"
		if ill := (*illness)(nil); errors.As(err, &ill) {
			reason = ill.text
			n.log.Warn("not healthy: "+ill.text, "detail", ill.detail)
		} else {
			n.log.Warn("not healthy", "err", err)
		}
		http.Error(w, reason, http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// metrics gives the crawler's figures. Where the page needs a token, so do
// they: Authorization: Bearer TOKEN.
func (s *server) metrics(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	n, h := s.n, s.monitor
	s.mu.RUnlock()
	if token, _ := n.app.lookupEnv(tokenVariable); token != "" && !sameToken(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), token) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "a token is needed", http.StatusUnauthorized)
		return
	}
	if h == nil {
		http.Error(w, "no crawler is running", http.StatusServiceUnavailable)
		return
	}
	h.ServeHTTP(w, r)
}

// sameToken compares in constant time, hashes first: the time tells nothing of
// the length.
func sameToken(got, want string) bool {
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// warm makes what the page shows before somebody waits for it.
func (s *server) warm(ctx context.Context) {
	if _, err := s.desk.View(ctx); err != nil && ctx.Err() == nil {
		s.room().log.Warn("preparing the review page", "err", err)
	}
}
