package subject

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"testing"

	"embai-crawl/item"
)

var fit = flag.Bool("fit", false, "fit the weights of the features to the labelled pairs and print them")
var fitSets = flag.String("fitsets", "pairs.jsonl,pairs3.jsonl", "")
var valSets = flag.String("valsets", "", "")
var fitL2 = flag.Float64("l2", 1.0, "")
var negW = flag.Float64("negw", 2.0, "")
var showSet = flag.String("showset", "pairsA.jsonl", "")
var verbose = flag.Bool("show", false, "")

type sample struct {
	f      [featureCount]float64
	same   bool
	veto   string
	band   bool
	txt    string
	lab    string
	set    string
	weight float64
}

func loadSamples(t *testing.T, files string) (out []sample) {
	for _, name := range strings.Split(files, ",") {
		if name == "" {
			continue
		}
		f, err := os.Open("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for s := bufio.NewScanner(f); s.Scan(); {
			var p struct {
				Label string
				A, B  struct{ Title, Text string }
			}
			if json.Unmarshal(s.Bytes(), &p) != nil {
				continue
			}
			a := &item.Item{ID: "url:a", Kind: item.KindArticle, Title: p.A.Title, Text: p.A.Text}
			b := &item.Item{ID: "url:b", Kind: item.KindArticle, Title: p.B.Title, Text: p.B.Text}
			l, m := newLook(a), newLook(b)
			x := sample{f: l.features(m), same: p.Label == "same", veto: l.conflict(m), lab: p.Label, set: name, weight: setWeight(name)}
			ba, bb := Bands(a), Bands(b)
			for _, u := range ba {
				for _, v := range bb {
					x.band = x.band || u == v
				}
			}
			x.txt = fmt.Sprintf("%s ## %s\n      %s ## %s\n      told %v / %v; all %v", p.A.Title, p.A.Text, p.B.Title, p.B.Text, l.told, m.told, (l.allTold & m.allTold))
			out = append(out, x)
		}
		f.Close()
	}
	return out
}

func dot(w *[featureCount]float64, f *[featureCount]float64) float64 {
	s := 0.0
	for i := range f {
		s += w[i] * f[i]
	}
	return s
}

// signs that a weight may have: +1 only positive, -1 only negative
var signs = map[int]int{
	fCoverMin: 1, fCoverMax: 1, fTitle: 1, fAll: 1, fNamesTitles: 1, fNamesTitleText: 1, fNamesTexts: 1, fLone: -1, fMutual: -1, fModelsTitles: 1, fModels: 1, fModelsApart: -1, fMakers: 1, fMakersApart: -1,
	fFigures: 1, fFiguresMany: 1, fFiguresTitles: 1, fFiguresClash: -1, fMoneyClash: -1, fSizeClash: -1, fHanTitles: 1, fHanTitleText: 1, fHanTexts: 1, fHanLone: -1, fEvents: 1, fEventsAll: 1, fEventsApart: -1, fComment: -1, fBefore: -1, fTurned: -1, fBusiness: -1, fCraft: -1,
	fDays: 1, fDaysApart: -1, fQuartersApart: -1, fYearsApart: -1, fMonthsApart: -1, fCross: 1, fTopics: 1, fOppose: -1, fBareTitle: -1, fNothing: -1, fNameCoverMin: 1, fNameCoverMax: 1, fFigureCover: 1, fHanCover: 1, fFamilyClash: -1, fExchanged: -1, fReview: -1,
}

func train(xs []sample, l2, neg float64) (w [featureCount]float64) {
	// scale, then gradient descent with Adam-free plain accelerated steps
	var scale [featureCount]float64
	for _, x := range xs {
		for i, v := range x.f {
			scale[i] += v * v
		}
	}
	for i := range scale {
		scale[i] = math.Sqrt(scale[i]/float64(len(xs))) + 1e-3
	}
	var m, v [featureCount]float64
	for step := 1; step <= 1500; step++ {
		var g [featureCount]float64
		for k := range xs {
			x := &xs[k]
			c := x.weight
			y := 1.0
			if !x.same {
				c, y = neg*c, 0
			}
			p := 1 / (1 + math.Exp(-dot(&w, &x.f)))
			for i, u := range x.f {
				if u != 0 {
					g[i] += c * (p - y) * u
				}
			}
		}
		lr := 0.05
		if step > 1000 {
			lr = 0.01
		}
		for i := range w {
			if i != fBias {
				g[i] += l2 * w[i] * math.Max(scale[i]*scale[i], 0.05)
			}
			m[i] = 0.9*m[i] + 0.1*g[i]
			v[i] = 0.99*v[i] + 0.01*g[i]*g[i]
			w[i] -= lr * (m[i] / (1 - math.Pow(0.9, float64(step)))) / (math.Sqrt(v[i]/(1-math.Pow(0.99, float64(step)))) + 1e-6)
			if s := signs[i]; s != 0 && w[i]*float64(s) < 0 {
				w[i] = 0
			}
		}
	}
	return w
}

// curve prints precision and recall at thresholds.
func curve(t *testing.T, name string, xs []sample, score []float64) {
	order := make([]int, len(xs))
	same := 0
	for i := range order {
		order[i] = i
		if xs[i].same {
			same++
		}
	}
	sort.Slice(order, func(a, b int) bool { return score[order[a]] > score[order[b]] })
	line := name + ": "
	for _, th := range []float64{-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5} {
		n, r := 0, 0
		for i := range xs {
			if score[i] >= th && xs[i].veto == "" && xs[i].band {
				n++
				if xs[i].same {
					r++
				}
			}
		}
		line += fmt.Sprintf("[%.1f: P %d/%d=%.3f R %.3f] ", th, r, n, float64(r)/float64(max(n, 1)), float64(r)/float64(same))
	}
	t.Log(line)
}

func TestFit(t *testing.T) {
	if !*fit {
		t.Skip()
	}
	xs := loadSamples(t, *fitSets)
	vs := loadSamples(t, *valSets)
	// cross validation
	score := make([]float64, len(xs))
	const folds = 8
	for k := range folds {
		var tr []sample
		for i := range xs {
			if i%folds != k {
				tr = append(tr, xs[i])
			}
		}
		w := train(tr, *fitL2, *negW)
		for i := range xs {
			if i%folds == k {
				score[i] = dot(&w, &xs[i].f)
			}
		}
	}
	nv, nb, vs1 := 0, 0, 0
	for i := range xs {
		if xs[i].same && xs[i].veto != "" {
			nv++
		}
		if xs[i].same && !xs[i].band {
			nb++
		}
		if !xs[i].same && xs[i].veto != "" {
			vs1++
		}
	}
	t.Logf("%d pairs; vetoed same %d, no band %d; vetoed others %d", len(xs), nv, nb, vs1)
	for _, set := range strings.Split(*fitSets, ",") {
		var part []sample
		var sc []float64
		for i := range xs {
			if xs[i].set == set {
				part, sc = append(part, xs[i]), append(sc, score[i])
			}
		}
		curve(t, "cross "+set, part, sc)
	}
	curve(t, "cross", xs, score)
	w := train(xs, *fitL2, *negW)
	in := make([]float64, len(xs))
	for i := range xs {
		in[i] = dot(&w, &xs[i].f)
	}
	curve(t, "fit", xs, in)
	if len(vs) > 0 {
		in := make([]float64, len(vs))
		for i := range vs {
			in[i] = dot(&w, &vs[i].f)
		}
		curve(t, "val", vs, in)
	}
	for i := range w {
		t.Logf("%s: %.2f", featureNames[i], w[i])
	}
	if *verbose {
		for i, x := range xs {
			if x.set == *showSet && (score[i] > 0 && x.veto == "" && x.band) != x.same {
				fs := ""
				for k, u := range x.f {
					if u != 0 && w[k] != 0 && k > 0 {
						fs += fmt.Sprintf(" %s %.1f", featureNames[k], u*w[k])
					}
				}
				t.Logf("%.2f %s veto %q band %v: %s\n      %s", score[i], x.lab, x.veto, x.band, x.txt, fs)
			}
		}
	}
}

var oldW = flag.Float64("oldw", 0.5, "")

func setWeight(name string) float64 {
	if strings.HasPrefix(name, "pairs.") || strings.HasPrefix(name, "pairs3") {
		return *oldW
	}
	return 1
}
