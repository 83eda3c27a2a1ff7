package issue

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"

	"github.com/google/go-cmp/cmp"
)

const (
	keyA = "wechat:s/AAAAAAAAAAAAAAAAAAAAA3" // 三星
	keyB = "wechat:s/AAAAAAAAAAAAAAAAAAAAA4" // 树莓派
	keyP = "wechat:s/AAAAAAAAAAAAAAAAAAAAA1" // the paper with everything
)

// change checks that an operation changed the file from one text to another and
// nothing else, with either kind of line ends.
func change(t *testing.T, name string, op func([]byte) ([]byte, error), from, to string) {
	t.Helper()
	file, _ := start(t, fixtureDraft())
	for _, nl := range []string{"\n", "\r\n"} {
		in := strings.ReplaceAll(string(file), "\n", nl)
		got, err := op([]byte(in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		f, w := strings.ReplaceAll(from, "\n", nl), strings.ReplaceAll(to, "\n", nl)
		if count(in, f) != 1 {
			t.Fatalf("%s: %q stands %d times in the fixture", name, f, count(in, f))
		}
		if want := strings.Replace(in, f, w, 1); string(got) != want {
			t.Errorf("%s (%q), -want +got:\n%s", name, nl, cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")))
		}
	}
}

func TestEditOperations(t *testing.T) {
	file, _ := start(t, fixtureDraft())
	doc, _ := Parse(file)
	a, b := doc.raw(0), doc.raw(1)

	change(t, "drop", func(f []byte) ([]byte, error) { return Drop(f, keyA) }, a, "")
	change(t, "move down", func(f []byte) ([]byte, error) { return Move(f, keyA, item.SectionNews, 1) }, a+b, b+a)
	change(t, "move to its place", func(f []byte) ([]byte, error) { return Move(f, keyB, item.SectionNews, 1) }, a+b, a+b)
	change(t, "move up", func(f []byte) ([]byte, error) { return Move(f, keyB, item.SectionNews, 0) }, a+b, b+a)
	change(t, "retitle", func(f []byte) ([]byte, error) { return Retitle(f, keyA, "三星 [新] 处理器`x`\n# y") },
		"[三星发布新一代手机处理器，NPU 性能翻倍 | 安兔兔]", "[三星 \\[新\\] 处理器\\`x\\` # y | 安兔兔]")
	change(t, "summary", func(f []byte) ([]byte, error) {
		return SetSummary(f, keyA, "第一段，**粗体**\n\n- 一点\n- 两点\n")
	},
		"摘要：新处理器采用 2nm 工艺，NPU 峰值 59 TOPS，支持 4 比特权重。  \n", "摘要：第一段，**粗体**  \n  - 一点  \n  - 两点  \n")
	change(t, "summary out", func(f []byte) ([]byte, error) { return SetSummary(f, keyP, "") },
		"摘要：研究者把视觉模型的权重压到两比特，在 Cortex-M7 上提速 3.1 倍，精度只降 0.4 个点。  \n", "")
	change(t, "guide", func(f []byte) ([]byte, error) { return SetGuide(f, "本期 8 条，<都> 好。") },
		string(file[bytes.Index(file, []byte("> 导读")):bytes.Index(file, []byte("\n\n## 业界"))])+"\n", "> 导读：本期 8 条，&lt;都\\> 好。\n")
	merged := strings.Replace(a, " -->  \n", " "+keyB+" -->  \n报道：量子位 https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAA4  \n", 1)
	change(t, "merge", func(f []byte) ([]byte, error) { return Merge(f, keyA, keyB) }, a+b, merged)

	whole := doc.raw(2)
	left := strings.Replace(strings.Replace(whole, " wechat:s/AAAAAAAAAAAAAAAAAAAAA2 -->", " -->", 1), "报道：极市平台 https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAA2  \n", "", 1)
	apart := Entry{IDs: []item.ID{"wechat:s/AAAAAAAAAAAAAAAAAAAAA2"}, Title: "单片机跑视觉模型", Account: "极市平台", URL: "https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAA2"}
	change(t, "part", func(f []byte) ([]byte, error) { return Part(f, keyP, apart) }, whole, left+RenderEntry(&apart))

	d := fixtureDraft()
	chosen := d.Rest[1]
	chosen.Notes = nil
	change(t, "take", func(f []byte) ([]byte, error) { return Take(f, d.Rest[1], item.SectionNews, 0) }, a, RenderEntry(&chosen)+a)
}

func TestEditShelf(t *testing.T) {
	file, mem := start(t, fixtureDraft())
	held, err := Hold(file, keyB)
	if err != nil {
		t.Fatal(err)
	}
	held, err = Hold(held, keyA)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "held.md", held)
	if res := mustUpdate(t, mem, held, fixtureDraft()); len(res.Decisions) != 2 || res.Decisions[0].What != Held {
		t.Errorf("decisions %+v", res.Decisions)
	}
	back, err := Move(held, keyB, item.SectionNews, 0)
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := Parse(back)
	if e := doc.Entries[0]; e.Key() != keyB || e.Held {
		t.Errorf("off the shelf: %+v", e)
	}
}

func TestEditRefuses(t *testing.T) {
	file, _ := start(t, fixtureDraft())
	if _, err := Drop(file, "arxiv:0000.00000"); !errors.Is(err, ErrNoEntry) {
		t.Errorf("no such entry: %v", err)
	}
	for _, md := range []string{"x\n## 论文\n", "x\n# y\n## 博文", "x\n```", "x\n----\n", "a <!-- embai arxiv:1911.00001 -->\n\n[x](https://e.example/)"} {
		got, err := SetSummary(file, keyA, md)
		if err != nil {
			continue
		}
		before, _ := Parse(file)
		after, err := Parse(got)
		if err != nil || len(after.Entries) != len(before.Entries) || len(after.parts) != len(before.parts) {
			t.Errorf("summary %q changed the structure:\n%s", md, got)
		}
	}
	if _, err := Retitle(file, keyA, " \n"); err == nil {
		t.Error("an empty title was taken")
	}
}

// What SetSummary wrote Summary reads, for entries with and without one, at the
// end of a file without a line end too.
func TestSummaryRoundTrip(t *testing.T) {
	file, _ := start(t, fixtureDraft())
	file = append(bytes.TrimRight(file, "\n"), "\n\n## 论文\n\n- [最后 | 某站](https://example.com/last)"...)
	doc, _ := Parse(file)
	for _, k := range doc.Keys() {
		for _, md := range []string{"一段", "两段\n第二段", "带 [链接](https://example.com/x) 的"} {
			got, err := SetSummary(file, k, md)
			if err != nil {
				t.Fatalf("%s: %v", k, err)
			}
			back, err := Summary(got, k)
			if err != nil || back != md {
				t.Errorf("%s: %q became %q (%v)", k, md, back, err)
			}
		}
	}
}

func TestRetitleEveryShape(t *testing.T) {
	for _, raw := range []string{
		"- [旧名 | 某站](https://example.com/1)  ",
		"- 旧名 | 某站  ",
		"- 旧名  ",
		"- [CVPR2026] [2611.01234] [旧名](https://example.com/1) [[解读]](https://example.com/2)  ",
		"- [CVPR2026] 旧名 | 某站 <!-- embai arxiv:2611.01234 -->  ",
		"* 旧名 https://example.com/1",
		"-[旧名 | 某站](https://example.com/1)",
	} {
		file := []byte("# 嵌入式AI简报 (2026-11-30)\n\n## 论文\n\n" + raw + "\n摘要：旧名不变。\n- [别的 | 某站](https://example.com/9)\n")
		doc, _ := Parse(file)
		got, err := Retitle(file, doc.Keys()[0], "1. 新名")
		if err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		after, _ := Parse(got)
		want := doc.Entries[0]
		want.Title = "1. 新名"
		e := after.Entries[0]
		if e.Title != want.Title || e.Account != want.Account || e.URL != want.URL || !slices.Equal(e.Tags, want.Tags) || len(e.Links) != len(want.Links) || e.Summary != want.Summary {
			t.Errorf("%s became %s: %+v", raw, after.Raw(0), e)
		}
	}
}
