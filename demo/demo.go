// Package demo is a small web that is built into the program: feeds of a
// bridge, an arXiv answer, a trending page, WeChat articles, a blog in GBK, each
// in the shape of the real site and all of them written for this project. It
// shows the whole job in seconds, without a network, by the very code and the
// very kinds of sources of a real run.
//
// It knows which file stands for which address. It must not know what is made
// of the pages; it imports nothing of the project.
package demo

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Now is the time at which the demo plays: its pages are from the fortnight
// before, so that the draft is the same on every day.
func Now() time.Time {
	return time.Date(2026, time.November, 30, 8, 0, 0, 0, time.FixedZone("CST", 8*60*60))
}

// Web is the demo's web, served on loopback. It is an http.RoundTripper that
// leads the request for any host there: items keep the addresses that a reader
// would open, and no request leaves the machine.
type Web struct {
	server    *http.Server
	address   string // host:port on loopback
	transport *http.Transport
	done      chan error
}

// Serve starts the web on a free port of 127.0.0.1. It stops when ctx ends or
// Close is called; Close is to be called in either case.
func Serve(ctx context.Context) (*Web, error) {
	handler, err := newSite()
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("demo: listening on loopback: %w", err)
	}
	w := &Web{
		server:  &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second},
		address: l.Addr().String(),
		transport: &http.Transport{
			DisableCompression:  true, // the caller decodes, as it does with the real network
			MaxIdleConnsPerHost: 16,
			DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		},
		done: make(chan error, 1),
	}
	stop := context.AfterFunc(ctx, func() { _ = w.server.Close() })
	go func() {
		err := w.server.Serve(l)
		stop()
		w.done <- err
	}()
	return w, nil
}

// Address is host:port of the listener, for a person who wants to look.
func (w *Web) Address() string { return w.address }

// RoundTrip sends a request for any host to the loopback listener. The Host
// header tells the web which site is meant.
func (w *Web) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "http" && r.URL.Scheme != "https" {
		return nil, fmt.Errorf("demo: no such scheme: %s", r.URL.Scheme)
	}
	there := r.Clone(r.Context())
	there.Host = r.URL.Host
	there.URL.Scheme, there.URL.Host = "http", w.address
	resp, err := w.transport.RoundTrip(there)
	if err != nil {
		return nil, err
	}
	resp.Request = r // redirects and relative links are resolved against the address that was meant
	return resp, nil
}

// Close stops the web and waits until its goroutines have ended.
func (w *Web) Close() error {
	err := w.server.Close()
	w.transport.CloseIdleConnections()
	<-w.done
	w.done <- http.ErrServerClosed // a second Close does not wait for ever
	return err
}

// Write puts what the editor of the demo has into dir: config.yaml, an inbox
// with links copied from a phone, and one past issue. Files that are there
// already stay as they are. It returns the path of the configuration.
func Write(dir string) (configPath string, err error) {
	all, err := files()
	if err != nil {
		return "", err
	}
	for _, f := range all {
		name, ok := strings.CutPrefix(f.Name, "folder/")
		if !ok {
			continue
		}
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return "", fmt.Errorf("demo: writing %s: %w", dir, err)
		}
		if err := writeNew(target, f.Body); err != nil {
			return "", fmt.Errorf("demo: writing %s: %w", dir, err)
		}
	}
	return filepath.Join(dir, "config.yaml"), nil
}

// writeNew writes a file that is not there yet.
func writeNew(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
