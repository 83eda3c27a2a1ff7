package config

import (
	"math"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// text reads a value into to as it is. Where the environment is not looked at,
// a ${ is a mistake: it would be printed as it stands.
func (r *reader) text(to *string, maxRunes int) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, ok := r.scalar(name, n)
		if !ok {
			return
		}
		if namesEnv(s) {
			r.at(n, "%s: the environment is not read in this field", name)
			return
		}
		if len([]rune(s)) > maxRunes {
			r.at(n, "%s: longer than %d characters", name, maxRunes)
			return
		}
		if i := strings.IndexFunc(s, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }); i >= 0 {
			r.at(n, "%s: holds a control character", name)
			return
		}
		*to = s
	}
}

// line is text that may not be empty and stays on one line.
func (r *reader) line(to *string, maxRunes int) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		before := len(r.found)
		var s string
		r.text(&s, maxRunes)(name, n)
		if len(r.found) > before {
			return
		}
		s = strings.TrimSpace(s)
		if s == "" || strings.ContainsAny(s, "\n\t") {
			r.at(n, "%s: expected text on one line", name)
			return
		}
		*to = s
	}
}

// scalar reads a single value, or reports that it is none.
func (r *reader) scalar(name string, n ast.Node) (string, bool) {
	s, ok := scalar(n)
	if !ok {
		r.at(n, "%s: expected a value%s", name, unsupported(n))
	}
	return s, ok
}

// env reads a value that may come from the environment: raw is what the file
// says. A variable that is not set is a mistake unless it may be missing.
func (r *reader) env(name string, n ast.Node, mayMiss bool) (text, raw string, ok bool) {
	raw, ok = r.scalar(name, n)
	if !ok {
		return "", "", false
	}
	text, unset, err := expand(raw, r.lookup)
	switch {
	case err != nil:
		r.at(n, "%s: %v", name, err)
		return "", "", false
	case len(unset) > 0 && mayMiss:
		return "", raw, true
	case len(unset) > 0:
		r.at(n, "%s: the environment variable %s is not set", name, unset[0])
		return "", "", false
	}
	if strings.IndexFunc(text, unicode.IsControl) >= 0 {
		r.at(n, "%s: holds a control character or a line break", name)
		return "", "", false
	}
	return text, raw, true
}

func (r *reader) secret(to *Secret, mayMiss bool) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		if text, raw, ok := r.env(name, n, mayMiss); ok {
			*to = newSecret(text, raw)
			if text == "" {
				to.shown = raw
			}
		}
	}
}

// flag reads true or false.
func (r *reader) flag(to *bool) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		b, ok := n.(*ast.BoolNode)
		if !ok {
			r.at(n, "%s: expected true or false", name)
			return
		}
		*to = b.Value
	}
}

// count reads a whole number from low to high.
func (r *reader) count(to *int, low, high int) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _ := scalar(n)
		v, err := strconv.Atoi(s)
		if err != nil || v < low || v > high {
			r.at(n, "%s: expected a whole number from %d to %d", name, low, high)
			return
		}
		*to = v
	}
}

// number reads a number from low to high.
func (r *reader) number(to *float64, low, high float64) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _ := scalar(n)
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(v) || v < low || v > high {
			r.at(n, "%s: expected a number from %g to %g", name, low, high)
			return
		}
		*to = v
	}
}

// duration reads 30s, 12h, 14d or 2w, and sums of them such as 1h30m.
func (r *reader) duration(to *time.Duration, low, high time.Duration) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _ := scalar(n)
		d, ok := parseDuration(s)
		switch {
		case !ok:
			r.at(n, "%s: expected a duration such as 30s, 12h, 14d or 2w", name)
		case d < low || d > high:
			r.at(n, "%s: expected a duration from %s to %s", name, printDuration(low), printDuration(high))
		default:
			*to = d
		}
	}
}

// byteSize reads 8MiB, 512KiB, 20MB or a plain number of bytes.
func (r *reader) byteSize(to *int64, low, high int64) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _ := scalar(n)
		v, ok := parseSize(s)
		switch {
		case !ok:
			r.at(n, "%s: expected a size such as 512KiB or 8MiB", name)
		case v < low || v > high:
			r.at(n, "%s: expected a size from %s to %s", name, printSize(low), printSize(high))
		default:
			*to = v
		}
	}
}

// prefixes reads a list of address ranges; a single address is a range of one.
func (r *reader) prefixes(to *[]netip.Prefix) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		r.list(name, n, func(_ int, v ast.Node) {
			s, _ := scalar(v)
			p, err := netip.ParsePrefix(s)
			if err != nil {
				a, err := netip.ParseAddr(s)
				if err != nil || a.Zone() != "" {
					r.at(v, "%s: expected an address range such as 10.0.0.0/8 or fd00::/8", name)
					return
				}
				p = netip.PrefixFrom(a, a.BitLen())
			}
			*to = append(*to, p.Masked())
		})
	}
}

// oneOf reads one of some words.
func (r *reader) oneOf(to *string, words []string) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _ := scalar(n)
		if !slices.Contains(words, s) {
			r.at(n, "%s: expected %s", name, oneOf(words))
			return
		}
		*to = s
	}
}

// zone reads the name of a time zone. Local is refused: the same file would
// mean something else on another machine.
func (r *reader) zone(to **time.Location) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _ := scalar(n)
		z, err := time.LoadLocation(s)
		if err != nil || s == "" || s == "Local" {
			r.at(n, "%s: expected a time zone such as Asia/Shanghai or UTC", name)
			return
		}
		*to = z
	}
}

// path reads the path of a file or folder; relative ones start at the folder
// of the configuration, so that cron and a shell mean the same file.
func (r *reader) path(to *string) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		before := len(r.found)
		var s string
		r.line(&s, 4096)(name, n)
		if len(r.found) == before {
			*to = r.absolute(s)
		}
	}
}

func (r *reader) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(r.dir, path)
}

// weights reads terms with their weights.
func (r *reader) weights(to *map[string]float64, low, high float64) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		*to = map[string]float64{}
		for _, p := range r.pairs(name, n) {
			if strings.TrimSpace(p.name) == "" || len([]rune(p.name)) > 100 {
				r.at(p.key, "%s: expected a term of 1 to 100 characters", name)
				continue
			}
			var w float64
			r.number(&w, low, high)(name, p.value)
			(*to)[strings.TrimSpace(p.name)] = w
		}
	}
}

// webAddress reports whether s is an address that can be fetched.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.Opaque == ""
}

// address reads an http or https address that is printed as it is.
func (r *reader) address(to *string) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		before := len(r.found)
		var s string
		r.line(&s, 4096)(name, n)
		if len(r.found) > before {
			return
		}
		if !webAddress(s) {
			r.at(n, "%s: expected an address that begins with https:// or http://", name)
			return
		}
		*to = s
	}
}

var durationPart = regexp.MustCompile(`^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)`)

// parseDuration reads sums of whole or decimal numbers with a unit each; a
// bare 0 is zero.
func parseDuration(s string) (time.Duration, bool) {
	if s == "0" {
		return 0, true
	}
	units := map[string]time.Duration{
		"ms": time.Millisecond, "s": time.Second, "m": time.Minute,
		"h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
	}
	var sum float64
	for rest := s; rest != ""; {
		m := durationPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, false
		}
		v, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			return 0, false
		}
		sum += v * float64(units[m[2]])
		rest = rest[len(m[0]):]
	}
	if s == "" || sum > float64(100*365*24*time.Hour) {
		return 0, false
	}
	return time.Duration(math.Round(sum)), true
}

var sizeForm = regexp.MustCompile(`^(\d{1,12})\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)?$`)

func parseSize(s string) (int64, bool) {
	m := sizeForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	v, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0, false
	}
	unit := map[string]int64{
		"": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1e6, "GB": 1e9,
		"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
	}[m[2]]
	if v > math.MaxInt64/unit {
		return 0, false
	}
	return v * unit, true
}

// printDuration writes what parseDuration reads, in the largest unit that
// fits.
func printDuration(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == 0:
		return "0s"
	case d%day == 0:
		return strconv.FormatInt(int64(d/day), 10) + "d"
	case d%time.Hour == 0:
		return strconv.FormatInt(int64(d/time.Hour), 10) + "h"
	case d%time.Minute == 0:
		return strconv.FormatInt(int64(d/time.Minute), 10) + "m"
	case d%time.Second == 0:
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatInt(d.Milliseconds(), 10) + "ms"
}

// printSize writes what parseSize reads.
func printSize(n int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if n >= u.size && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + u.name
		}
	}
	return strconv.FormatInt(n, 10) + "B"
}
