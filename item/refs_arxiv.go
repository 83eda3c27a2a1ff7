package item

import (
	"strings"
	"unicode/utf8"
)

// Bytes around a number within which the word arXiv makes it one of arXiv's.
const (
	nearBefore = 48
	nearAfter  = 24
)

// plainArXiv reads an arXiv number at low[i]. What decides is what stands
// around it, so that versions, dates and prices are none.
func plainArXiv(low string, i, to int) (ID, int) {
	n := countDigits(low[i:to])
	if n != 4 || i+n >= to || low[i+n] != '.' {
		return "", 0
	}
	n += 1 + countDigits(low[i+n+1:to])
	if !newArXiv(low[i : i+n]) {
		return "", 0
	}
	number := low[i : i+n]
	if v := low[i+n : to]; strings.HasPrefix(v, "v") {
		if digits := countDigits(v[1:]); digits > 0 {
			n += 1 + digits
		}
	}
	if !endsNumber(low, i+n) {
		return "", 0
	}
	if !bracketed(low, i, i+n) && !arXivNear(low, i, i+n) {
		return "", 0
	}
	return ID("arxiv:" + number), n
}

// plainOldArXiv reads arxiv:quant-ph/0201082. The name of an archive makes it
// one where the number has seven digits; the shortest names, which are words
// of other trades too, need the word arXiv beside it.
func plainOldArXiv(low string, i, to int) (ID, int) {
	end := i
	for end < to && end-i < 24 && (isLetter(low[end]) || low[end] == '-' || low[end] == '.') {
		end++
	}
	if end >= to || low[end] != '/' {
		return "", 0
	}
	digits := countDigits(low[end+1 : to])
	stop := end + 1 + digits
	id, ok := ArXiv(low[i:stop])
	if !ok || !endsNumber(low, stop) || !arXivNear(low, i, stop) && !bracketed(low, i, stop) {
		return "", 0
	}
	return id, stop - i
}

// endsNumber reports whether a number may end before low[i]: what follows is
// neither part of it nor a unit.
func endsNumber(low string, i int) bool {
	if i >= len(low) {
		return true
	}
	rest := low[i:]
	if c := rest[0]; isToken(c) || c == '%' {
		return false
	}
	if rest[0] == '.' && len(rest) > 1 && isAlnum(rest[1]) && !strings.HasPrefix(rest, ".pdf") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	return !strings.ContainsRune("元美万亿％¥￥$倍分秒毫米次人个", r)
}

// bracketed reports whether low[i:end] is all that stands between brackets.
func bracketed(low string, i, end int) bool {
	before, after := low[:i], low[end:]
	return strings.HasSuffix(before, "[") && strings.HasPrefix(after, "]") ||
		strings.HasSuffix(before, "【") && strings.HasPrefix(after, "】")
}

// arXivNear reports whether the word arXiv stands close to low[i:end], in the
// same line, without another sentence between them.
func arXivNear(low string, i, end int) bool {
	before := low[max(0, i-nearBefore):i]
	if j := strings.LastIndex(before, "arxiv"); j >= 0 && !apart(before[j:]) {
		r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, " "))
		return !strings.ContainsRune("¥￥$€", r)
	}
	after := low[end:min(len(low), end+nearAfter)]
	j := strings.Index(after, "arxiv")
	return j >= 0 && !apart(after[:j])
}

func apart(s string) bool { return strings.ContainsAny(s, "\n。；！？;!?") }
