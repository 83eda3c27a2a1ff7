package subject_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"embai-crawl/item"
	"embai-crawl/subject"
)

// pair is a line of testdata/pairs*.jsonl: two headlines with the beginning of
// their texts, as they could stand in two sources, and what a person says of them.
type pair struct {
	Label string `json:"label"` // same: one event; related or subject: one subject, another event; different
	Half  string `json:"half"`  // the name of its set where a file holds two
	A, B  struct {
		Title string `json:"title"`
		Text  string `json:"text"`
	}
}

// sets are the labelled sets with what is held of each. The weights are
// fitted to all but the last. What the first measurement of each said, before
// anything was changed for it, is what is to be expected of news:
//
//   - dev and held were written by the author of the code;
//
//   - third by somebody who had seen neither code nor sets: precision 0.875, recall 0.750
//     of the rules of then;
//
//   - fourth and fifth by two others, closer to life: leads of several sentences, few words
//     in common. Those rules had 0.800 (28 of 35 found) and 0.259 of fourth, 0.844 (27 of 32) and
//     0.248 of fifth. A model developed on fourth had 0.944 (85 of 90) and 0.780 of
//     fifth at its first look, or 0.986 (70 of 71) and 0.642, as the threshold was set.
//
//   - sixth by a third: the model fitted to all the others had 0.948 (109 of 115) and
//     0.807 at its first look;
//
//   - seventh by a fourth: the model fitted to all the others had 0.974 (76 of 78) and
//     0.704 at its first look;
//
//   - eighth by a fifth: the model fitted to all the others had 0.978 (89 of 91) and
//     0.824 at its first look;
//
//   - ninth by a sixth: the model fitted to all the others had 0.976 (81 of 83) and
//     0.750 at its first look;
//
//   - tenth by a seventh: the model fitted to all the others had 0.960 (96 of 100) and
//     0.889 at its first look. The last three together had 0.971 (266 of 274) and 0.821.
//
//   - eleventh to nineteenth by nine others, who were asked for other headlines, angles and
//     wordings, so that far fewer names recur: of eleventh to fourteenth the model without single words had 0.983
//     (172 of 175) and 0.398. With them, fitted to the sets before, fourteenth to eighteenth had 0.982 (374 of 381) and
//     0.693 at the first look, and nineteenth, fitted to all others, 0.985 (65 of 66) and 0.602.
//
//   - twentieth to twenty-second by five others, who were asked for no more than that two accounts
//     report one event: 1.000 (142 of 142) and 0.399 at the first look;
//
//   - twenty-third, asked for as the third to the tenth: 1.000 (92 of 92) and 0.852;
//
//   - long, of leads of a hundred characters and more, where the pairs of two events share a paragraph of
//     background: 0.667 (96 of 144) and 0.960 of a model that had seen no such pair;
//
//   - twenty-fifth, asked for as the twenty-third, of a model fitted to all sets before: 0.978 (87 of
//     89) and 0.806, where the model of before those had 0.977 and 0.778;
//
//   - second long, of the same model: 0.846 (55 of 65) and 0.917, where the one of before had 0.617 (58 of
//     94) and 0.967.
//
//   - third long: 0.930 (53 of 57) and 0.914, fourth long: 0.754 (43 of 57) and 0.717, fifth long, of the weights
//     that are fitted to all others: 0.806 (87 of 108) and 0.870; the model before any long pair had 0.760 and
//     0.983, 0.602 and 0.883, and 0.610 (97 of 159) and 0.970;
//
//   - twenty-eighth and thirtieth, asked for as the twenty-third: 1.000 (95 of 95) and 0.880, and 1.000 (50 of
//     50) and 0.694; the model before had 1.000 and 0.833, and 1.000 and 0.667;
//
//   - twenty-ninth, asked for as the twentieth: 1.000 (17 of 17) and 0.157; the model before had 1.000 and 0.120.
//
//   - thirty-third, of leads of 120 to 300 characters, asked for as the third to the tenth: 0.989 (86 of 87) and 0.860;
//     the model before the fortnights had 1.000 (81 of 81) and 0.810. Nothing was ever learned from it.
//
// What TestFit says is nearer to news than what is held here: by fits that two sets at a time were left out
// of, the twelve sets of plain reports that were asked for in one way (isUsual) have together 0.980 (1111 of 1134)
// and 0.899. Sets of which half the pairs were written to mislead (the long ones) have 0.71 to 0.88, and sets that share
// next to no word recall of 0.17 and more, with precision as of the others.
var sets = []struct {
	name, file        string
	precision, recall float64
}{
	{"dev", "pairs.jsonl", 0.98, 0.97},
	{"held", "pairs.jsonl", 0.98, 0.97},
	{"third", "pairs3.jsonl", 0.98, 0.98},
	{"fourth", "pairs4.jsonl", 0.98, 0.92},
	{"fifth", "pairs5.jsonl", 0.98, 0.84},
	{"sixth", "pairs6.jsonl", 0.98, 0.96},
	{"seventh", "pairs7.jsonl", 0.98, 0.94},
	{"eighth", "pairs8.jsonl", 0.98, 0.97},
	{"ninth", "pairs9.jsonl", 0.98, 0.87},
	{"tenth", "pairs10.jsonl", 0.98, 0.93},
	{"eleventh", "pairs11.jsonl", 0.98, 0.72},
	{"twelfth", "pairs12.jsonl", 0.98, 0.49},
	{"thirteenth", "pairs13.jsonl", 0.98, 0.86},
	{"fourteenth", "pairs14.jsonl", 0.98, 0.68},
	{"fifteenth", "pairs15.jsonl", 0.98, 0.70},
	{"sixteenth", "pairs16.jsonl", 0.98, 0.81},
	{"seventeenth", "pairs17.jsonl", 0.98, 0.75},
	{"eighteenth", "pairs18.jsonl", 0.98, 0.89},
	{"nineteenth", "pairs19.jsonl", 0.98, 0.71},
	{"twentieth", "pairs20.jsonl", 0.98, 0.49},
	{"twenty-first", "pairs21.jsonl", 0.98, 0.46},
	{"twenty-second", "pairs22.jsonl", 0.98, 0.67},
	{"twenty-third", "pairs23.jsonl", 0.98, 0.93},
	{"long", "pairs24.jsonl", 0.86, 0.92},
	{"twenty-fifth", "pairs25.jsonl", 0.98, 0.89},
	{"second long", "pairs26.jsonl", 0.83, 0.98},
	{"third long", "pairs27.jsonl", 0.98, 0.98},
	{"twenty-eighth", "pairs28.jsonl", 0.98, 0.88},
	{"twenty-ninth", "pairs29.jsonl", 0.98, 0.23},
	{"thirtieth", "pairs30.jsonl", 0.98, 0.81},
	{"fourth long", "pairs31.jsonl", 0.78, 0.89},
	{"fifth long", "pairs32.jsonl", 0.79, 0.92},
	{"thirty-third", "pairs33.jsonl", 0.98, 0.85},
}

func (p pair) items() (a, b item.Item) {
	a = item.Item{ID: "url:https://a.example/1", Kind: item.KindArticle, Title: p.A.Title, Text: p.A.Text}
	b = item.Item{ID: "url:https://b.example/2", Kind: item.KindArticle, Title: p.B.Title, Text: p.B.Text}
	return a, b
}

func readPairs(t testing.TB, name string) []pair {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pairs []pair
	for s := bufio.NewScanner(f); s.Scan(); {
		var p pair
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			t.Fatalf("line %d: %v", len(pairs)+1, err)
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// TestPairs reports precision and recall of 'same event' on the labelled pairs.
// A pair counts as found where Group makes one entry of it: what no band brings together,
// and what is taken for a list, is never asked.
func TestPairs(t *testing.T) {
	for _, set := range sets {
		t.Run(set.name, func(t *testing.T) {
			var found, right, same int
			for _, p := range readPairs(t, set.file) {
				if p.Half != "" && p.Half != set.name {
					continue
				}
				a, b := p.items()
				_, why := subject.Similar(&a, &b)
				got := len(subject.Group([]*item.Item{&a, &b}, subject.Options{})) == 1
				if got {
					found++
				}
				if p.Label == "same" {
					same++
				}
				if got && p.Label == "same" {
					right++
				}
				if got != (p.Label == "same") {
					t.Logf("found %v, is %s: %q / %q: %s", got, p.Label, p.A.Title, p.B.Title, why)
				}
			}
			if same < 40 {
				t.Fatalf("%d pairs of the same event: too few to say anything", same)
			}
			precision, recall := float64(right)/float64(max(found, 1)), float64(right)/float64(same)
			t.Logf("%d of the same event, %d found, precision %.3f, recall %.3f", same, found, precision, recall)
			if precision < set.precision || recall < set.recall {
				t.Errorf("precision %.3f (want %.3f), recall %.3f (want %.3f)", precision, set.precision, recall, set.recall)
			}
		})
	}
}

func shareBand(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(x uint64) bool { return slices.Contains(b, x) })
}
