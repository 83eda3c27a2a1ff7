package crawler

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// network is the real one: guarded dialling, no encoding undone, no cookie.
func (t *transport) network(header time.Duration) *http.Transport {
	guarded := &net.Dialer{Timeout: t.timeout, Control: t.guard.control, Resolver: t.guard.resolver}
	plain := &net.Dialer{Timeout: t.timeout}
	if header >= t.timeout {
		header = 0 // the time of the whole attempt is first
	}
	return &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) { return proxyOf(r.Context()), nil },
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if proxyOf(ctx) != nil { // address is the proxy, which the operator chose
				return plain.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		TLSHandshakeTimeout:    t.timeout,
		ResponseHeaderTimeout:  header,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
	}
}

func (t *transport) closeIdle() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// throughProxy notes the proxy of a request, if it has one, after the guard
// has seen the name.
func (t *transport) throughProxy(req *http.Request) (*http.Request, error) {
	if t.proxy == nil {
		return req, nil
	}
	via, err := t.proxy(req)
	if err != nil || via == nil {
		return req, err
	}
	if err := t.guard.checkName(req.Context(), req.URL); err != nil {
		return nil, err
	}
	return req.WithContext(context.WithValue(req.Context(), proxyKey{}, via)), nil
}

type proxyKey struct{}

func proxyOf(ctx context.Context) *url.URL {
	u, _ := ctx.Value(proxyKey{}).(*url.URL)
	return u
}

// keepsSecrets reports whether what is sent to an address stays between this
// machine and the host.
func keepsSecrets(u *url.URL) bool {
	addr, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || err == nil && addr.IsLoopback()
}

// originOf is scheme, host and port as they are written; a default port that
// is spelled out makes another origin, to which no secret is sent.
func originOf(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(u.Host) }
