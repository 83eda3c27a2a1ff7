package llm

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tidy turns an answer into one paragraph: thoughts, fences, labels, quotes and
// emphasis around it go.
func tidy(answer string) string {
	s := strings.ToValidUTF8(answer, "")
	s = thoughts.ReplaceAllString(s, "")
	s = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
	s = strings.NewReplacer("```", "", "**", "").Replace(s)
	s = strings.Join(strings.Fields(s), " ")
	s = label.ReplaceAllString(s, "")
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"「", "」"}} {
		if inner, ok := strings.CutPrefix(s, q[0]); ok {
			if inner, ok := strings.CutSuffix(inner, q[1]); ok && !strings.Contains(inner, q[0]) {
				s = inner
			}
		}
	}
	return strings.TrimSpace(s)
}

var (
	thoughts = regexp.MustCompile(`(?s)<think(?:ing)?>.*?</think(?:ing)?>`)
	label    = regexp.MustCompile(`^(?i:摘要|总结|概要|summary|abstract|here is (?:the|a) summary[^:：]{0,40})\s*[:：]\s*`)
)

// check reports why an answer is not to be printed, nil where it is.
func (c *Client) check(answer, source string) error {
	n := utf8.RuneCountInString(answer)
	switch {
	case n < c.cfg.Min:
		return fmt.Errorf("%w: %d characters", ErrNonsense, n)
	case n > c.cfg.Max:
		return fmt.Errorf("%w: %d characters", ErrNonsense, n)
	case refusal.MatchString(answer):
		return fmt.Errorf("%w: a refusal", ErrNonsense)
	case markup.MatchString(answer):
		return fmt.Errorf("%w: markup", ErrNonsense)
	case strings.EqualFold(c.cfg.Language, "Chinese") && hanShare(answer) < 0.3, strings.EqualFold(c.cfg.Language, "English") && hanShare(answer) > 0.2:
		return fmt.Errorf("%w: another language", ErrNonsense)
	case strings.Contains(answer, "://") && !addressesFrom(answer, source):
		return fmt.Errorf("%w: an address that the text does not have", ErrNonsense)
	}
	if invented := inventedNumber(answer, source); invented != "" {
		return fmt.Errorf("%w: the text has no %s", ErrNonsense, invented)
	}
	return nil
}

var (
	refusal = regexp.MustCompile(`(?i)作为(?:一个|一名)?(?:ai|人工智能|语言模型)|我(?:无法|不能|没有办法)|抱歉|对不起|很遗憾|as an ai|i(?:'m| am) (?:sorry|unable)|i can(?:no|')t|请提供|please provide|没有(?:提供|给出).{0,8}(?:文章|正文|内容)`)
	markup  = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,200}>|\]\(|^#{1,6} |<!--|-->`)
	// A comma belongs to a number only before three digits; those of a name (int8) count as well.
	number  = regexp.MustCompile(`\d+(?:,\d{3}\b)*(?:\.\d+)*`)
	address = regexp.MustCompile(`https?://[\x21-\x7e]+`)
)

// inventedNumber returns a number of the answer that the source does not have, ""
// for none. Values are compared: 1,200 is 1200, 3.50 is 3.5, and 70 亿 is 7B; what
// the source spells out (three, 三, June) it has as well.
func inventedNumber(answer, source string) string {
	has := map[float64]bool{}
	wide := narrow(source)
	for _, m := range number.FindAllStringIndex(wide, -1) {
		v := value(wide[m[0]:m[1]])
		has[v] = true
		has[scaled(v, wide[m[1]:])] = true
	}
	lower := strings.ToLower(source)
	for word, v := range spelled {
		if strings.Contains(lower, word) {
			has[v] = true
		}
	}
	wide = narrow(answer)
	for _, m := range number.FindAllStringIndex(wide, -1) {
		digits := wide[m[0]:m[1]]
		if !has[scaled(value(digits), wide[m[1]:])] {
			return digits
		}
	}
	return ""
}

// value returns the value of digits with their commas and dots. Of several dots,
// as in 1.2.3, the value is the beginning: a version is compared by that.
func value(digits string) float64 {
	digits = strings.ReplaceAll(digits, ",", "")
	if i := strings.IndexByte(digits, '.'); i >= 0 {
		if j := strings.IndexByte(digits[i+1:], '.'); j >= 0 {
			digits = digits[:i+1+j]
		}
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// scaled multiplies v by the unit behind it: 70 亿, 1.2万, 7B, 120 million.
func scaled(v float64, rest string) float64 {
	m := unit.FindStringSubmatch(rest)
	if m == nil {
		return v
	}
	switch strings.ToLower(m[1] + m[2]) {
	case "k", "thousand", "千":
		v *= 1e3
	case "万", "萬":
		v *= 1e4
	case "m", "million", "百万":
		v *= 1e6
	case "千万":
		v *= 1e7
	case "亿", "億":
		v *= 1e8
	case "b", "bn", "billion", "十亿":
		v *= 1e9
	case "万亿", "t", "trillion":
		v *= 1e12
	}
	// 4.1 * 1e8 is not the 410,000,000 that another spelling gives.
	return math.Round(v*1e4) / 1e4
}

var unit = regexp.MustCompile(`^ ?(?:(万亿|千万|百万|十亿|[万萬亿億千])|(?i:(thousand|million|billion|trillion|bn|[kmbt])\b))`)

// spelled are numbers in words; a half is told as 50 %.
var spelled = map[string]float64{
	"one": 1, "two": 2, "twice": 2, "double": 2, "three": 3, "triple": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "half": 50, "dozen": 12, "hundred": 100,
	"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "百": 100, "半": 50,
	"january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}

// narrow turns full-width digits, dots and commas into those of ASCII.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' || r == '．' || r == '，' {
			return r - 0xfee0
		}
		return r
	}, s)
}

// addressesFrom reports whether every address of an answer stands in the source.
func addressesFrom(answer, source string) bool {
	for _, a := range address.FindAllString(answer, -1) {
		if !strings.Contains(source, strings.TrimRight(a, ".,;:!?)")) {
			return false
		}
	}
	return true
}

// hanShare returns the share of Han characters among letters.
func hanShare(s string) float64 {
	han, all := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			all++
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
	}
	return float64(han) / float64(max(all, 1))
}

// hideSecrets takes what looks like a key out of a service's words.
func hideSecrets(s string) string { return secret.ReplaceAllString(s, "…") }

var secret = regexp.MustCompile(`(?i)\b(?:sk|key|pk|bearer|token)[-_ ][A-Za-z0-9_.*-]{6,}|[A-Za-z0-9_-]{24,}`)
