package subject

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"embai-crawl/text"
)

// measure is what a number measures, in one unit of its class: 70亿 and 7B are one.
type measure struct {
	class  string  // what is measured, "n" for numbers and sums of money, "" for a bare number
	value  float64 // in the unit of the class
	weight float64 // how little by chance two texts share it
	digits int     // significant ones
	rough  bool    // the text says that it is about that much
}

// unit turns a number into a measure.
type unit struct {
	class string
	times float64
}

// measureUnits are the units that stand behind a number, folded.
var measureUnits = map[string]unit{
	"%": {"%", 1}, "percent": {"%", 1}, "成": {"%", 10}, "个百分点": {"%", 1},
	"倍": {"x", 1}, "x": {"x", 1}, "×": {"x", 1}, "times": {"x", 1},
	"nm": {"nm", 1}, "纳米": {"nm", 1}, "奈米": {"nm", 1}, "a": {"", 0}, "mm²": {"mm2", 1}, "mm2": {"mm2", 1}, "平方毫米": {"mm2", 1}, "mm": {"mm", 1}, "毫米": {"mm", 1},
	"tops": {"tops", 1}, "t算力": {"tops", 1}, "t": {"tops", 1}, "gops": {"tops", 1e-3}, "pops": {"tops", 1e3}, "tflops": {"flops", 1}, "teraflops": {"flops", 1}, "pflops": {"flops", 1e3}, "petaflops": {"flops", 1e3}, "gflops": {"flops", 1e-3},
	"fps": {"fps", 1}, "帧": {"fps", 1}, "帧每秒": {"fps", 1}, "ghz": {"hz", 1e9}, "mhz": {"hz", 1e6}, "khz": {"hz", 1e3}, "gbps": {"bps", 1e9}, "mbps": {"bps", 1e6},
	"tb": {"byte", 1 << 40}, "gb": {"byte", 1 << 30}, "gib": {"byte", 1 << 30}, "g": {"byte", 1 << 30}, "mb": {"byte", 1 << 20}, "mib": {"byte", 1 << 20}, "kb": {"byte", 1 << 10}, "kib": {"byte", 1 << 10}, "gb/s": {"byte/s", 1 << 30},
	"w": {"w", 1}, "瓦": {"w", 1}, "watt": {"w", 1}, "watts": {"w", 1}, "mw": {"w", 1e-3}, "毫瓦": {"w", 1e-3}, "uw": {"w", 1e-6}, "μw": {"w", 1e-6}, "微瓦": {"w", 1e-6}, "kw": {"w", 1e3}, "mah": {"mah", 1}, "毫安时": {"mah", 1},
	"s": {"s", 1}, "秒": {"s", 1}, "seconds": {"s", 1}, "second": {"s", 1}, "ms": {"s", 1e-3}, "毫秒": {"s", 1e-3}, "milliseconds": {"s", 1e-3}, "us": {"s", 1e-6}, "μs": {"s", 1e-6}, "微秒": {"s", 1e-6}, "分钟": {"s", 60}, "minutes": {"s", 60}, "小时": {"s", 3600}, "hours": {"s", 3600},
	"token": {"tok", 1}, "tokens": {"tok", 1}, "tok": {"tok", 1}, "个token": {"tok", 1}, "词元": {"tok", 1}, "个词": {"tok", 1}, "tokens/s": {"tok", 1}, "token/s": {"tok", 1}, "tok/s": {"tok", 1}, "个字": {"tok", 1}, "字": {"tok", 1}, "words": {"tok", 1},
	"bit": {"bit", 1}, "bits": {"bit", 1}, "比特": {"bit", 1}, "核": {"core", 1}, "cores": {"core", 1}, "core": {"core", 1}, "人": {"people", 1}, "名": {"people", 1}, "employees": {"people", 1}, "workers": {"people", 1}, "people": {"people", 1}, "jobs": {"people", 1},
	"年": {"year", 1}, "years": {"year", 1}, "款": {"kinds", 1}, "种": {"kinds", 1}, "家": {"kinds", 1}, "项": {"kinds", 1}, "篇": {"papers", 1}, "papers": {"papers", 1}, "submitters": {"kinds", 1}, "organizations": {"kinds", 1}, "companies": {"kinds", 1},
	"晶体管": {"n", 1}, "米": {"m", 1}, "寸": {"inch", 1}, "英寸": {"inch", 1}, "inch": {"inch", 1}, "inches": {"inch", 1}, "℃": {"deg", 1}, "度": {"deg", 1}, "db": {"db", 1}, "v": {"v", 1}, "伏": {"v", 1},
}

// maxUnit is the longest unit in bytes.
const maxUnit = 12

// magnitudes multiply a number, the longer first.
var magnitudes = []struct {
	word  string
	times float64
}{
	{"万亿", 1e12},
	{"千亿", 1e11},
	{"百亿", 1e10},
	{"十亿", 1e9},
	{"千万", 1e7},
	{"百万", 1e6},
	{"十万", 1e5},
	{"亿", 1e8},
	{"億", 1e8},
	{"万", 1e4},
	{"千", 1e3},
	{"百", 1e2},
	{"trillion", 1e12},
	{"billion", 1e9},
	{"million", 1e6},
	{"thousand", 1e3},
	{"bn", 1e9},
	{"tn", 1e12},
	{"k", 1e3},
	{"m", 1e6},
	{"b", 1e9},
	{"t", 1e12},
}

// maxMeasures bounds what is kept of one text.
const maxMeasures = 32

// measuresOf reads the measures of a folded text.
func measuresOf(s string) []measure { return appendMeasures(nil, s) }

// appendMeasures appends the measures of a folded text, at most maxMeasures.
func appendMeasures(ms []measure, s string) []measure {
	most := len(ms) + maxMeasures
	for i := 0; i < len(s) && len(ms) < most; {
		if c := s[i]; c < utf8.RuneSelf && !digit(c) {
			i++
			continue
		}
		value, n, ok := numberAt(s, i)
		if !ok {
			_, n = utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		before, end := s[:i], i+n
		i = end
		if m, used, ok := measureAt(before, value, s[end:]); ok {
			ms = append(ms, m)
			i += used
		}
	}
	return ms
}

// numberAt reads the number at s[i:] in digits or Han numerals.
func numberAt(s string, i int) (value float64, n int, ok bool) {
	if digit(s[i]) {
		if i > 0 && (alnum(s[i-1]) && !(s[i-1] == 'x' && (i < 2 || !alnum(s[i-2]))) || s[i-1] == '.' || s[i-1] == '_') {
			j := i // the middle of a name
			for j < len(s) && (alnum(s[j]) || s[j] == '.' && j+1 < len(s) && digit(s[j+1])) {
				j++
			}
			return 0, 0, false
		}
		j := i
		for j < len(s) && (digit(s[j]) || s[j] == '.' && j+1 < len(s) && digit(s[j+1]) || thousands(s[j:])) {
			j++
		}
		number := strings.ReplaceAll(s[i:j], ",", "")
		if strings.Count(number, ".") > 1 || len(number) > 12 {
			return 0, 0, false
		}
		return parse(number), j - i, true
	}
	return hanNumber(s[i:])
}

// hanNumber reads 七, 十二, 两百, 一百二十 at the beginning of s.
func hanNumber(s string) (value float64, n int, ok bool) {
	var total, last float64
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		digit, ok := text.HanDigit(r)
		times := hanTimes(r)
		switch {
		case r == '半' && n == 0:
			return 0.5, size, true
		case times > 0 && (last > 0 || r == '十'):
			total += max(last, 1) * times
			last = 0
		case ok:
			last = float64(digit)
		default:
			return total + last, n, n > 0
		}
		n += size
	}
	return total + last, n, n > 0
}

// hanTimes returns how many times the digit before it a Han numeral counts, 0 for
// another character.
func hanTimes(r rune) float64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	}
	return 0
}

// measureAt makes a measure of a number from what stands around it.
func measureAt(before string, value float64, rest string) (m measure, used int, ok bool) {
	number := value
	space := len(rest) - len(strings.TrimLeft(rest, " -"))
	after := rest[space:]
	rough := roughBefore(before)
	if tail, ok := moreOrLess(after); ok { // 2400多万
		after, rough = tail, true
	}
	money := currencyOf(before, "") != ""
	big := false
	for _, g := range magnitudes {
		if !strings.HasPrefix(after, g.word) {
			continue
		}
		tail := after[len(g.word):]
		if g.word[0] < utf8.RuneSelf && tail != "" && alnum(tail[0]) {
			continue
		}
		if g.word == "t" && (strings.HasPrefix(tail, "算力") || !money) || g.word == "m" && space > 0 && !money || g.word == "千" && strings.HasPrefix(tail, "瓦") {
			continue
		}
		value *= g.times
		big = true
		used = space + len(g.word)
		after = strings.TrimLeft(tail, " 余多个")
		break
	}
	if r, _ := utf8.DecodeRuneInString(after); !big && strings.ContainsRune("余多", r) {
		after = after[len("余"):]
	}
	class := ""
	u, size := unitOf(after)
	switch {
	case size > 0 && u.class != "" && !(big && (u.class == "byte" || u.class == "bit")):
		class = u.class
		value *= u.times
		used = len(rest) - len(after) + size
		if u.times == 10 && class == "%" {
			r, n := utf8.DecodeRuneInString(rest[used:])
			if tenth, ok := text.HanDigit(r); ok { // 七成二
				value += float64(tenth)
				used += n
			}
		}
	default:
		class = currencyOf(before, after)
		money = class != ""
		if !money && big {
			class = "n"
		}
	}
	if r, _ := utf8.DecodeLastRuneInString(before); class == "" && (r >= 0x3400 || r < utf8.RuneSelf && alnum(byte(r))) {
		return m, 0, false // 天玑9600: the number of a name
	}
	if class == "year" && value >= 1990 && value < 2050 || class == "" && (value < 10 || value >= 1990 && value < 2050 && value == math.Trunc(value)) {
		return m, 0, false
	}
	switch {
	case money && perShare(before, rest[used:]):
		class += "/share"
	case money && isValuation(before):
		class += "/all"
	}
	if strings.HasSuffix(before, "第") || strings.HasSuffix(before, "第 ") {
		return m, 0, false // an ordinal, which part reads
	}
	digits := significant(number)
	return measure{class, value, rareness(class, digits, money), digits, rough || roughAfter(rest[used:])}, used, true
}

// perShare reports whether a sum is the price of one share.
func perShare(before, after string) bool {
	after = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(after, " "), "港"), "元 ")
	return strings.HasPrefix(after, "/股") || strings.HasPrefix(after, "每股") || strings.HasPrefix(after, "per share") || strings.HasPrefix(after, "a share") || strings.HasSuffix(before, "每股") || strings.HasSuffix(strings.TrimRight(before, "为 "), "发行价")
}

// isValuation reports whether a sum is what all of a company is worth and not what
// was paid: 估值约12亿美元, valued at $1.2 billion.
func isValuation(before string) bool {
	before = strings.TrimRight(before, " $€£¥")
	for {
		cut := before
		for _, w := range [...]string{"约", "超过", "超", "近", "达到", "达", "为", "至", "到", "一度", "突破", "破", "曾", "of", "at", "about", "over", "around", "nearly", "more than"} {
			cut = strings.TrimRight(strings.TrimSuffix(cut, w), " ")
		}
		if cut == before {
			return strings.HasSuffix(before, "估值") || strings.HasSuffix(before, "市值") || strings.HasSuffix(before, "valuation") || strings.HasSuffix(before, "valued")
		}
		before = cut
	}
}

// unitOf returns the longest unit at the beginning of s.
func unitOf(s string) (u unit, size int) {
	for n := min(len(s), maxUnit); n > 0; n-- {
		if u, ok := measureUnits[s[:n]]; ok {
			if s[n-1] < utf8.RuneSelf && alnum(s[n-1]) && n < len(s) && alnum(s[n]) {
				continue
			}
			return u, n
		}
	}
	return u, 0
}

// currencies are the signs before and the words behind a sum of money.
var currencies = []struct{ word, class string }{
	{"美元", "$"},
	{"美金", "$"},
	{"usd", "$"},
	{"dollars", "$"},
	{"人民币", "¥"},
	{"yuan", "¥"},
	{"rmb", "¥"},
	{"港元", "hk$"},
	{"港币", "hk$"},
	{"新台币", "nt$"},
	{"欧元", "€"},
	{"euro", "€"},
	{"英镑", "£"},
	{"日元", "jp"},
	{"韩元", "kr"},
	{"won", "kr"},
	{"元", "¥"},
	{"hk$", "hk$"},
	{"nt$", "nt$"},
	{"$", "$"},
	{"€", "€"},
	{"¥", "¥"},
	{"£", "£"},
}

// currencyOf tells the currency of a sum of money between before and after, "" for another number.
func currencyOf(before, after string) string {
	before = strings.TrimRight(before, " ")
	for _, c := range currencies {
		if strings.HasPrefix(after, c.word) || strings.HasSuffix(before, c.word) && c.word[len(c.word)-1] != 'n' && (c.word[0] >= utf8.RuneSelf && len(c.word) < 3 || strings.HasSuffix(c.word, "$") || len(c.word) == 3 && c.class == c.word) {
			return c.class
		}
	}
	return ""
}

// rareness says how little two texts share a number by chance: the more digits it
// has, the less.
func rareness(class string, digits int, money bool) float64 {
	w := [...]float64{0.2, 0.4, 0.8, 1.2, 1.4}[min(digits, 4)]
	switch class {
	case "nm", "year", "bit", "core", "kinds", "x", "byte":
		w *= 0.6
	}
	if money {
		w += 0.3
	}
	return w
}

// significant counts the digits of a number that are not zeros at its ends.
func significant(number float64) int {
	return len(strings.Trim(strings.ReplaceAll(strconv.FormatFloat(number, 'f', -1, 64), ".", ""), "0"))
}

// clashingMeasures counts the classes of which both lists have measures and none in common.
func clashingMeasures(a, b []measure, of func(class string) bool) int {
	n := 0
	for i, x := range a {
		if !of(x.class) || hasClass(a[:i], x.class) || !hasClass(b, x.class) {
			continue
		}
		met := false
		for _, y := range a {
			met = met || y.class == x.class && holdsMeasure(b, y)
		}
		if !met {
			n++
		}
	}
	return n
}

func hasClass(ms []measure, class string) bool {
	for _, m := range ms {
		if m.class == class {
			return true
		}
	}
	return false
}
