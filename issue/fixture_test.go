package issue

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"embai-crawl/item"
	"embai-crawl/rank"

	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file under testdata that a person can read.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *rewrite {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s differs (-want +got); go test -update writes it anew:\n%s", path, cmp.Diff(string(want), string(got)))
	}
}

const fixtureDate = "2026-11-30"

func fixtureOptions() Options {
	return Options{
		BackIssuesURL: "https://github.com/ysh329/awesome-embedded-ai",
		Footer:        "![wechat_qrcode](../wechat_qrcode.jpg)\n\n- Wechat ID: NeuroMem  \n- Editor: https://github.com/ysh329  \n",
		PerSection:    2,
	}
}

func fixtureBack() []Back {
	return []Back{
		{"2026-11-16", "../embedded-ai-report/2026-11-16.md"},
		{"2026-01-05", "../embedded-ai-report/2026-01-05.md"},
		{Date: "2025-12-22"}, // without an address: the archive's
	}
}

func day(d int) time.Time { return time.Date(2026, 11, d, 8, 0, 0, 0, time.UTC) }

func article(token, title, account, summary string, section item.Section, score float64) Candidate {
	return Candidate{
		Items: []item.Item{{
			ID: item.WeChatToken(token), Kind: item.KindArticle, URL: "https://mp.weixin.qq.com/s/" + token,
			Title: title, Account: account, Summary: summary, Source: account, Published: day(20),
		}},
		Result: rank.Result{Score: score, Section: section, Reason: "+量化 +端侧 −招聘"},
	}
}

// fixture is a fortnight in small: every shape of entry that is printed.
func fixture() []Candidate {
	paper := item.Item{
		ID: "arxiv:2611.01234", Kind: item.KindPaper, URL: "https://arxiv.org/abs/2611.01234", Venue: "CVPR2026",
		Title: "TinyQuant: Two-Bit Weights for Boards", Source: "arxiv-lowbit", Published: day(3),
		Summary: "We quantize the weights of vision models to two bits. On a Cortex-M7 the models run 3.1 times faster and lose 0.4 points.",
	}
	repo := item.Item{
		ID: "github:smallnet/tinyquant", Kind: item.KindRepo, URL: "https://github.com/smallnet/tinyquant",
		Title: "smallnet/tinyquant", Summary: "Two-bit inference kernels for Cortex-M", Source: "trending-c",
	}
	both := article("AAAAAAAAAAAAAAAAAAAAA1", "两比特也能用：TinyQuant 在单片机上快三倍", "机器之心",
		"研究者把视觉模型的权重压到两比特，在 Cortex-M7 上提速 3.1 倍，精度只降 0.4 个点。", item.SectionPaper, 0.91)
	both.Items = append(both.Items, paper, repo,
		article("AAAAAAAAAAAAAAAAAAAAA2", "单片机跑视觉模型：两比特量化实测", "极市平台", "", item.SectionPaper, 0.3).Items[0])
	both.Why = []string{"同一 arXiv 编号"}

	alone := Candidate{
		Items: []item.Item{{
			ID: "arxiv:2611.04321", Kind: item.KindPaper, URL: "https://arxiv.org/abs/2611.04321", Source: "arxiv-lowbit", Published: day(9),
			Title: "Pruning Attention on Phones", Summary: "We remove half of the attention heads of a phone's language model without a loss that users see.",
		}},
		Result: rank.Result{Score: 0.72, Section: item.SectionPaper, Reason: "+pruning +phone"},
	}
	release := Candidate{
		Items: []item.Item{{
			ID: "github:tencent/ncnn@20261118", Kind: item.KindRelease, URL: "https://github.com/Tencent/ncnn/releases/tag/20261118",
			Title: "Tencent/ncnn 20261118", Version: "20261118", Source: "ncnn-releases", Published: day(18),
			Text: "- Vulkan: int4 weights for llama-like models, 2.3x faster prompt on Adreno 830\n- fix build with gcc 15",
		}},
		Result: rank.Result{Score: 0.83, Section: item.SectionProject, Reason: "+ncnn"},
		See:    []string{"2026-05-18", "2026-09-07"},
	}
	gone := article("AAAAAAAAAAAAAAAAAAAAA5", "某厂发布端侧大模型芯片", "芯东西", "某厂今日发布面向手机的 NPU，算力 60 TOPS。", item.SectionNews, 0.95)
	gone.Items[0].Status, gone.Items[0].StatusAt = item.StatusDeleted, day(21)
	given := article("AAAAAAAAAAAAAAAAAAAAA6", "手把手在 RK3588 上部署检测模型", "GiantPandaCV", "从模型转换到零拷贝推理，给出每一步的命令和耗时。", item.SectionBlog, 0.2)
	given.Given = true
	return []Candidate{
		both, alone, release, gone, given,
		{Items: []item.Item{repo2()}, Result: rank.Result{Score: 0.61, Section: item.SectionProject, Reason: "+int8"}},
		article("AAAAAAAAAAAAAAAAAAAAA3", "三星发布新一代手机处理器，NPU 性能翻倍", "安兔兔", "新处理器采用 2nm 工艺，NPU 峰值 59 TOPS，支持 4 比特权重。", item.SectionNews, 0.77),
		article("AAAAAAAAAAAAAAAAAAAAA4", "树莓派推出 AI 扩展板第二代", "量子位", "扩展板带 40 TOPS 的加速器和 8GB 内存，可在本地运行小型语言模型。", item.SectionNews, 0.70),
		article("AAAAAAAAAAAAAAAAAAAAA7", "展会见闻 | 边缘设备上的语音助手", "雷锋网", "展会上五家公司展示了离线语音助手。", item.SectionNews, 0.33),
		article("AAAAAAAAAAAAAAAAAAAAA8", "矩阵乘在 NEON 上怎样写", "知乎", "从寄存器分块讲到预取，附测试。", item.SectionBlog, 0.66),
	}
}

func repo2() item.Item {
	return item.Item{
		ID: "github:edge/int8-kit", Kind: item.KindRepo, URL: "https://github.com/edge/int8-kit", Title: "edge/int8-kit",
		Summary: "Calibration and int8 export for on-device models", Source: "trending-python", Published: day(12),
	}
}

func fixtureDraft() Draft {
	return Build(fixtureDate, fixture(), fixtureBack(), fixtureOptions())
}

var sectionsInOrder = item.Sections()
