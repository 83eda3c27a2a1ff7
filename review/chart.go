package review

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
)

// The pictures are drawn as SVG on the server, bars alone: they stretch with the
// page, and every word and number beside them is text of the page, so that it is
// as legible on a phone as on a wide screen. Each one says in words, for a
// screen reader, what it shows.

// chartDays is how many days the picture of items has.
const chartDays = 30

// itemsPicture is the items of the last 30 days, the three busiest sources
// apart and the others as one.
type itemsPicture struct {
	SVG              template.HTML
	All, Top         int // in 30 days, and the most in one
	From, Middle, To string
	Keys             []chartKey
}

// chartKey is a line of a legend.
type chartKey struct {
	Class, Name string
	N           int
}

// sourceClasses colour the three busiest sources and the others.
var sourceClasses = [4]string{"c1", "c2", "c3", "c4"}

// items draws one bar a day.
func items(sources []Source, l lang) itemsPicture {
	const height = 100
	total := func(s Source) (n int) {
		for _, d := range s.Days {
			n += d.Items
		}
		return n
	}
	order := slices.SortedStableFunc(slices.Values(sources), func(a, b Source) int { return cmp.Compare(total(b), total(a)) })
	var sum [chartDays][4]int
	var dates [chartDays]string
	p := itemsPicture{Top: 1}
	for i, s := range order {
		k := min(i, 3)
		offset := chartDays - len(s.Days)
		for j, d := range s.Days {
			if at := offset + j; at >= 0 && at < chartDays {
				sum[at][k] += d.Items
				if !d.Date.IsZero() {
					dates[at] = d.Date.Format("01-02")
				}
			}
		}
		p.All += total(s)
		switch {
		case k < 3:
			p.Keys = append(p.Keys, chartKey{sourceClasses[k], s.Name, total(s)})
		case len(p.Keys) == 3:
			p.Keys = append(p.Keys, chartKey{sourceClasses[3], l.T("其余", "others"), total(s)})
		default:
			p.Keys[3].N += total(s)
		}
	}
	for _, d := range sum {
		p.Top = max(p.Top, d[0]+d[1]+d[2]+d[3])
	}
	p.From, p.Middle, p.To = dates[0], dates[chartDays/2], dates[chartDays-1]
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-label="%s"><path class="grid" d="M0 0H%[1]dM0 50H%[1]dM0 100H%[1]d"/>`,
		chartDays*10, height, esc(fmt.Sprintf(l.T("30 天共 %d 条，一天最多 %d 条", "%d items in 30 days, %d at most in one"), p.All, p.Top)))
	for i, d := range sum {
		n := d[0] + d[1] + d[2] + d[3]
		if n == 0 {
			continue
		}
		fmt.Fprintf(&b, `<g><title>%s</title>`, esc(fmt.Sprintf(l.T("%s：%d 条", "%s: %d items"), dates[i], n)))
		y := float64(height)
		for k, n := range d {
			if n == 0 {
				continue
			}
			h := float64(n) * height / float64(p.Top)
			y -= h
			fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%.1f" width="8" height="%.1f"/>`, sourceClasses[k], i*10+1, y, h)
		}
		b.WriteString(`</g>`)
	}
	b.WriteString(`</svg>`)
	p.SVG = template.HTML(b.String()) //nolint:gosec // numbers, and names that went through esc
	return p
}

// healthChart draws one bar a day: high for something new, half for nothing new,
// red for a failure, a dot where nothing was tried. A kind of bar is one path, so
// that forty sources weigh little.
func healthChart(s Source, l lang) template.HTML {
	var kinds [4]strings.Builder
	failed := 0
	for i, d := range s.Days {
		kind, height := 3, 2
		switch {
		case d.Failed:
			kind, height = 2, 14
			failed++
		case d.Items > 0:
			kind, height = 0, 14
		case d.Tried:
			kind, height = 1, 7
		}
		fmt.Fprintf(&kinds[kind], "M%d 14v-%dh6v%[2]dz", i*8, height)
	}
	var b strings.Builder
	for k, class := range []string{"new", "none", "failed", "rest"} {
		if kinds[k].Len() > 0 {
			fmt.Fprintf(&b, `<path class="%s" d="%s"/>`, class, kinds[k].String())
		}
	}
	label := fmt.Sprintf(l.T("%d 天中 %d 天失败", "of %d days %d failed"), len(s.Days), failed)
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %d 14" preserveAspectRatio="none" role="img" aria-label="%s">%s</svg>`, len(s.Days)*8-2, esc(label), b.String())) //nolint:gosec // as above
}

// funnel is the way of an issue from candidates to print.
type funnel struct {
	Issue
	SVG template.HTML
}

// funnels draws for each issue how many candidates there were, how many of them
// were drafted and printed. The scale is by the square root: a thousand
// candidates would make eighteen printed ones invisible.
func funnels(issues []Issue, l lang) []funnel {
	issues = issues[:min(len(issues), 8)]
	top := 1
	for _, i := range issues {
		top = max(top, i.Candidates, i.Drafted, i.Printed)
	}
	var out []funnel
	for _, is := range issues {
		var b strings.Builder
		fmt.Fprintf(&b, `<svg viewBox="0 0 300 20" preserveAspectRatio="none" role="img" aria-label="%s">`,
			esc(fmt.Sprintf(l.T("候选 %d、草稿 %d、刊出 %d", "%d candidates, %d drafted, %d printed"), is.Candidates, is.Drafted, is.Printed)))
		for k, n := range []int{is.Candidates, is.Drafted, is.Printed} {
			fmt.Fprintf(&b, `<rect class="%s" y="%d" width="%.1f" height="5"/>`, [3]string{"c4", "c1", "c2"}[k], 1+k*6, 300*math.Sqrt(float64(n)/float64(top)))
		}
		b.WriteString(`</svg>`)
		out = append(out, funnel{is, template.HTML(b.String())}) //nolint:gosec // numbers alone
	}
	return out
}

func esc(s string) string { return template.HTMLEscapeString(s) }
