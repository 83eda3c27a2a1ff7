package item

import (
	"net/netip"
	"strings"
)

// Canonical returns the one spelling of the address of a page under which it
// is remembered: always https, without "www.", mobile and AMP twins of the
// host, default port, user, fragment, tracking parameters, slash at the end;
// parameters sorted. Relays (link.zhihu.com/?target=…) give the address that
// they lead to. It is for comparing: a site that has no https, or no page at
// the desktop's twin, is opened by the address that was found.
//
// It is false for anything that is no http or https address, and for one that
// is longer than 16 KiB, or than 4 KiB when canonical.
// Canonical(Canonical(x)) is Canonical(x).
func Canonical(rawURL string) (string, bool) {
	a, ok := canonical(rawURL)
	if !ok {
		return "", false
	}
	return a.String(), true
}

// canonical applies the rules until nothing changes: one may make way for
// another (an AMP twin of a mobile twin, a relay that leads to a relay).
func canonical(raw string) (address, bool) {
	a, ok := parse(raw)
	if !ok {
		return address{}, false
	}
	before := ""
	for range 10 {
		now := a.String()
		if now == before {
			return a, len(now) <= maxCanonical
		}
		before = now
		if target, ok := unwrap(a); ok {
			a = target
			continue
		}
		a = settle(a)
		if a, ok = parse(a.String()); !ok {
			return address{}, false
		}
	}
	return address{}, false // turns in circles: nobody's honest address
}

// settle applies the rules that stay on the site.
func settle(a address) address {
	a.host = desktopHost(a.host)
	for i := 0; i < len(a.query); {
		if isTracking(a.query[i].name) || isAMPParam(a.query[i]) {
			a.query = append(a.query[:i], a.query[i+1:]...)
			continue
		}
		i++
	}
	a.path = strings.TrimSuffix(a.path, "/amp")
	if cut, ok := strings.CutSuffix(a.path, ".amp.html"); ok {
		a.path = cut + ".html"
	} else if cut, ok := strings.CutSuffix(a.path, ".amp"); ok {
		a.path = cut
	}
	return settleSite(a)
}

func isAMPParam(p param) bool {
	switch lowerASCII(p.name) {
	case "amp", "amp_js_v", "amp_gsa", "amp_r", "usqp":
		return true
	case "outputtype", "output":
		return p.value == "=amp"
	}
	return false
}

// desktopHost drops the label that marks the mobile or AMP twin of a site.
func desktopHost(host string) string {
	if rest, ok := strings.CutSuffix(host, ".m.wikipedia.org"); ok {
		return rest + ".wikipedia.org"
	}
	for _, twin := range []string{"m.", "mobile.", "wap.", "amp.", "3g."} {
		rest, ok := strings.CutPrefix(host, twin)
		if !ok || !isSite(rest) {
			continue
		}
		return rest
	}
	return host
}

// isSite reports whether a host may be a site's own name, not a public suffix
// such as com.cn.
func isSite(host string) bool {
	first, rest, ok := strings.Cut(host, ".")
	if !ok || rest == "" {
		return false
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	switch first {
	case "com", "net", "org", "gov", "edu", "ac", "co":
		return strings.Contains(rest, ".")
	}
	return true
}
