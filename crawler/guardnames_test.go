package crawler

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// names is a resolver that asks a server of names on loopback.
func names(t *testing.T, known map[string][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		b := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Additionals = true, nil
			for _, a := range known[strings.TrimSuffix(q.Name.String(), ".")] {
				addr := netip.MustParseAddr(a)
				header := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1}
				switch {
				case addr.Is4() && q.Type == dnsmessage.TypeA:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AResource{A: addr.As4()}})
				case addr.Is6() && q.Type == dnsmessage.TypeAAAA:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}})
				}
			}
			if out, err := m.Pack(); err == nil {
				conn.WriteTo(out, from)
			}
		}
	}()
	t.Cleanup(func() { conn.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// What a name resolves to is checked, each of its addresses: of several the
// private ones are never dialled, in whatever order they come.
func TestGuardBehindNames(t *testing.T) {
	private := newHost(t, 1, func(http.ResponseWriter, *http.Request) { t.Error("a private address was dialled") })
	_, port, err := net.SplitHostPort(private.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.2:"+port) // stands for a public one
	if err != nil {
		t.Skipf("the port is taken: %v", err)
	}
	public := &http.Server{Handler: page("item one\n")}
	done := make(chan bool)
	go func() { public.Serve(l); close(done) }()
	t.Cleanup(func() { public.Close(); <-done })

	m := newMemory()
	c := newCrawler(t, Options{Store: m, AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}, Tries: 1})
	c.net.guard.resolver = names(t, map[string][]string{
		"private.test": {"127.0.0.1"},
		"several.test": {"127.0.0.1", "::1", "10.0.0.1"},
		"mapped.test":  {"::ffff:127.0.0.1"},
		"nat64.test":   {"64:ff9b::7f00:1"},
		"first.test":   {"127.0.0.1", "127.0.0.2"},
		"last.test":    {"127.0.0.2", "127.0.0.1"},
		"away.test":    {"127.0.0.2"},
	})
	c.net.base = c.net.network(c.o.HeaderTimeout)
	for name, want := range map[string]bool{
		"private.test": false, "several.test": false, "mapped.test": false, "nat64.test": false,
		"first.test": true, "last.test": true, "away.test": true,
	} {
		got, err := c.Fetch(t.Context(), polite("x"), []string{fmt.Sprintf("http://%s:%s/feed", name, port)})
		if err != nil {
			t.Fatal(err)
		}
		if want && got[0].Err != nil || !want && !errors.Is(got[0].Err, ErrGuard) {
			t.Errorf("%s: %v", name, got[0].Err)
		}
	}
}
