package main

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/rank"
)

// TestDraftIsApportioned: where past issues had as many blog posts as news and the words tell
// nothing, a draft has so, too; a paper among them stays one.
func TestDraftIsApportioned(t *testing.T) {
	var issues []time.Time
	var examples []rank.Example
	article := func(n int, day time.Time) item.Item {
		return item.Item{
			ID: item.ID(fmt.Sprintf("url:https://a.example/%d", n)), Kind: item.KindArticle, Title: fmt.Sprintf("端侧推理 %d", n),
			Text: "一家公司的工程师谈到端侧推理的量化。", Published: day,
		}
	}
	for i := range 6 {
		day := time.Date(2026, 1, 1+14*i, 0, 0, 0, 0, time.UTC)
		issues = append(issues, day)
		for k := range 10 {
			e := rank.Example{Item: article(100*i+k, day), Issue: day.Format(time.DateOnly), Section: item.SectionNews}
			if k%2 == 0 {
				e.Section = item.SectionBlog
			}
			passed := rank.Example{Item: item.Item{ID: item.ID(fmt.Sprintf("url:https://b.example/%d", 100*i+k)), Kind: item.KindArticle, Title: "数据库面试题", Published: day.AddDate(0, 0, -14)}}
			examples = append(examples, e, passed)
		}
	}
	m, err := rank.Train(context.Background(), rank.Config{Learned: true}, issues, func(yield func(rank.Example) bool) {
		for _, e := range examples {
			if !yield(e) {
				return
			}
		}
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	now := issues[5].AddDate(0, 0, 14)
	var news []*scored
	for n := range 12 {
		s := &scored{}
		s.Item = article(1000+n, now)
		if n == 11 {
			s.Item.Kind, s.Item.ID = item.KindPaper, "arxiv:2601.00001"
		}
		s.Result = m.Score(&s.Item, now)
		news = append(news, s)
	}
	var cands []issue.Candidate
	for _, s := range news {
		c := issue.Candidate{Items: []item.Item{s.Item}, Result: s.Result}
		c.Result.Section, c.Result.Odds = sectionOf([]*scored{s})
		cands = append(cands, c)
	}
	apportion(m, cands)
	count := map[item.Section]int{}
	for _, c := range cands {
		count[c.Result.Section]++
	}
	if count[item.SectionNews] < 4 || count[item.SectionBlog] < 4 || count[item.SectionPaper] != 1 {
		t.Errorf("%v", count)
	}
}
