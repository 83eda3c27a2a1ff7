package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"embai-crawl/rank"
)

// BenchmarkRankLines tells how many lines of a file are read, identified and
// judged in a second, on one core and on two:
//
//	go test ./cmd/embai-crawl -run none -bench RankLines -cpu 1,2
func BenchmarkRankLines(b *testing.B) {
	n := benchRoom(b, 1, 0)
	m := rank.New(n.rankConfig())
	now := n.now()
	var lines strings.Builder
	const count = 5000
	for i := range count {
		l := line{URL: fmt.Sprintf("https://blog.example/%d", i), Title: fmt.Sprintf("第%d种端侧模型量化与推理框架部署方法", i), Published: now.Format(time.DateOnly)}
		if i%3 == 0 {
			l = line{URL: fmt.Sprintf("https://github.com/owner%d/repository", i), Title: fmt.Sprintf("owner%d/repository", i), Summary: "A fast inference library for small networks on microcontrollers", Language: "c++"}
		}
		text, err := json.Marshal(l)
		if err != nil {
			b.Fatal(err)
		}
		lines.Write(append(text, '\n'))
	}
	for b.Loop() {
		rows, err := n.rankLines(m, strings.NewReader(lines.String()), now, func(number int, err error) { b.Fatal(number, err) })
		if err != nil || len(rows) != count {
			b.Fatal(len(rows), err)
		}
	}
	b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
