package subject

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// figures finds what numbers belong to a name in a folded text, by the name:
// "gen 5", "rk3588", "v1.4", "7nm", "llama 5 mini". What is measured is read by
// measuresOf.
func figures(s string) (family map[string][]string) {
	family = map[string][]string{}
	if strings.Contains(s, "轮") || strings.Contains(s, "series ") { // asked first: the pattern costs much more
		for _, m := range round.FindAllStringSubmatch(s, 4) {
			add(family, "#round", m[1]+cmp.Or(m[2], m[3]))
		}
	}
	for i := 0; i < len(s); {
		if !digit(s[i]) {
			i++
			continue
		}
		start := i
		before := nameBefore(s[:start])
		named := before != "" && before[0] < utf8.RuneSelf && !stops[before] // in M50,160 the comma parts
		for i < len(s) && (digit(s[i]) || s[i] == '.' && i+1 < len(s) && digit(s[i+1]) || !named && thousands(s[i:])) {
			i++
		}
		number := strings.ReplaceAll(s[start:i], ",", "")
		if len(number) > 12 {
			continue
		}
		rest, end := s[i:], i
		for end < len(s) && (alnum(s[end]) || s[end] == '-' && joinsOn(s[end+1:])) {
			end++
		}
		tail := s[i:end]
		name := before
		attached := start > 0 && s[start-1] >= 'a' && s[start-1] <= 'z'         // yolov5s measures no seconds
		unit := !attached && namings.makers[before] == "" && unitAt(rest, tail) // 天玑9500s measures none either
		switch {
		case sumOf(s[:start], rest) != 0 && isValuation(s[:start]):
		case sumOf(s[:start], rest) != 0:
			add(family, "#money"+currencyOf(s[:start], afterAmount(rest)), strconv.FormatFloat(parse(number)*sumOf(s[:start], rest), 'g', 6, 64))
		case strings.HasPrefix(rest, "b") && tail == "b" && name != "" && name[0] >= utf8.RuneSelf:
			add(family, "#b", number)
			add(family, name, number+tail)
		case len(number) == 8 && strings.HasPrefix(number, "20"):
			add(family, "#date", number)
		case tail == "b" || tail == "nm" || tail == "m" && name == "":
			add(family, "#"+tail, number)
		case unit:
		case name == "v" && !strings.Contains(number, ".") && len(number) < 3:
			// a first or second engine, not a version of what is told of
		case name != "" && !stops[name]:
			if len(number) == 4 && tail == "" && number >= "2019" && number < "2036" {
				number = number[2:] // wwdc25 and wwdc 2025
			}
			value := version(number) + strings.ReplaceAll(tail, "-", "") + variant(s[end:])
			add(family, name, value)
		case name == "" && tail != "":
			add(family, "#"+tail, number)
		}
		i = end
	}
	return family
}

// version is a number without the zeros that releases add: 3.3.0 is 3.3.
func version(number string) string {
	for strings.HasSuffix(number, ".0") {
		number = strings.TrimSuffix(number, ".0")
	}
	return number
}

// thousands reports whether s begins with the comma of 1,330 and not with one
// between two numbers.
func thousands(s string) bool {
	return len(s) > 3 && s[0] == ',' && digit(s[1]) && digit(s[2]) && digit(s[3]) && (len(s) == 4 || !digit(s[4]) && s[4] != '.')
}

// part returns which part of a series a folded title is: 第三季, (二), part ii,
// (1/3), 下篇; "" for none.
func part(title string) string {
	title = strings.TrimRight(title, " .!?")
	if !strings.ContainsAny(title, "第(篇之系/一二三四五六七八九十") && !strings.Contains(title, "part") && !strings.HasSuffix(title, "i") && !strings.HasSuffix(title, "v") && !strings.HasSuffix(title, "x") {
		return "" // asked first: the pattern costs much more
	}
	m := ordinal.FindStringSubmatch(title)
	if m != nil && m[countAtEnd] != "" && strings.ContainsAny(m[0], "第零十百千万亿几两了到至占") {
		return "" // a rank or an amount: 升至第四, 省了一千四
	}
	if m == nil || strings.HasPrefix(m[0], "第") && strings.Contains(m[0], "季") && eventsOf(title)&earned != 0 {
		return "" // 第三季 of results is a quarter
	}
	if strings.HasPrefix(m[0], "第") && m[1] == "一" && strings.ContainsAny(m[0], "弹课") {
		return "" // the first of an event's news, or what is to be learned from it
	}
	for _, g := range m[1:] {
		if g != "" {
			return g
		}
	}
	return ""
}

// countAtEnd is the group of ordinal for a Han numeral that ends a title.
const countAtEnd = 6

// ordinal matches the number of a part.
var ordinal = regexp.MustCompile(`第 ?([一二三四五六七八九十百]+|\d{1,3}) ?(?:[篇章讲节期部回课集周弹]|季(?:[^度]|$))|[(]([一二三四五六七八九十]{1,3}|\d{1,3}|[ivx]{1,4})(?:/\d{1,3})?[)]|[^)]*[(][^()]{0,12}?([上中下])篇?[)]|([\p{Han}]{1,2})篇$|` +
	`\bpart[ .:]?([ivx]{1,4}|\d{1,3}|one|two|three)\b|\p{Han}([二三四五六七八九十])$|之([一二三四五六七八九十])\b|系列 ?[-#:]* ?(\d{1,3})(?:[^\p{Han}\w]|$)|(?:^|[ \[])(\d{1,2})/\d{1,2}(?:\]|$)|[ (](i{1,3}|iv|vi{0,3}|ix)[)]?$`)

// period returns what part of a year a folded title reports on, "" for none.
// Unlike a part of a series it need not be named: 三季报 and 财报 may be one, and 半年
// may be either half.
func period(title string) string {
	if !strings.ContainsAny(title, "季年q") {
		return ""
	}
	at := periods.FindStringSubmatchIndex(title)
	if at == nil || isAhead(title[:at[0]], title[at[1]:]) {
		return ""
	}
	m := periods.FindStringSubmatch(title)
	p := m[1] + m[2] + m[3]
	if i := slices.Index([]string{"一", "二", "三", "四"}, p); i >= 0 {
		return string(rune('1' + i))
	}
	if p == "半年" {
		return "" // of which half is left open
	}
	return strings.TrimSuffix(p, "年")
}

// periods matches 第三季度, 三季报, Q3, 上半年, 半年报.
var periods = regexp.MustCompile(`([一二三四1-4]) ?季(?:度|报)|\bq([1-4])\b|([上下]?半年|全年)`)

// round matches the letter of a funding round.
var round = regexp.MustCompile(`(pre-? ?)?([abcdef]\+?\d?) ?轮|series ([abcdef]\+?)(?:\b| |$)`)

// afterAmount is what follows the magnitude of a sum of money.
func afterAmount(rest string) string {
	return strings.TrimLeft(strings.TrimLeft(rest, " "), "亿万")
}

// sumOf returns by how much a sum of money is to be multiplied, 0 for another number.
func sumOf(before, rest string) float64 {
	if m := amount.FindStringSubmatch(rest); m != nil {
		dollar := strings.HasSuffix(strings.TrimRight(before, " "), "$")
		switch {
		case m[1] == "亿" && m[2] != "":
			return 1e8
		case m[1] == "万" && m[2] != "":
			return 1e4
		case dollar && (m[3] == "million" || m[3] == "m"):
			return 1e6
		case dollar && (m[3] == "billion" || m[3] == "b" || m[3] == "bn"):
			return 1e9
		}
	}
	return 0
}

// amount matches what stands behind a sum of money.
var amount = regexp.MustCompile(`^ ?(?:(亿|万)(美元|元|人民币|港元|港币|新台币|欧元|日元|英镑|韩元|融资)|(million|billion|bn|m|b)\b)`)

// parse returns the value of a number that figures found, 0 where it is none.
func parse(number string) float64 {
	f, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	return f
}

// joinsOn reports whether what follows a hyphen goes on with a letter and a
// digit, as in esp32-p4.
func joinsOn(s string) bool {
	return len(s) > 1 && s[0] >= 'a' && s[0] <= 'z' && digit(s[1])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// add puts a value to a family once.
func add(family map[string][]string, name, value string) {
	if !slices.Contains(family[name], value) {
		family[name] = append(family[name], value)
	}
}

// nameBefore returns the name that a number right behind s belongs to: letters,
// with a space or hyphen between at most, or two Han characters without one.
// For a version (v1.2, 版本 1.2) it is the name before that.
func nameBefore(s string) string {
	t := strings.TrimRight(s, " -")
	gap := len(t) < len(s)
	end := len(t)
	for end > 0 && (t[end-1] >= 'a' && t[end-1] <= 'z' || t[end-1] == '+') {
		end--
	}
	if name := t[end:]; name != "" {
		if name == "v" || name == "version" || name == "ver" {
			if before := nameBefore(t[:end]); before != "" {
				return before
			}
			return "v"
		}
		if end > 0 && digit(t[end-1]) && !gap {
			return "" // the middle of a name such as stm32n7, which was read before
		}
		return name
	}
	if gap && strings.HasSuffix(s, "-") {
		return ""
	}
	if b := strings.TrimSuffix(t, "版本"); b != t {
		return nameBefore(b)
	}
	var han []rune
	for len(han) < 2 && len(t) > 0 {
		r, n := utf8.DecodeLastRuneInString(t)
		if r < 0x3400 || r > 0x9fff {
			break
		}
		han = append([]rune{r}, han...)
		t = t[:len(t)-n]
	}
	if len(han) > 0 && han[len(han)-1] == '第' {
		return "第"
	}
	if gap || len(han) < 2 {
		return ""
	}
	return string(han)
}

// unitAt reports whether a measure follows a number.
func unitAt(rest, tail string) bool {
	if tail != "" {
		return units[tail]
	}
	after := strings.TrimPrefix(rest, " ")
	if after == "" {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(after); strings.ContainsRune("%％倍亿万元美英港日年月号天个款项篇家人核层毫微纳秒词张次位台颗片分字种岁名瓦度×℃千百比余多兆成", r) {
		return true
	}
	end := 0
	for end < len(after) && after[end] >= 'a' && after[end] <= 'z' {
		end++
	}
	return units[after[:end]]
}

// units are measures in Latin letters: 50 tops, 14.4gbps, 4x.
var units = wordSet("tops", "tflops", "teraflops", "petaflops", "pflops", "gops", "fps", "x", "gb", "mb", "kb", "tb", "gib", "mib", "ghz", "mhz", "hz", "w", "mw", "uw", "kw", "mah", "ms", "us", "ns", "s", "min", "h", "hours", "minutes", "seconds", "tokens", "token", "gbps", "mbps", "bit", "bits",
	"million", "billion", "trillion", "percent", "times", "k", "usd", "dollars", "euros", "years", "days", "weeks", "months", "people", "workers", "papers", "submitters", "lines", "cores", "parameters", "mm", "cm", "st", "nd", "rd", "th", "faster", "parameter", "hardware", "new", "points")

// stops are words before a number that do not name anything.
var stops = wordSet("armv", "in", "to", "of", "for", "at", "by", "with", "from", "up", "over", "than", "about", "the", "and", "on", "a", "as", "is", "or", "just", "only", "nearly", "cuts", "hits", "adds", "reach", "reaches", "use", "memory", "raises", "secures", "around", "under", "below", "above", "has", "have", "runs", "ai", "npu", "gpu", "cpu", "x", "between", "its", "costs", "sizes", "off", "per", "offers", "brings", "first", "all", "into", "nearly", "top")

// variant returns the word behind a number that makes another model of it.
func variant(rest string) string {
	rest = strings.TrimLeft(rest, " -")
	end := 0
	for end < len(rest) && rest[end] >= 'a' && rest[end] <= 'z' {
		end++
	}
	switch w := rest[:end]; w {
	case "plus", "pro", "max", "ultra", "mini", "lite", "turbo", "elite", "nano", "super", "ti", "se", "air", "vl", "coder", "omni", "tiny":
		return w
	}
	if strings.HasPrefix(rest, "+") {
		return "+"
	}
	return ""
}
