package issue

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"embai-crawl/item"
)

// big is a draft of n entries.
func big(n int) Draft {
	var c []Candidate
	for i := range n {
		c = append(c, article(fmt.Sprintf("DDDDDDDDDDDDDDDDDD%04d", i), fmt.Sprintf("第 %d 条：端侧推理的又一种做法，比上一种快", i), "机器之心",
			strings.Repeat("量化之后的模型在手机上快了三倍，精度几乎不变。", 12), item.Sections()[i%4], 1-float64(i)/float64(n+1)))
	}
	o := fixtureOptions()
	o.PerSection = n
	return Build(fixtureDate, c, fixtureBack(), o)
}

// The figure to hold: a draft of 40 entries updated below 100 ms.
func BenchmarkUpdate40(b *testing.B) {
	file, mem := start(b, big(36))
	s := []byte(strings.Replace(string(file), "比上一种快", "编辑改过", 1))
	next := big(40)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Update(mem, s, next); err != nil {
			b.Fatal(err)
		}
	}
}

// The figure to hold: 46 issues imported below 1 s.
func BenchmarkImport46(b *testing.B) {
	dir := b.TempDir()
	issue, err := os.ReadFile("testdata/issues/irregular.md")
	if err != nil {
		b.Fatal(err)
	}
	whole := string(stripComments(Render(big(18))))
	for i := range 46 {
		name := fmt.Sprintf("20%02d-%02d-05.md", 19+i/12, 1+i%12)
		text := whole
		if i%2 == 0 {
			text = string(issue)
		}
		text = dateInText.ReplaceAllString(text, strings.TrimSuffix(name, ".md"))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for b.Loop() {
		im, err := Import(b.Context(), dir)
		if err != nil || len(im.Issues) != 46 {
			b.Fatal(len(im.Issues), err)
		}
	}
}

func BenchmarkLint40(b *testing.B) {
	file, _ := start(b, big(40))
	h := fixtureHistory()
	for b.Loop() {
		Lint(file, h)
	}
}
