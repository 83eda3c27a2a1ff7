package text

import (
	"iter"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Words returns the words of s, folded, in their order and as often as they
// stand: Latin and other alphabetic words with the digits, dots and plus signs
// that belong to them (int8, llama.cpp, v1.2, c++, q4_k_m), and for every run
// of Han characters its bigrams, or the one character where it is alone.
func Words(s string) []string {
	return slices.Collect(WordSeq(s))
}

// WordSeq yields what Words returns without building the slice.
func WordSeq(s string) iter.Seq[string] {
	return func(yield func(string) bool) { FoldedWordSeq(Fold(s))(yield) }
}

// FoldedWordSeq yields the words of a text that Fold has returned.
func FoldedWordSeq(f string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(f); {
			r, n := RuneAt(f, i)
			var end int
			switch {
			case isHan(r):
				end = hanRun(f, i)
				if !bigrams(f[i:end], yield) {
					return
				}
			case wordRune(r):
				end = latinRun(f, i)
				if !yield(f[i:end]) {
					return
				}
			default:
				end = i + n
			}
			i = end
		}
	}
}

// bigrams yields the pairs of neighbours in a run of Han characters.
func bigrams(run string, yield func(string) bool) bool {
	prev := 0
	_, at := RuneAt(run, 0)
	if at == len(run) {
		return yield(run)
	}
	for at < len(run) {
		_, n := RuneAt(run, at)
		if !yield(run[prev : at+n]) {
			return false
		}
		prev, at = at, at+n
	}
	return true
}

// hanRun returns the end of the run of Han characters that begins at i.
func hanRun(s string, i int) int {
	for i < len(s) {
		r, n := RuneAt(s, i)
		if !isHan(r) {
			break
		}
		i += n
	}
	return i
}

// latinRun returns the end of the word that begins at i. A dot belongs to it
// between letters or digits, a plus or number sign at its end: c++, c#.
func latinRun(s string, i int) int {
	start := i
	for i < len(s) {
		r, n := RuneAt(s, i)
		switch {
		case wordRune(r):
			i += n
			continue
		case r == '.' && i > start:
			if next, _ := RuneAt(s, i+1); wordRune(next) {
				i++
				continue
			}
		case r == '\'':
			// don't, it's: one word; the mark itself stays, both sides fold alike.
			if next, _ := RuneAt(s, i+1); i > start && next < utf8.RuneSelf && wordRune(next) {
				i++
				continue
			}
		case r == '+' || r == '#':
			for i < len(s) && (s[i] == '+' || s[i] == '#') && i-start < 40 {
				i++
			}
		}
		break
	}
	return i
}

// wordRune reports whether r can stand in a word that is not Han.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '_'
	}
	return r != utf8.RuneError && !isHan(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// RuneAt decodes the character at s[i:], as utf8.DecodeRuneInString does, with short
// ways for ASCII and for the bulk of the Han characters, U+5000 to U+9FFF.
func RuneAt(s string, i int) (r rune, size int) {
	if i >= len(s) {
		return utf8.RuneError, 0
	}
	c := s[i]
	if c < utf8.RuneSelf {
		return rune(c), 1
	}
	if c >= 0xe5 && c <= 0xe9 && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80 {
		return rune(c&0xf)<<12 | rune(s[i+1]&0x3f)<<6 | rune(s[i+2]&0x3f), 3
	}
	return utf8.DecodeRuneInString(s[i:])
}
