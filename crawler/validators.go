package crawler

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"embai-crawl/sources"
)

// maxFresh is how long a page may say that it need not be asked for again.
const maxFresh = 24 * time.Hour

// set puts the validators on a request to the address that gave them. A
// redirect that leads elsewhere today gets none: equal tags of different
// pages mean nothing.
func (v Validators) set(header http.Header, address string) {
	if v.Final != address {
		return
	}
	if v.ETag != "" {
		header.Set("If-None-Match", v.ETag)
	}
	if v.LastModified != "" {
		header.Set("If-Modified-Since", v.LastModified)
	}
}

// sent reports whether a request to the address asks for changes alone.
func (v Validators) sent(address string) bool {
	return v.Final == address && (v.ETag != "" || v.LastModified != "")
}

// read takes what a whole page says of itself.
func (v Validators) read(header http.Header, final string, now time.Time) Validators {
	v.Final = final
	v.ETag = validTag(header.Get("ETag"))
	v.LastModified = ""
	if t := header.Get("Last-Modified"); t != "" {
		if _, err := http.ParseTime(t); err == nil {
			v.LastModified = t
		}
	}
	v.Fetched, v.Until = now, now.Add(freshFor(header, now))
	return v
}

// confirm takes what a 304 says. It may repeat the validators, with new times,
// or leave them out: then the old ones stay. One that names another tag is of
// a host that mixes its pages up: the next request asks for the whole page.
func (v Validators) confirm(header http.Header, now time.Time) Validators {
	if tag := validTag(header.Get("ETag")); tag != "" && v.ETag != "" && weak(tag) != weak(v.ETag) {
		v.ETag, v.LastModified = "", ""
	}
	if t := header.Get("Last-Modified"); t != "" && v.LastModified != "" {
		if _, err := http.ParseTime(t); err == nil {
			v.LastModified = t
		}
	}
	v.Fetched, v.Until = now, now.Add(max(freshFor(header, now), v.TTL))
	return v
}

// due says whether the address is to be asked again at now. A time that no
// page could have asked for comes from a clock that has been put back.
func (v Validators) due(now time.Time) bool {
	if v.Fetched.After(now) {
		return true
	}
	if v.Until.After(now) && v.Until.Sub(now) <= maxFresh {
		return false
	}
	utc := now.UTC()
	return v.SkipHours&(1<<utc.Hour()) == 0 && v.SkipDays&(1<<utc.Weekday()) == 0
}

// hint takes what a feed says of how often to come. One that forbids every
// hour or every day says nothing.
func (v Validators) hint(h sources.FeedHints, now time.Time) Validators {
	v.SkipHours, v.SkipDays = 0, 0
	for _, hour := range h.SkipHours {
		if hour >= 0 && hour < 24 {
			v.SkipHours |= 1 << hour
		}
	}
	for _, d := range h.SkipDays {
		if d >= time.Sunday && d <= time.Saturday {
			v.SkipDays |= 1 << d
		}
	}
	if v.SkipHours == 1<<24-1 {
		v.SkipHours = 0
	}
	if v.SkipDays == 1<<7-1 {
		v.SkipDays = 0
	}
	v.TTL = min(max(h.TTL, 0), maxFresh)
	if until := now.Add(v.TTL); until.After(v.Until) {
		v.Until = until
	}
	return v
}

// validTag gives an entity tag that may be sent back, else "".
func validTag(tag string) string {
	tag = strings.TrimSpace(tag)
	if len(tag) > 1024 || strings.ContainsFunc(tag, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return tag
}

// weak is a tag without its W/ and without the suffix that Apache's deflate
// adds to it.
func weak(tag string) string {
	tag = strings.TrimPrefix(tag, "W/")
	for _, suffix := range []string{`-gzip"`, `;gzip"`, `-br"`} {
		if t, ok := strings.CutSuffix(tag, suffix); ok {
			return t + `"`
		}
	}
	return tag
}

// freshFor reads how long an answer may stand, 0 to maxFresh: Cache-Control
// max-age less Age, else Expires less Date (RFC 9111, 4.2). s-maxage is for
// shared caches, which this program is none of.
func freshFor(header http.Header, now time.Time) time.Duration {
	age := -1
	for _, line := range header.Values("Cache-Control") {
		for directive := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "no-cache", "no-store":
				return 0
			case "max-age":
				if n, ok := seconds(value); ok && (age < 0 || n < age) {
					age = n // the shortest of contradicting ones
				}
			}
		}
	}
	if age >= 0 {
		had, _ := seconds(cmp.Or(header.Get("Age"), "0"))
		return time.Duration(max(age-had, 0)) * time.Second
	}
	expires, err := http.ParseTime(header.Get("Expires"))
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return min(max(expires.Sub(now), 0), maxFresh)
}

// seconds reads a number of seconds, at most maxFresh.
func seconds(s string) (int, bool) {
	s = strings.Trim(strings.TrimSpace(s), `"`)
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return int(maxFresh / time.Second), true // digits alone: out of range
	}
	return min(n, int(maxFresh/time.Second)), true
}
