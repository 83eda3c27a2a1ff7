package rank

import (
	_ "embed"
	"strings"

	"embai-crawl/item"
	"embai-crawl/packed"
)

// packedSpecimens is specimens.txt, packed: it is read to train and to tell whether a
// model was trained with it, and the program is to stay small. After a change: go test ./rank -run TestPacked -update.
//
//go:embed specimens.txt.gz
var packedSpecimens []byte

// specimens are titles with the beginning of a text, as articles of each
// section are written, made up for this program. They stand beside what an
// archive teaches: it is small, and it can't know the chips, networks and
// companies that come after it. A line "= news" begins a section; then a title
// and its text take turns. Behind "= news, titles" each line is a title.
func specimens() []sample {
	var list []sample
	var section item.Section
	titles, title := false, ""
	for line := range strings.Lines(packed.Text(packedSpecimens)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "= "); ok {
			name, titles = strings.CutSuffix(name, ", titles")
			section = item.Section(name)
			continue
		}
		if titles {
			list = append(list, sample{kind: kindArticle, title: line, section: section, outline: outline{title: line}})
			continue
		}
		if title == "" {
			title = line
			continue
		}
		it := item.Item{Kind: item.KindArticle, Title: title, Text: line}
		if at := strings.Index(line, "https://"); at >= 0 {
			link, _, _ := strings.Cut(line[at:], " ")
			it.Links = []string{link}
		}
		list = append(list, sample{kind: kindArticle, title: title, body: line, section: section, outline: outlineOf(&it)})
		title = ""
	}
	return list
}
