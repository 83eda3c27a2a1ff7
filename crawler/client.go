package crawler

import "net/http"

// Client gives an HTTP client that passes the address guard and the proxy of
// the crawler, for requests that are no fetching (webhooks): no limits, no
// robots.txt, no retries. One request may take as long as an attempt of the
// crawler.
func (c *Crawler) Client() *http.Client {
	return &http.Client{Transport: guarded{c.net}, Timeout: c.o.Timeout}
}

// guarded is the network behind the guard alone.
type guarded struct{ net *transport }

// RoundTrip implements [http.RoundTripper].
func (g guarded) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := g.net.guard.checkURL(req.URL); err != nil {
		return nil, err
	}
	req, err := g.net.throughProxy(req)
	if err != nil {
		return nil, err
	}
	return g.net.base.RoundTrip(req)
}
