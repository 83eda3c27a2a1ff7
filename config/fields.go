package config

import (
	"math"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

const (
	day  = 24 * time.Hour
	year = 366 * day
)

// read fills c from the document. Sources come last, whatever the order of the
// file: their schedules are read in the newsletter's zone.
func (r *reader) read(c *Config, root ast.Node) {
	var sources ast.Node
	r.mapping(top, root, keys{
		"data":       r.path(&c.Data),
		"drafts":     r.path(&c.Drafts),
		"archive":    r.path(&c.Archive),
		"newsletter": r.newsletter(&c.Newsletter),
		"network":    r.network(&c.Network),
		"rank":       r.rank(&c.Rank),
		"articles":   r.articles(&c.Articles),
		"github":     r.github(&c.GitHub),
		"llm":        r.llm(&c.LLM),
		"notify":     r.webhooks(&c.Notify),
		"retain":     r.duration(&c.Retain, day, 100*365*day),
		"sources":    func(_ string, v ast.Node) { sources = v },
	})
	c.Sources = r.sources(c, sources)
}

func (r *reader) newsletter(to *Newsletter) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		r.mapping(name, n, keys{
			"title":           r.line(&to.Title, 200),
			"tagline":         r.text(&to.Tagline, 500),
			"timezone":        r.zone(&to.Zone),
			"every":           r.duration(&to.Every, day, year),
			"per_section":     r.count(&to.PerSection, 1, 100),
			"footer":          r.text(&to.Footer, 20000),
			"back_issues_url": r.address(&to.BackIssuesURL),
			"short_news":      r.flag(&to.ShortNews),
		})
	}
}

func (r *reader) network(to *Network) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		r.mapping(name, n, keys{
			"user_agent":    r.header(&to.UserAgent, &to.agent),
			"timeout":       r.duration(&to.Timeout, 100*time.Millisecond, 10*time.Minute),
			"max_body":      r.byteSize(&to.MaxBody, 64<<10, 1<<30),
			"parallel":      r.count(&to.Parallel, 1, 512),
			"interval":      r.duration(&to.Interval, 0, day),
			"allow_private": r.prefixes(&to.AllowPrivate),
			"proxy":         r.proxy(&to.Proxy),
			"hosts":         r.hosts(to),
		})
	}
}

// header reads a value of an HTTP header, which may hold a secret.
func (r *reader) header(to, shown *string) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, raw, ok := r.env(name, n, false)
		switch {
		case !ok:
		case strings.TrimSpace(s) == "" || len(s) > 500:
			r.at(n, "%s: expected text of 1 to 500 characters", name)
		default:
			*to = strings.TrimSpace(s)
			if namesEnv(raw) {
				*shown = onlyNames(raw)
			}
		}
	}
}

func (r *reader) proxy(to **url.URL) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _, ok := r.env(name, n, false)
		if !ok {
			return
		}
		u, err := url.Parse(s)
		if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5"}, u.Scheme) {
			r.at(n, "%s: expected an address such as http://proxy.example:3128 or socks5://127.0.0.1:1080", name)
			return
		}
		*to = u
	}
}

// hosts reads the manners for hosts. The pattern * is the default of the hosts
// that no other names: each of them by itself.
func (r *reader) hosts(to *Network) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		for _, p := range r.pairs(name, n) {
			if !hostPattern(p.name) {
				r.at(p.key, "%s: expected a host name without port, *.name or *", name)
				continue
			}
			// As hosts are asked for: without the dot of the root and the brackets.
			host := strings.Trim(strings.TrimSuffix(strings.ToLower(p.name), "."), "[]")
			h := Host{Pattern: host, Interval: time.Second, Parallel: 1}
			if host == "*" {
				h.Interval = to.Interval
			}
			r.mapping(name+"[…]", p.value, keys{
				"interval": r.duration(&h.Interval, 0, day),
				"parallel": r.count(&h.Parallel, 1, 64),
			})
			if host == "*" {
				to.Interval, to.HostParallel = h.Interval, h.Parallel
				continue
			}
			if slices.ContainsFunc(to.Hosts, func(other Host) bool { return other.Pattern == host }) {
				r.at(p.key, "%s: this host stands twice", name)
				continue
			}
			to.Hosts = append(to.Hosts, h)
		}
	}
}

// hostPattern reports whether s is a name, an address, *.name or *.
func hostPattern(s string) bool {
	if s == "*" {
		return true
	}
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return a.Zone() == ""
	}
	s = strings.TrimPrefix(s, "*.")
	return s != "" && len(s) <= 253 && !strings.ContainsAny(s, "*:/@?# \t") &&
		!strings.HasPrefix(s, ".") && !strings.Contains(s, "..")
}

func (r *reader) rank(to *Rank) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		model := "learned"
		r.mapping(name, n, keys{
			"model":    r.oneOf(&model, []string{"learned", "keywords"}),
			"keywords": r.weights(&to.Keywords, 0, 100),
			"negative": r.weights(&to.Negative, -100, 100),
			"sources":  r.weights(&to.Sources, -100, 100),
			"accounts": r.weights(&to.Accounts, -100, 100),
		})
		to.Learned = model == "learned"
	}
}

func (r *reader) articles(to *Articles) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		r.mapping(name, n, keys{
			"fetch":  r.flag(&to.Fetch),
			"wechat": r.flag(&to.WeChat),
			"max":    r.count(&to.Max, 0, 1000),
		})
	}
}

func (r *reader) github(to *GitHub) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		// The API answers without a token, too: a missing variable is no mistake.
		r.mapping(name, n, keys{"token": r.secret(&to.Token, true)})
	}
}

func (r *reader) llm(to *LLM) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		to.Budget = 50000
		before := len(r.found)
		r.mapping(name, n, keys{
			"url":    r.address(&to.URL),
			"model":  r.line(&to.Model, 200),
			"key":    r.secret(&to.Key, false),
			"budget": r.count(&to.Budget, 1, math.MaxInt32),
		})
		if len(r.found) == before && (to.URL == "") != (to.Model == "") {
			r.at(n, "%s: expected both url and model", name)
		}
	}
}
