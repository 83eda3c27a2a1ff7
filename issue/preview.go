package issue

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// maxPreview bounds the Markdown of a preview, in bytes.
const maxPreview = 64 << 10

// Preview gives the HTML that a piece of an issue becomes in the archive, as
// GitHub shows it. Raw HTML and addresses that would run something are left out.
func Preview(markdown string) (string, error) {
	if len(markdown) > maxPreview {
		return "", fmt.Errorf("issue: making a preview: %w: over 64 KiB", ErrTangled)
	}
	if err := tame(splitLines([]byte(markdown))); err != nil {
		return "", fmt.Errorf("issue: making a preview: %w", err)
	}
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(markdown), &b); err != nil {
		return "", fmt.Errorf("issue: making a preview: %w", err)
	}
	return b.String(), nil
}
