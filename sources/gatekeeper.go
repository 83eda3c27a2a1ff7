package sources

import (
	"bytes"

	"embai-crawl/item"
)

// maxGatekeeper is the size, in bytes, beyond which no page is one that only
// asks for a human.
const maxGatekeeper = 512 << 10

// AsksForHuman reports whether a page that its own kind could not read is one
// that wants to see a human, and what it says. Hosts put such a page before
// feeds and lists as well as before articles.
func AsksForHuman(p Page) (words string, ok bool) {
	if len(p.Body) > maxGatekeeper || bytes.HasPrefix(bytes.TrimSpace(p.Body), []byte("<?xml")) {
		return "", false
	}
	doc, err := parsePage(p)
	if err != nil {
		return "", false
	}
	n := readPageNotice(doc, p)
	return n.words, n.status == item.StatusVerify
}
