package item

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestFindIDs(t *testing.T) {
	table := []struct {
		text string
		want string // identifiers in order, separated by blanks
	}{
		// arXiv numbers, with something that makes them such.
		{"[1912.13200] AdderNet", "arxiv:1912.13200"},
		{"【1912.13200】华为新论文", "arxiv:1912.13200"},
		{"[1912.13200v2]", "arxiv:1912.13200"},
		{"论文见 arXiv:1912.13200。", "arxiv:1912.13200"},
		{"论文（arXiv：1912.13200v3）", "arxiv:1912.13200"},
		{"arXiv preprint arXiv:1912.13200, 2019", "arxiv:1912.13200"},
		{"arXiv编号为1912.13200，代码开源", "arxiv:1912.13200"},
		{"1912.13200 (arXiv)", "arxiv:1912.13200"},
		{"ARXIV: 1412.6980", "arxiv:1412.6980"},
		{"arxiv.org/abs/1912.13200", "arxiv:1912.13200"},
		{"论文地址：https://arxiv.org/abs/1912.13200，代码", "arxiv:1912.13200"},
		{"论文地址:https://arxiv.org/pdf/1912.13200.pdf代码地址", "arxiv:1912.13200"},
		{"https://arxiv.org/abs/1912.13200, https://arxiv.org/abs/1911.09070.", "arxiv:1912.13200 arxiv:1911.09070"},
		{"arXiv:quant-ph/0201082", "arxiv:quant-ph/0201082"},
		{"arXiv:math.GT/0309136", "arxiv:math/0309136"},
		{"huggingface.co/papers/2401.00001", "arxiv:2401.00001"},
		// What only looks like one.
		{"价格 1912.13200 元", ""},
		{"本月 2020.12345 元", ""},
		{"[2020.12345]", ""}, // there is no twentieth month
		{"[1913.12345] [1900.12345]", ""},
		{"[1912.1320] [1412.06980] [0703.0001]", ""}, // wrong number of digits for their time
		{"[1912.00000]", ""},
		{"arXiv 会员价 1912.13200元", ""},
		{"arXiv ¥1912.13200", ""},
		{"2019.12 发布", ""},
		{"2019.12.13", ""},
		{"v1912.13200", ""},
		{"版本 1912.13200", ""},
		{"1912.13200", ""},
		{"[1912.13200.1]", ""},
		{"[v1912.13200]", ""},
		{"arXiv 上周更新。价格 1912.13200", ""},
		{"arXiv\n1912.13200", ""},
		{"arXiv:1912.132001", ""},
		{"速度 1912.13200ms arXiv", ""},
		{"compile cs/0309136", ""},
		{"math/0309136", ""},
		// Repositories.
		{"代码：https://github.com/Tencent/ncnn", "github:tencent/ncnn"},
		{"代码：github.com/Tencent/ncnn。", "github:tencent/ncnn"},
		{"代码在github.com/Tencent/ncnn上开源", "github:tencent/ncnn"},
		{"（github.com/Tencent/ncnn）", "github:tencent/ncnn"},
		{"(https://github.com/Tencent/ncnn).", "github:tencent/ncnn"},
		{"www.github.com/Tencent/ncnn,", "github:tencent/ncnn"},
		{"GitHub.com/Tencent/ncnn;", "github:tencent/ncnn"},
		{"http://github.com/ggerganov/llama.cpp.", "github:ggerganov/llama.cpp"},
		{"git clone git@github.com:Tencent/ncnn.git && cd ncnn", "github:tencent/ncnn"},
		{"git clone https://github.com/Tencent/ncnn.git", "github:tencent/ncnn"},
		{"https://github.com/Tencent/ncnn/releases/tag/20260526", "github:tencent/ncnn@20260526"},
		{"见[ncnn](https://github.com/Tencent/ncnn)", "github:tencent/ncnn"},
		{"<https://github.com/Tencent/ncnn>", "github:tencent/ncnn"},
		{"“https://github.com/Tencent/ncnn”", "github:tencent/ncnn"},
		{"https://github.com/Tencent", ""},
		{"github.com/topics/tinyml", ""},
		{"notgithub.com/Tencent/ncnn", ""},
		{"docs.github.com/en/actions", ""},
		{"tencent.github.io/ncnn", ""},
		{"gist.github.com/nihui/0123456789", ""},
		{"someone@github.com/Tencent/ncnn", ""},
		// DOIs.
		{"doi: 10.1145/3394486.3403124.", "doi:10.1145/3394486.3403124"},
		{"DOI：10.1109/CVPR.2016.90）", "doi:10.1109/cvpr.2016.90"},
		{"https://doi.org/10.1109/CVPR.2016.90", "doi:10.1109/cvpr.2016.90"},
		{"doi.org/10.1109/CVPR.2016.90,", "doi:10.1109/cvpr.2016.90"},
		{"(10.1109/CVPR.2016.90)", "doi:10.1109/cvpr.2016.90"},
		{"https://doi.org/10.48550/arXiv.1912.13200", "arxiv:1912.13200"},
		{"10.2019/12", ""},
		{"比分 10.1000/5", ""},
		{"10.1/abc", ""},
		{"192.10.1109/abc.d", ""},
		// WeChat, also through relays.
		{"【标题】 https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrS_ 复制打开", "wechat:s/Ab3_dE-fGhIjKlMnOpQrS_"},
		{"mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt。", "wechat:s/Ab3_dE-fGhIjKlMnOpQrSt"},
		{"https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&amp;mid=2650001234&amp;idx=2#rd》", "wechat:MzA4MTE3MTg1OA==/2650001234/2"},
		{"https://mp.weixinbridge.com/mp/wapredirect?url=https%3A%2F%2Fgithub.com%2FTencent%2Fncnn", "github:tencent/ncnn"},
		{"plain words, https://example.com/post", ""},
	}
	for _, row := range table {
		var got []string
		for _, id := range findIDs(row.text) {
			got = append(got, string(id))
		}
		if s := strings.Join(got, " "); s != row.want {
			t.Errorf("%q\n got %s\nwant %s", row.text, s, row.want)
		}
	}
}

func TestFindLinks(t *testing.T) {
	table := []struct {
		text string
		want []string
	}{
		{"", nil},
		{"【标题】 https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt 复制打开", []string{"https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt"}},
		{"看这里https://example.com/a，还有http://example.org/b。", []string{"https://example.com/a", "http://example.org/b"}},
		{"https://example.com/a. https://example.com/a!", []string{"https://example.com/a"}},
		{"(https://en.wikipedia.org/wiki/Quantization_(signal_processing))", []string{"https://en.wikipedia.org/wiki/Quantization_(signal_processing)"}},
		{"https://zh.wikipedia.org/wiki/卷积神经网络。", []string{"https://zh.wikipedia.org/wiki/卷积神经网络"}},
		{"https://example.com/?q=1&b=2、x", []string{"https://example.com/?q=1&b=2"}},
		{"HTTPS://EXAMPLE.com/A", []string{"HTTPS://EXAMPLE.com/A"}},
		{"地址：github.com/Tencent/ncnn", []string{"https://github.com/Tencent/ncnn"}},
		{"http:// https:// http://. ftp://a/b", nil},
		{"https://a.example/1https://b.example/2", []string{"https://a.example/1https://b.example/2"}},
		{"[x](https://example.com/a)，“https://example.com/b”；'https://example.com/c'", []string{"https://example.com/a", "https://example.com/b", "https://example.com/c"}},
		{"https://example.com/a\u3000b", []string{"https://example.com/a"}},
	}
	for _, row := range table {
		if got := FindLinks(row.text); !slices.Equal(got, row.want) {
			t.Errorf("FindLinks(%q)\n got %q\nwant %q", row.text, got, row.want)
		}
	}
}

func TestFindRefs(t *testing.T) {
	it := Item{
		ID:       "wechat:s/Ab3_dE-fGhIjKlMnOpQrSt",
		URL:      "https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt",
		Title:    "[1912.13200] 加法网络",
		Summary:  "代码 github.com/o/adder",
		Text:     "论文 https://arxiv.org/abs/1912.13200v2\n代码 https://github.com/o/adder\n又见 github.com/o/adder\n对比 https://github.com/Tencent/ncnn\n本文 https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt",
		Links:    []string{"https://github.com/o/adder", "https://github.com/o/other", "https://example.com/x"},
		Original: &Original{URL: "https://mp.weixin.qq.com/s/Zz3_dE-fGhIjKlMnOpQrSt"},
	}
	want := []Ref{
		{"arxiv:1912.13200", InTitle, 2},
		{"wechat:s/Zz3_dE-fGhIjKlMnOpQrSt", InOriginal, 1},
		{"github:o/adder", InSummary, 3},
		{"github:tencent/ncnn", InText, 1},
		{"github:o/other", InLink, 1},
	}
	if got := FindRefs(&it); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	release := Item{ID: "github:tencent/ncnn@20260526", Text: "github.com/Tencent/ncnn and github.com/o/adder"}
	if got := FindRefs(&release); len(got) != 1 || got[0].ID != "github:o/adder" {
		t.Errorf("a release names its own repository: %v", got)
	}
}

// TestFindRefsBounds: an item that names very many things is not kept whole,
// and costs what its length costs.
func TestFindRefsBounds(t *testing.T) {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "github.com/o/r%d ", i)
	}
	it := Item{Text: b.String()}
	if n := len(FindRefs(&it)); n != maxRefs {
		t.Errorf("%d references", n)
	}
	for _, hostile := range []string{"http://", "https://a", "[1912.", "arxiv", "10.1109/", "((((", "github.com/", "git@github.com:", "math/", "&amp;", "%", "https://a)))", ")"} {
		it := Item{Text: strings.Repeat(hostile, 1<<20/len(hostile))}
		FindRefs(&it)
		FindLinks(it.Text)
	}
}

func FuzzFindRefs(f *testing.F) {
	f.Add("[1912.13200] 论文 arXiv:1912.13200v2 github.com/Tencent/ncnn上开源 doi:10.1109/CVPR.2016.90")
	f.Add("git@github.com:o/r.git https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&amp;mid=1")
	f.Add("https://zh.wikipedia.org/wiki/卷积（x）")
	f.Fuzz(func(t *testing.T, text string) {
		it := Item{Title: text, Summary: text, Text: text, Links: FindLinks(text)}
		refs := FindRefs(&it)
		for _, ref := range refs {
			if !ref.ID.Valid() || ref.Count < 1 || ref.ID.Scheme() == "url" {
				t.Errorf("%q gives %+v", text, ref)
			}
		}
		if ids := findIDsIn(text, lowerASCII(text)); len(ids) > 0 && !mayName(text) {
			t.Errorf("%q names %v and is not read", text, ids)
		}
		if again := FindRefs(&it); !reflect.DeepEqual(refs, again) {
			t.Errorf("%q gives %v, then %v", text, refs, again)
		}
		for _, link := range it.Links {
			if _, ok := parse(link); !ok {
				t.Errorf("%q gives the link %q", text, link)
			}
		}
	})
}

func BenchmarkFindRefs(b *testing.B) {
	paragraph := "模型压缩是端侧部署的关键。本文提出的方法在 ImageNet 上把 ResNet-50 压到 3.5 MB，代码见 github.com/o/r。\n\n"
	it := Item{Title: "标题", Text: strings.Repeat(paragraph, 60)}
	b.SetBytes(int64(len(it.Text)))
	for b.Loop() {
		FindRefs(&it)
	}
}
