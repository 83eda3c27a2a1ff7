package issue

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// Preview renders Markdown as the published issue shows it. The result is safe:
// raw HTML is left out, and so are addresses that run something.
func Preview(markdown string) (string, error) {
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(markdown), &b); err != nil {
		return "", fmt.Errorf("issue: rendering a preview: %w", err)
	}
	return b.String(), nil
}
