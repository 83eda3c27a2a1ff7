package rank

import (
	"testing"

	"embai-crawl/item"
)

// TestLessonsAreNoNews: what somebody did by hand is a lesson before any
// archive as well as after a small one, whose blog entries hardly show it.
func TestLessonsAreNoNews(t *testing.T) {
	dates, examples := archive(3)
	for name, m := range map[string]*Model{"by rule": New(words3), "learned": trained(t, words3, dates, examples)} {
		for _, c := range []struct {
			title string
			want  item.Section
		}{
			{"手写 int8 卷积：从 38 毫秒到 9 毫秒", item.SectionBlog},
			{"NEON 实战：把矩阵乘法写快三倍", item.SectionBlog},
			{"踩坑：在开发板上部署检测模型", item.SectionBlog},
			{"从零写一个推理引擎", item.SectionBlog},
			{"手把手教你把模型搬上单片机", item.SectionBlog},
			{"ncnn 调优：线程数与大小核", item.SectionBlog},
			{"三种 int8 量化方案实测", item.SectionBlog},
			{"骁龙新旗舰实测：跑分提升两成", item.SectionNews},
			{"某厂推出新款手机芯片", item.SectionNews},
		} {
			it := item.Item{Kind: item.KindArticle, Title: c.title}
			if got := m.Score(&it, now()).Section; got != c.want {
				t.Errorf("%s, %s: %s, want %s", c.title, name, got, c.want)
			}
		}
	}
}

func TestPaperPage(t *testing.T) {
	for address, want := range map[string]bool{
		"https://www.sysml.cc/doc/2019/79.pdf":              true,
		"https://example.org/a/Paper.PDF?x=1":               true,
		"https://openaccess.thecvf.com/content/x.html":      true,
		"https://mp.weixin.qq.com/s/xFec5gjMZeOCajqimB_t7A": false,
		"https://notopenreview.net/forum?id=1":              false,
		"https://example.org/pdf":                           false,
		"":                                                  false,
		"://":                                               false,
	} {
		if got := paperPage(address); got != want {
			t.Errorf("%q: %t", address, got)
		}
	}
}
