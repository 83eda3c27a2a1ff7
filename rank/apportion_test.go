package rank

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"embai-crawl/item"
)

// shaped is a model that knows nothing but what issues have of each section.
func shaped(articles int, share sections4) *Model {
	return &Model{learned: &learned{sections: &sectionHead{shape: issueShape{share, articles}}}}
}

// leaning is an article whose words speak for the sections that much.
func leaning(from judgedFrom, by sections4) *Result {
	best := 0
	for n := range by {
		if by[n] > by[best] {
			best = n
		}
	}
	return &Result{Section: item.Sections()[best], Odds: Odds{by, from}}
}

func sectionsOf(results []*Result) (s []item.Section) {
	for _, r := range results {
		s = append(s, r.Section)
	}
	return s
}

// TestApportion: ten articles look like news, some by very little, where half of an
// issue is blog posts.
func TestApportion(t *testing.T) {
	var results []*Result
	for i := range 10 {
		results = append(results, leaning(fromText, sections4{6, -6, -6, 6 - float32(i)}))
	}
	results[1] = leaning(fromTitle, results[1].Odds.by)
	shaped(10, sections4{0.5, 0, 0, 0.5}).Apportion(results)
	news, blog := item.SectionNews, item.SectionBlog
	want := []item.Section{blog, news, blog, news, news, news, news, news, news, news}
	if got := sectionsOf(results); !slices.Equal(got, want) {
		t.Errorf("the nearest ones with a text go where there is room: %v, want %v", got, want)
	}
	before := sectionsOf(results)
	shaped(10, sections4{0.5, 0, 0, 0.5}).Apportion(results)
	if got := sectionsOf(results); !slices.Equal(got, before) {
		t.Errorf("a second time it changes its mind: %v", got)
	}
}

// TestApportionLooksAtTheBest: what stands behind a full issue, what is given and
// what has no company is left as it is.
func TestApportionLooksAtTheBest(t *testing.T) {
	near := func() *Result { return leaning(fromText, sections4{0.1, 0, 0, 0}) }
	var results []*Result
	for range 40 {
		results = append(results, &Result{Section: item.SectionPaper}, near())
	}
	shaped(10, sections4{0, 0, 0, 1}).Apportion(results)
	count := map[item.Section]int{}
	for _, r := range results {
		count[r.Section]++
	}
	if count[item.SectionPaper] != 40 || count[item.SectionBlog] != 15 || results[29].Section != item.SectionBlog || results[31].Section != item.SectionNews {
		t.Errorf("%v: want the best 15 of 40 among the blog posts, and papers as they were", count)
	}
	few := []*Result{near(), near(), near()}
	shaped(10, sections4{0, 0, 0, 1}).Apportion(few)
	if slices.Contains(sectionsOf(few), item.SectionBlog) {
		t.Error("three articles are no issue")
	}
	all := []*Result{near(), near(), near(), near(), near(), near(), near(), near()}
	New(Config{}).Apportion(all)
	if slices.Contains(sectionsOf(all), item.SectionBlog) {
		t.Error("without an archive nothing is known of an issue")
	}
}

// TestApportionGains: whatever is said, each section is one, and the whole is
// no less likely than before; no number breaks it.
func TestApportionGains(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	odd := []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32}
	for range 300 {
		share := sections4{0.4, 0.2, 0.1, 0.3}
		var results []*Result
		for range 8 + r.IntN(20) {
			var by sections4
			for n := range by {
				by[n] = float32(r.NormFloat64() * 4)
				if r.IntN(40) == 0 {
					by[n] = odd[r.IntN(len(odd))]
				}
			}
			results = append(results, leaning(judgedFrom(r.IntN(3)), by))
		}
		before := likelihood(results, share)
		fixed := sectionsOf(results)
		shaped(30, share).Apportion(results)
		if after := likelihood(results, share); after < before-1e-6 || math.IsNaN(after) {
			t.Fatalf("%f before, %f after", before, after)
		}
		for i, x := range results {
			if !x.Section.Valid() || !x.Odds.Open() && x.Section != fixed[i] {
				t.Fatalf("%v became %v", fixed[i], x.Section)
			}
		}
	}
}

// likelihood is what Apportion makes larger, reckoned anew.
func likelihood(results []*Result, share sections4) float64 {
	var count [4]float64
	sum, all := 0.0, 0.0
	for _, r := range results {
		if r.Odds.from == fromElse {
			continue
		}
		at := slices.Index(item.Sections(), r.Section)
		sum += logOdds(r.Odds.by)[at]
		count[at]++
		all++
	}
	if all < fewestShared {
		return 0
	}
	for n, c := range count {
		off := c/all - float64(share[n])
		sum -= off * off / (2 * shareSpread * shareSpread)
	}
	return sum
}

// TestShape: what an issue has of each section comes from the articles that were printed.
func TestShape(t *testing.T) {
	var samples []sample
	add := func(issue string, section item.Section, k kind) {
		samples = append(samples, sample{issue: issue, section: section, kind: k, title: "量化", body: "x"})
	}
	add("2024-01-01", item.SectionNews, kindArticle)
	add("2024-01-01", item.SectionNews, kindArticle)
	add("2024-01-01", item.SectionBlog, kindArticle)
	add("2024-01-15", item.SectionNews, kindArticle)
	add("2024-01-15", item.SectionPaper, kindPaper)
	add("", item.SectionBlog, kindArticle)
	if got, want := shapeOf(samples), (issueShape{sections4{0.75, 0, 0, 0.25}, 2}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := shapeOf(nil); got != (issueShape{}) {
		t.Errorf("%v of nothing", got)
	}
}
