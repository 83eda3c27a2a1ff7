// Package xmlquery stands in for the package of this name, which colly imports
// for its XPath callbacks. This program registers none. See
// third_party/README.md.
package xmlquery

import (
	"encoding/xml"
	"errors"
	"io"
)

// Node is a node of a tree that is never made.
type Node struct {
	Data string
	Attr []Attr
}

// Attr is an attribute of a Node.
type Attr struct {
	Name  xml.Name
	Value string
}

// Parse refuses.
func Parse(io.Reader) (*Node, error) { return nil, errors.New("xmlquery: left out of this program") }

// FindEach finds nothing.
func FindEach(*Node, string, func(int, *Node)) {}

// FindOne finds nothing.
func FindOne(*Node, string) *Node { return nil }

// InnerText is empty.
func (n *Node) InnerText() string { return "" }
