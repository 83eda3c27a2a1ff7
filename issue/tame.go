package issue

import "strings"

// Bounds of what is given to the Markdown parser, whose work grows with the
// square of what stands in one block. No issue comes near them.
const (
	maxMarkdown = 1 << 20  // bytes
	maxLine     = 16 << 10 // bytes
	maxNested   = 40       // marks of quotation at the beginning of a line
	maxBrackets = 2000     // within one run of lines
)

// tame tells why a text is not given to the Markdown parser; "" for every text
// that a person would write. line is from 1.
func tame(lines []line) (line int, reason string) {
	brackets, size := 0, 0
	for i, l := range lines {
		if l.blank {
			brackets = 0
			continue
		}
		size += len(l.text)
		brackets += strings.Count(l.text, "[") + strings.Count(l.text, "*") + strings.Count(l.text, "_")/8
		lead := len(l.text) - len(strings.TrimLeft(l.text, "> \t-+*"))
		switch {
		case size > maxMarkdown:
			return i + 1, "more text than an issue holds"
		case len(l.text) > maxLine:
			return i + 1, "a line of more than 16 KiB"
		case strings.Count(l.text[:lead], ">")+strings.Count(l.text[:lead], "- ") > maxNested:
			return i + 1, "more than 40 quotations or lists in each other"
		case brackets > maxBrackets:
			return i + 1, "more brackets than a section holds"
		}
	}
	return 0, ""
}
