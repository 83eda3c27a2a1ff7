package item

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits on addresses. Real ones, relayed and signed, stay below 4 KB; a
// canonical one must fit into a key of the store.
const (
	maxRaw       = 16 << 10 // bytes of an address as it is given
	maxCanonical = 4 << 10  // bytes of a canonical address
)

// address is an http or https address in parts, each in one spelling only:
// host in lower case and ASCII, without "www." and default port; path and
// query with only those bytes escaped that must be. The scheme is not kept: a
// site answers on both with the same thing. net/url would refuse, or spell
// differently, much of what pages really hold.
type address struct {
	host  string // with the port, where it is none of 80 and 443
	path  string // empty or from a slash; no slash at its end
	query []param
}

type param struct{ name, value string } // escaped; a value starts with its "="

// parse reads what a page, a feed or a person gives as an address. It is false
// for anything that is no http or https address.
func parse(raw string) (address, bool) {
	if len(raw) > maxRaw {
		return address{}, false
	}
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\ufeff' || unicode.IsSpace(r) })
	raw = plainAmps(raw)
	scheme, rest, ok := strings.Cut(raw, ":")
	if !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return address{}, false
	}
	if strings.ContainsAny(rest, "\t\n\r") { // browsers take them out
		rest = tabsAndBreaks.Replace(rest)
	}
	if trimmed := strings.TrimLeft(rest, `/\`); len(rest)-len(trimmed) < 2 {
		return address{}, false
	} else {
		rest = trimmed
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	rest = strings.ReplaceAll(rest, `\`, "/")
	authority, path, _ := strings.Cut(rest, "/")

	host, ok := parseHost(authority)
	if !ok {
		return address{}, false
	}
	return address{host: host, path: parsePath(path), query: parseQuery(query)}, true
}

// parseHost drops user, password and default port.
func parseHost(s string) (string, bool) {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return "", false
		}
		ip, err := netip.ParseAddr(s[1:end])
		if err != nil || ip.Zone() != "" || !ip.Is6() {
			return "", false
		}
		port, ok := parsePort(s[end+1:])
		return "[" + ip.String() + "]" + port, ok
	}
	name, port := s, ""
	if i := strings.IndexByte(s, ':'); i >= 0 {
		name, port = s[:i], s[i:]
	}
	port, ok := parsePort(port)
	if !ok {
		return "", false
	}
	if strings.Contains(name, "%") {
		if name, ok = unescape(name); !ok {
			return "", false
		}
	}
	name, ok = asciiHost(name)
	if !ok {
		return "", false
	}
	for {
		rest, cut := strings.CutPrefix(name, "www.")
		if !cut || !strings.Contains(rest, ".") {
			break
		}
		name = rest
	}
	return name + port, true
}

// parsePort returns ":port", empty for the default of either scheme.
func parsePort(s string) (string, bool) {
	if s == "" || s == ":" {
		return "", true
	}
	if s[0] != ':' || len(s) > 6 || !only(s[1:], isDigit) {
		return "", false
	}
	port, err := strconv.ParseUint(s[1:], 10, 16)
	if err != nil || port == 0 {
		return "", false
	}
	if port == 80 || port == 443 {
		return "", true
	}
	return ":" + strconv.FormatUint(port, 10), true
}

// parsePath resolves dot segments and drops slashes at the end, where sites
// answer the same with and without.
func parsePath(s string) string {
	s, _, _ = cutFold(s, ";jsessionid=") // a session of a Java servlet
	if isPlainPath(s) {
		if s = strings.TrimRight(s, "/"); s == "" {
			return ""
		}
		return "/" + s
	}
	var segments []string
	for segment := range strings.SplitSeq(s, "/") {
		switch segment = normalEscapes(segment, pathSafe); segment {
		case ".":
		case "..":
			if len(segments) > 0 {
				segments = segments[:len(segments)-1]
			}
		default:
			segments = append(segments, segment)
		}
	}
	path := strings.TrimRight(strings.Join(segments, "/"), "/")
	if path == "" {
		return ""
	}
	return "/" + path
}

// isPlainPath reports whether nothing in a path has to be escaped, unescaped or
// resolved: the usual case, answered without memory.
func isPlainPath(s string) bool {
	dots := true // in this segment, so far
	for i := range len(s) {
		switch c := s[i]; {
		case isAlnum(c) || c == '-' || c == '_':
			dots = false
		case c == '/':
			if dots && i > 0 && s[i-1] == '.' {
				return false
			}
			dots = true
		case c == '.':
		default:
			if strings.IndexByte(pathSafe, c) < 0 {
				return false
			}
			dots = false
		}
	}
	return !dots || s == "" || s[len(s)-1] != '.'
}

// parseQuery keeps the order of parameters.
func parseQuery(s string) []param {
	var params []param
	for part := range strings.SplitSeq(s, "&") {
		if part == "" {
			continue
		}
		name, value, hasValue := strings.Cut(part, "=")
		p := param{name: normalEscapes(name, querySafe)}
		if hasValue && value != "" {
			p.value = "=" + normalEscapes(value, querySafe)
		}
		if p.name != "" || p.value != "" {
			params = append(params, p)
		}
	}
	return params
}

// get returns the first value of a parameter that is not empty, unescaped.
func (a address) get(names ...string) string {
	for _, name := range names {
		for _, p := range a.query {
			if p.name != name || p.value == "" {
				continue
			}
			if value, ok := unescape(p.value[1:]); ok {
				return value
			}
		}
	}
	return ""
}

// keep drops all parameters but those.
func (a *address) keep(names ...string) {
	a.query = slices.DeleteFunc(a.query, func(p param) bool { return !slices.Contains(names, p.name) })
}

// String spells the address. Parameters are sorted by name: no site that this
// program reads gives their order a meaning, while relays and share buttons do
// change it. Parameters of one name keep their order, which lists rely on.
func (a address) String() string {
	if len(a.query) == 0 {
		return "https://" + a.host + a.path
	}
	var b strings.Builder
	b.WriteString("https://")
	b.WriteString(a.host)
	b.WriteString(a.path)
	if a.path == "" {
		b.WriteByte('/')
	}
	query := slices.Clone(a.query)
	slices.SortStableFunc(query, func(x, y param) int { return strings.Compare(x.name, y.name) })
	for i, p := range query {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(p.name)
		b.WriteString(p.value)
	}
	return b.String()
}

// plainAmps undoes HTML escapes of "&", however often they were applied. It
// also undoes what a browser makes of an unescaped "&timestamp".
func plainAmps(s string) string {
	s = strings.ReplaceAll(s, "×tamp=", "&timestamp=")
	if !strings.Contains(s, "&amp;") && !strings.Contains(s, "&#") {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		i := strings.IndexByte(s, '&') + 1
		if i == 0 {
			break
		}
		b.WriteString(s[:i])
		for s = s[i:]; ; {
			rest := s
			for _, escape := range []string{"amp;", "#38;", "#038;", "#x26;"} {
				rest = strings.TrimPrefix(rest, escape)
			}
			if len(rest) == len(s) {
				break
			}
			s = rest
		}
	}
	b.WriteString(s)
	return b.String()
}

// cutFold is strings.Cut without regard to ASCII case; sep is in lower case and
// begins with no letter.
func cutFold(s, sep string) (before, after string, found bool) {
	if strings.IndexByte(s, sep[0]) < 0 {
		return s, "", false
	}
	if i := strings.Index(lowerASCII(s), sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// lowerASCII keeps the length of s, which strings.ToLower may not.
func lowerASCII(s string) string {
	if only(s, func(c byte) bool { return c < 'A' || 'Z' < c }) {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

// validText reports whether s is UTF-8 without control characters.
func validText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// tabsAndBreaks take no part in an address, wherever they stand.
// https://url.spec.whatwg.org/#concept-basic-url-parser
var tabsAndBreaks = strings.NewReplacer("\t", "", "\n", "", "\r", "")
