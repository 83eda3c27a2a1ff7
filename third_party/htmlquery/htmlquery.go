// Package htmlquery stands in for the package of this name, which colly
// imports for its XPath callbacks. This program registers none: goquery reads
// its pages. See third_party/README.md.
package htmlquery

import (
	"errors"
	"io"

	"golang.org/x/net/html"
)

// Parse refuses.
func Parse(io.Reader) (*html.Node, error) {
	return nil, errors.New("htmlquery: left out of this program")
}

// Find finds nothing.
func Find(*html.Node, string) []*html.Node { return nil }

// FindOne finds nothing.
func FindOne(*html.Node, string) *html.Node { return nil }

// InnerText is empty.
func InnerText(*html.Node) string { return "" }

// SelectAttr is empty.
func SelectAttr(*html.Node, string) string { return "" }
