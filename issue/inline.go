package issue

import (
	"strings"
)

// span is a link within a text, with its byte range and that of its words.
type span struct {
	start, end     int // whole link
	textAt, textTo int // words between the brackets; equal for a bare address
	url            string
	image          bool
	bare           bool // an address by itself, spelled out or in <>
}

// links finds the links in one paragraph of Markdown as the newsletter writes
// it. It is more forgiving than CommonMark: a stray bracket before a link, or
// one bracket too few around its words, loses nothing.
func links(s string) []span {
	var out []span
	var open []int   // unmatched [
	closed := -1     // the [ that was matched last, for words with a ] too many
	endless := false // a comment without an end was met
	misses := 0      // destinations that do not end
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			i += 2
		case '`':
			i = afterCode(s, i)
		case '[':
			open = append(open, i)
			i++
		case ']':
			from := closed
			if n := len(open); n > 0 {
				from, open = open[n-1], open[:n-1]
			}
			url, end, ok := "", 0, false
			if misses < maxMisses {
				url, end, ok = destination(s, i+1)
			}
			if !ok && i+1 < len(s) && s[i+1] == '(' {
				misses++
			}
			if !ok || from < 0 {
				closed = from
				i++
				continue
			}
			closed = -1
			l := span{start: from, end: end, textAt: from + 1, textTo: i, url: url}
			if from > 0 && s[from-1] == '!' && (from < 2 || s[from-2] != '\\') {
				l.start, l.image = from-1, true
			}
			for len(out) > 0 && out[len(out)-1].start > l.start { // an address within the words
				out = out[:len(out)-1]
			}
			out = append(out, l)
			i = end
		case '<':
			end := strings.IndexByte(s[i:min(len(s), i+maxURL)], '>')
			switch {
			case strings.HasPrefix(s[i:], "<!--") && !endless:
				if end = strings.Index(s[i:], commentEnd); end < 0 {
					endless = true
					i += 4
				} else {
					i += end + len(commentEnd)
				}
			case end > 0 && isAddress(s[i+1:i+end]):
				out = append(out, span{start: i, end: i + end + 1, url: s[i+1 : i+end], bare: true})
				i += end + 1
			default:
				i++
			}
		case 'h', 'H':
			n := 0
			if i == 0 || !alnum(s[i-1]) {
				n = addressLen(s[i:])
			}
			if n == 0 {
				i++
				continue
			}
			out = append(out, span{start: i, end: i + n, url: s[i : i+n], bare: true})
			i += n
		default:
			i++
		}
	}
	return out
}

// destination reads (address) or (<address> "title") at s[at:].
func destination(s string, at int) (url string, end int, ok bool) {
	if at >= len(s) || s[at] != '(' {
		return "", 0, false
	}
	s = s[:min(len(s), at+2*maxURL)]
	i := at + 1
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
		i++
	}
	from := i
	if i < len(s) && s[i] == '<' {
		close := strings.IndexAny(s[i:], ">\n")
		if close < 0 || s[i+close] != '>' {
			return "", 0, false
		}
		url = s[i+1 : i+close]
		i += close + 1
	} else {
		depth := 0
	scan:
		for ; i < len(s); i++ {
			switch c := s[i]; {
			case c == '\\' && i+1 < len(s):
				i++
			case c == '(':
				depth++
			case c == ')':
				if depth == 0 {
					break scan
				}
				depth--
			case c <= ' ':
				break scan
			}
		}
		url = s[from:min(i, len(s))]
	}
	rest := strings.IndexByte(s[min(i, len(s)):], ')')
	if rest < 0 {
		return "", 0, false
	}
	if title := strings.TrimSpace(s[i : i+rest]); title != "" && strings.IndexByte(`"'(`, title[0]) < 0 {
		return "", 0, false
	}
	return unescape(url), i + rest + 1, true
}

// afterCode gives where scanning goes on after the backticks at i: behind the
// run that closes the code, or behind the backticks where none does.
func afterCode(s string, i int) int {
	n := i
	for n < len(s) && s[n] == '`' {
		n++
	}
	ticks := s[i:n]
	s = s[:min(len(s), n+maxCode)]
	for at := n; ; {
		j := strings.Index(s[at:], ticks)
		if j < 0 {
			return n
		}
		j += at
		end := j + len(ticks)
		if end < len(s) && s[end] == '`' {
			for end < len(s) && s[end] == '`' {
				end++
			}
			at = end
			continue
		}
		return end
	}
}

// maxMisses bounds how many broken links a text may hold before the rest of it
// is taken to hold none.
const maxMisses = 200

// maxCode bounds a piece of code within a line, in bytes.
const maxCode = 16 << 10

func isAddress(s string) bool {
	n := addressLen(s)
	return n > 0 && !strings.ContainsAny(s, " \t\n")
}

// addressLen gives how many bytes at the beginning of s are an http address
// that is spelled out, without the punctuation of the sentence around it.
func addressLen(s string) int {
	if len(s) < 8 || (s[0] != 'h' && s[0] != 'H') || !strings.EqualFold(s[:4], "http") {
		return 0
	}
	low := strings.ToLower(s[:8])
	if !strings.HasPrefix(low, "http://") && low != "https://" {
		return 0
	}
	n := 0
	for n < min(len(s), maxURL) && inAddress(s[n]) {
		n++
	}
	closing := strings.Count(s[:n], ")") - strings.Count(s[:n], "(")
	for n > 0 {
		c := s[n-1]
		switch {
		case c == ')' && closing > 0:
			closing--
		case strings.IndexByte(".,;:!?'*", c) < 0:
			if n <= len("https://") {
				return 0
			}
			return n
		}
		n--
	}
	return 0
}

// inAddress reports whether an address that is spelled out may hold c: ASCII but
// what ends one in Markdown. A Han character ends an address.
func inAddress(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte("\"<>[]\\^`{|}", c) < 0
}
