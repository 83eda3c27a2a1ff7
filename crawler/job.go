package crawler

import (
	"cmp"
	"context"
	"time"

	"embai-crawl/item"
	"embai-crawl/sources"
)

// Job is one source with the manners it is fetched with.
type Job struct {
	Name     string // unique; the key of its state
	Source   sources.Source
	Schedule Schedule
	// Force reads the source though it is not due, and its pages though they
	// say they have not changed yet; validators are still sent.
	Force bool
	// ObeyRobots is to be true but where the operator says otherwise, or a
	// person gave the address.
	ObeyRobots bool
	UserAgent  string // empty: that of the Options
	// Authorization is the value of that header, a secret. It is sent to the
	// origins (scheme, host and port) that the source begins with and to no
	// others, neither by redirect nor for robots.txt; and over TLS alone, but
	// to loopback.
	Authorization string
	// AnyHost lets pages lead to hosts other than those that the source
	// begins with (a feed whose articles are fetched).
	AnyHost bool
	// ArticleHosts may be led to besides: empty means mp.weixin.qq.com.
	ArticleHosts []string

	MaxDepth int // how many pages away from the first; 0: 20
	MaxPages int // pages in one run; 0: 200
	MaxLinks int // addresses taken from one page; 0: 200
}

func (j Job) withDefaults(userAgent string) Job {
	j.UserAgent = cmp.Or(j.UserAgent, userAgent)
	j.MaxDepth = cmp.Or(j.MaxDepth, 20)
	j.MaxPages = cmp.Or(j.MaxPages, 200)
	j.MaxLinks = cmp.Or(j.MaxLinks, 200)
	if len(j.ArticleHosts) == 0 {
		j.ArticleHosts = []string{"mp.weixin.qq.com"}
	}
	return j
}

// Fetched is what became of one address given to Fetch.
type Fetched struct {
	Address string
	Final   string // after redirects
	Items   []item.Item
	Added   Added
	Err     error // nil; else what stood against it. Items may be there as well
}

// Fault is the line that says what stood against the address.
func (f Fetched) Fault() string { return Redact(f.Address) + ": " + Cause(f.Err) }

// list is a source that begins with addresses given by the caller.
type list struct {
	sources.Source
	addresses []string
}

func (l list) Start(time.Time) []string { return l.addresses }

func (l list) Parse(ctx context.Context, p sources.Page) ([]item.Item, []string, error) {
	items, _, err := l.Source.Parse(ctx, p) // one page each: nothing is followed
	return items, nil, err
}
