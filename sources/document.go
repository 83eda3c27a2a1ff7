package sources

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// parsePage builds the tree of an HTML page, whatever it is written in. The
// error wraps ErrFormat: nothing there, no HTML, or nested deeper than the
// parser goes.
func parsePage(p Page) (*goquery.Document, error) {
	if err := isHTML(p); err != nil {
		return nil, err
	}
	decoded, _ := Decode(p.Body, p.ContentType)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(decoded))
	if err != nil {
		return nil, fmt.Errorf("%w: %s at %s", ErrFormat, err, p.Address())
	}
	return doc, nil
}

// isHTML refuses documents in which there is no element.
func isHTML(p Page) error {
	head := bytes.TrimSpace(p.Body[:min(len(p.Body), 64<<10)])
	switch {
	case len(head) == 0:
		return fmt.Errorf("%w: nothing at %s", ErrFormat, p.Address())
	case bytes.IndexByte(head, 0) >= 0 && !isUTF16(head):
		return fmt.Errorf("%w: no text at %s", ErrFormat, p.Address())
	case bytes.IndexByte(head, '<') < 0:
		return fmt.Errorf("%w: no HTML at %s, it begins with %.40q", ErrFormat, p.Address(), head)
	}
	return nil
}

// isUTF16 reports whether the bytes hold the zeros that ASCII has in UTF-16.
func isUTF16(head []byte) bool {
	return bytes.Contains(head, []byte("<\x00")) || bytes.Contains(head, []byte("\x00<"))
}
