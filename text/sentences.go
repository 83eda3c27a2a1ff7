package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences splits s into its sentences, each with its end and closing marks,
// trimmed of white space. A line break ends a sentence too: headings and list
// items are sentences of their own. Put together again they are s without the
// white space between them. Dots in numbers (3.5), versions (v1.2), names
// (llama.cpp), addresses and abbreviations (e.g., et al., U.S.) end nothing.
func Sentences(s string) []string {
	var out []string
	start := 0
	for start < len(s) {
		end := sentenceEnd(s, start)
		if t := strings.TrimSpace(s[start:end]); t != "" {
			out = append(out, t)
		}
		start = end
	}
	return out
}

// sentenceEnd returns where the sentence that begins at start ends, closing
// marks included; len(s) where nothing ends it before.
func sentenceEnd(s string, start int) int {
	address := false // within an address, until white space or a Han character
	for i := start; i < len(s); {
		r, n := RuneAt(s, i)
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return i + n
		case address && (unicode.IsSpace(r) || isHan(r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff5e):
			address = false
			continue
		case r == ':' && strings.HasPrefix(s[i:], "://"):
			address = true
		case endMark(r) && (!address || r >= utf8.RuneSelf):
			end := closing(s, i+n)
			if endsSentence(s, start, i, end, r) {
				return end
			}
			i = end // not again from every mark of a row
			continue
		}
		i += n
	}
	return len(s)
}

// endMark reports whether r may end a sentence.
func endMark(r rune) bool {
	return r == '.' || r == '!' || r == '?' || r == '。' || r == '！' || r == '？' || r == '｡'
}

// endsSentence reports whether the end mark r at i ends the sentence that began
// at start; end is the offset after it and what closes with it.
func endsSentence(s string, start, i, end int, r rune) bool {
	switch {
	case goesOn(s, end):
		return false
	case r >= utf8.RuneSelf:
		return true
	case !breaksAfter(s, end):
		return false
	}
	return r != '.' || fullStop(s, start, i, end)
}

// closing skips what belongs to a sentence that has ended: more ends, quotes and brackets.
func closing(s string, i int) int {
	for i < len(s) {
		r, n := RuneAt(s, i)
		if !strings.ContainsRune("。！？｡!?.…”’」』）】》〉)]}\"'~～", r) || n == 0 {
			break
		}
		// A mark that opens a quotation in the next sentence is none that closes this one.
		if (r == '"' || r == '\'') && i > 0 && i+n < len(s) {
			if next, _ := RuneAt(s, i+n); unicode.IsLetter(next) {
				break
			}
		}
		i += n
	}
	return i
}

// goesOn reports whether a comma or the like follows: a quoted sentence inside another one.
func goesOn(s string, i int) bool {
	r, n := RuneAt(s, i)
	return n > 0 && strings.ContainsRune("，,、；;：:", r)
}

// breaksAfter reports whether a half-width end mark at i is followed by
// something that lets it end a sentence.
func breaksAfter(s string, i int) bool {
	r, n := RuneAt(s, i)
	return n == 0 || unicode.IsSpace(r) || isHan(r) || strings.ContainsRune("“‘「『（【《(\"", r)
}

// fullStop reports whether the dot at i ends the sentence that began at start;
// after is where the next sentence would begin.
func fullStop(s string, start, i, after int) bool {
	from := i
	for from > start && i-from < 24 {
		r, n := utf8.DecodeLastRuneInString(s[start:from])
		if !wordRune(r) && r != '.' && r != '-' {
			break
		}
		from -= n
	}
	word := strings.ToLower(s[from:i])
	next := nextLetter(s, after)
	switch {
	case word == "":
		return !unicode.IsLower(next)
	case strings.TrimSpace(s[start:from]) == "" && isDigits(word):
		return false // the number of a list item
	case abbreviations(word):
		return false
	case len(word) == 1 && word != "i" && s[from] >= 'A' && s[from] <= 'Z':
		return isHan(next) || next == 0 // the initial of a name
	case strings.Contains(word, ".") && len(word) <= 5 && !isDigits(word):
		return !unicode.IsLower(next) && next != 0 && !unicode.IsDigit(next) && len(word) > 3 // U.S., a.m.
	}
	return !unicode.IsLower(next)
}

// nextLetter returns the first rune from i on that is neither space nor an opening mark.
func nextLetter(s string, i int) rune {
	for i < len(s) {
		r, n := RuneAt(s, i)
		if !unicode.IsSpace(r) && !strings.ContainsRune("\"'“‘(（[", r) {
			return r
		}
		i += n
	}
	return 0
}

// abbreviations reports whether word, in lower case and without its last dot,
// is one that stands before the rest of a sentence.
func abbreviations(word string) bool {
	switch word {
	case "e.g", "i.e", "eg", "ie", "et al", "al", "etc", "cf", "vs", "viz", "resp", "approx", "ca",
		"fig", "figs", "eq", "eqs", "sec", "tab", "ref", "refs", "no", "nos", "vol", "pp", "ch",
		"mr", "mrs", "ms", "dr", "prof", "st", "jr", "inc", "ltd", "corp", "dept", "univ", "ver", "w.r.t", "ph.d":
		return true
	}
	return false
}

// isDigits reports whether word is a number such as 3, 2.1 or 12.
func isDigits(word string) bool {
	for i := range len(word) {
		if c := word[i]; (c < '0' || c > '9') && c != '.' {
			return false
		}
	}
	return word != ""
}
