package sources

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// inbox reads links that a person wrote or pasted into a text file. It is kind
// inbox. Every link is fetched as an article of its own.
type inbox struct{ spec Spec }

func newInbox(spec Spec) (Source, error) {
	if spec.Path == "" {
		return nil, fmt.Errorf("sources: source %q: kind inbox needs a path", spec.Name)
	}
	return inbox{spec}, nil
}

// maxInbox bounds what is read of the file, in bytes.
const maxInbox = 4 << 20

// Start gives the links that the file holds now. A file that is not there is an
// inbox without mail.
func (b inbox) Start(time.Time) []string {
	body, err := os.ReadFile(b.spec.Path)
	if err != nil {
		return nil
	}
	var addresses []string
	for _, it := range ReadInbox(body) {
		addresses = append(addresses, it.URL)
	}
	return addresses
}

// Parse reads the page behind one of the links.
func (b inbox) Parse(ctx context.Context, p Page) ([]item.Item, []string, error) {
	items, next, err := Article(ctx, p, b.spec)
	for i := range items {
		items[i].Given = true
	}
	return items, next, err
}

// ReadInbox takes the links out of text that a person wrote or pasted, each
// once, in order. A line may hold words around its link, as phones copy them:
//
//	【标题】 https://mp.weixin.qq.com/s/… 复制打开
//
// The words before the link become the title, for the case that the page can't
// be read. Lines that begin with "#" are notes. The items are Given and hold
// no more than ID, URL and Title.
func ReadInbox(body []byte) []item.Item {
	decoded, _ := Decode(body[:min(len(body), maxInbox)], "")
	var items []item.Item
	seen := map[item.ID]bool{}
	for line := range strings.Lines(decoded) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		before := line
		for i, link := range item.FindLinks(line) {
			link = item.Unwrap(link)
			id, ok := item.Identify(link)
			if !ok || seen[id] {
				continue
			}
			seen[id] = true
			it := item.Item{ID: id, URL: link, Status: item.StatusOK, Given: true}
			if i == 0 {
				it.Title = wordsBefore(before)
			}
			item.Normalize(&it)
			items = append(items, it)
		}
	}
	return items
}

// wordsBefore returns what stands before the first link of a line, without the
// signs of a list, of Markdown and of quotes around it.
func wordsBefore(line string) string {
	low := strings.ToLower(line)
	end := len(line)
	for _, start := range []string{"http://", "https://", "mp.weixin.qq.com", "github.com", "arxiv.org"} {
		if i := strings.Index(low, start); i >= 0 && len(low) == len(line) {
			end = min(end, i)
		}
	}
	if end == len(line) {
		return ""
	}
	words := text.Squash(line[:end])
	if title, ok := between(words, "【", "】"); ok {
		return title
	}
	if title, ok := between(words, "《", "》"); ok {
		return title
	}
	words = strings.TrimSpace(strings.Trim(words, " -*+[](){}<>|:：,，、\"'“”‘’。."))
	if slices.Contains([]string{"link", "url", "链接", "地址", "复制打开"}, strings.ToLower(words)) {
		return ""
	}
	return words
}

func between(s, open, end string) (string, bool) {
	_, rest, ok := strings.Cut(s, open)
	if !ok {
		return "", false
	}
	inner, _, ok := strings.Cut(rest, end)
	inner = strings.TrimSpace(inner)
	return inner, ok && inner != ""
}
