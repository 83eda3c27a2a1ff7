package summary_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"embai-crawl/summary"
	"embai-crawl/text"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden runs every testdata/<function>/<case>.txt and compares what comes
// out with the .golden beside it. A new case is a new file.
func TestGolden(t *testing.T) {
	functions := map[string]func(in string) string{
		"clean":    summary.Clean,
		"release":  func(in string) string { return summary.Release(in, 300) },
		"abstract": func(in string) string { return summary.Abstract(in, 300) },
		"choose": func(in string) string {
			title, rest, _ := strings.Cut(in, "\n")
			digest, body, _ := strings.Cut(rest, "\n")
			title, digest = strings.TrimPrefix(title, "title: "), strings.TrimPrefix(digest, "digest:")
			return summary.Choose(title, digest, body, summary.Options{})
		},
	}
	for name, fn := range functions {
		files, err := filepath.Glob(filepath.Join("testdata", name, "*.txt"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no cases for %s: %v", name, err)
		}
		for _, file := range files {
			t.Run(name+"/"+strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
				in, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				golden(t, strings.TrimSuffix(file, ".txt")+".golden", fn(string(in)))
			})
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCleanLines holds which single lines go, and which stay although they use the same words.
func TestCleanLines(t *testing.T) {
	gone := []string{
		"点击上方蓝字，关注我们", "点击上方“XX学堂”，选择“星标”公众号", "👇点击下方卡片关注我们👇", "来源：机器之心", "编辑：杜伟", "作者 | 王二", "作者丨张三 编辑丨李四",
		"本文约3000字，建议阅读8分钟", "全文共 4120 字，阅读大约需要 11 分钟", "点击阅读原文，查看更多", "戳“阅读原文”了解详情", "扫码关注", "长按二维码关注", "扫描下方二维码加入交流群",
		"转载请联系授权", "未经许可不得转载，侵权必究，禁止转载", "往期推荐", "—— END ——", "觉得不错，请点个“在看”", "点赞、在看、转发，三连支持", "投稿邮箱：a@b.example", "欢迎投稿", "商务合作：微信 abc123",
		"欢迎加入读者群，备注：姓名-单位", "后台回复“电子书”获取资料", "把我们设为星标，不错过更新", "机器之心报道", "编译 | 小满", "责编 | 郭芮", "图源：网络", "（图片来源：某某官网）", "声明：本文仅代表作者观点，不代表本平台立场",
		"5 min read", "8 minute read", "Subscribe to our newsletter", "Follow us on Twitter", "Share this article", "By Jane Doe", "All rights reserved.", "Posted on May 3, 2026", "Reading time: 4 minutes", "Leave a comment",
		"3 comments", "Source: Company blog", "▼", "* * *", "-----", "We use cookies. Privacy policy", "Thanks for reading!", "文 | 李雷", "撰文：韩梅梅", "审校：某某", "喜欢此内容的人还喜欢 点赞 在看", "微信号：abcd1234",
	}
	for _, line := range gone {
		if got := summary.Clean(line); got != "" {
			t.Errorf("Clean(%q) = %q, should be gone", line, got)
		}
	}
	kept := []string{
		"该项目在 GitHub 上获得了 2 万星标。", "用户扫码即可体验这个 20 亿参数的模型。", "扫码枪用上了端侧视觉模型。", "编辑器插件也支持了本地补全。", "研究者关注模型在端侧的能耗。", "作者提出了一种新的剪枝方法。",
		"论文作者：他们在三个数据集上做了实验，结果显示平均提升 2.3 个百分点，并且推理速度不变。", "来源于生物神经元的脉冲网络功耗更低。", "这篇文章讨论点击率预估模型的压缩。", "点击率提升 3.2%。",
		"小米、华为等厂商已经关注端侧大模型。", "量子位于叠加态时可以并行计算。", "新版本支持在后台运行推理任务。", "模型回复的平均时延为 300 毫秒。", "交流电机控制器内置了神经网络。", "开发者可以分享自己训练的权重。",
		"Users can subscribe to events from the runtime.", "The scheduler shares this cache among threads.", "Attention follows me around.", "It takes 5 minutes to calibrate the model.", "The editor runs a local model.", "Follow the steps to convert the checkpoint.",
		"阅读理解任务的准确率提高 4 分。", "推荐系统模型体积缩小到十分之一。", "图像分类模型 MobileNetV4 发布。", "投稿到 CVPR 的论文中，量化方向增长最快。", "授权协议改为 Apache-2.0。", "版本 1.2 修复了安卓上的崩溃。",
		"合作方包括三家芯片公司。", "来自清华大学的团队提出了三值网络，在 ImageNet 上达到 72.1%。", "By quantizing the cache we save memory.", "Share prices of the chip maker rose 4%.",
	}
	for _, line := range kept {
		if got := summary.Clean(line); got != line {
			t.Errorf("Clean(%q) = %q, should stay", line, got)
		}
	}
}

func TestExtractBounds(t *testing.T) {
	body := strings.Repeat("端侧模型需要低比特量化才能放进手机内存里。团队在第 3 代芯片上测得每秒 21 个词。\n\n", 40)
	for _, o := range []summary.Options{{}, {Min: 20, Max: 40}, {Min: 500, Max: 100}, {Max: 10}} {
		got := summary.Extract("端侧模型", body, o)
		limit := o.Max
		if limit == 0 {
			limit = 400
		}
		if n := utf8.RuneCountInString(got); n == 0 || n > limit {
			t.Errorf("%+v: %d runes: %q", o, n, got)
		}
	}
	if got := summary.Extract("t", "", summary.Options{}); got != "" {
		t.Errorf("no text gives %q", got)
	}
	if got := summary.Extract("t", "点击上方蓝字关注我们\n扫码关注", summary.Options{}); got != "" {
		t.Errorf("boilerplate alone gives %q", got)
	}
}

func TestPlain(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"no tex", "no tex"},
		{`costs $5 and $6 more`, `costs $5 and $6 more`},
		{`$\sim$3$\times$ faster~\emph{than} {LLaMA}`, `~3× faster than LLaMA`},
		{`O($n^2$) in ` + "``tiny''", `O(n2) in “tiny”`},
		{`\unknown{x}`, `\unknown{x}`},
	} {
		if got := summary.Plain(tt.in); got != tt.want {
			t.Errorf("Plain(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("端侧", "短。", "点击上方蓝字。端侧模型变小了。\n\nIt is 3.5x smaller, e.g. 2 bits.", 150, 400)
	f.Add("", "", strings.Repeat("a", 3000), 1, 1)
	f.Add("\xff", "...", "。。。\n！\x00\n{;;}", -1, 7)
	f.Fuzz(func(t *testing.T, title, digest, body string, low, high int) {
		for _, got := range []string{
			summary.Extract(title, body, summary.Options{Min: low, Max: high}),
			summary.Choose(title, digest, body, summary.Options{Min: low, Max: high}),
			summary.Abstract(body, high), summary.Release(body, high),
		} {
			limit := high
			if limit <= 0 {
				limit = 400
			}
			if n := utf8.RuneCountInString(got); n > limit {
				t.Errorf("%d runes of %d: %q", n, limit, got)
			}
			if strings.ContainsAny(got, "\n\r\x00") {
				t.Errorf("more than a line: %q", got)
			}
		}
		if c := summary.Clean(body); summary.Clean(c) != c && text.Squash(c) == c {
			t.Logf("Clean is not stable on %q", body)
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	para := "云雀团队近日公布了端侧推理引擎，70 亿参数的模型解码速度达到每秒 28 个词，比半年前快 2.1 倍。引擎把权重按 4 比特分组存放，组内共享一个缩放系数。\n\n"
	body := "点击上方蓝字关注我们\n" + strings.Repeat(para, 40)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		summary.Choose("端侧推理引擎", "", body, summary.Options{})
	}
}
