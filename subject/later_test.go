package subject_test

import (
	"testing"
	"time"

	"embai-crawl/item"
	"embai-crawl/subject"
)

// TestLaterReportsAskMore: what tells of a launch on its day or the next is its report, in the same words a
// fortnight on it is news of its own; a copy is one whenever it comes.
func TestLaterReportsAskMore(t *testing.T) {
	launch := time.Date(2026, 6, 25, 8, 0, 0, 0, time.UTC)
	report := func(id, title, body string, day int) *item.Item {
		return &item.Item{ID: item.ID("url:https://a.example/" + id), Kind: item.KindArticle, Title: title, Text: body, Published: launch.AddDate(0, 0, day)}
	}
	first := func() *item.Item {
		return report("1", "星海微电子发布边缘AI芯片XH700", "星海微电子今天推出边缘AI芯片XH700，12纳米工艺，算力6TOPS，面向摄像头与门锁。", 0)
	}
	second := func(day int) *item.Item {
		return report("2", "XH700用起来了", "星海微电子的芯片已有摄像头厂商试用。", day)
	}
	copied := first()
	copied.ID, copied.Published = "url:https://b.example/1", launch.AddDate(0, 0, 13)
	reprint := report("3", "大藏微电子星海推理引擎源码剖析与移植笔记", "", 0)
	edited := report("4", "【转】大藏微电子星海推理引擎的源码剖析与移植笔记", "", 9)
	for _, c := range []struct {
		name string
		a, b *item.Item
		want int
	}{
		{"the same day", first(), second(0), 1},
		{"the next day", first(), second(1), 1},
		{"thirteen days", first(), second(13), 2},
		{"a copy thirteen days on", first(), copied, 1},
		{"nearly one headline nine days on", reprint, edited, 1},
	} {
		if got := len(subject.Group([]*item.Item{c.a, c.b}, subject.Options{})); got != c.want {
			_, why := subject.Similar(c.a, c.b)
			t.Errorf("%s: %d entries, want %d: %s", c.name, got, c.want, why)
		}
	}
	undated := second(13)
	undated.Published = time.Time{}
	if got := len(subject.Group([]*item.Item{first(), undated}, subject.Options{})); got != 1 {
		t.Errorf("a report without a date: %d entries", got)
	}
}
