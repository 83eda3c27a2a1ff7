package review

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
)

// The pictures are drawn as SVG on the server; each one says in words, for a
// screen reader, what it shows. Numbers and escaped names are all they hold.

// itemsChart draws the items of the last 30 days, the three busiest sources
// apart and the others as one.
func itemsChart(sources []Source, l lang) template.HTML {
	const width, height, days = 600, 120, 30
	total := func(s Source) (n int) {
		for _, d := range s.Days {
			n += d.Items
		}
		return n
	}
	order := slices.SortedStableFunc(slices.Values(sources), func(a, b Source) int { return cmp.Compare(total(b), total(a)) })
	var sum [days][4]int
	top := 1
	for i, s := range order {
		offset := days - len(s.Days)
		for j, d := range s.Days {
			if at := offset + j; at >= 0 && at < days {
				sum[at][min(i, 3)] += d.Items
			}
		}
	}
	all := 0
	for _, d := range sum {
		n := d[0] + d[1] + d[2] + d[3]
		top, all = max(top, n), all+n
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, width, height+34,
		esc(fmt.Sprintf(l.T("30 天共 %d 条，一天最多 %d 条", "%d items in 30 days, %d at most in one"), all, top)))
	classes := [4]string{"bar", "bar2", "bar3", "quiet"}
	for i, d := range sum {
		y := float64(height)
		for k, n := range d {
			if n == 0 {
				continue
			}
			h := float64(n) * height / float64(top)
			y -= h
			fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%.1f" width="%d" height="%.1f"/>`, classes[k], i*width/days, y, width/days-2, h)
		}
	}
	x := 0
	for k, c := range classes {
		name := l.T("其余", "others")
		if k < 3 {
			if k >= len(order) {
				continue
			}
			name = short(order[k].Name, 16)
		} else if len(order) <= 3 {
			continue
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%d" width="10" height="10"/><text x="%d" y="%d">%s</text>`, c, x, height+14, x+14, height+23, esc(name))
		x += 150
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // every name in it went through esc
}

// healthChart draws one square a day: something new, nothing new, failed.
func healthChart(s Source, l lang) template.HTML {
	failed := 0
	var b strings.Builder
	for i, d := range s.Days {
		class := "quiet"
		switch {
		case d.Failed:
			class = "failed"
			failed++
		case d.Items > 0:
			class = "bar2"
		case d.Tried:
			class = "bar"
		}
		fmt.Fprintf(&b, `<rect class="%s" x="%d" y="1" width="6" height="12"/>`, class, i*8)
	}
	label := fmt.Sprintf(l.T("%d 天中 %d 天失败", "of %d days %d failed"), len(s.Days), failed)
	return template.HTML(fmt.Sprintf(`<svg width="240" height="14" viewBox="0 0 240 14" role="img" aria-label="%s">%s</svg>`, esc(label), b.String())) //nolint:gosec // as above
}

// funnelChart draws for each issue how many candidates there were, how many of
// them were drafted and printed. The scale is by the square root: a thousand
// candidates would make eighteen printed ones invisible.
func funnelChart(issues []Issue, l lang) template.HTML {
	const width, row = 600, 26
	issues = issues[:min(len(issues), 8)]
	top := 1
	for _, i := range issues {
		top = max(top, i.Candidates, i.Drafted, i.Printed)
	}
	long := func(n int) float64 { return 420 * math.Sqrt(float64(n)/float64(top)) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, width, row*max(1, len(issues)),
		esc(l.T("每期的候选、草稿与刊出条数", "candidates, drafted and printed entries of each issue")))
	for i, is := range issues {
		y := i * row
		fmt.Fprintf(&b, `<text x="0" y="%d">%s</text>`, y+16, esc(is.Date))
		for k, n := range []int{is.Candidates, is.Drafted, is.Printed} {
			fmt.Fprintf(&b, `<rect class="%s" x="80" y="%d" width="%.1f" height="6"/>`, [3]string{"quiet", "bar", "bar2"}[k], y+3+k*7, long(n))
		}
		fmt.Fprintf(&b, `<text x="510" y="%d">%d → %d → %d</text>`, y+16, is.Candidates, is.Drafted, is.Printed)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // as above
}

func esc(s string) string { return template.HTMLEscapeString(s) }

func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
