package subject

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
)

func TestPlacesOfWords(t *testing.T) {
	v := newVocabulary([]string{"升级", "评测", "量产", "框架"})
	look := func(title, lead string) *look {
		return newLookFor(&item.Item{Kind: item.KindArticle, Title: title, Text: lead}, v)
	}
	l := look("云雀框架升级", "云雀框架今天更新，评测中手机上每秒输出二十八个词，比上一代快一倍。")
	m := look("云雀框架来了", "云雀团队的推理框架有了新的一代，配套的开发板已经量产，下个月开始发货。")
	var got []string
	v.compare(l, m, func(number, place int) {
		if number < v.topics {
			got = append(got, fmt.Sprintf("%s %d", v.names[number], place))
		}
	})
	slices.Sort(got)
	want := []string{
		fmt.Sprintf("升级 %d", inOneTitle), fmt.Sprintf("框架 %d", inBoth), fmt.Sprintf("框架 %d", inBothTitle),
		fmt.Sprintf("评测 %d", inOneLead), fmt.Sprintf("量产 %d", inOneLead),
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestPlacesAreSymmetric has no pair say something else when it is turned round.
func TestPlacesAreSymmetric(t *testing.T) {
	for line, p := range pairsOf(t, "pairs4.jsonl") {
		a, b := newLook(&p[0]), newLook(&p[1])
		if x, y := a.telling(b), b.telling(a); x-y > 1e-3 || y-x > 1e-3 {
			t.Errorf("line %d: %.4f one way, %.4f the other", line+1, x, y)
		}
	}
}

// TestTellingNamesNobody holds that what is learned is how events are told of, not of whom.
func TestTellingNamesNobody(t *testing.T) {
	if len(tellings.weight) == 0 {
		t.Fatal("nothing was learned")
	}
	for w := range tellings.words {
		if namings.known[w] || namings.makers[w] != "" {
			t.Errorf("telling.txt holds the name %s", w)
		}
	}
}

func TestDamagedTellings(t *testing.T) {
	for _, data := range []string{"升级 1 2 3", "升级 1 2 3 4 5", "升级 1 2 x 4", "#no_such_topic 1 2 3 4", "升级 1 2 3 4\n升级 1 2 3 4"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was read", data)
				}
			}()
			newTellings(data)
		}()
	}
}

// pairsOf reads the articles of a set of labelled pairs.
func pairsOf(t *testing.T, name string) (pairs [][2]item.Item) {
	t.Helper()
	for line := range strings.Lines(readFile(t, name)) {
		var p struct{ A, B struct{ Title, Text string } }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, [2]item.Item{{Kind: item.KindArticle, Title: p.A.Title, Text: p.A.Text}, {Kind: item.KindArticle, Title: p.B.Title, Text: p.B.Text}})
	}
	return pairs
}
