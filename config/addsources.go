package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// NewSource is a source to be written into a configuration file.
type NewSource struct {
	Name, Kind, URL, Account string
}

// AddSources puts sources at the end of the list "sources" of a configuration
// file, and leaves every other byte of it as it is. It gives the new text and
// the lines that were added. A file without such a list in block form gets one,
// or an error where there is a list in another form.
func AddSources(file []byte, add []NewSource) (text, lines []byte, err error) {
	at, indent, err := endOfSources(file)
	if err != nil {
		return nil, nil, err
	}
	var b bytes.Buffer
	if at < 0 {
		at = len(file)
		if at > 0 && file[at-1] != '\n' {
			b.WriteByte('\n')
		}
		b.WriteString("sources:\n")
	} else if at > 0 && file[at-1] != '\n' {
		b.WriteByte('\n')
	}
	for _, s := range add {
		doc := yaml.MapSlice{{Key: "name", Value: s.Name}, {Key: "kind", Value: s.Kind}, {Key: "url", Value: s.URL}}
		if s.Account != "" {
			doc = append(doc, yaml.MapItem{Key: "account", Value: s.Account})
		}
		y, err := yaml.MarshalWithOptions(doc, yaml.Flow(true), yaml.JSON())
		if err != nil {
			return nil, nil, fmt.Errorf("config: writing source %q: %w", s.Name, err)
		}
		// An address may hold ${…}, which would be read from the environment.
		if strings.Contains(s.URL, "${") {
			return nil, nil, fmt.Errorf("config: writing source %q: its address holds ${", s.Name)
		}
		b.WriteString(indent + "- " + strings.TrimSpace(string(y)) + "\n")
	}
	if len(add) == 0 {
		return file, nil, nil
	}
	return slices.Concat(file[:at], b.Bytes(), file[at:]), b.Bytes(), nil
}

// endOfSources finds where the block list below "sources:" ends and how its
// entries are indented; -1 where there is no such key.
func endOfSources(file []byte) (at int, indent string, err error) {
	at, indent = -1, "  "
	inside, first := false, true
	pos := 0
	for line := range bytes.Lines(file) {
		start := pos
		pos += len(line)
		s := strings.TrimRight(string(line), " \t\r\n")
		switch {
		case !inside:
			rest, ok := strings.CutPrefix(s, "sources:")
			if !ok {
				continue
			}
			if rest = strings.TrimSpace(rest); rest != "" && !strings.HasPrefix(rest, "#") {
				return 0, "", fmt.Errorf("config: the sources of this file are not written one a line: add the lines by hand")
			}
			inside, at = true, pos
		case s == "" || strings.HasPrefix(strings.TrimSpace(s), "#"):
		case s[0] == ' ' || s[0] == '-':
			if first && strings.HasPrefix(strings.TrimSpace(s), "-") {
				indent, first = s[:len(s)-len(strings.TrimLeft(s, " "))], false
			}
			at = start + len(line)
		default:
			return at, indent, nil
		}
	}
	return at, indent, nil
}
