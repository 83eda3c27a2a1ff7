package subject

import (
	"math"
	"strings"
	"unicode/utf8"
)

// Two reports round what they tell: 2823亿 and 超2800亿, 3,067 vehicles and 3000多辆,
// 72.29% and 七成二.

// roughBefore reports whether a text says that the number behind it is about that much.
func roughBefore(before string) bool {
	before = strings.TrimRight(before, " $¥€")
	if before == "" {
		return false
	}
	if before[len(before)-1] < utf8.RuneSelf {
		for _, w := range [...]string{"over", "than", "about", "nearly", "almost", "around", "roughly", "some", "under", "least", "~", ">"} {
			if strings.HasSuffix(before, w) {
				return true
			}
		}
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune("约近超逾过到", r)
}

// roughAfter reports the same of what stands behind a measure.
func roughAfter(after string) bool {
	if _, ok := moreOrLess(after); ok {
		return true
	}
	return strings.HasPrefix(after, "+") || strings.HasPrefix(after, "以上") || strings.HasPrefix(after, "左右") || strings.HasPrefix(after, " or so")
}

// moreOrLess cuts 余 and 多 off what stands behind a number.
func moreOrLess(after string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(after, "余"); ok {
		return rest, true
	}
	return strings.CutPrefix(after, "多")
}

// sharedMeasures returns how much two lists of measures have in common.
func sharedMeasures(a, b []measure) (sum float64, n int) {
	for i, x := range a {
		if holdsMeasure(a[:i], x) {
			continue
		}
		best := 0.0
		for _, y := range b {
			if agree(x, y) {
				best = max(best, min(x.weight, y.weight))
			}
		}
		if best > 0 {
			sum += best
			n++
		}
	}
	return sum, n
}

func holdsMeasure(ms []measure, x measure) bool {
	for _, m := range ms {
		if agree(m, x) {
			return true
		}
	}
	return false
}

// agree reports whether two measures may be one, rounded or not.
func agree(x, y measure) bool {
	a, b := x.value, y.value
	switch {
	case x.class == y.class:
	case (x.class == "" || x.class == "n") && (y.class == "" || y.class == "n"):
	case x.class == "x" && y.class == "%" && a >= 1.5:
		a *= 100 // 涨4.25倍 and 425%
	case x.class == "%" && y.class == "x" && b >= 1.5:
		b *= 100
	default:
		return false
	}
	if same(a, b) {
		return true
	}
	if x.digits > y.digits {
		x, y, a, b = y, x, b, a
	}
	if x.rough && x.digits == 1 && b > a {
		return b-a <= math.Pow(10, math.Floor(math.Log10(a))) // 两倍多 and 2.4倍
	}
	if x.rough || y.rough && x.digits == y.digits {
		return math.Abs(a-b) <= 0.12*math.Max(math.Abs(a), math.Abs(b))
	}
	if x.digits < 2 || x.digits == y.digits || a == 0 {
		return false
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(a)))-float64(x.digits)+1)
	return math.Abs(a-b) <= 0.5*unit
}

// same allows for rounding: 22.1 and 22.09.
func same(a, b float64) bool { return math.Abs(a-b) <= 0.011*math.Max(math.Abs(a), math.Abs(b)) }
