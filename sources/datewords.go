package sources

import (
	"strings"
	"time"
	"unicode/utf8"

	"embai-crawl/text"
)

// unit takes n for what the character behind it says that it is.
func (c *dateScanner) unit(n int, next string) bool {
	blanks := len(next) - len(strings.TrimLeft(next, " "))
	r, size := utf8.DecodeRuneInString(next[blanks:])
	var part *int
	switch r {
	case '年', '년':
		part = &c.year
		if n < 100 {
			n = fullYear(n)
		}
	case '月', '월':
		part = &c.month
	case '日', '号', '號', '일':
		part = &c.day
	case '时', '時', '点', '點', '시':
		part, c.timed = &c.hour, true
	case '分', '분':
		part = &c.minute
	case '秒', '초':
		part = &c.sec
	default:
		return false
	}
	c.i += blanks + size
	*part = n
	return true
}

// halfOfDay is a word that says which of the two an hour from 1 to 12 is.
type halfOfDay struct {
	word string
	pm   func(hour int) bool // hour is 1 to 12; 12 without pm is 0
}

var halves = []halfOfDay{
	{"上午", never},
	{"凌晨", never},
	{"早上", never},
	{"清晨", never},
	{"오전", never},
	{"下午", always},
	{"晚上", always},
	{"傍晚", always},
	{"오후", always},
	{"中午", func(hour int) bool { return hour < 7 || hour == 12 }}, // 11:30 to 13:30
	{"夜里", late},
	{"夜间", late},
	{"深夜", late},
	{"半夜", late},
	{"午夜", late}, // 22:30 to 2:30
}

func never(int) bool     { return false }
func always(int) bool    { return true }
func late(hour int) bool { return hour > 6 && hour < 12 }

// han takes a character outside of ASCII: half of the day, or nothing.
func (c *dateScanner) han() {
	rest := c.s[c.i:]
	for _, half := range halves {
		if strings.HasPrefix(rest, half.word) {
			c.half = half
			c.i += len(half.word)
			return
		}
	}
	if n, size := hanInteger(rest); size > 0 {
		c.i += size
		c.unit(n, c.s[c.i:]) // 星期一 is none
		return
	}
	r, size := utf8.DecodeRuneInString(rest)
	c.i += size
	if r == '−' { // the minus sign proper
		c.offset(true)
	}
}

// hanInteger reads the number in Han numerals with which s begins, as dates write it:
// 二〇二六, 十一, 二十. size is 0 where there is none; what is no such number is 9999,
// which no part of a date is.
func hanInteger(s string) (n, size int) {
	const none = 9999
	digits, tens := 0, false
	for size < len(s) {
		r, width := utf8.DecodeRuneInString(s[size:])
		digit, ok := text.HanDigit(r)
		switch {
		case r == '十' && (tens || n > 9):
			n = none
		case r == '十':
			n, tens, digits = 10*max(n, 1), true, 3 // one more may come
		case !ok:
			return n, size
		default:
			if digits++; digits > 4 {
				n = none
			}
			if tens {
				n += digit
			} else if n != none {
				n = 10*n + digit
			}
		}
		size += width
	}
	return n, size
}

var (
	monthNames = []string{
		"january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december",
	}
	// zoneHours are the abbreviations of RFC 822 and those met beside them, in
	// hours from UTC. CST is not among them: it has two meanings.
	zoneHours = map[string]float64{
		"z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0,
		"est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
		"akst": -9, "akdt": -8, "hst": -10, "brt": -3,
		"bst": 1, "west": 1, "cet": 1, "met": 1, "cest": 2, "mest": 2, "eet": 2, "eest": 3, "msk": 3,
		"ist": 5.5, "hkt": 8, "sgt": 8, "awst": 8, "prc": 8, "beijing": 8, "shanghai": 8,
		"jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
	}
)

// word takes the word at c.i: a month, a zone, a half of the day, the T between
// date and time, or nothing.
func (c *dateScanner) word() {
	start := c.i
	for c.i < len(c.s) && isLetter(c.s[c.i]) {
		c.i++
	}
	word := strings.ToLower(c.s[start:c.i])
	if len(word) >= 3 && c.month == 0 {
		for i, name := range monthNames {
			if strings.HasPrefix(name, word) || word == "sept" && i == 8 {
				c.month = i + 1
				return
			}
		}
	}
	switch word {
	case "t":
		c.afterT = true
	case "am":
		c.half.pm = never
	case "pm":
		c.half.pm = always
	case "cst":
		if c.zone == nil {
			c.zone = c.cst
		}
	default:
		if hours, ok := zoneHours[word]; ok && c.zone == nil {
			c.zone = zoneAt(int(hours * 3600))
		}
	}
}

// offset reads the digits behind a sign that follows the time: 0800, 08:00, 8.
func (c *dateScanner) offset(west bool) {
	n, size := leadingNumber(c.s[c.i:])
	if !c.timed || c.shifted || size == 0 || size > 4 {
		return
	}
	hours, minutes, end := int(n), 0, c.i+size
	switch {
	case size > 2:
		hours, minutes = int(n)/100, int(n)%100
	case clockColon(c.s[end:]) > 0:
		end += clockColon(c.s[end:])
		m, digits := leadingNumber(c.s[end:])
		minutes, end = int(m), end+digits
	}
	if hours > 14 || minutes > 59 {
		return
	}
	c.i = end
	seconds := hours*3600 + minutes*60
	if west {
		seconds = -seconds
	}
	c.zone, c.shifted = zoneAt(seconds), true
}

func zoneAt(seconds int) *time.Location {
	switch seconds {
	case 0:
		return time.UTC
	case 8 * 3600:
		return beijing
	}
	return time.FixedZone("", seconds)
}
