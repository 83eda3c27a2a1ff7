package issue

import (
	"regexp"
	"slices"
	"strings"
)

// perRow is how many earlier issues stand in a row of the table.
const perRow = 4

// issueDate is the form in which issues are named.
var issueDate = regexp.MustCompile(`\b(20\d\d)-(\d\d)-(\d\d)\b`)

// linked gives every earlier issue without an address that of the archive.
func (o Options) linked(back []Back) []Back {
	out := slices.Clone(back)
	for i := range out {
		if out[i].URL == "" {
			out[i].URL = o.Defaults().BackPrefix + out[i].Date + ".md"
		}
	}
	return out
}

// backTable prints the earlier issues in the newsletter's own form: newest
// first, four a row, under the digits of their year; where the year changes a
// row of digits stands between. "" for none.
func backTable(back []Back) string {
	back = slices.Clone(back)
	slices.SortFunc(back, func(a, b Back) int { return strings.Compare(b.Date, a.Date) })
	back = slices.CompactFunc(back, func(a, b Back) bool { return a.Date == b.Date })
	var b strings.Builder
	year, cells := "", 0
	endRow := func() {
		if cells > 0 {
			for ; cells < perRow; cells++ {
				b.WriteString(" |")
			}
			b.WriteByte('\n')
		}
		cells = 0
	}
	for _, x := range back {
		m := issueDate.FindStringSubmatch(x.Date)
		if m == nil || m[0] != x.Date {
			continue
		}
		if m[1] != year {
			endRow()
			b.WriteString("| " + strings.Join(strings.Split(m[1], ""), " | ") + " |\n")
			if year == "" {
				b.WriteString("|" + strings.Repeat(":---:|", perRow) + "\n")
			}
			year = m[1]
		}
		if cells == perRow {
			endRow()
		}
		if cells == 0 {
			b.WriteByte('|')
		}
		b.WriteString(" [" + x.Date + "](" + escapeURL(x.URL) + ") |")
		cells++
	}
	endRow()
	return b.String()
}
