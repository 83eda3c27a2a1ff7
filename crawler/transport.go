package crawler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"embai-crawl/sources"
)

// maxHeader is how many bytes of header an answer may have.
const maxHeader = 64 << 10

// transport is the one way to the network. Each hop of a page, each redirect
// and each robots.txt passes it, and so obeys the same limits, caps and guard.
// It gives whole bodies: what can go wrong with one has gone wrong before
// colly sees the answer.
type transport struct {
	log      *slog.Logger
	now      func() time.Time
	limits   *limits
	circuits *circuits
	robots   *robots
	guard    *guard
	proxy    func(*http.Request) (*url.URL, error)
	base     http.RoundTripper

	timeout, maxWait time.Duration
	maxBody          int64
	tries            int
}

func newTransport(c *Crawler) *transport {
	o := c.o
	t := &transport{
		log: c.log, now: c.now, limits: c.limits, proxy: o.Proxy, base: o.Base,
		guard:    newGuard(o.AllowPrivate, c.log),
		circuits: &circuits{store: c.store, now: c.now, zone: o.Zone, hosts: map[string]HostState{}},
		timeout:  o.Timeout, maxWait: o.MaxWait, maxBody: o.MaxBody, tries: o.Tries,
	}
	t.robots = &robots{net: t, store: c.store, now: c.now, known: map[string]*rules{}}
	if t.base == nil {
		t.base = t.network(o.HeaderTimeout)
	}
	return t
}

// ask is what one address is fetched with. It travels in the context of the
// request, through colly and http.Client, to each hop.
type ask struct {
	stop       context.Context // no attempt begins after its end
	slot       *slot
	notes      notes
	obeyRobots bool
	userAgent  string
	validators Validators // sent to the hop they belong to; zero: none
	// authorization is sent to hops of origin alone.
	authorization, origin string

	beginning bool  // the beginning of the page is of use where the rest does not come
	broken    error // why it did not

	hops []hop // redirects seen so far
	// contentType is that of the last answer. colly never sees it: it would
	// convert the body by it, whatever the body is.
	contentType string
}

// hop is one redirect.
type hop struct {
	status int
	to     string
}

// notes takes what has to be remembered of hosts.
type notes interface {
	host(HostState)
	robots(Robots)
}

type askKey struct{}

func withAsk(ctx context.Context, a *ask) context.Context { return context.WithValue(ctx, askKey{}, a) }

// answer is one whole answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// RoundTrip fetches one hop.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	a, ok := req.Context().Value(askKey{}).(*ask)
	if !ok {
		return nil, errors.New("crawler: a request that nobody asked for")
	}
	if err := t.guard.checkURL(req.URL); err != nil {
		return nil, err
	}
	if a.obeyRobots {
		if err := t.robots.allowed(req.Context(), a, req.URL); err != nil {
			return nil, err
		}
	}
	header := req.Header.Clone()
	header.Set("Accept-Encoding", acceptEncoding)
	a.validators.set(header, req.URL.String())
	header.Del("Authorization")
	header.Del("Referer") // http.Client's, on redirects: the address may hold a key
	if a.authorization != "" && originOf(req.URL) == a.origin {
		header.Set("Authorization", a.authorization)
	}
	ans, err := t.get(req.Context(), a, req.URL, header, t.maxBody)
	if err != nil {
		if !a.beginning || ans == nil || len(ans.body) == 0 {
			return nil, err
		}
		a.broken = err
	} else if h, changed := t.circuits.passed(t.limits.gate(req.URL.Hostname()).name); changed {
		a.notes.host(h)
	}
	if to := ans.header.Get("Location"); ans.status/100 == 3 && to != "" {
		h := hop{status: ans.status}
		if u, err := req.URL.Parse(to); err == nil {
			h.to = u.String()
		}
		a.hops = append(a.hops, h)
	}
	a.contentType = ans.header.Get("Content-Type")
	ans.header.Del("Content-Type")
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", ans.status, http.StatusText(ans.status)),
		StatusCode:    ans.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        ans.header,
		Body:          io.NopCloser(bytes.NewReader(ans.body)),
		ContentLength: int64(len(ans.body)),
		Uncompressed:  true, // colly unpacks again otherwise, without a cap
		Request:       req,
	}, nil
}

// get makes one exchange: all attempts for one hop, through the gate of its
// host, and notes what failed. An answer that can pass (5xx, 429) is an error;
// every other status is an answer. Of one that broke off in each attempt the most
// that came is given with the error. That one came is noted by the caller: a host
// that gives its robots.txt and no page has not recovered.
func (t *transport) get(ctx context.Context, a *ask, u *url.URL, header http.Header, limit int64) (*answer, error) {
	g := t.limits.gate(u.Hostname())
	var most *answer // of those that broke off
	ans, err := t.retry(a.stop, a.slot, func() (*answer, error) {
		if err := t.circuits.check(ctx, g.name); err != nil {
			return nil, err
		}
		leave, err := g.enter(a.stop, a.slot)
		if err != nil {
			return nil, err
		}
		defer leave()
		ans, err := t.attempt(ctx, u, header, limit, g.group)
		var status *StatusError
		if errors.As(err, &status) && status.RetryAfter > 0 {
			g.pause(min(status.RetryAfter, t.maxWait))
		}
		if err != nil && ans != nil && (most == nil || len(ans.body) > len(most.body)) {
			most = ans
		}
		return ans, err
	})
	if err == nil {
		return ans, nil
	}
	t.failed(a, g.name, err)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return most, err
}

// failed tells the circuit of the host that an exchange failed. Only what may
// pass counts as the host's failure: a page too large or forbidden says
// nothing of the next one.
func (t *transport) failed(a *ask, name string, err error) {
	if errors.Is(err, ErrAlone) || errors.Is(err, errStopped) || permanent(err) && !hostGone(err) {
		return
	}
	var status *StatusError
	var asked time.Duration
	if errors.As(err, &status) {
		asked = status.RetryAfter
	}
	a.notes.host(t.circuits.failed(name, err, asked))
}

// hostGone: no attempt helps, and it is the host, not the page.
func hostGone(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns)
}

// attempt sends one request and reads the whole answer within the timeout.
func (t *transport) attempt(ctx context.Context, u *url.URL, header http.Header, limit int64, single bool) (*answer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, t.timeout, ErrTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrAddress, Cause(err))
	}
	req.Header = header
	req.Close = single
	if req, err = t.throughProxy(req); err != nil {
		return nil, err
	}
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, t.inTime(ctx, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		// Cloudflare's word for a page that only a browser with a person before
		// it gets past, whatever the status.
		if strings.EqualFold(resp.Header.Get("Cf-Mitigated"), "challenge") {
			return nil, fmt.Errorf("%w: status %d with a challenge", sources.ErrVerify, resp.StatusCode)
		}
		status := &StatusError{Code: resp.StatusCode, RetryAfter: retryAfter(resp.Header, t.now())}
		if !permanent(status) {
			return nil, status // its body is nobody's page, and may be large
		}
		return &answer{status: resp.StatusCode, header: resp.Header}, nil
	}
	if resp.StatusCode != http.StatusOK {
		return &answer{status: resp.StatusCode, header: resp.Header}, nil
	}
	body, err := decodeBody(resp.Body, resp.Header, resp.ContentLength, limit)
	if err = t.inTime(ctx, err); errors.Is(err, io.ErrUnexpectedEOF) {
		return &answer{status: resp.StatusCode, header: resp.Header, body: body}, err
	}
	if err != nil {
		return nil, err
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

// inTime names what ended an attempt by its time.
func (t *transport) inTime(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var timeout net.Error
	switch {
	case context.Cause(ctx) == ErrTimeout:
		return fmt.Errorf("%w (%s)", ErrTimeout, t.timeout)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("%w: %s", ErrTimeout, Cause(err))
	}
	if ctx.Err() != nil {
		return errStopped
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the answer broke off: %w", err)
	}
	return err
}
