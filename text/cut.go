package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cut returns the beginning of s that fits into max runes: all of s where it
// fits, else up to the last end of a sentence in the second half, else up to a
// comma or the like in the last third, else up to a word. It never cuts inside a
// Latin word, a number, an address or a composed character. Where it cuts inside
// a sentence it adds an ellipsis, which counts. A first word that is itself longer
// than max leaves nothing but the ellipsis. max below 1 gives "".
func Cut(s string, max int) string {
	s = strings.TrimSpace(s)
	if max < 1 {
		return ""
	}
	if len(s) <= max || !longer(s, max) {
		return s
	}
	if end := lastSentence(s, max); end > 0 {
		return s[:end]
	}
	limit := runeOffset(s, max-1) // room for the ellipsis
	end := lastClause(s, limit, runeOffset(s, max*2/3))
	if end == 0 {
		end = lastWord(s, limit)
	}
	kept := strings.TrimRightFunc(s[:end], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("，,、；;：:—–-·…|（(【[《“‘「『", r)
	})
	return kept + "…"
}

// longer reports whether s has more than max runes, reading no further than that.
func longer(s string, max int) bool {
	for range s {
		if max--; max < 0 {
			return true
		}
	}
	return false
}

// runeOffset returns the byte offset of the n-th rune of s, len(s) where it has fewer.
func runeOffset(s string, n int) int {
	for i := range s {
		if n--; n < 0 {
			return i
		}
	}
	return len(s)
}

// lastSentence returns where the last sentence ends that fits into max runes,
// 0 where that would give away more than half of the room.
func lastSentence(s string, max int) int {
	limit, least := runeOffset(s, max), runeOffset(s, (max+1)/2)
	best := 0
	for start := 0; start < limit; {
		end := sentenceEnd(s, start)
		if trimmed := len(strings.TrimRightFunc(s[:end], unicode.IsSpace)); trimmed <= limit && trimmed >= least {
			best = trimmed
		}
		start = end
	}
	return best
}

// lastClause returns the offset after the last comma or the like before limit
// and not before least, 0 where there is none.
func lastClause(s string, limit, least int) int {
	for i := limit; i > least; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		switch {
		case strings.ContainsRune("，；、：。！？", r):
			return i
		case r == ',' || r == ';' || r == ':':
			if next, _ := RuneAt(s, i); unicode.IsSpace(next) || isHan(next) {
				return i
			}
		}
		i -= n
	}
	return 0
}

// lastWord returns the last offset not after limit at which no word is cut.
func lastWord(s string, limit int) int {
	for i := limit; i > 0; {
		before, n := utf8.DecodeLastRuneInString(s[:i])
		after, _ := RuneAt(s, i)
		if !glued(before, after) {
			return i
		}
		i -= n
	}
	return 0
}

// glued reports whether two neighbours belong to one word, number, address or
// composed character.
func glued(before, after rune) bool {
	if unicode.IsMark(after) || after == 0x200d || before == 0x200d || after >= 0x1f3fb && after <= 0x1f3ff {
		return true
	}
	if before >= 0x1f1e6 && before <= 0x1f1ff && after >= 0x1f1e6 && after <= 0x1f1ff {
		return true // the two halves of a flag
	}
	return inWord(before) && inWord(after)
}

// inWord reports whether r can stand inside a Latin word, a number or an address.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7f && !strings.ContainsRune(",;!\"()[]{}<>|*`", r)
	}
	return wordRune(r) && !kana(r) || r == '℃' || r == '‰'
}

// kana reports whether r is Japanese, which is written without spaces like Han.
func kana(r rune) bool { return r >= 0x3040 && r <= 0x30ff }
