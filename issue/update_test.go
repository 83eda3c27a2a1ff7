package issue

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
	"embai-crawl/rank"
)

// start gives a draft as it is written first, with its memory.
func start(t testing.TB, d Draft) ([]byte, *Memory) {
	t.Helper()
	res, err := Update(nil, nil, d)
	if err != nil {
		t.Fatal(err)
	}
	return res.File, res.Memory
}

// mustUpdate updates, and checks that doing so twice changes nothing more.
func mustUpdate(t testing.TB, mem *Memory, file []byte, d Draft) Result {
	t.Helper()
	res, err := Update(mem, file, d)
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	b, err := res.Memory.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := LoadMemory(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Update(kept, res.File, d)
	if err != nil {
		t.Fatalf("second update: %v", err)
	}
	if again.Changed {
		t.Fatalf("second update changed the file:\n%s\n---\n%s", res.File, again.File)
	}
	return res
}

func count(s, sub string) int { return strings.Count(s, sub) }

// more is the fixture a day later, with two new findings.
func more() Draft {
	c := append(fixture(),
		article("BBBBBBBBBBBBBBBBBBBBB1", "高通发布新款可穿戴芯片", "EETOP", "新芯片在 4nm 上集成了独立的低功耗 NPU。", item.SectionNews, 0.99),
		article("BBBBBBBBBBBBBBBBBBBBB2", "端侧推理的内存该怎样省", "MikesICroom", "从激活复用讲到算子融合。", item.SectionBlog, 0.97))
	o := fixtureOptions()
	o.PerSection = 3
	return Build(fixtureDate, c, fixtureBack(), o)
}

func TestUpdateUntouchedIsWrittenAnew(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	crlf := []byte(bom + strings.ReplaceAll(string(file), "\n", "\r\n"))
	for name, f := range map[string][]byte{"as written": file, "other line ends": crlf, "no trailing spaces": []byte(strings.ReplaceAll(string(file), "  \n", "\n"))} {
		res := mustUpdate(t, mem, f, more())
		if got, want := settle(string(res.File)), settle(string(Render(more()))); got != want {
			t.Errorf("%s: not what would be generated:\n%s", name, got)
		}
		if strings.Contains(string(f), "\r\n") && count(string(res.File), "\n") != count(string(res.File), "\r\n") {
			t.Errorf("%s: line ends changed", name)
		}
	}
	if res := mustUpdate(t, mem, crlf, fixtureDraft()); res.Changed {
		t.Error("an update without news touched the file")
	}
}

func TestUpdateKeepsTheEditorsWords(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	s := string(file)
	s = strings.Replace(s, "三星发布新一代手机处理器，NPU 性能翻倍", "三星新处理器：NPU 翻倍", 1)
	s = strings.Replace(s, "从寄存器分块讲到预取，附测试。  ", "值得一读\t \n第二段，没有空格结尾", 1)
	s = strings.Replace(s, "## 论文\n", "## 论文  \n\n编者按：本期论文不多。\n", 1)
	own := "- 编辑自己写的一条 | 安兔兔   \n摘要：没有链接。\n"
	s = strings.Replace(s, "## 开源项目\n\n", "## 开源项目\n\n"+own, 1)
	res := mustUpdate(t, mem, []byte(s), more())
	got := string(res.File)
	// Everything that stood in the file stands there in its order; only lines were added.
	rest := got
	for _, l := range strings.SplitAfter(s, "\n") {
		if strings.HasPrefix(l, "> 导读") {
			continue // untouched, so it is brought up to date
		}
		i := strings.Index(rest, l)
		if i < 0 {
			t.Fatalf("lost %q in\n%s", l, got)
		}
		rest = rest[i+len(l):]
	}
	for _, want := range []string{"高通发布新款可穿戴芯片", "端侧推理的内存该怎样省"} {
		if count(got, want) < 1 {
			t.Errorf("%q was not appended", want)
		}
	}
	var kinds []What
	for _, d := range res.Decisions {
		kinds = append(kinds, d.What)
	}
	slices.Sort(kinds)
	if want := []What{Added, Retitled, Rewritten}; !slices.Equal(kinds, want) {
		t.Errorf("decisions %v, want %v", kinds, want)
	}
	if !strings.Contains(got, "本期 11 条") {
		t.Errorf("the untouched 导读 was not brought up to date:\n%s", got[:600])
	}
}

func TestUpdateGuideOfTheEditorStays(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	for name, s := range map[string]string{
		"written":   strings.Replace(string(file), "> 导读：本期 8 条。", "> 导读：本期看点不少，", 1),
		"taken out": regexpGuide.ReplaceAllString(string(file), ""),
	} {
		res := mustUpdate(t, mem, []byte(s), more())
		before, _ := Parse([]byte(s))
		after, _ := Parse(res.File)
		if before.Guide != after.Guide {
			t.Errorf("%s: 导读 became %q", name, after.Guide)
		}
	}
}

func TestUpdateDeletedStaysDeleted(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	doc, _ := Parse(file)
	s := strings.Replace(string(file), doc.raw(0), "", 1)
	res := mustUpdate(t, mem, []byte(s), more())
	if strings.Contains(string(res.File), "AAAA3 ") {
		t.Fatal("a deleted entry came back")
	}
	if d := res.Decisions; len(d) != 1 || d[0].What != Cut || d[0].IDs[0] != doc.Entries[0].IDs[0] {
		t.Errorf("decisions %+v", d)
	}
	// Nor later, when everything else is as it was generated.
	res = mustUpdate(t, res.Memory, res.File, more())
	res = mustUpdate(t, res.Memory, res.File, fixtureDraft())
	if strings.Contains(string(res.File), "AAAA3 ") || slices.ContainsFunc(res.Rest, func(e Entry) bool { return e.IDs[0] == doc.Entries[0].IDs[0] }) {
		t.Fatal("a deleted entry came back at the third update")
	}
	// Put back by the editor it stays, and is no longer decided against.
	s = strings.Replace(string(res.File), "## 论文\n\n", "## 论文\n\n"+doc.raw(0), 1)
	res = mustUpdate(t, res.Memory, []byte(s), more())
	if count(string(res.File), "AAAA3 ") != 1 {
		t.Fatal("an entry that the editor put back was lost or doubled")
	}
	if d := res.Decisions; len(d) != 1 || d[0].What != Moved || d[0].From != "news" || d[0].To != "paper" {
		t.Errorf("decisions %+v", d)
	}
}

func TestUpdateRefreshesUntouched(t *testing.T) {
	cands := fixture()
	file, mem := start(t, Build(fixtureDate, cands, fixtureBack(), fixtureOptions()))
	s := strings.Replace(string(file), "从寄存器分块讲到预取，附测试。", "编辑改过。", 1)
	better := fixture()
	for i := range better {
		switch better[i].Items[0].ID {
		case item.WeChatToken("AAAAAAAAAAAAAAAAAAAAA4"):
			better[i].Items[0].Summary = "扩展板带 40 TOPS 的加速器和 8GB 内存，可在本地运行小型语言模型，售价 130 美元，年内发货。"
		case item.WeChatToken("AAAAAAAAAAAAAAAAAAAAA8"):
			better[i].Items[0].Summary = "机器找到的更长的摘要，但是编辑已经写了自己的。"
		case item.WeChatToken("AAAAAAAAAAAAAAAAAAAAA3"):
			better[i].Items[0].Summary = "" // less than before
		}
	}
	res := mustUpdate(t, mem, []byte(s), Build(fixtureDate, better, fixtureBack(), fixtureOptions()))
	got := string(res.File)
	if !strings.Contains(got, "售价 130 美元") || strings.Contains(got, "机器找到的") || !strings.Contains(got, "编辑改过。") || !strings.Contains(got, "NPU 峰值 59 TOPS") {
		t.Errorf("refreshed wrongly:\n%s", got)
	}
	if len(res.Refreshed) != 1 {
		t.Errorf("%d refreshed, want 1", len(res.Refreshed))
	}
}

func TestUpdateKnowsEntriesWithoutMarker(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	s := string(file)
	for _, c := range slices.Backward(comments(s)) {
		s = s[:c.start] + s[c.end:]
	}
	res := mustUpdate(t, mem, []byte(s), fixtureDraft())
	if res.Changed {
		t.Errorf("entries without markers were not known:\n%s", res.File)
	}
	for _, d := range res.Decisions {
		if d.What != Rewritten {
			t.Errorf("decision %+v", d)
		}
	}
}

func TestUpdateMergedAndParted(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	doc, _ := Parse(file)
	a, b := doc.raw(0), doc.raw(1)
	id0, id1 := doc.Entries[0].IDs[0], doc.Entries[1].IDs[0]
	merges := map[string]string{
		"two markers on a line": strings.Replace(a, " -->", " --> "+marker(doc.Entries[1].IDs), 1),
		"one marker":            strings.Replace(a, " -->", " "+string(id1)+" -->", 1),
		"link in the text":      a + "另见：[报道](" + doc.Entries[1].URL + ")  \n",
		"link on the line":      strings.Replace(a, " <!--", " [[又一篇]]("+doc.Entries[1].URL+") <!--", 1),
	}
	for name, merged := range merges {
		s := strings.Replace(strings.Replace(string(file), b, "", 1), a, merged, 1)
		res := mustUpdate(t, mem, []byte(s), more())
		if count(string(res.File), doc.Entries[1].URL)-count(merged, doc.Entries[1].URL) != 0 {
			t.Errorf("%s: the merged entry was doubled", name)
		}
		if !slices.ContainsFunc(res.Decisions, func(d Decision) bool { return d.What == Merged && d.IDs[0] == id1 && d.To == string(id0) }) {
			t.Errorf("%s: decisions %+v", name, res.Decisions)
		}
	}

	var whole Entry
	for _, e := range doc.Entries {
		if len(e.IDs) == 4 {
			whole = e
		}
	}
	other := "https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAA2"
	own := "- [单片机跑视觉模型 | 极市平台](" + other + ")  \n摘要：另立一条。  \n"
	s := strings.Replace(string(file), "报道：极市平台 "+other+"  \n", "", 1)
	s = strings.Replace(s, "## 博文\n\n", "## 博文\n\n"+own, 1)
	res := mustUpdate(t, mem, []byte(s), more())
	if count(string(res.File), own) != 1 || count(string(res.File), other) != 1 {
		t.Errorf("the parted entry did not stay parted:\n%s", res.File)
	}
	i := slices.IndexFunc(res.Decisions, func(d Decision) bool { return d.What == Parted })
	if i < 0 || res.Decisions[i].IDs[0] != whole.IDs[0] || res.Decisions[i].IDs[1] != whole.IDs[3] {
		t.Errorf("decisions %+v", res.Decisions)
	}
}

func TestUpdateShelfAndCandidates(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	doc, _ := Parse(file)
	held := doc.raw(1)
	d := fixtureDraft()
	taken := RenderEntry(&d.Rest[1])
	s := strings.Replace(string(file), held, "", 1)
	s = strings.Replace(s, "## [往期", "## 留用\n\n"+held+"\n## [往期", 1)
	s = strings.Replace(s, "## 论文\n\n", "## 论文\n\n"+taken, 1)
	res := mustUpdate(t, mem, []byte(s), more())
	got := map[What]item.ID{}
	for _, d := range res.Decisions {
		got[d.What] = d.IDs[0]
	}
	if len(got) != 2 || got[Held] != doc.Entries[1].IDs[0] || got[Chosen] != d.Rest[1].IDs[0] {
		t.Errorf("decisions %+v", res.Decisions)
	}
	if count(string(res.File), string(d.Rest[1].IDs[0])) != 1 || count(string(res.File), string(doc.Entries[1].IDs[0])) != 1 {
		t.Error("an entry was doubled")
	}
	for _, e := range res.Rest {
		if e.IDs[0] == d.Rest[1].IDs[0] {
			t.Error("a chosen entry is still among the candidates")
		}
	}
	// Taken out again it does not return.
	s = strings.Replace(string(res.File), taken, "", 1)
	res = mustUpdate(t, res.Memory, []byte(s), more())
	if strings.Contains(string(res.File), string(d.Rest[1].IDs[0])) {
		t.Error("an entry chosen and cut came back")
	}
}

// An article found by its short link is the same when biz, mid and idx are known.
func TestUpdateLearnsBetterIdentity(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	s := strings.Replace(string(file), "可在本地运行小型语言模型", "可在本地运行小模型", 1)
	cands := fixture()
	for i := range cands {
		if it := &cands[i].Items[0]; it.WeChat == nil && strings.HasPrefix(string(it.ID), "wechat:s/") {
			it.Aliases = append(it.Aliases, it.ID)
			it.ID = item.WeChatID("MzA4MTE3MTg1OA==", fmt.Sprint(2650+i), "1")
		}
	}
	next := Build(fixtureDate, cands, fixtureBack(), fixtureOptions())
	res := mustUpdate(t, mem, []byte(s), next)
	doc, _ := Parse(res.File)
	if len(doc.Entries) != 8 {
		t.Errorf("%d entries, want 8:\n%s", len(doc.Entries), res.File)
	}
}

func TestUpdateSectionsMissing(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	i, j := strings.Index(string(file), "## 博文"), strings.Index(string(file), "## [往期")
	s := string(file[:i]) + string(file[j:])
	res := mustUpdate(t, mem, []byte(s), more())
	golden(t, "update_new_section.md", res.File)
}

func TestUpdateUnreadable(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	s := string(file)
	half := len(s) / 2
	for name, f := range map[string]string{
		"empty":              "",
		"upper half lost":    s[half:],
		"lower half lost":    s[:half],
		"cut within a line":  s[:strings.Index(s, "从寄存器")+6],
		"conflict":           strings.Replace(s, "## 论文", "<<<<<<< HEAD\n## 论文\n=======\n## 文章\n>>>>>>> x", 1),
		"not UTF-8":          strings.Replace(s, "论文", "\xc2\xdb\xce\xc4", 1),
		"NUL":                strings.Replace(s, "论文", "\x00", 1),
		"another newsletter": strings.Replace(s, "# 嵌入式AI简报", "# 前端周刊", 1),
		"another issue":      strings.Replace(s, "(2026-11-30)", "(2026-12-14)", 1),
		"no sections":        s[:strings.Index(s, "## 业界")],
		"open fence":         strings.Replace(s, "## 博文\n", "## 博文\n\n- 一条\n\n```\n", 1) + "\n<!--\n",
	} {
		_, err := Update(mem, []byte(f), more())
		var bad *UnreadableError
		if name == "open fence" {
			if err != nil && !errors.As(err, &bad) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !errors.As(err, &bad) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := Update(mem, nil, more()); err == nil {
		t.Error("a draft that is gone was written anew")
	}
}

// editor makes random edits of a file, as a person would, and remembers which
// lines are his.
type editor struct {
	r     *rand.Rand
	words int
	gone  map[item.ID]bool // deleted, and not merged into another entry
	own   []string         // lines that must be in the file
}

func (e *editor) word() string {
	e.words++
	return fmt.Sprintf("编辑的话%d号", e.words)
}

// edit makes one edit.
func (e *editor) edit(t testing.TB, file []byte) []byte {
	doc, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) == 0 {
		return file
	}
	i := e.r.IntN(len(doc.Entries))
	raw, s := doc.raw(i), string(file)
	forget := func(raw string) { // lines of an entry that is deleted are nobody's any more
		e.own = slices.DeleteFunc(e.own, func(l string) bool { return strings.Contains(raw, l) })
	}
	switch k := e.r.IntN(9); k {
	case 0: // delete
		for _, id := range doc.Entries[i].IDs {
			e.gone[id] = true
		}
		forget(raw)
		return []byte(strings.Replace(s, raw, "", 1))
	case 1, 2: // move to another place, of another section perhaps
		p := e.r.IntN(len(doc.parts))
		if doc.parts[p].kind != partSection {
			return file
		}
		s = strings.Replace(s, raw, "", 1)
		moved, err := Parse([]byte(s))
		if err != nil || p >= len(moved.parts) || moved.parts[p].kind != partSection {
			return file
		}
		return applyEdits(moved.src, []edit{moved.appendPart(p, strings.ReplaceAll(raw, "\r\n", "\n"))}, moved.nl)
	case 3: // retitle
		if t := doc.Entries[i].Title; t != "" && strings.Contains(raw, t) {
			w := e.word()
			changed := strings.Replace(raw, t, w, 1)
			forget(raw)
			e.own = append(e.own, w)
			return []byte(strings.Replace(s, raw, changed, 1))
		}
	case 4: // rewrite: a line more
		w := e.word()
		e.own = append(e.own, w)
		return []byte(strings.Replace(s, raw, strings.TrimRight(raw, "\r\n")+doc.nl+w+"  "+doc.nl, 1))
	case 5: // an entry of his own
		w := e.word()
		e.own = append(e.own, w)
		return []byte(strings.Replace(s, raw, raw+"- "+w+" | 本刊  "+doc.nl, 1))
	case 6: // marker lost
		if c := comments(raw); len(c) > 0 {
			return []byte(strings.Replace(s, raw, raw[:c[0].start]+raw[c[0].end:], 1))
		}
	case 7: // merged into the next
		if i+1 < len(doc.Entries) && len(doc.Entries[i].IDs) > 0 {
			next := doc.raw(i + 1)
			if c := comments(next); len(c) > 0 {
				joined := next[:c[0].end] + " " + marker(doc.Entries[i].IDs) + next[c[0].end:]
				forget(raw)
				return []byte(strings.Replace(strings.Replace(s, raw, "", 1), next, joined, 1))
			}
		}
	case 8: // another program's line ends
		lf := strings.ReplaceAll(s, "\r\n", "\n")
		if e.r.IntN(2) == 0 {
			return []byte(strings.ReplaceAll(lf, "\n", "\r\n"))
		}
		return []byte(lf)
	}
	return file
}

// next makes what would be generated some days later: findings come and go.
func (e *editor) next() Draft {
	c := more().candidates(e.r)
	o := fixtureOptions()
	o.PerSection = 1 + e.r.IntN(6)
	return Build(fixtureDate, c, fixtureBack(), o)
}

func (d Draft) candidates(r *rand.Rand) []Candidate {
	c := append(fixture(),
		article("BBBBBBBBBBBBBBBBBBBBB1", "高通发布新款可穿戴芯片", "EETOP", "新芯片集成了低功耗 NPU。", item.SectionNews, 0.99),
		article("BBBBBBBBBBBBBBBBBBBBB2", "端侧推理的内存该怎样省", "MikesICroom", "从激活复用讲到算子融合。", item.SectionBlog, 0.97))
	for i := range 12 {
		s := item.Sections()[i%4]
		c = append(c, article(fmt.Sprintf("CCCCCCCCCCCCCCCCCCCC%02d", i), fmt.Sprintf("第 %d 条新发现", i), "量子位", "", s, r.Float64()))
	}
	r.Shuffle(len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
	for i := range c {
		c[i].Result = rank.Result{Score: r.Float64(), Section: c[i].Result.Section}
		if r.IntN(4) == 0 {
			c[i].Items[0].Summary = "更好的摘要，第二天才有的，写得比原来那条长一些，也更清楚一些。"
		}
	}
	return c[:len(c)-r.IntN(6)]
}

// Whatever sequence of edits and updates: no edit is lost, nothing that was
// deleted comes back, nothing is doubled.
func TestUpdateProperty(t *testing.T) {
	rounds := 30
	if testing.Short() {
		rounds = 8
	}
	for seed := range rounds {
		e := &editor{r: rand.New(rand.NewPCG(uint64(seed), 5)), gone: map[item.ID]bool{}}
		file, mem := start(t, e.next())
		for range 6 {
			for range e.r.IntN(5) {
				file = e.edit(t, file)
			}
			before, _ := Parse(file)
			res := mustUpdate(t, mem, file, e.next())
			file, mem = res.File, res.Memory
			checkUpdate(t, e, before, file, seed)
			if t.Failed() {
				return
			}
		}
	}
}

func checkUpdate(t testing.TB, e *editor, before *Document, file []byte, seed int) {
	t.Helper()
	doc, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range e.own {
		// The 导读 quotes titles; it is nobody's own here.
		now, then := count(regexpGuide.ReplaceAllString(string(file), ""), w), count(regexpGuide.ReplaceAllString(string(before.src), ""), w)
		if now != then || now == 0 {
			t.Errorf("seed %d: the editor's %q was lost or doubled in\n%s\n--- before\n%s", seed, w, file, before.src)
		}
	}
	n := map[item.ID]int{}
	for i := range doc.Entries {
		for _, id := range doc.Entries[i].IDs {
			n[id]++
		}
	}
	was := map[item.ID]int{}
	for i := range before.Entries {
		for _, id := range before.Entries[i].IDs {
			was[id]++
		}
	}
	for id, k := range n {
		if k > 1 && k > was[id] {
			t.Errorf("seed %d: %s stands there %d times\n%s", seed, id, k, file)
		}
		if e.gone[id] && was[id] == 0 {
			t.Errorf("seed %d: deleted %s came back\n%s", seed, id, file)
		}
	}
}

var regexpGuide = regexp.MustCompile(`(?m)^> 导读.*\r?\n\r?\n`)
