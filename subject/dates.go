package subject

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dates are the days, quarters and years that a text names. Months alone told no two
// events apart that nothing else did.
type dates struct {
	days, quarters, years []string
}

// dated matches 9月18日, September 18, 2026年, Q3, 三季度, 上半年.
var dated = regexp.MustCompile(`(\d{1,2}) ?月 ?(?:(\d{1,2}) ?[日号])?|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? ?(\d{1,2}\b)?|([一二三四1-4]) ?季(?:度|报)|\bq([1-4])\b|\b(first|second|third|fourth)[ -]quarter|([上下]半年|半年报|全年|first half|second half)|\b(20[0-4]\d)(?:\b|年|-)`)

// monthNames are the first letters of the months.
var monthNames = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// quarterNames are the forms of a quarter.
var quarterNames = map[string]string{"一": "1", "二": "2", "三": "3", "四": "4", "first": "1", "second": "2", "third": "3", "fourth": "4", "上半年": "h1", "半年报": "h1", "first half": "h1", "下半年": "h2", "second half": "h2", "全年": "y"}

// datesOf reads the dates of a folded text, at most a dozen.
func datesOf(s string) (d dates) {
	if !mayDate(s) {
		return d
	}
	put := func(to *[]string, v string) {
		if !slices.Contains(*to, v) {
			*to = append(*to, v)
		}
	}
	for _, at := range dated.FindAllStringSubmatchIndex(s, 12) {
		var m [10]string
		for i := range m {
			if at[2*i] >= 0 {
				m[i] = s[at[2*i]:at[2*i+1]]
			}
		}
		if isAhead(s[:at[0]], s[at[1]:]) {
			continue
		}
		switch {
		case m[1] != "":
			if m[2] != "" {
				put(&d.days, m[1]+"-"+m[2])
			}
		case m[3] != "":
			if m[4] != "" {
				put(&d.days, strconv.Itoa(slices.Index(monthNames, m[3])+1)+"-"+m[4])
			}
		case m[9] != "":
			put(&d.years, m[9])
		default:
			q := m[5] + m[6] + m[7] + m[8]
			if n, ok := quarterNames[q]; ok {
				q = n
			}
			put(&d.quarters, q)
		}
	}
	return d
}

// isAhead reports whether a date between before and after is not the day of what is told but one that it
// looks forward to: 将于 11 月 17 日生效, orders open on November 3, 四季度指引.
func isAhead(before, after string) bool {
	before, after = strings.TrimRight(before, " 在于从"), strings.TrimLeft(after, " ")
	return slices.ContainsFunc(aheadBefore, func(w string) bool { return strings.HasSuffix(before, w) }) ||
		slices.ContainsFunc(aheadAfter, func(w string) bool { return strings.HasPrefix(after, w) })
}

// What stands before and behind such a date.
var (
	aheadBefore = []string{"将", "定", "计划", "预计", "定档", "不晚", "最早", "最快", "截至", "截止", "starting", "from", "by", "until", "before", "open on", "opens on", "due", "through", "effective", "available on", "scheduled for", "ship on", "starts on", "begins on"}
	aheadAfter  = []string{"起", "前", "生效", "开售", "首销", "开卖", "发售", "开始", "截止", "将", "之前", "指引", "展望", "预期", "预计", "guidance", "outlook", "forecast"}
)

// mayDate asks for less than dated, which costs much more.
func mayDate(s string) bool {
	for i := range len(s) {
		rest := s[i:]
		switch c := s[i]; {
		case c == '2':
			if len(rest) > 1 && rest[1] == '0' {
				return true
			}
		case c == 'q':
			if len(rest) > 1 && digit(rest[1]) {
				return true
			}
		case c >= 0xe5 && c <= 0xe6:
			if strings.HasPrefix(rest, "月") || strings.HasPrefix(rest, "季") || strings.HasPrefix(rest, "半年") || strings.HasPrefix(rest, "全年") {
				return true
			}
		case c < 'a' || c > 'z' || len(rest) < 3 || i > 0 && alnum(s[i-1]):
		case slices.Contains(monthNames, rest[:3]), strings.HasPrefix(rest, "first "), strings.HasPrefix(rest, "second "), strings.HasPrefix(rest, "third"), strings.HasPrefix(rest, "fourth"), strings.HasPrefix(rest, "first-"), strings.HasPrefix(rest, "second-"):
			return true
		}
	}
	return false
}

// and adds the dates of e to a copy of d.
func (d dates) and(e *dates) dates {
	return dates{slices.Concat(e.days, d.days), slices.Concat(e.quarters, d.quarters), slices.Concat(e.years, d.years)}
}

// daysApart is how surely the days of two lists are not of one event: 0 where one list says none, or a day of
// the one is a day of the other or next to one, for an evening in California is the morning
// after in China; 1 where a month lies between.
func daysApart(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	least := 366
	for _, x := range a {
		for _, y := range b {
			d := dayOfYear(x) - dayOfYear(y)
			d = max(d, -d)
			least = min(least, d, 366-d)
		}
	}
	switch {
	case least <= 1:
		return 0
	case least <= 7:
		return 0.5
	case least <= 30:
		return 0.75
	}
	return 1
}

// dayOfYear is the number of 10-24 in a leap year.
func dayOfYear(day string) int {
	m, d, _ := strings.Cut(day, "-")
	month, _ := strconv.Atoi(m)
	n, _ := strconv.Atoi(d)
	return time.Date(2024, time.Month(month), n, 0, 0, 0, 0, time.UTC).YearDay()
}

// apart reports whether both lists say something and nothing in common.
func apart(a, b []string) bool { return len(a) > 0 && len(b) > 0 && !shareAny(a, b) }
