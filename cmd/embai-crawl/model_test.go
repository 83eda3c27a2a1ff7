package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"embai-crawl/store"
	"embai-crawl/subject"
)

// desk is a folder with a store of its own in which commands are run.
type desk struct {
	t    *testing.T
	data string
}

func newDesk(t *testing.T) *desk { return &desk{t, filepath.Join(t.TempDir(), "data")} }

// run runs a command that must end well and returns what it wrote.
func (d *desk) run(args ...string) (stdout, stderr string) {
	d.t.Helper()
	var out, errs bytes.Buffer
	a := &app{
		stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
		lookupEnv: func(string) (string, bool) { return "", false },
		now:       func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
	}
	if code := a.main(d.t.Context(), append([]string{"--data", d.data}, args...)); code != 0 {
		d.t.Fatalf("%v: exit %d: %s", args, code, errs.String())
	}
	return out.String(), errs.String()
}

func (d *desk) write(name, text string) string {
	d.t.Helper()
	path := filepath.Join(filepath.Dir(d.data), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// archived fills the store with issues and what was passed over beside them.
func (d *desk) archived(issues int) {
	day := time.Date(2026, 7, 5, 0, 0, 0, 0, time.UTC)
	var pool strings.Builder
	for n := range issues {
		date := day.AddDate(0, 0, 14*n).Format(time.DateOnly)
		var b strings.Builder
		fmt.Fprintf(&b, "# 嵌入式AI简报 (%s)\n", date)
		for i, e := range []struct{ heading, title string }{
			{"业界新闻", "某厂第%d代手机芯片发布"}, {"论文", "第%d种低比特量化方法"}, {"开源项目", "推理框架0.%d版本开源"}, {"博文", "卷积优化详解（%d）"},
		} {
			fmt.Fprintf(&b, "\n## %s\n\n- [%s | 号%d](https://mp.weixin.qq.com/s/printed%dand%dAAAAAAAA)  \n摘要：为这次测试写的一句话。  \n", e.heading, fmt.Sprintf(e.title, n+2), i, n, i)
		}
		d.write("archive/"+date+".md", b.String())
		for i := range 12 {
			fmt.Fprintf(&pool, `{"url":"https://blog.example/%d/%d","title":"第%d次旅行和咖啡（%d）","published":"%s"}`+"\n", n, i, n, i, day.AddDate(0, 0, 14*n-i%9-1).Format(time.DateOnly))
		}
	}
	d.run("import", filepath.Join(filepath.Dir(d.data), "archive"))
	d.run("ingest", d.write("pool.jsonl", pool.String()))
}

// TestModelThatCantBeUsed: whatever lies in the model's place, of yesterday's
// program or of none, ranking trains anew, says so once and answers the same.
func TestModelThatCantBeUsed(t *testing.T) {
	d := newDesk(t)
	d.archived(5)
	asked := d.write("asked.jsonl", `{"url":"https://mp.weixin.qq.com/s/askedAAAAAAAAAAAAAA","title":"新的低比特量化方法"}`+"\n"+`{"url":"https://mp.weixin.qq.com/s/askedBBBBBBBBBBBBBB","title":"一次咖啡旅行"}`+"\n")
	rank := func() (string, string) { return d.run("rank", "--input", asked, "--format", "jsonl") }
	want, told := rank()
	if strings.Contains(told, "training") {
		t.Errorf("trained while ranking: %s", told)
	}
	yesterday, err := os.ReadFile("../../rank/testdata/model.v2")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"yesterday's": yesterday, "nothing": {}, "noise": []byte("\x00\xffnoise")} {
		t.Run(name, func(t *testing.T) {
			st, err := store.Open(filepath.Join(d.data, storeFile), store.Options{Now: time.Now, Command: "test", Bands: subject.Bands})
			if err != nil {
				t.Fatal(err)
			}
			version, _, err := st.GetBlob(modelBlob)
			if err != nil {
				t.Fatal(err)
			}
			if err := st.PutBlob(context.Background(), modelBlob, version, data); err != nil {
				t.Fatal(err)
			}
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			got, told := rank()
			if got != want {
				t.Errorf("ranked\n%s, want\n%s", got, want)
			}
			if len(data) > 0 && !strings.Contains(told, "training a new one") {
				t.Errorf("it says %q", told)
			}
			if _, told := rank(); strings.Contains(told, "training") {
				t.Errorf("trained again: %s", told)
			}
		})
	}
}

func TestEvalPrintsEachIssue(t *testing.T) {
	d := newDesk(t)
	d.archived(5)
	out, _ := d.run("eval")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) < 5 {
		t.Fatalf("%d lines:\n%s", len(lines), out)
	}
	for _, column := range []string{"ISSUE", "RECALL@10", "@20", "@50", "AUC", "SECTIONS"} {
		if !strings.Contains(lines[0], column) {
			t.Errorf("no column %s: %s", column, lines[0])
		}
	}
	if !strings.Contains(out, "2026-07-19") || !strings.Contains(out, "2026-08-30") {
		t.Error(out)
	}
}

// TestFirstDay: without any archive the built-in keywords tell what belongs
// into the newsletter from what does not.
func TestFirstDay(t *testing.T) {
	d := newDesk(t)
	good := []string{
		"端侧大模型4bit量化部署实战", "ncnn新版本：Vulkan推理提速", "手机NPU上的推理框架对比", "Pruning and quantization of small vision transformers on microcontrollers",
		"Efficient inference on mobile devices with mixed precision", "RISC-V上的AI芯片流片成功",
	}
	bad := []string{"双十一优惠：前端课程打折", "How to style a button with CSS", "微服务架构里的分布式事务", "Reinforcement learning for portfolio management", "春招内推：产品经理", "旅行摄影入门"}
	var b strings.Builder
	for i, title := range append(good, bad...) {
		fmt.Fprintf(&b, `{"url":"https://blog.example/%d","title":%q}`+"\n", i, title)
	}
	out, _ := d.run("rank", "--input", d.write("day.jsonl", b.String()), "--format", "jsonl")
	for i, l := range strings.Split(strings.TrimSpace(out), "\n") {
		var r ranked
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			t.Fatal(err)
		}
		var at int
		if _, err := fmt.Sscanf(r.URL, "https://blog.example/%d", &at); err != nil {
			t.Fatal(err)
		}
		if (i < len(good)) != (at < len(good)) {
			t.Errorf("place %d: %s, %.3f, %s", i, r.Title, r.Score, r.Reason)
		}
		if strings.Contains(r.Reason, "\n") || r.Reason == "" {
			t.Errorf("reason %q", r.Reason)
		}
	}
}
