package crawler

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestGuard(t *testing.T) {
	public := newGuard(nil, slog.New(slog.DiscardHandler))
	opened := newGuard([]netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00:1::/32")}, slog.New(slog.DiscardHandler))
	for address, want := range map[string]struct{ public, opened bool }{
		"93.184.216.34:443":           {true, true},
		"93.184.216.34:80":            {true, true},
		"93.184.216.34:8443":          {true, true},
		"93.184.216.34:1024":          {true, true},
		"93.184.216.34:1023":          {false, false},
		"93.184.216.34:22":            {false, false},
		"93.184.216.34:25":            {false, false},
		"[2606:2800:220:1::1]:443":    {true, true},
		"10.1.2.3:443":                {false, true},
		"10.1.2.3:22":                 {false, true}, // opened with all ports
		"[::ffff:10.1.2.3]:22":        {false, true},
		"[fd00:1::5]:80":              {false, true},
		"10.2.0.1:80":                 {false, false},
		"0.0.0.0:80":                  {false, false},
		"127.0.0.1:80":                {false, false},
		"127.8.9.10:8080":             {false, false},
		"172.16.0.1:80":               {false, false},
		"192.168.1.1:80":              {false, false},
		"169.254.169.254:80":          {false, false}, // metadata of most clouds
		"168.63.129.16:80":            {false, false}, // and of Azure
		"100.100.100.200:80":          {false, false}, // and of Alibaba, in CGNAT
		"100.64.0.1:80":               {false, false},
		"192.0.0.192:80":              {false, false}, // and of Oracle
		"198.18.0.1:80":               {false, false},
		"224.0.0.251:80":              {false, false},
		"255.255.255.255:80":          {false, false},
		"240.0.0.1:80":                {false, false},
		"[::]:80":                     {false, false},
		"[::1]:80":                    {false, false},
		"[::127.0.0.1]:80":            {false, false},
		"[::ffff:127.0.0.1]:80":       {false, false},
		"[::ffff:169.254.169.254]:80": {false, false},
		"[64:ff9b::7f00:1]:80":        {false, false}, // NAT64
		"[64:ff9b:1::7f00:1]:80":      {false, false},
		"[2002:7f00:1::]:80":          {false, false}, // 6to4
		"[2001:0:7f00:1::]:80":        {false, false}, // Teredo
		"[fe80::1%eth0]:80":           {false, false},
		"[fc00::1]:80":                {false, false},
		"[fd00:ec2::254]:80":          {false, false},
		"[fec0::1]:80":                {false, false},
		"[ff02::1]:80":                {false, false},
		"[2001:db8::1]:80":            {false, false},
	} {
		if err := public.control("tcp4", address, nil); (err == nil) != want.public || err != nil && !errors.Is(err, ErrGuard) {
			t.Errorf("%s: %v, want allowed %v", address, err, want.public)
		}
		if err := opened.control("tcp6", address, nil); (err == nil) != want.opened {
			t.Errorf("%s with ranges opened: %v, want allowed %v", address, err, want.opened)
		}
	}
	for _, network := range []string{"udp4", "unix", "tcp"} {
		if public.control(network, "93.184.216.34:443", nil) == nil {
			t.Errorf("network %s is allowed", network)
		}
	}
	if public.control("tcp4", "no address", nil) == nil {
		t.Error("an address that can't be read is allowed")
	}
}

func TestGuardBeforeAProxy(t *testing.T) {
	var log bytes.Buffer
	g := newGuard(nil, slog.New(slog.NewTextHandler(&log, nil)))
	g.lookup = func(_ context.Context, _, host string) ([]netip.Addr, error) {
		switch host {
		case "public.example":
			return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, nil
		case "inside.example":
			return []netip.Addr{netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr("10.0.0.1")}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	for address, want := range map[string]bool{
		"http://public.example/":           true,
		"https://only-the-proxy.knows/":    true,
		"http://only-the-proxy.knows:25/":  false,
		"http://inside.example/":           false,
		"http://public.example:22/":        false,
		"http://127.0.0.1/":                false,
		"http://[::1]/":                    false,
		"http://2130706433/":               false,
		"http://0x7f000001/":               false,
		"http://0x7f.1/":                   false,
		"http://127.1/":                    false,
		"http://localhost/":                false,
		"http://localhost./":               false,
		"http://db/":                       false,
		"http://printer.local/":            false,
		"http://metadata.google.internal/": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.checkName(t.Context(), u); (err == nil) != want {
			t.Errorf("%s: %v, want allowed %v", address, err, want)
		}
	}
	if n := strings.Count(log.String(), "cannot see"); n != 1 {
		t.Errorf("what the guard can't see is said %d times", n)
	}
}
