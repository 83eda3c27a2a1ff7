package crawler

import "net/http"

// Client is a plain client for addresses that the operator configured, such as
// webhooks: it dials through the address guard and the proxy, and knows
// nothing of limits, robots.txt and retries.
func (c *Crawler) Client() *http.Client {
	return &http.Client{Timeout: c.o.Timeout, Transport: guardedOnly{c.net}}
}

// guardedOnly is the transport without anything but the guard.
type guardedOnly struct{ net *transport }

// RoundTrip implements [http.RoundTripper].
func (g guardedOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := g.net.guard.checkURL(r.URL); err != nil {
		return nil, err
	}
	r, err := g.net.throughProxy(r)
	if err != nil {
		return nil, err
	}
	return g.net.base.RoundTrip(r)
}
