package subject

import (
	"regexp"
	"strings"
)

// prose takes code between fences, pictures and rows of tables out of the
// beginning of a text: two articles that print one table are not one event. A fence that
// is never closed is a line and hides nothing.
func prose(s string) string {
	if !strings.Contains(s, "```") && !strings.Contains(s, "![") && !strings.Contains(s, "|") {
		return s
	}
	var kept, code []string
	fence := 0 // length of the open fence
	for line := range strings.SplitSeq(s, "\n") {
		bare := strings.TrimSpace(line)
		n := len(bare) - len(strings.TrimLeft(bare, "`"))
		switch {
		case fence == 0 && n >= 3:
			fence = n
		case fence > 0 && n >= fence && n == len(bare):
			fence, code = 0, code[:0]
		case strings.HasPrefix(bare, "![") || isRow(bare):
		case fence > 0:
			code = append(code, line)
		default:
			kept = append(kept, line)
		}
	}
	return strings.Join(append(kept, code...), "\n")
}

// address matches an address: what it names ties items by what it names, not by its words.
var address = regexp.MustCompile(`https?://[!-~]+`)

// withoutAddresses takes the addresses out of a text.
func withoutAddresses(s string) string {
	if !strings.Contains(s, "://") {
		return s
	}
	return address.ReplaceAllString(s, " ")
}

// shortRow is the longest row of two cells, in bytes.
const shortRow = 80

// isRow reports whether a line is a row of a table; one bar in a long one parts an
// author from an account.
func isRow(line string) bool {
	bars := strings.Count(line, " | ")
	return strings.HasPrefix(line, "|") || bars > 1 || bars == 1 && len(line) <= shortRow
}
