package main

import (
	"net/netip"
	"testing"
)

func TestBrowserCommand(t *testing.T) {
	for _, c := range []struct {
		name, goos string
		terminal   bool
		at         string
		env        map[string]string
		want       string
	}{
		{"a Mac", "darwin", true, "127.0.0.1", nil, "open"},
		{"X", "linux", true, "127.0.0.1", map[string]string{"DISPLAY": ":0"}, "xdg-open"},
		{"Wayland alone", "linux", true, "::1", map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, "xdg-open"},
		{"a server over ssh", "linux", true, "127.0.0.1", nil, ""},
		{"an empty display", "linux", true, "127.0.0.1", map[string]string{"DISPLAY": ""}, ""},
		{"cron", "linux", false, "127.0.0.1", map[string]string{"DISPLAY": ":0"}, ""},
		{"launchd", "darwin", false, "127.0.0.1", nil, ""},
		{"an address of the network", "linux", true, "192.0.2.7", map[string]string{"DISPLAY": ":0"}, ""},
		{"all addresses", "darwin", true, "0.0.0.0", nil, ""},
		{"another system", "plan9", true, "127.0.0.1", nil, ""},
	} {
		a := testApp()
		a.lookupEnv = func(name string) (string, bool) { v, ok := c.env[name]; return v, ok }
		if got := a.browserCommand(c.goos, c.terminal, netip.MustParseAddr(c.at)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
