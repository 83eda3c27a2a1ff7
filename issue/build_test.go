package issue

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
	"embai-crawl/rank"
)

func titles(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Title)
	}
	return out
}

func TestBuildChoosesBestWithVariety(t *testing.T) {
	var c []Candidate
	for i := range 6 { // one chip, told six times by one account
		c = append(c, article(fmt.Sprintf("EEEEEEEEEEEEEEEEEEEEE%d", i), fmt.Sprintf("骁龙新处理器跑分曝光第%d次，性能提升明显", i), "安兔兔", "", item.SectionNews, 0.9-float64(i)/100))
	}
	c = append(c, article("EEEEEEEEEEEEEEEEEEEE10", "树莓派推出加速扩展板", "量子位", "", item.SectionNews, 0.5),
		article("EEEEEEEEEEEEEEEEEEEE11", "端侧语音助手离线运行", "雷锋网", "", item.SectionNews, 0.48))
	o := fixtureOptions()
	o.PerSection = 4
	d := Build(fixtureDate, c, nil, o)
	got := strings.Join(titles(d.Entries), "\n")
	if len(d.Entries) != 4 || count(got, "骁龙") != 2 || !strings.Contains(got, "树莓派") || !strings.Contains(got, "语音助手") {
		t.Errorf("chosen:\n%s", got)
	}
	if len(d.Rest) != 4 || !slices.IsSortedFunc(d.Rest, func(a, b Entry) int { return strings.Compare(b.Notes[0], a.Notes[0]) }) {
		t.Errorf("the rest is not best first: %v", titles(d.Rest))
	}
	o.PerSection = 8 // alike fills what would be empty
	if d = Build(fixtureDate, c, nil, o); len(d.Entries) != 8 {
		t.Errorf("%d entries of 8", len(d.Entries))
	}
}

func TestBuildHeldAndGiven(t *testing.T) {
	var c []Candidate
	for i := range 5 {
		c = append(c, article(fmt.Sprintf("EEEEEEEEEEEEEEEEEEEEE%d", i), fmt.Sprintf("消息%d号", i), fmt.Sprint("号", i), "", item.SectionNews, float64(i)/10))
	}
	c[0].Given, c[1].Held, c[2].Given = true, true, true
	c[0].Items[0].Status = item.StatusDeleted
	o := fixtureOptions()
	o.PerSection = 2
	d := Build(fixtureDate, c, nil, o)
	if got := strings.Join(titles(d.Entries), " "); got != "消息1号 消息2号 消息0号" {
		t.Errorf("got %s", got)
	}
	if n := d.Entries[2].Notes; len(n) != 1 || !strings.Contains(n[0], "删除") {
		t.Errorf("a given article that is gone is not named: %v", n)
	}
}

func TestBuildOddCandidates(t *testing.T) {
	twice := article("EEEEEEEEEEEEEEEEEEEEE1", "同一条", "甲", "", item.SectionNews, 0.5)
	c := []Candidate{
		{},
		{Items: []item.Item{{}}},
		twice, twice,
		{Items: []item.Item{{ID: "url:https://e.example/", URL: "https://e.example/", Title: "NaN"}}, Result: rank.Result{Score: math.NaN()}},
		{Items: []item.Item{{ID: "arxiv:2611.00001", Kind: item.KindPaper, Title: "no section"}}, Result: rank.Result{Score: math.Inf(1), Section: "nonsense"}},
	}
	d := Build(fixtureDate, c, nil, Options{})
	doc, err := Parse(Render(d))
	if err != nil || len(doc.Entries) != 4 {
		t.Fatalf("%d entries, %v\n%s", len(doc.Entries), err, Render(d))
	}
	if doc.Entries[3].Section != item.SectionPaper {
		t.Errorf("a paper without a section stands in %s", doc.Entries[3].Section)
	}
	if got := Build(fixtureDate, nil, nil, Options{}); len(got.Entries) != 0 || got.Guide != "" {
		t.Errorf("nothing gave %+v", got)
	}
}

func TestBuildShortNews(t *testing.T) {
	o := fixtureOptions()
	o.ShortNews = true
	d := Build(fixtureDate, fixture(), fixtureBack(), o)
	md := Render(d)
	golden(t, "short.md", md)
	doc, err := Parse(md)
	if err != nil {
		t.Fatal(err)
	}
	if e := doc.Entries[0]; !e.Short || len(doc.Entries) != 9 {
		t.Errorf("%d entries, the first short: %v", len(doc.Entries), e.Short)
	}
	file, mem := start(t, d)
	s := strings.Replace(string(file), "展会上五家", "展会上六家", 1)
	s = strings.Replace(s, "从寄存器分块讲到预取", "从分块讲到预取", 1)
	c := append(fixture(), article("BBBBBBBBBBBBBBBBBBBBB9", "又一条短讯", "EETOP", "", item.SectionNews, 0.35))
	res := mustUpdate(t, mem, []byte(s), Build(fixtureDate, c, fixtureBack(), o))
	after, _ := Parse(res.File)
	if e := after.Entries[1]; !e.Short || e.Title != "又一条短讯" {
		t.Errorf("short news was not appended to short news:\n%s", res.File)
	}
	if len(res.Added) != 1 || len(Lint(res.File, nil)) != 0 {
		t.Errorf("added %v, lint %v", titles(res.Added), Lint(res.File, nil))
	}
}

// The newsletter prints a repost under the account that wrote it.
func TestComposeRepost(t *testing.T) {
	c := article("EEEEEEEEEEEEEEEEEEEEE1", "端侧模型实测", "转载号", "实测。", item.SectionBlog, 0.5)
	c.Items[0].Original = &item.Original{Account: "原创 | 号", Title: "端侧模型实测"}
	e := Compose(c)
	if e.Account != "原创 号" || !slices.Contains(e.Lines, Line{"转载", "转载号", ""}) {
		t.Errorf("%+v", e)
	}
	c.Summary, c.Machine = "由模型写的摘要。", true
	if e = Compose(c); e.Summary != "由模型写的摘要。" || !slices.Contains(e.Notes, "机器摘要") {
		t.Errorf("%+v", e)
	}
	if e := Compose(Candidate{}); e.Title != "" {
		t.Errorf("%+v", e)
	}
}
