package subject

import (
	"bufio"
	"encoding/json"
	"flag"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
)

var fit = flag.Bool("fit", false, "fit the weights to the labelled pairs and print them: go test ./subject -run TestFit -fit -v")

const (
	folds     = 8    // of the cross-validation
	penalty   = 2.0  // on the squares of the weights
	easy      = 0.5  // weight of the pairs whose author knew the code: they are easier than life
	strangers = 0.07 // weight of a pair of articles of two lines that share a band
)

// judged is a pair as the model sees it.
type judged struct {
	f      features
	same   bool
	asked  bool // it shares a band, and nothing makes it two events whatever its score
	weight float64
	lines  [2]int // the lines of the two articles; a fold holds all pairs of a line
	blind  bool   // of a set whose author had not seen the code
}

// TestFit fits the weights, each with the sign that it has: what a feature means is
// no matter of the data. It reports precision and recall cross-validated by line,
// and how many pairs of strangers would be taken for one event.
func TestFit(t *testing.T) {
	if !*fit {
		t.Skip("asked for by -fit")
	}
	pairs := fitData(t)
	scores := make([]float64, len(pairs))
	for fold := range folds {
		var train []judged
		for _, p := range pairs {
			if p.lines[0]%folds != fold && p.lines[1]%folds != fold {
				train = append(train, p)
			}
		}
		w := fitted(train)
		for i, p := range pairs {
			if p.lines[0]%folds == fold {
				scores[i] = dot(&w, &p.f)
			}
		}
	}
	for _, at := range []float64{0, 0.5, 1, sure, 2, 2.5} {
		var found, right, same, wrong [2]int
		for i, p := range pairs {
			k := 0
			if p.blind {
				k = 1
			}
			stranger := p.lines[0] != p.lines[1]
			switch yes := p.asked && scores[i] >= at; {
			case stranger && yes:
				wrong[k]++
			case stranger:
			default:
				found[k] += int(bit(yes))
				right[k] += int(bit(yes && p.same))
				same[k] += int(bit(p.same))
			}
		}
		t.Logf("from %.1f: blind sets precision %d/%d = %.3f, recall %d/%d = %.3f, strangers %d; others %.3f, %.3f", at,
			right[1], found[1], float64(right[1])/float64(max(found[1], 1)), right[1], same[1], float64(right[1])/float64(same[1]), wrong[1],
			float64(right[0])/float64(max(found[0], 1)), float64(right[0])/float64(same[0]))
	}
	w := fitted(pairs)
	for i, x := range w {
		t.Logf("%-40s %.2f", weights[i].name, x)
	}
}

// fitData reads the labelled pairs and makes strangers of the blind sets.
func fitData(t *testing.T) []judged {
	var again [][2]string // events that two lines of a set tell of
	for line := range strings.Lines(readFile(t, "again.txt")) {
		if a, b, ok := strings.Cut(strings.TrimSpace(line), " + "); ok {
			again = append(again, [2]string{a, b})
		}
	}
	var out []judged
	line := 0
	for _, set := range []struct {
		file  string
		blind bool
	}{{"pairs.jsonl", false}, {"pairs3.jsonl", false}, {"pairs4.jsonl", true}, {"pairs5.jsonl", true}} {
		type article struct {
			look  *look
			bands []uint64
			line  int
			text  string
		}
		var all []article
		for s := bufio.NewScanner(strings.NewReader(readFile(t, set.file))); s.Scan(); line++ {
			var p struct {
				Label string
				A, B  struct{ Title, Text string }
			}
			if err := json.Unmarshal(s.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			for _, x := range []struct{ Title, Text string }{p.A, p.B} {
				it := &item.Item{ID: "url:https://a.example/1", Kind: item.KindArticle, Title: x.Title, Text: x.Text}
				all = append(all, article{newLook(it), Bands(it), line, x.Title + " " + x.Text})
			}
			a, b := all[len(all)-2], all[len(all)-1]
			pair := judged{f: a.look.features(b.look), same: p.Label == "same", weight: easy, lines: [2]int{line, line}, blind: set.blind}
			pair.asked = meet(a.bands, b.bands) && a.look.conflict(b.look) == ""
			if set.blind {
				pair.weight = 1
			}
			out = append(out, pair)
		}
		if !set.blind {
			continue // their lines tell of the same few events again and again
		}
		for i, a := range all {
			for _, b := range all[:i] {
				told := slices.ContainsFunc(again, func(w [2]string) bool {
					return strings.Contains(a.text, w[0]) && strings.Contains(b.text, w[1]) || strings.Contains(a.text, w[1]) && strings.Contains(b.text, w[0])
				})
				if a.line != b.line && !told && meet(a.bands, b.bands) && a.look.conflict(b.look) == "" {
					out = append(out, judged{f: a.look.features(b.look), asked: true, weight: strangers, lines: [2]int{a.line, b.line}, blind: true})
				}
			}
		}
	}
	return out
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func meet(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(x uint64) bool { return slices.Contains(b, x) })
}

func dot(w, f *features) (s float64) {
	for i := range f {
		s += w[i] * f[i]
	}
	return s
}

// fitted minimises the logistic loss with a penalty on the squares, in steps of
// Adam, and keeps the signs.
func fitted(pairs []judged) (w features) {
	var scale, m, v features
	for _, p := range pairs {
		for i, x := range p.f {
			scale[i] += x * x / float64(len(pairs))
		}
	}
	for step := 1; step <= 1500; step++ {
		var g features
		for k := range pairs {
			p := &pairs[k]
			off := p.weight * (1/(1+math.Exp(-dot(&w, &p.f))) - bit(p.same))
			for i, x := range p.f {
				if x != 0 {
					g[i] += off * x
				}
			}
		}
		rate := 0.05
		if step > 1000 {
			rate = 0.01
		}
		for i := range w {
			if i != fBias {
				g[i] += penalty * w[i] * max(scale[i], 0.05)
			}
			m[i] = 0.9*m[i] + 0.1*g[i]
			v[i] = 0.99*v[i] + 0.01*g[i]*g[i]
			w[i] -= rate * m[i] / (1 - math.Pow(0.9, float64(step))) / (math.Sqrt(v[i]/(1-math.Pow(0.99, float64(step)))) + 1e-6)
			if i != fBias && w[i]*weights[i].weight < 0 {
				w[i] = 0
			}
		}
	}
	return w
}
