package item

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxScan is how many bytes of one text are looked through for addresses and
// identifiers. The longest articles have a tenth of it.
const maxScan = 1 << 20

// bareHosts are the hosts whose addresses are taken for such when they are
// spelled without a scheme, as WeChat articles do, which may not link outside.
var bareHosts = []string{
	"github.com/", "arxiv.org/", "export.arxiv.org/", "alphaxiv.org/",
	"huggingface.co/papers/", "hf.co/papers/", "doi.org/", "mp.weixin.qq.com/s",
}

// FindLinks returns the http and https addresses that are spelled out in plain
// text, in the order of their first place, without the punctuation that
// follows them. Addresses of hosts that this package knows identities of are
// found without a scheme too, and returned with https. An address ends at the
// first character outside of ASCII, but for the article name of an
// encyclopedia: text without spaces goes on right behind it.
func FindLinks(text string) []string {
	var links []string
	seen := make(map[string]bool)
	for _, span := range findAddresses(text) {
		if !seen[span.address] {
			seen[span.address] = true
			links = append(links, span.address)
		}
	}
	return links
}

// span is an address in a text, from byte start to byte end.
type span struct {
	start, end int
	address    string
}

// findAddresses returns the addresses in text, from left to right.
func findAddresses(text string) []span {
	text = text[:min(len(text), maxScan)]
	return findAddressesIn(text, lowerASCII(text))
}

// findAddressesIn is findAddresses of a text that is not too long, with that text in
// lower case.
func findAddressesIn(text, low string) []span {
	var spans []span
	for at := 0; at < len(text); {
		start, scheme := nextAddress(low, at)
		if start < 0 {
			break
		}
		end := start + addressEnd(text[start:])
		run := trimAddress(text[start:end])
		if at = start + max(len(run), 1); len(run) <= len("https://") || len(run) > maxRaw {
			continue
		}
		if !scheme {
			run = "https://" + run
		}
		if _, ok := parse(run); ok {
			spans = append(spans, span{start: start, end: at, address: run})
		}
	}
	return spans
}

// nextAddress returns where, from at on, the next address begins, and whether
// it has a scheme; -1 for no more.
func nextAddress(low string, at int) (start int, scheme bool) {
	for i := at; i < len(low); i++ {
		switch low[i] {
		case 'h', 'g', 'a', 'e', 'd', 'm', 'w': // first letters of what follows
		default:
			continue
		}
		rest := low[i:]
		if strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://") {
			return i, true
		}
		if i > 0 && (isToken(low[i-1]) || low[i-1] == '.' || low[i-1] == '/' || low[i-1] == '@') {
			continue
		}
		name := strings.TrimPrefix(rest, "www.")
		for _, host := range bareHosts {
			if strings.HasPrefix(name, host) {
				return i, false
			}
		}
	}
	return -1, false
}

// addressEnd returns how many bytes at the start of s can belong to an address.
func addressEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c == 0x7f || strings.IndexByte("\"<>`\\^{|}", c) >= 0:
			return i
		case c < utf8.RuneSelf:
		case !isArticleName(s[:i]):
			return i
		default:
			return i + strings.IndexFunc(s[i:]+" ", func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
			})
		}
	}
	return len(s)
}

// isArticleName reports whether the name of an article follows, in raw Chinese.
func isArticleName(before string) bool {
	return strings.HasSuffix(before, ".wikipedia.org/wiki/") || strings.HasSuffix(before, "baike.baidu.com/item/")
}

// trimAddress drops punctuation that belongs to the sentence and brackets that
// were opened before the address. Underscore and hyphen stay: tokens of WeChat
// links may end with them.
func trimAddress(s string) string {
	// Brackets that close more than was opened, counted once: a run of a
	// million of them must not be counted a million times.
	round := strings.Count(s, ")") - strings.Count(s, "(")
	square := strings.Count(s, "]") - strings.Count(s, "[")
	for s != "" {
		switch s[len(s)-1] {
		case '.', ',', ';', ':', '!', '?', '\'', '*', '~', '&', '$':
		case ')':
			if round <= 0 {
				return s
			}
			round--
		case ']':
			if square <= 0 {
				return s
			}
			square--
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}
