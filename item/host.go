package item

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// asciiHost brings a host name into the one spelling that DNS asks for: lower
// case, without the dot at the end, labels that are not ASCII in Punycode.
// Full-width letters and dots of Chinese input methods are folded; further
// Unicode normalisation, which golang.org/x/net/idna would do, is not.
func asciiHost(name string) (string, bool) {
	if isPlainHost(name) {
		return name, true
	}
	if len(name) > 1024 || !utf8.ValidString(name) {
		return "", false
	}
	name = strings.ToLower(strings.Map(foldWidth, name))
	name = strings.TrimSuffix(name, ".")
	labels := strings.Split(name, ".")
	for i, label := range labels {
		if !only(label, func(c byte) bool { return c < utf8.RuneSelf }) {
			code, ok := punycode(label)
			if !ok || strings.ContainsFunc(label, unseen) {
				return "", false
			}
			label = "xn--" + code
		}
		if label == "" || len(label) > 63 || !only(label, isToken) {
			return "", false
		}
		labels[i] = label
	}
	name = strings.Join(labels, ".")
	return name, len(name) <= 253
}

// isPlainHost reports whether a name is spelled as asciiHost would spell it: the
// usual case, answered without memory.
func isPlainHost(name string) bool {
	label := 0 // its length so far
	for i := range len(name) {
		switch c := name[i]; {
		case c == '.':
			if label == 0 {
				return false
			}
			label = 0
		case isToken(c) && (c < 'A' || 'Z' < c):
			if label++; label > 63 {
				return false
			}
		default:
			return false
		}
	}
	return label > 0 && len(name) <= 253
}

// unseen reports whether a character shows nothing: no name of a host has one.
func unseen(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }

// foldWidth makes full-width ASCII and ideographic full stops plain.
func foldWidth(r rune) rune {
	switch {
	case '！' <= r && r <= '～':
		return r - '！' + '!'
	case r == '。' || r == '｡':
		return '.'
	}
	return r
}

// punycode encodes a label as RFC 3492 says, with the parameters of its
// section 5.
func punycode(label string) (string, bool) {
	const base, tMin, tMax, skew, damp = 36, 1, 26, 38, 700
	runes := []rune(label)
	if len(runes) > 63 {
		return "", false
	}
	var out []byte
	for _, r := range runes {
		if r < utf8.RuneSelf {
			out = append(out, byte(r))
		}
	}
	done := len(out)
	first := done
	if done > 0 {
		out = append(out, '-')
	}
	delta, bias, n := 0, 72, rune(utf8.RuneSelf)
	for done < len(runes) {
		next := rune(utf8.MaxRune + 1)
		for _, r := range runes {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range runes {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			q := delta
			for k := base; ; k += base {
				t := min(max(k-bias, tMin), tMax)
				if q < t {
					break
				}
				out = append(out, punycodeDigit(t+(q-t)%(base-t)))
				q = (q - t) / (base - t)
			}
			out = append(out, punycodeDigit(q))

			done++
			if done-1 == first {
				delta /= damp
			} else {
				delta /= 2
			}
			delta += delta / done
			k := 0
			for ; delta > (base-tMin)*tMax/2; k += base {
				delta /= base - tMin
			}
			bias = k + (base-tMin+1)*delta/(delta+skew)
			delta = 0
		}
		delta++
		n++
	}
	return string(out), true
}

func punycodeDigit(d int) byte {
	if d < 26 {
		return 'a' + byte(d)
	}
	return '0' + byte(d-26)
}
