package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/sources"
)

// outcome is what became of one address.
type outcome struct {
	task        task
	final       string
	validators  Validators
	items       []item.Item
	next        []string
	bytes       int64
	notDue      bool // by the page's own word
	notModified bool
	changed     bool      // 304: the page says something new of itself
	verify      HostState // Name is set when the page asked for a human
	err         error
}

// fetch reads one address: what is remembered of it, the exchange, the parser.
// It never panics, whatever the page does to the parser.
func (r *run) fetch(t task, s *slot) (o outcome) {
	c, job := r.c, t.src.job
	o = outcome{task: t}
	v, err := c.store.Validators(r.work, t.url)
	if err != nil {
		r.fail(fmt.Errorf("crawler: reading what is known of %s: %w", Redact(t.url), err))
		o.err = errStopped
		return o
	}
	v.Address = t.url
	if !job.Force && !v.due(c.now()) {
		o.notDue = true
		return o
	}
	a := &ask{stop: r.stop, slot: s, notes: r, obeyRobots: job.ObeyRobots, userAgent: job.UserAgent}
	if !t.src.single {
		a.validators = v
	}
	_, a.beginning = job.Source.(sources.Beginning)
	a.beginning = a.beginning && t.depth == 0
	if u, err := url.Parse(t.url); err == nil && t.src.trusted[originOf(u)] {
		a.authorization, a.origin = job.Authorization, originOf(u)
	}
	target := t.url
	if v.MovedTo != "" {
		target = v.MovedTo
	}
	doc, err := c.collect.get(r.work, a, target)
	if err != nil && v.MovedTo != "" && permanent(err) &&
		!errors.Is(err, errStopped) && !errors.Is(err, ErrAlone) && !errors.Is(err, ErrRobotsOut) {
		// What a host once called permanent is over: back to the address that
		// was configured.
		v.MovedTo, a.hops, target = "", nil, t.url
		doc, err = c.collect.get(r.work, a, t.url)
	}
	if err != nil {
		o.err = elsewhere(err, t.url, target, a.hops)
		if errors.Is(err, sources.ErrVerify) && !errors.Is(err, ErrAlone) {
			r.verify(&o, target)
		}
		return o
	}
	o.final = doc.final
	before := v
	if to := movedTo(a.hops); to != "" {
		v.MovedTo = to
	}
	now := c.now()
	if doc.status == http.StatusNotModified {
		v = v.confirm(doc.header, now)
		o.notModified, o.validators = true, v
		before.Fetched, before.Until = v.Fetched, now
		o.changed = v != before
		return o
	}
	o.bytes = int64(len(doc.body))
	r.parse(&o, doc, now)
	if a.broken != nil && !errors.Is(o.err, sources.ErrVerify) && !errors.Is(o.err, ErrPanic) {
		// That the parser missed something is no news.
		o.err = elsewhere(a.broken, t.url, target, a.hops)
	}
	if o.err != nil && !errors.Is(o.err, sources.ErrNotArticle) {
		// Read again next time, whole: the parser may know it by then, and the
		// host may have come to its senses.
		o.validators = Validators{Address: t.url, Fetched: now}
		return o
	}
	v = v.read(doc.header, doc.final, now)
	o.validators = v.hint(sources.Hints(doc.body), now)
	return o
}

// parse hands a page to its source.
func (r *run) parse(o *outcome, doc *document, now time.Time) {
	c := r.c
	c.parsing <- struct{}{}
	defer func() { <-c.parsing }()
	defer func() {
		if p := recover(); p != nil {
			c.log.Error("crawler: parser panicked", "source", o.task.src.job.Name, "url", Redact(o.task.url), "panic", p, "stack", string(debug.Stack()))
			o.items, o.next, o.err = nil, nil, fmt.Errorf("%w: %v", ErrPanic, p)
		}
	}()
	ctx, cancel := context.WithTimeout(r.work, c.o.Timeout)
	defer cancel()
	page := sources.Page{
		URL: o.task.url, Final: doc.final, ContentType: doc.header.Get("Content-Type"), Body: doc.body,
		Fetched: now, Depth: o.task.depth, Known: func(id item.ID) bool { return r.known(o.task.src.job.Name, id) },
	}
	o.items, o.next, o.err = o.task.src.job.Source.Parse(ctx, page)
	if len(o.items) == 0 && (errors.Is(o.err, sources.ErrFormat) || errors.Is(o.err, sources.ErrLayout)) {
		if words, ok := sources.AsksForHuman(page); ok {
			o.err = fmt.Errorf("%w: %.100q", sources.ErrVerify, words)
		}
	}
	if errors.Is(o.err, sources.ErrVerify) {
		o.items, o.next = nil, nil // the page of a gatekeeper is nobody's text
		r.verify(o, doc.final)
	}
	for i := range o.items {
		if o.items[i].Source == "" {
			o.items[i].Source = o.task.src.job.Name
		}
	}
}

// known is Page.Known. A store that can't say is taken to know nothing: the
// commit that follows finds out.
func (r *run) known(source string, id item.ID) bool {
	ok, err := r.c.store.Known(r.work, source, id)
	if err != nil {
		r.c.log.Debug("crawler: asking for a known item", "id", id, "err", err)
	}
	return ok
}

// elsewhere adds to what went wrong where it did: the line that a person reads
// names the address that was asked for.
func elsewhere(err error, asked, target string, hops []hop) error {
	if errors.Is(err, errStopped) || errors.Is(err, ErrRedirects) {
		return err
	}
	if n := len(hops); n > 0 {
		target = hops[n-1].to
	}
	if target == asked || target == "" {
		return err
	}
	return fmt.Errorf("%w, redirected to %s", err, Redact(target))
}

// movedTo gives where an address has moved for good: as far as the chain of
// redirects consists of permanent ones from its beginning.
func movedTo(hops []hop) string {
	to := ""
	for _, h := range hops {
		if h.status != http.StatusMovedPermanently && h.status != http.StatusPermanentRedirect {
			break
		}
		to = h.to
	}
	return to
}

// clean gives the form in which an address is fetched and remembered.
func clean(address string) (string, bool) {
	const longest = 4096
	address = strings.TrimSpace(address)
	if len(address) > longest {
		return "", false
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), true
}
