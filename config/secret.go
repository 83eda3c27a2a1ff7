package config

import (
	"fmt"
	"log/slog"
	"strings"
)

// Secret is text that lets in. Printing, logging or marshalling it shows where
// it comes from and never what it is; Value alone tells.
type Secret struct {
	text  string
	shown string
}

// Value is the secret itself; empty when none is set.
func (s Secret) Value() string { return s.text }

// String is what the file says when it names the environment, and stars when
// it holds the secret itself.
func (s Secret) String() string { return s.shown }

// GoString keeps %#v from telling.
func (s Secret) GoString() string { return s.shown }

// LogValue keeps logs from telling.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.shown) }

// MarshalText keeps encoders from telling.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.shown), nil }

const stars = "***"

// newSecret is a Secret with text that the file writes as raw.
func newSecret(text, raw string) Secret {
	switch {
	case raw == "":
		return Secret{}
	case namesEnv(raw):
		return Secret{text: text, shown: onlyNames(raw)}
	}
	return Secret{text: text, shown: stars}
}

// onlyNames keeps the names of the environment and hides what is around them.
func onlyNames(raw string) string {
	var b strings.Builder
	for rest := raw; rest != ""; {
		start := strings.Index(rest, "${")
		end := strings.IndexByte(rest, '}')
		switch {
		case start == 0 && end > 0:
			b.WriteString(rest[:end+1])
			rest = rest[end+1:]
		case start > 0:
			b.WriteString(stars)
			rest = rest[start:]
		default:
			b.WriteString(stars)
			rest = ""
		}
	}
	return b.String()
}

// namesEnv reports whether raw takes anything from the environment.
func namesEnv(raw string) bool { return strings.Contains(raw, "${") }

// shownURL is an address as it may be printed. ${NAME} stays as it is written;
// what stands before an @ and the values of parameters that are named like
// secrets become stars: that is where bridges and proxies put theirs.
func shownURL(raw string) string {
	scheme, rest, found := strings.Cut(raw, "://")
	if !found {
		return hideParameters(raw)
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 && !namesEnv(rest[:at]) {
		rest = stars + rest[at:]
	}
	return hideParameters(scheme + "://" + rest)
}

// hideParameters puts stars in the place of values of secret parameters; it
// leaves everything else byte for byte.
func hideParameters(raw string) string {
	base, query, found := strings.Cut(raw, "?")
	if !found {
		return raw
	}
	parts := strings.Split(query, "&")
	for i, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if value != "" && secretParameter(name) && !namesEnv(value) {
			parts[i] = name + "=" + stars
		}
	}
	return base + "?" + strings.Join(parts, "&")
}

func secretParameter(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"token", "key", "secret", "password", "passwd", "auth", "sign"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// expand puts values of the environment into raw: ${NAME}, and $${ for a
// literal ${. It returns the names that are not set, or an error where a ${ is
// not closed.
func expand(raw string, lookup func(string) (string, bool)) (text string, unset []string, err error) {
	var b strings.Builder
	for {
		i := strings.Index(raw, "${")
		if i < 0 {
			b.WriteString(raw)
			return b.String(), unset, nil
		}
		if i > 0 && raw[i-1] == '$' {
			b.WriteString(raw[:i-1] + "${")
			raw = raw[i+2:]
			continue
		}
		b.WriteString(raw[:i])
		name, rest, closed := strings.Cut(raw[i+2:], "}")
		if !closed || !isEnvName(name) {
			return "", nil, fmt.Errorf("expected ${NAME} with letters, digits and _ between the braces")
		}
		value, ok := lookup(name)
		if !ok || value == "" {
			unset = append(unset, name)
		}
		b.WriteString(value)
		raw = rest
	}
}

func isEnvName(s string) bool {
	for i, r := range s {
		letter := r == '_' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
