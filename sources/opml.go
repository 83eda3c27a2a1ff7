package sources

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// maxOutlines bounds the feeds that are taken from one list.
const maxOutlines = 20_000

// ReadOPML reads a list of feeds, as feed readers and bridges hand them over:
// each outline with a feed's address becomes a source of kind feed, those of
// arXiv's announcements one of kind arxiv. Folders, at any depth, are passed
// over. An address is taken once; names are made to differ. Errors wrap
// ErrFormat: the list holds no outline, or stops in the middle; what was there
// comes with the error.
//
// https://opml.org/spec2.opml
func ReadOPML(body []byte) ([]Spec, error) {
	decoded, _ := Decode(body, "")
	var specs []Spec
	names, addresses := map[string]bool{}, map[string]bool{}
	outlines, whole := 0, false
	comment := newFinder(decoded, "-->")
	for i := 0; i < len(decoded); {
		at := strings.IndexByte(decoded[i:], '<')
		if at < 0 {
			break
		}
		i += at
		if strings.HasPrefix(decoded[i:], "<!--") {
			if end := comment.from(i + 4); end >= 0 {
				i = end
				continue
			}
		}
		tag, size, ok := readTag(decoded[i:])
		if !ok {
			i++
			continue
		}
		i += size
		whole = whole || tag.end && tag.local == "opml"
		if tag.local != "outline" || tag.end {
			continue
		}
		outlines++
		spec, ok := outlineSpec(tag)
		canonical, known := item.Canonical(spec.URL)
		if !ok || !known || addresses[canonical] || len(specs) >= maxOutlines {
			continue
		}
		addresses[canonical] = true
		spec.Name = unusedName(spec.Name, names)
		specs = append(specs, spec)
	}
	switch {
	case outlines == 0:
		return nil, fmt.Errorf("sources: reading OPML: %w: no outline in it", ErrFormat)
	case !whole:
		return specs, fmt.Errorf("sources: reading OPML: %w: it stops in the middle, after %d feeds", ErrFormat, len(specs))
	}
	return specs, nil
}

// outlineSpec makes a source of an outline; false for a folder, and for an
// address that is none of the web.
func outlineSpec(tag xmlTag) (Spec, bool) {
	spec := Spec{Kind: "feed"}
	var title, words string
	for _, a := range tag.attributes() {
		switch a.name {
		case "xmlurl":
			spec.URL = text.Squash(a.value)
		case "title":
			title = text.Squash(a.value)
		case "text":
			words = text.Squash(a.value)
		}
	}
	if resolve(nil, spec.URL) == "" {
		return spec, false
	}
	if title == "" {
		title = words
	}
	spec.Name, spec.Account = text.Cut(title, maxSourceName), accountName(title)
	if spec.Name == "" {
		spec.Name, spec.Account = hostOf(spec.URL), ""
	}
	if hostOf(spec.URL) == "rss.arxiv.org" {
		spec.Kind, spec.Account = "arxiv", ""
	}
	return spec, true
}

// maxSourceName is the length, in characters, at which names are cut.
const maxSourceName = 100

// unusedName returns name, with a number behind it where it is taken, and takes
// it.
func unusedName(name string, taken map[string]bool) string {
	unused := name
	for n := 2; taken[unused]; n++ {
		unused = name + " " + strconv.Itoa(n)
	}
	taken[unused] = true
	return unused
}

// WriteOPML writes the feeds among specs as a list that feed readers and
// bridges take: OPML 2.0. It returns how many of specs are no feeds, and so are
// not in it.
func WriteOPML(w io.Writer, title string, created time.Time, specs []Spec) (left int, err error) {
	var b bytes.Buffer
	b.WriteString(xml.Header + "<opml version=\"2.0\">\n  <head>\n")
	fmt.Fprintf(&b, "    <title>%s</title>\n    <dateCreated>%s</dateCreated>\n  </head>\n  <body>\n",
		escapeXML(title), created.Format(time.RFC1123Z))
	for _, spec := range specs {
		if spec.Kind != "feed" && hostOf(spec.URL) != "rss.arxiv.org" {
			left++
			continue
		}
		fmt.Fprintf(&b, "    <outline type=\"rss\" text=\"%s\" title=\"%[1]s\" xmlUrl=\"%s\"/>\n", escapeXML(spec.Name), escapeXML(spec.URL))
	}
	b.WriteString("  </body>\n</opml>\n")
	if _, err := w.Write(b.Bytes()); err != nil {
		return left, fmt.Errorf("sources: writing OPML: %w", err)
	}
	return left, nil
}

func escapeXML(s string) string {
	var b bytes.Buffer
	// Writing to a buffer can't fail; what XML forbids is replaced.
	_ = xml.EscapeText(&b, []byte(text.Squash(s)))
	return b.String()
}
