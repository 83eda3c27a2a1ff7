package sources

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// FeedHints are what a feed says of when it is worth reading again.
type FeedHints struct {
	TTL       time.Duration  // not to be read more often; 0: nothing said
	SkipHours []int          // hours of the day, UTC, 0 to 23, without news
	SkipDays  []time.Weekday // days of the week, UTC, without news
}

// maxHints is how far into a feed its hints are looked for, in bytes: they stand
// before the items.
const maxHints = 64 << 10

// maxTTL bounds what is believed. Feeds that say a year mean nothing by it.
const maxTTL = 7 * 24 * time.Hour

// Hints reads ttl, skipHours and skipDays of RSS, and updatePeriod and
// updateFrequency of its module Syndication. It returns the zero value for
// everything else.
func Hints(body []byte) FeedHints {
	head := body[:min(len(body), maxHints)]
	if name, size := byteOrderMark(head); size > 0 {
		head = []byte(decodeAs(head[size:], name))
	} else if name := zeroPattern(head); name != "" {
		head = []byte(decodeAs(head, name))
	}
	for _, first := range []string{"<item", "<entry"} {
		if i := bytes.Index(head, []byte(first)); i >= 0 {
			head = head[:i]
		}
	}
	var h FeedHints
	if minutes, err := strconv.Atoi(elementText(head, "ttl")); err == nil && minutes > 0 {
		h.TTL = time.Duration(min(minutes, 1<<20)) * time.Minute
	}
	if h.TTL == 0 {
		h.TTL = syndication(elementText(head, "sy:updatePeriod"), elementText(head, "sy:updateFrequency"))
	}
	h.TTL = min(h.TTL, maxTTL)
	for _, hour := range elementTexts([]byte(elementText(head, "skipHours")), "hour") {
		// Netscape counted from 1 to 24.
		if n, err := strconv.Atoi(hour); err == nil && n >= 0 && n <= 24 {
			h.SkipHours = append(h.SkipHours, n%24)
		}
	}
	for _, day := range elementTexts([]byte(elementText(head, "skipDays")), "day") {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(day, d.String()) {
				h.SkipDays = append(h.SkipDays, d)
			}
		}
	}
	return h
}

// syndication returns the time between two updates.
// https://web.resource.org/rss/1.0/modules/syndication/
func syndication(period, frequency string) time.Duration {
	var d time.Duration
	switch strings.ToLower(period) {
	case "hourly":
		d = time.Hour
	case "daily":
		d = 24 * time.Hour
	case "weekly", "monthly", "yearly":
		d = maxTTL
	}
	if n, err := strconv.Atoi(frequency); err == nil && n > 0 {
		d /= time.Duration(n)
	}
	return d
}

// elementText returns what stands between the tags of the first element of a
// name, trimmed.
func elementText(s []byte, name string) string {
	if all := elementTexts(s, name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// elementTexts returns the texts of at most 100 elements of a name.
func elementTexts(s []byte, name string) []string {
	var all []string
	open, end := []byte("<"+name), []byte("</"+name)
	for len(all) < 100 {
		i := bytes.Index(s, open)
		if i < 0 {
			break
		}
		s = s[i+len(open):]
		start := bytes.IndexByte(s, '>')
		stop := bytes.Index(s, end)
		if stop < 0 {
			break
		}
		if start >= 0 && start < stop && len(bytes.TrimSpace(s[:start])) == 0 {
			all = append(all, strings.TrimSpace(string(s[start+1:stop])))
		}
		s = s[stop:]
	}
	return all
}
