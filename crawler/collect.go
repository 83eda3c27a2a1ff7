package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gocolly/colly/v2"
)

// collector is colly above the transport. What colly would do less well is
// turned off: its limits ignore the context, its robots.txt ignores limits, its
// size cap cuts silently, its memory of visited addresses grows for ever, and it
// converts bodies by what the header says of them.
type collector struct {
	base *colly.Collector
}

func newCollector(t *transport, redirects int) *collector {
	// Init, and not NewCollector, which lets COLLY_* variables of the
	// environment override what the code says.
	base := &colly.Collector{}
	base.Init()
	base.WithTransport(t)
	base.SetRequestTimeout(0) // the transport times each attempt; waiting for a turn is no fault
	base.DisableCookies()
	base.MaxBodySize = 0 // the transport's cap fails instead of cutting
	base.AllowURLRevisit = true
	base.IgnoreRobotsTxt = true // done in the transport, for redirects as well
	base.SetRedirectHandler(func(req *http.Request, via []*http.Request) error {
		for _, v := range via {
			if v.URL.String() == req.URL.String() {
				return fmt.Errorf("%w: in a circle, back to %s", ErrRedirects, Redact(req.URL.String()))
			}
		}
		if len(via) > redirects {
			return fmt.Errorf("%w: more than %d times", ErrRedirects, redirects)
		}
		return nil
	})
	return &collector{base: base}
}

// document is what colly gives for one address.
type document struct {
	status int
	final  string
	header http.Header
	body   []byte
}

// get fetches one address and what it redirects to. Statuses other than 200
// and 304 are errors.
func (c *collector) get(ctx context.Context, a *ask, address string) (*document, error) {
	var (
		doc   *document
		fault error
	)
	take := func(r *colly.Response) *document {
		d := &document{status: r.StatusCode, body: r.Body, header: http.Header{}}
		if r.Headers != nil {
			d.header = *r.Headers
		}
		if a.contentType != "" {
			d.header.Set("Content-Type", a.contentType)
		}
		if r.Request != nil && r.Request.URL != nil {
			d.final = r.Request.URL.String()
		}
		return d
	}
	one := c.base.Clone() // shares the client; callbacks and context are its own
	one.Context = withAsk(ctx, a)
	one.OnResponse(func(r *colly.Response) { doc = take(r) })
	one.OnError(func(r *colly.Response, err error) {
		// A 304 comes here, as an error whose text is "Not Modified".
		if r.StatusCode == http.StatusNotModified {
			doc = take(r)
			return
		}
		if r.StatusCode != 0 {
			err = &StatusError{Code: r.StatusCode}
		}
		fault = err
	})
	header := http.Header{
		"User-Agent": {a.userAgent},
		"Accept":     {"application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, application/xml;q=0.8, */*;q=0.5"},
	}
	err := one.Request(http.MethodGet, address, nil, nil, header)
	switch {
	case fault != nil:
		return nil, fault
	case doc != nil && doc.status == http.StatusNotModified:
		if !a.validators.sent(doc.final) {
			return nil, fmt.Errorf("nothing was asked for by tag, and yet: %w", &StatusError{Code: doc.status})
		}
		return doc, nil
	case doc != nil && doc.status != http.StatusOK:
		return nil, &StatusError{Code: doc.status}
	case doc != nil:
		return doc, nil
	case err != nil: // no address
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return nil, errors.New("colly gave neither a page nor an error")
}
