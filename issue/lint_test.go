package issue

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"embai-crawl/item"
)

// knownHistory is a History written down.
type knownHistory struct {
	*Archive
	status map[item.ID]item.Status
}

func (h knownHistory) StatusOf(id item.ID) (item.Status, bool) {
	s, ok := h.status[id]
	return s, ok
}

func fixtureHistory() History {
	return knownHistory{
		NewArchive([]Issue{
			{Date: "2026-05-18", Entries: []Entry{{IDs: []item.ID{"github:tencent/ncnn@20260518", "github:edge/int8-kit"}, Title: "x"}}},
			{Date: "2026-09-07", Entries: []Entry{{IDs: []item.ID{"github:edge/int8-kit"}, Title: "手把手在 RK3588 上部署检测模型，附代码"}}},
		}),
		map[item.ID]item.Status{"wechat:s/AAAAAAAAAAAAAAAAAAAAA4": item.StatusDeleted},
	}
}

func TestLintGolden(t *testing.T) {
	file, _ := start(t, fixtureDraft())
	s := string(file)
	s = strings.Replace(s, "摘要：从模型转换到零拷贝推理，给出每一步的命令和耗时。  \n", "", 1)
	s = strings.Replace(s, "手把手在 RK3588 上部署检测模型", "手把手在 RK3588 上部署检测模型，附代码", 2)
	doc, _ := Parse(file)
	s = strings.Replace(s, "## 博文\n\n", "## 博文\n\n"+doc.raw(0), 1) // a marker twice
	s = strings.Replace(s, "## 论文\n\n", "## 论文\n\n"+
		"- [空链接]()  \n摘要：x  \n"+
		"- [临时 | 某号](https://mp.weixin.qq.com/s?timestamp=1&src=3&ver=1&signature=Ab*c)  \n摘要：见**《某书》**第一章。  \n"+
		"-[没有空格 | 某站](https://example.com/nospace)  \n摘要：x  \n"+
		"- [括号] 不对] 的 | 某站](https://example.com/brackets)  \n摘要：x  \n"+
		"- [坏链接 | 某站](https://example.com/a b)  \n摘要：x  \n", 1)
	s = strings.Replace(s, "## [往期", "## 应用\n\n无\n\n## 留用\n\n- [留着 | 某站](https://example.com/held)  \n\n## [往期", 1)
	var b strings.Builder
	lines := strings.Split(s, "\n")
	for _, f := range Lint([]byte(s), fixtureHistory()) {
		fmt.Fprintf(&b, "%d %s %s: %s\n", f.Line, f.Severity, f.Kind, f.Message)
		if f.Line > 0 {
			fmt.Fprintf(&b, "    %s\n", lines[f.Line-1])
		}
	}
	golden(t, "lint.txt", []byte(b.String()))
}

func TestLintClean(t *testing.T) {
	file, _ := start(t, fixtureDraft())
	if got := Lint(file, NewArchive(nil)); len(got) != 0 {
		t.Errorf("a fresh draft: %+v", got)
	}
	if got := Lint(file, nil); len(got) != 0 {
		t.Errorf("without history: %+v", got)
	}
}

func TestLintBadFiles(t *testing.T) {
	for name, s := range map[string]string{
		"not text": "\xff\xfe", "empty": "", "no date": "# 嵌入式AI简报\n",
		"fence":   "# 嵌入式AI简报 (2026-11-30)\n\n## 论文\n\n- [a | b](https://e.example/)  \n摘要：x\n```\n\n## 博文\n",
		"comment": "# 嵌入式AI简报 (2026-11-30)\n\n## 论文\n\n- [a | b](https://e.example/)  \n摘要：x <!-- open\n",
	} {
		found := false
		for _, f := range Lint([]byte(s), nil) {
			found = found || f.Severity == Error
		}
		if !found {
			t.Errorf("%s: no error", name)
		}
	}
	b, err := json.Marshal(Finding{Line: 3, Kind: KindRepeat, Severity: Warning, Message: "m", ID: "arxiv:1"})
	if want := `{"line":3,"kind":"repeat","severity":"warning","message":"m","id":"arxiv:1"}`; err != nil || string(b) != want {
		t.Errorf("%s, want %s", b, want)
	}
}
