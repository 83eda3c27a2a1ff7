package sources

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// TestRootDeclares has a feed use every prefix: all are declared, and find room.
func TestRootDeclares(t *testing.T) {
	for _, root := range []string{"rss", "feed"} {
		m := mender{atom: root == "feed", out: make([]byte, rootRoom)}
		for _, space := range namespaces {
			m.use(space.prefix + ":x")
			m.out = append(m.out, "<"+space.prefix+":x></"+space.prefix+":x>"...)
		}
		if !m.atom {
			m.out = append(m.out[:rootRoom:rootRoom], "<channel>"+string(m.out[rootRoom:])...)
		}
		doc := string(m.closeRoot())
		found := map[string]bool{}
		for d := xml.NewDecoder(strings.NewReader(doc)); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%v\n%s", err, doc)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "x" {
				found[start.Name.Space] = true
			}
		}
		for _, space := range namespaces {
			if !found[space.uri] {
				t.Errorf("%s: %s is not declared", root, space.prefix)
			}
		}
	}
	m := mender{out: make([]byte, rootRoom)}
	if doc := string(m.closeRoot()); strings.Contains(doc, "xmlns") {
		t.Errorf("prefixes that nothing uses: %s", doc)
	}
}
