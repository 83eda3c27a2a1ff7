package crawler

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"code.dny.dev/ssrf"
)

// guard decides which addresses may be dialled: public ones on ports of the
// web, and the ranges that the operator has opened. It stands at the dialer,
// after names are resolved, so that neither a name, a redirect nor a
// rebinding of DNS leads round it.
type guard struct {
	allow  []netip.Prefix
	public *ssrf.Guardian
	log    *slog.Logger
	once   sync.Once // the note about proxies
	lookup func(ctx context.Context, network, host string) ([]netip.Addr, error)
	// resolver is that of the dialer; nil: Go's own.
	resolver *net.Resolver
}

func newGuard(allow []netip.Prefix, log *slog.Logger) *guard {
	return &guard{
		allow: allow,
		public: ssrf.New(
			ssrf.WithAnyPort(), // ports are checked here: opened ranges have all of them
			// Azure's platform address is metadata behind a public number.
			ssrf.WithDeniedV4Prefixes(netip.MustParsePrefix("168.63.129.16/32")),
		),
		log:    log,
		lookup: net.DefaultResolver.LookupNetIP,
	}
}

// control is a net.Dialer.Control.
func (g *guard) control(network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return fmt.Errorf("%w: network %s", ErrGuard, network)
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %q", ErrGuard, address)
	}
	return g.check(ap)
}

// check says whether one resolved address may be dialled.
func (g *guard) check(ap netip.AddrPort) error {
	plain := ap.Addr().Unmap().WithZone("")
	for _, p := range g.allow {
		if p.Contains(plain) {
			return nil
		}
	}
	if err := checkPort(ap.Port()); err != nil {
		return err
	}
	// Not the unmapped form: a mapped address is never what a name honestly
	// resolves to, and ssrf refuses it.
	if err := g.public.SafeAddr(ap.Addr()); err != nil {
		return fmt.Errorf("%w: %s", ErrGuard, ap.Addr())
	}
	return nil
}

func checkPort(port uint16) error {
	if port < 1024 && port != 80 && port != 443 {
		return fmt.Errorf("%w: port %d", ErrGuard, port)
	}
	return nil
}

// checkURL refuses what needs no dialling to be refused.
func (g *guard) checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: scheme %q", ErrAddress, u.Scheme)
	case u.Hostname() == "":
		return fmt.Errorf("%w: no host", ErrAddress)
	case u.User != nil:
		return fmt.Errorf("%w: the address holds a user name", ErrAddress)
	}
	return nil
}

// checkName is all that can be done for a request that a proxy will make: the
// name is resolved here and what it leads to is checked. The proxy may resolve
// it otherwise; that is said once.
func (g *guard) checkName(ctx context.Context, u *url.URL) error {
	g.once.Do(func() {
		g.log.Info("crawler: a proxy is configured: the address guard checks names before it, but cannot see where the proxy connects to")
	})
	port, err := portOf(u)
	if err != nil {
		return err
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		return g.check(netip.AddrPortFrom(addr, port))
	}
	if looksNumeric(host) {
		return fmt.Errorf("%w: %s", ErrGuard, host)
	}
	addrs, err := g.lookup(ctx, "ip", host)
	if err != nil {
		// Names that only the proxy can resolve are a reason to have one.
		if !strings.Contains(host, ".") || strings.HasSuffix(host, ".localhost") ||
			strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
			return fmt.Errorf("%w: %s", ErrGuard, host)
		}
		return checkPort(port)
	}
	for _, addr := range addrs {
		if err := g.check(netip.AddrPortFrom(addr, port)); err != nil {
			return err
		}
	}
	return nil
}

func portOf(u *url.URL) (uint16, error) {
	if u.Port() == "" {
		if u.Scheme == "https" {
			return 443, nil
		}
		return 80, nil
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		return 0, fmt.Errorf("%w: port %s", ErrAddress, u.Port())
	}
	return uint16(n), nil
}

// looksNumeric finds the short, octal and hexadecimal spellings of IPv4
// addresses (127.1, 0x7f.1, 2130706433), which some proxies understand: a host
// whose last label is a number is no name (WHATWG URL, "ends in a number").
func looksNumeric(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" {
		return true
	}
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}
