package summary

import "strings"

// prose takes out of s what is no text to be read on: what stands between code
// fences, pictures, rows of tables. A fence that is never closed is a line and hides nothing.
func prose(s string) string {
	if !strings.Contains(s, "```") && !strings.Contains(s, "![") && !strings.Contains(s, "|") {
		return s
	}
	lines := strings.Split(s, "\n")
	closing := fences(lines)
	kept := lines[:0:0]
	for i := 0; i < len(lines); i++ {
		if end, ok := closing[i]; ok {
			kept = append(kept, "") // what stands on both sides is no one paragraph
			i = end
			continue
		}
		line := strings.TrimSpace(lines[i])
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "![") || isRow(line) {
			continue
		}
		kept = append(kept, lines[i])
	}
	return strings.Join(kept, "\n")
}

// fences returns the line of the closing fence of every line that opens one. A
// fence is closed by one that is at least as long and has nothing behind it.
func fences(lines []string) map[int]int {
	closing := map[int]int{}
	open, length := -1, 0
	for i, line := range lines {
		line = strings.TrimSpace(line)
		n := len(line) - len(strings.TrimLeft(line, "`"))
		switch {
		case n < 3:
		case open < 0:
			open, length = i, n
		case n >= length && n == len(line):
			closing[open] = i
			open = -1
		}
	}
	return closing
}

// isRow reports whether a line is a row of a table: cells between bars. A
// sentence may hold one.
func isRow(line string) bool {
	bars := strings.Count(line, " | ")
	return bars > 1 || bars == 1 && !ends(line) || len(line) > 1 && line[0] == '|' && line[len(line)-1] == '|'
}
