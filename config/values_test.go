package config

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "0s": 0, "250ms": 250 * time.Millisecond, "30s": 30 * time.Second, "1.5h": 90 * time.Minute,
		"14d": 14 * day, "2w": 14 * day, "1d12h": 36 * time.Hour, "36500d": 36500 * day,
	} {
		got, ok := parseDuration(text)
		if !ok || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
		if back, ok := parseDuration(printDuration(want)); !ok || back != want {
			t.Errorf("%q is printed as %q", text, printDuration(want))
		}
	}
	for _, text := range []string{"", "12", "-1h", "1 h", "3parsecs", "h", "1h30", "1µs", "99999999999999999d", "1e3s", "∞"} {
		if d, ok := parseDuration(text); ok {
			t.Errorf("%q is read as %v", text, d)
		}
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "1048576": 1 << 20, "8MiB": 8 << 20, "512 KiB": 512 << 10, "20MB": 20e6, "1GiB": 1 << 30, "7B": 7, "3kB": 3000,
	} {
		got, ok := parseSize(text)
		if !ok || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
		if back, ok := parseSize(printSize(want)); !ok || back != want {
			t.Errorf("%q is printed as %q", text, printSize(want))
		}
	}
	for _, text := range []string{"", "8M", "8 mib", "-1B", "1.5GiB", "9999999999999999999", "MiB"} {
		if n, ok := parseSize(text); ok {
			t.Errorf("%q is read as %v", text, n)
		}
	}
}

func TestExpand(t *testing.T) {
	env := environment(map[string]string{"A": "1", "B_2": "two", "EMPTY": ""})
	for raw, want := range map[string]string{
		"": "", "plain": "plain", "${A}": "1", "x${A}y${B_2}z": "x1ytwoz", "$A": "$A", "$${A}": "${A}", "a$b": "a$b",
	} {
		if got, unset, err := expand(raw, env); got != want || err != nil || len(unset) > 0 {
			t.Errorf("expand(%q) = %q %v %v, want %q", raw, got, unset, err, want)
		}
	}
	for _, raw := range []string{"${", "${A", "${}", "${1A}", "${A B}", "${ä}"} {
		if _, _, err := expand(raw, env); err == nil {
			t.Errorf("expand(%q): no error", raw)
		}
	}
	for _, raw := range []string{"${NONE}", "${EMPTY}"} {
		if _, unset, _ := expand(raw, env); len(unset) != 1 {
			t.Errorf("expand(%q): unset %v", raw, unset)
		}
	}
}

func TestShownURL(t *testing.T) {
	for raw, want := range map[string]string{
		"https://a.example/feed.xml":                 "https://a.example/feed.xml",
		"https://a.example/?id=3&token=abc&x=1":      "https://a.example/?id=3&token=***&x=1",
		"https://a.example/?APIKEY=abc":              "https://a.example/?APIKEY=***",
		"https://a.example/?k=${T}&token=${T}":       "https://a.example/?k=${T}&token=${T}",
		"https://me:pw@a.example/x":                  "https://***@a.example/x",
		"https://me:${PW}@a.example/x":               "https://me:${PW}@a.example/x",
		"https://me:pw@a.example/${X}?secret=z":      "https://***@a.example/${X}?secret=***",
		"https://a.example/path@home?password=":      "https://a.example/path@home?password=",
		"https://github.com/trending/c++?since=week": "https://github.com/trending/c++?since=week",
	} {
		if got := shownURL(raw); got != want {
			t.Errorf("shownURL(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestSecretIsNotTold(t *testing.T) {
	s := newSecret("s3cret", "${KEY}")
	composed := newSecret("prefix-s3cret", "prefix-${KEY}")
	literal := newSecret("s3cret", "s3cret")
	j, err := json.Marshal(map[string]Secret{"key": s})
	if err != nil {
		t.Fatal(err)
	}
	for _, told := range []struct{ got, want string }{
		{fmt.Sprintf("%v %+v %#v %s", s, s, s, s), "${KEY} ${KEY} ${KEY} ${KEY}"},
		{string(j), `{"key":"${KEY}"}`},
		{s.LogValue().String(), "${KEY}"},
		{composed.String(), "***${KEY}"},
		{literal.String(), "***"},
		{Secret{}.String(), ""},
	} {
		if told.got != told.want {
			t.Errorf("told %s, want %s", told.got, told.want)
		}
	}
	if s.Value() != "s3cret" || composed.Value() != "prefix-s3cret" {
		t.Error("Value is not the secret")
	}
}

func TestRedacted(t *testing.T) {
	u, err := url.Parse("http://me:proxypass@proxy.example:3128")
	if err != nil {
		t.Fatal(err)
	}
	c := &Config{
		GitHub:  GitHub{Token: newSecret("ghp_token", "${T}")},
		Notify:  []Webhook{{URL: newSecret("https://hook.example/abc", "${H}")}},
		Network: Network{Proxy: u},
		Sources: []Source{{URL: "https://b.example/?k=geheim", shown: "https://b.example/?k=${K}"}},
	}
	got := c.Redacted("GET https://b.example/?k=geheim via proxypass: ghp_token; https://hook.example/abc: 500")
	if want := "GET https://b.example/?k=${K} via ***: ***; ***: 500"; got != want {
		t.Errorf("Redacted: %s, want %s", got, want)
	}
}

func TestHostPatterns(t *testing.T) {
	for pattern, want := range map[string]bool{
		"*": true, "arxiv.org": true, "*.arxiv.org": true, "127.0.0.1": true, "::1": true, "[::1]": true, "mp.weixin.qq.com": true, "localhost": true, "例子.中国": true,
		"": false, "*.": false, "a*.org": false, "https://a.org": false, "a.org:80": false, "a.org/x": false, "a b": false, ".a.org": false, "a..org": false, "*.*": false,
	} {
		if got := hostPattern(pattern); got != want {
			t.Errorf("hostPattern(%q) = %v", pattern, got)
		}
	}
}

// Two spellings of one host are one host: the crawler would refuse them when
// the configuration has passed already.
func TestHostIsOneHowEverWritten(t *testing.T) {
	for _, text := range []string{
		"network: {hosts: {a.example: {interval: 1s}, A.example.: {interval: 2s}}}",
		"network: {hosts: {\"::1\": {interval: 1s}, \"[::1]\": {interval: 2s}}}",
	} {
		if _, err := Parse([]byte(text), "config.yaml", "/", environment(nil)); err == nil || !strings.Contains(err.Error(), "stands twice") {
			t.Errorf("%s: %v", text, err)
		}
	}
	c := parse(t, "network: {hosts: {\"[::1]\": {interval: 2s}, b.example.: {interval: 3s}}}", nil)
	if c.Network.Hosts[0].Pattern != "::1" || c.Network.Hosts[1].Pattern != "b.example" {
		t.Errorf("hosts: %+v", c.Network.Hosts)
	}
}

func TestHostsAndSchedules(t *testing.T) {
	c := parse(t, `
network:
  hosts: {"*": {interval: 0, parallel: 4}, "*.ArXiv.org": {interval: 3s}, 127.0.0.1: {interval: 0}}
newsletter: {timezone: UTC}
sources:
  - {name: a, kind: feed, url: https://a.example/, cron: "30  7 * * 1-5"}
  - {name: b, kind: feed, url: https://b.example/, cron: 0 9 29 2 *, zone: Europe/Berlin}
  - {name: c, kind: feed, url: https://c.example/}
  - {name: d, kind: inbox, path: in.txt}
  - {name: e, kind: feed, url: https://e.example/, every: 0}
`, nil)
	if c.Network.Interval != 0 || c.Network.HostParallel != 4 || len(c.Network.Hosts) != 2 || c.Network.Hosts[0].Pattern != "*.arxiv.org" || c.Network.Hosts[1].Interval != 0 {
		t.Errorf("hosts: %+v", c.Network)
	}
	for i, want := range []string{"30 7 * * 1-5 UTC 0s", "0 9 29 2 * Europe/Berlin 0s", "  6h0m0s", "  0s", "  0s"} {
		s := c.Sources[i].Schedule
		zone := ""
		if s.Zone != nil {
			zone = s.Zone.String()
		}
		if got := fmt.Sprintf("%s %s %s", s.Cron, zone, s.Every); got != want {
			t.Errorf("%s: %q, want %q", c.Sources[i].Name, got, want)
		}
	}
}
