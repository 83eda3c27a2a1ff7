package subject

import (
	"testing"

	"embai-crawl/item"
)

func TestRoot(t *testing.T) {
	for w, want := range map[string]string{
		"acquires": "acquir", "acquired": "acquir", "acquiring": "acquir", "acquire": "acquir",
		"ships": "ship", "shipped": "ship", "shipping": "ship", "installed": "install", "passes": "pass",
		"use": "use", "chip": "chip", "量化": "量化", "hailo-8": "hailo-8", "executorch": "executorch",
	} {
		if got := root(w); got != want {
			t.Errorf("root(%s) = %s, want %s", w, got, want)
		}
	}
}

// TestOpening has an English lead say as much as a Chinese one, and cuts no character.
func TestOpening(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"端侧推理", 2, "端侧"},
		{"edge inference", 2, "edge i"},
		{"端侧 AI 推理", 3, "端侧 AI"},
		{"短", 9, "短"},
	} {
		if got := openingOf(c.text, c.n); got != c.want {
			t.Errorf("openingOf(%q, %d) = %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

// TestAddressesAreNoWords has two articles that link to one address share nothing by it.
func TestAddressesAreNoWords(t *testing.T) {
	if got, want := withoutAddresses("代码在https://github.com/binlab/dab，欢迎试用"), "代码在 ，欢迎试用"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	a := newLook(&item.Item{Kind: item.KindArticle, Title: "新工作", Text: "实验用到了一个框架，见 https://github.com/binlab/dab 这个地址。"})
	b := newLook(&item.Item{Kind: item.KindArticle, Title: "别的事", Text: "另一家公司也提到了它的主页：https://github.com/binlab/dab 。"})
	if n := inCommon(a.allNames, b.allNames); n != 0 {
		t.Errorf("%d names in common by the address alone", n)
	}
}

// TestSumsOfTwoCurrencies clash only in one.
func TestSumsOfTwoCurrencies(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		clash bool
	}{
		{"软银9700亿日元买下公司", "软银65亿美元收购公司", false},
		{"软银买下公司，出价65亿美元", "softbank buys it for $6.5 billion", false},
		{"公司获3亿元融资", "公司获5亿元融资", true},
	} {
		l := newLook(&item.Item{Kind: item.KindArticle, Title: c.a})
		m := newLook(&item.Item{Kind: item.KindArticle, Title: c.b})
		if why := l.differs(m); (why != "") != c.clash {
			t.Errorf("%s / %s: %q", c.a, c.b, why)
		}
	}
}

// TestReleasesAndMakers has a release and a maker that few write of speak for one
// event, a giant and a number that is none not.
func TestReleasesAndMakers(t *testing.T) {
	look := func(title, lead string) *look {
		return newLook(&item.Item{Kind: item.KindArticle, Title: title, Text: lead})
	}
	l := look("vLLM 0.11 正式移除 V0 引擎", "社区发布新版本，清理了旧引擎的代码，两百多位开发者参与其中。")
	if n := l.releases(look("再见V0！更新了啥", "热门推理引擎 vLLM v0.11.0 放出，删光了旧的代码，又支持了新的模型。")); n != 1 {
		t.Errorf("%d releases in common, want 1", n)
	}
	if n := l.releases(look("vLLM 0.12 更新了啥", "热门推理引擎放出新版本，这一次删光了旧的代码。")); n != 0 {
		t.Errorf("%d releases in common of two releases", n)
	}
	m := look("高通收购 Edge Impulse", "高通宣布已就收购边缘机器学习平台 Edge Impulse 达成协议，交易金额没有披露。")
	if inTitles, _ := m.fewMakers(look("刚刚，高通出手了", "做端侧的人都用过 Edge Impulse，今天它的创始人宣布加入高通公司。")); inTitles != 1 {
		t.Errorf("%d makers that few write of, want 1", inTitles)
	}
}
