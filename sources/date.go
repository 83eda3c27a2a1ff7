package sources

import (
	"strings"
	"time"
	"unicode/utf8"
)

// dateReader reads the dates of one source, of which some things that a date
// leaves out are known.
type dateReader struct {
	zone *time.Location // of dates without one
	cst  *time.Location // what "CST" means
	now  time.Time      // when the page was fetched; zero: unknown
}

// maxAhead is how far in the future a date may be: zones that were guessed
// wrong and clocks that go wrong, not events that are announced.
const maxAhead = 48 * time.Hour

// parse reads a date with or without a time in the forms in which feeds and
// pages write it: RFC 822 and its variants, ISO 8601 and its variants, what
// C, Go and JavaScript print, 2026年11月2日 上午8:31, seconds or milliseconds
// since 1970. It returns the zero time for everything else, for dates that no
// calendar has, and for those more than two days after the fetch.
//
// "CST" is China Standard Time, unless the source is American.
func (r dateReader) parse(s string) time.Time {
	t := r.read(s)
	if !r.now.IsZero() && t.After(r.now.Add(maxAhead)) {
		return time.Time{}
	}
	return t
}

// maxDate is the length, in bytes, beyond which nothing is a date.
const maxDate = 160

func (r dateReader) read(s string) time.Time {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "\xef\xbc") { // what they begin with
		s = strings.Map(narrowDigit, s)
	}
	if len(s) < len("1/2/06") || len(s) > maxDate {
		return time.Time{}
	}
	if len(s) >= len("2006-01-02T15:04:05Z") && s[4] == '-' && s[10] == 'T' {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return t
		}
	}
	if t, ok := unixTime(s); ok {
		return t
	}
	c := dateScanner{s: s, cst: r.cst}
	c.scan()
	return c.time(r.zone)
}

// narrowDigit makes the digits of full width that Chinese keyboards give plain.
func narrowDigit(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// unixTime reads seconds or milliseconds since 1970, from 2001 to 2128.
func unixTime(s string) (time.Time, bool) {
	n, size := leadingNumber(s)
	if size != len(s) || size != 10 && size != 13 {
		return time.Time{}, false
	}
	if size == 13 {
		return time.UnixMilli(n).UTC(), true
	}
	// Ten digits that begin so are 2026110208, a date and an hour.
	if strings.HasPrefix(s, "20") {
		return time.Time{}, false
	}
	return time.Unix(n, 0).UTC(), true
}

// dateScanner collects the parts of a date from left to right. A part that was
// found is not overwritten; what is no part of a date is passed over.
type dateScanner struct {
	s   string
	i   int
	cst *time.Location

	year, month, day  int
	hour, minute, sec int
	nano              int
	timed, afterT     bool
	half              halfOfDay
	zone              *time.Location
	shifted           bool // zone comes from an offset
}

func (c *dateScanner) scan() {
	for c.i < len(c.s) {
		switch b := c.s[c.i]; {
		case isDigit(b):
			c.number()
		case isLetter(b):
			c.word()
		case b == '+' || b == '-':
			c.i++
			c.offset(b == '-')
		case b < utf8.RuneSelf:
			c.i++
		default:
			c.han()
		}
	}
}

// time puts the parts together; zone is that of dates without one.
func (c *dateScanner) time(zone *time.Location) time.Time {
	if c.half.pm != nil && c.hour >= 1 && c.hour <= 12 {
		switch pm := c.half.pm(c.hour); {
		case pm && c.hour < 12:
			c.hour += 12
		case !pm && c.hour == 12:
			c.hour = 0
		}
	}
	leap := c.sec == 60 || c.hour == 24 && c.minute == 0
	if c.year < 1970 || c.year > 2200 || c.month < 1 || c.month > 12 || c.day < 1 ||
		c.day > daysIn(c.year, c.month) || !leap && (c.hour > 23 || c.sec > 59) || c.minute > 59 {
		return time.Time{}
	}
	if c.zone != nil {
		zone = c.zone
	}
	if zone == nil {
		zone = time.UTC
	}
	return time.Date(c.year, time.Month(c.month), c.day, c.hour, c.minute, c.sec, c.nano, zone)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// number takes the number at c.i, with those that belong to it.
func (c *dateScanner) number() {
	n, size := c.digits()
	next := c.s[c.i:]
	switch {
	case !c.timed && size <= 2 && clockColon(next) > 0:
		c.clock(n)
	case c.unit(n, next):
	case c.afterT && !c.timed && (size == 6 || size == 4 || size == 2):
		c.compactClock(n, size)
	case size >= 8 && c.year == 0:
		c.compact(c.s[c.i-size : c.i])
	case c.year == 0 && c.day == 0 && c.month == 0 && len(next) > 1 && strings.IndexByte("-/.", next[0]) >= 0 && isDigit(next[1]):
		c.dashed(n, size, next[0])
	case size == 4 && c.year == 0:
		c.year = n
	case size <= 2 && c.day == 0:
		c.day = n
	case size == 2 && c.year == 0:
		c.year = fullYear(n)
	}
}

// digits reads the digits at c.i; a number too long for a date is -1.
func (c *dateScanner) digits() (n, size int) {
	v, size := leadingNumber(c.s[c.i:])
	c.i += size
	if size > 9 {
		return -1, size
	}
	return int(v), size
}

// leadingNumber reads the digits that s begins with.
func leadingNumber(s string) (n int64, size int) {
	for size < len(s) && isDigit(s[size]) {
		if size < 18 {
			n = n*10 + int64(s[size]-'0')
		}
		size++
	}
	return n, size
}

// clockColon returns the size of the colon, ASCII or full-width, that s begins
// with, if a digit follows it, else 0.
func clockColon(s string) int {
	for _, colon := range []string{":", "："} {
		if rest, ok := strings.CutPrefix(s, colon); ok && rest != "" && isDigit(rest[0]) {
			return len(colon)
		}
	}
	return 0
}

// clock reads what follows the hour: :04[:05[.123]].
func (c *dateScanner) clock(hour int) {
	c.timed, c.hour = true, hour
	c.i += clockColon(c.s[c.i:])
	c.minute, _ = c.digits()
	if size := clockColon(c.s[c.i:]); size > 0 {
		c.i += size
		c.sec, _ = c.digits()
		c.fraction()
	}
}

// fraction reads fractions of a second.
func (c *dateScanner) fraction() {
	rest := c.s[c.i:]
	if len(rest) < 2 || rest[0] != '.' && rest[0] != ',' || !isDigit(rest[1]) {
		return
	}
	c.i++
	for unit := 100_000_000; c.i < len(c.s) && isDigit(c.s[c.i]); c.i++ {
		c.nano += int(c.s[c.i]-'0') * unit
		unit /= 10
	}
}

func (c *dateScanner) compactClock(n, size int) {
	c.timed = true
	switch size {
	case 6:
		c.hour, c.minute, c.sec = n/10000, n/100%100, n%100
		c.fraction()
	case 4:
		c.hour, c.minute = n/100, n%100
	default:
		c.hour = n
	}
}

// compact reads 20261102, 202611020831 and 20261102083105.
func (c *dateScanner) compact(s string) {
	if len(s) != 8 && len(s) != 12 && len(s) != 14 {
		return
	}
	part := func(from, to int) int {
		n, _ := leadingNumber(s[from:to])
		return int(n)
	}
	c.year, c.month, c.day = part(0, 4), part(4, 6), part(6, 8)
	if len(s) > 8 {
		c.timed = true
		c.hour, c.minute = part(8, 10), part(10, 12)
	}
	if len(s) > 12 {
		c.sec = part(12, 14)
	}
}

// dashed reads numbers with one sign between them: 2026-11-02, 2.11.2026,
// 11/2/2026. Of the last form the American order is taken, unless the first
// number is no month.
func (c *dateScanner) dashed(first, size int, sign byte) {
	c.i++
	second, _ := c.digits()
	third, sizeOfThird := 0, 0
	if rest := c.s[c.i:]; len(rest) > 1 && rest[0] == sign && isDigit(rest[1]) {
		c.i++
		third, sizeOfThird = c.digits()
	}
	switch {
	case size == 4:
		c.year, c.month, c.day = first, second, third
		if sizeOfThird == 0 {
			c.day = 1
		}
		return
	case sizeOfThird != 2 && sizeOfThird != 4: // a version, a number of a chapter
		return
	case sign == '.' || first > 12:
		c.day, c.month, c.year = first, second, third
	default:
		c.month, c.day, c.year = first, second, third
	}
	if sizeOfThird <= 2 {
		c.year = fullYear(c.year)
	}
}

// fullYear completes a year of two digits as RFC 2822 and C do.
func fullYear(n int) int {
	if n < 69 {
		return 2000 + n
	}
	return 1900 + n
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
