package subject_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
	"embai-crawl/subject"
)

// TestEntries ingests the parts of printed entries apart, in any order, and
// holds that every entry is one subject again and no two are the same.
func TestEntries(t *testing.T) {
	data, err := os.ReadFile("testdata/entries.txt")
	if err != nil {
		t.Fatal(err)
	}
	var items []item.Item
	var want []string
	for i, block := range strings.Split(string(data), "\n* ")[1:] {
		head, body, _ := strings.Cut(block, "\n")
		title, account, _ := strings.Cut(head, " | ")
		text, parts, _ := strings.Cut(body, "\n+ ")
		article := wechat(fmt.Sprintf("entry%017d", i), account, title, strings.TrimSpace(text), day(1+i))
		items = append(items, article)
		ids := []string{string(article.ID)}
		for part := range strings.SplitSeq(parts, "\n+ ") {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			it := thing(part, part, "")
			items = append(items, it)
			ids = append(ids, string(it.ID))
		}
		slices.Sort(ids)
		want = append(want, strings.Join(ids, " + "))
	}
	slices.Sort(want)
	r := rand.New(rand.NewPCG(7, 7))
	for range 20 {
		r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		var got []string
		for _, s := range subject.Group(refs(items), subject.Options{}) {
			ids := make([]string, len(s.IDs))
			for i, id := range s.IDs {
				ids[i] = string(id)
			}
			slices.Sort(ids)
			got = append(got, strings.Join(ids, " + "))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
