package sources

import (
	"golang.org/x/net/html"
)

// tree feeds nodes and all that is in them to w, until max bytes of text were
// given to it. The parser bounds their depth.
func (w *prose) tree(nodes []*html.Node, max int) {
	for _, n := range nodes {
		w.node(n, &max)
	}
}

func (w *prose) node(n *html.Node, left *int) {
	switch n.Type {
	case html.TextNode:
		w.write(n.Data)
		*left -= len(n.Data)
		return
	case html.ElementNode:
		w.start(n.Data, n.Attr)
	}
	for c := n.FirstChild; c != nil && *left > 0; c = c.NextSibling {
		w.node(c, left)
	}
	if n.Type == html.ElementNode {
		w.end(n.Data)
	}
}
