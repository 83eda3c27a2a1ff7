package subject

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
)

// floods are feeds that repeat themselves, by chance or by intent.
var floods = map[string]func(i int) (title, body string){
	"one title": func(i int) (string, string) {
		return "端侧大模型推理引擎 LarkEngine 2 发布", "云雀团队今天公布端侧推理引擎 LarkEngine 2，七十亿参数的模型在手机上每秒输出 28 个词。"
	},
	"numbered": func(i int) (string, string) {
		return fmt.Sprintf("端侧大模型推理引擎 LarkEngine %d 发布", i), fmt.Sprintf("云雀团队今天公布端侧推理引擎 LarkEngine %d，手机上每秒输出 %d 个词。", i, i*3)
	},
	"one word each": func(i int) (string, string) {
		return fmt.Sprintf("端侧大模型推理引擎发布，%c%c%c手机首发", 0x4e00+i%97*31, 0x4e00+i%89*53, 0x4e00+i%101*17), fmt.Sprintf("云雀团队今天公布推理引擎，%c%c%c手机首发。", 0x4e00+i%97*31, 0x4e00+i%89*53, 0x4e00+i%101*17)
	},
	"few of each": func(i int) (string, string) {
		words := [...]string{"LarkEngine", "Harbor", "TwoScale", "云雀", "澜芯", "v1.2", "v1.3", "手机", "汽车", "37%", "发布", "实测"}
		var title strings.Builder
		for k, w := range words {
			if i>>(k%10)&1 == 1 {
				title.WriteString(w + " ")
			}
		}
		return title.String() + "端侧推理引擎", strings.Repeat(title.String(), 3)
	},
}

// flood makes n articles of a feed that repeats itself.
func flood(n int, of func(i int) (title, body string)) []item.Item {
	items := make([]item.Item, n)
	for i := range items {
		title, body := of(i)
		items[i] = item.Item{
			ID: item.ID(fmt.Sprintf("url:https://flood.example/%05d", i)), URL: fmt.Sprintf("https://flood.example/%05d", i), Kind: item.KindArticle,
			Title: title, Text: body, Published: time.Date(2026, 11, 1+i%9, i%24, 0, 0, 0, time.UTC),
		}
	}
	return items
}

// shortlist makes n articles as a fortnight gives them: the labelled pairs, and
// between them news that nobody else has.
func shortlist(tb testing.TB, n int) []item.Item {
	tb.Helper()
	f, err := os.Open("testdata/pairs.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var items []item.Item
	for s := bufio.NewScanner(f); s.Scan() && len(items) < n; {
		var p struct{ A, B struct{ Title, Text string } }
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			tb.Fatal(err)
		}
		for _, x := range []struct{ Title, Text string }{p.A, p.B} {
			items = append(items, item.Item{Title: x.Title, Text: x.Text + strings.Repeat("这一段说的是别的事情，只为了长度。", 20)})
		}
	}
	for i := 0; len(items) < n; i++ {
		x := items[i]
		x.Title = fmt.Sprintf("%c%c%c：", 0x4e00+i*7, 0x4e00+i*13, 0x4e00+i*29) + x.Title
		items = append(items, x)
	}
	for i := range items {
		items[i].ID, items[i].Kind = item.ID(fmt.Sprintf("url:https://news.example/%05d", i)), item.KindArticle
		items[i].Published = time.Date(2026, 11, 1+i%14, 9, 0, 0, 0, time.UTC)
	}
	return items
}

func BenchmarkGroupShortlist(b *testing.B) {
	items := shortlist(b, 1000)
	for b.Loop() {
		Group(refs(items), Options{})
	}
}

func BenchmarkGroupFlood(b *testing.B) {
	for name, of := range floods {
		b.Run(name, func(b *testing.B) {
			items := flood(1000, of)
			for b.Loop() {
				Group(refs(items), Options{})
			}
		})
	}
}

// TestGroupCost holds that what is compared grows with the number of items and
// not with its square, whatever a feed repeats. A pair is compared once.
func TestGroupCost(t *testing.T) {
	for name, of := range floods {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{250, 1000} {
				g := newGraph(refs(flood(n, of)), Options{})
				g.tie(g.reports())
				if got, most := len(g.compared), n*maxAsked; got > most {
					t.Errorf("%d items: %d comparisons, want at most %d", n, got, most)
				} else {
					t.Logf("%d items: %.1f comparisons each", n, float64(got)/float64(n))
				}
			}
		})
	}
}

// TestGroupFloodHidesNothing holds that an event reported twice is one subject
// beside a thousand articles that use the same words.
func TestGroupFloodHidesNothing(t *testing.T) {
	a := item.Item{
		ID: "url:https://a.example/1", Kind: item.KindArticle, Title: "高通发布骁龙8 Gen 5：NPU性能提升37%",
		Text: "高通发布新一代旗舰平台骁龙8 Gen 5，NPU性能提升37%，支持端侧运行100亿参数模型。", Published: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC),
	}
	b := a
	b.ID, b.Title = "url:https://b.example/2", "骁龙8 Gen 5正式登场！端侧AI算力大涨37%"
	for name, of := range floods {
		for _, s := range Group(refs(append(flood(1000, of), a, b)), Options{}) {
			if s.Main == a.ID && len(s.IDs) != 2 || s.Main == b.ID && len(s.IDs) != 2 {
				t.Errorf("%s: %s with %v", name, s.Main, s.IDs)
			}
		}
	}
}

func BenchmarkBands(b *testing.B) {
	items := shortlist(b, 400)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Bands(&items[i%len(items)])
	}
}

func BenchmarkSimilar(b *testing.B) {
	items := shortlist(b, 400)
	for i := 0; b.Loop(); i++ {
		Similar(&items[i%len(items)], &items[(i+1)%len(items)])
	}
}

// refs are the items as Group takes them.
func refs(items []item.Item) []*item.Item {
	out := make([]*item.Item, len(items))
	for i := range items {
		out[i] = &items[i]
	}
	return out
}

// TestGroupFloodStaysApart holds that a title that is repeated is one entry, and that
// what is alike but for a word or a number does not become one without end.
func TestGroupFloodStaysApart(t *testing.T) {
	for name, of := range floods {
		t.Run(name, func(t *testing.T) {
			subjects := Group(refs(flood(300, of)), Options{})
			if name == "one title" {
				if len(subjects) != 1 {
					t.Errorf("%d subjects of one title", len(subjects))
				}
				return
			}
			for _, s := range subjects {
				if len(s.IDs) > maxAlike {
					t.Errorf("%d articles in one subject: %s …", len(s.IDs), s.Main)
				}
			}
		})
	}
}
