package issue

import (
	"errors"
	"fmt"
	"strings"
)

// ErrTangled says that a text is left alone since no issue looks like it and
// reading it as Markdown could take for ever.
var ErrTangled = errors.New("more tangled than any issue")

// Bounds of what is given to the Markdown parser, whose work grows with the
// square of what stands in one block. No issue comes near them.
const (
	maxMarkdown = 1 << 20  // bytes
	maxLine     = 16 << 10 // bytes
	maxNested   = 40       // marks of quotation at the beginning of a line
	maxBrackets = 2000     // within one run of lines
)

// tame fails with ErrTangled for a text that is not to be given to the Markdown
// parser, never for one that a person would write.
func tame(lines []line) error {
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
			return tangled(i, "more text than an issue holds")
		case len(l.text) > maxLine:
			return tangled(i, "a line of more than 16 KiB")
		case strings.Count(l.text[:lead], ">")+strings.Count(l.text[:lead], "- ") > maxNested:
			return tangled(i, "more than 40 quotations or lists in each other")
		case brackets > maxBrackets:
			return tangled(i, "more brackets than a section holds")
		}
	}
	return nil
}

func tangled(line int, why string) error {
	return fmt.Errorf("%w: line %d: %s", ErrTangled, line+1, why)
}
