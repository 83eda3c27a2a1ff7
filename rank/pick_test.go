package rank

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"embai-crawl/item"
)

func scored(title, account string, score float64) Scored {
	return Scored{Item: &item.Item{Title: title, Account: account}, Result: Result{Score: score}}
}

var oneChipAndMore = []Scored{
	scored("骁龙999跑分曝光", "甲", 0.90),
	scored("骁龙999跑分公布", "乙", 0.89),
	scored("骁龙999跑分曝光：领先", "丙", 0.88),
	scored("低比特量化综述", "甲", 0.80),
	scored("编译器入门", "甲", 0.70),
	scored("树莓派新品", "丁", 0.60),
}

func TestPick(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		o    PickOptions
		want []int
	}{
		{"by score alone", 3, PickOptions{}, []int{0, 1, 2}},
		{"variety costs little score", 3, PickOptions{Lambda: 0.5}, []int{0, 3, 4}},
		{"one an account", 4, PickOptions{PerSource: 1}, []int{0, 1, 2, 5}},
		{"one a subject", 4, PickOptions{PerSubject: 1}, []int{0, 3, 4, 5}},
		{"both caps leave three", 9, PickOptions{PerSubject: 1, PerSource: 1}, []int{0, 5}},
		{"more than there are", 99, PickOptions{}, []int{0, 1, 2, 3, 4, 5}},
		{"none", 0, PickOptions{}, nil},
		{"fewer than none", -1, PickOptions{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Pick(oneChipAndMore, c.n, c.o); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	if got := Pick(nil, 3, PickOptions{}); got != nil {
		t.Errorf("of nothing %v", got)
	}
}

func TestPickDoesNotDependOnOrder(t *testing.T) {
	turned := slices.Clone(oneChipAndMore)
	slices.Reverse(turned)
	o := PickOptions{Lambda: 0.4, PerSource: 2, PerSubject: 2}
	var a, b []string
	for _, i := range Pick(oneChipAndMore, 4, o) {
		a = append(a, oneChipAndMore[i].Item.Title)
	}
	for _, i := range Pick(turned, 4, o) {
		b = append(b, turned[i].Item.Title)
	}
	if !slices.Equal(a, b) {
		t.Errorf("%v and %v", a, b)
	}
}

func TestPickOddScores(t *testing.T) {
	odd := []Scored{scored("", "", math.NaN()), scored("a", "", math.Inf(1)), scored("b", "", 0.5), scored("", "", math.Inf(-1))}
	got := Pick(odd, 4, PickOptions{Lambda: math.NaN()})
	if len(got) != 4 || got[0] != 2 {
		t.Errorf("%v", got)
	}
}

func BenchmarkPick(b *testing.B) {
	var many []Scored
	for i := range 5000 {
		many = append(many, scored(fmt.Sprintf("第%d篇：低比特量化与推理框架的%d个细节", i, i%97), fmt.Sprint(i%40), float64(i%1000)/1000))
	}
	for b.Loop() {
		Pick(many, 40, PickOptions{PerSource: 3, PerSubject: 2, Lambda: 0.3})
	}
}
