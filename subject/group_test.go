package subject_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"embai-crawl/item"
	"embai-crawl/subject"
)

func day(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }

func wechat(token, account, title, body string, published time.Time) item.Item {
	it := item.Item{ID: item.WeChatToken(token), URL: "https://mp.weixin.qq.com/s/" + token, Kind: item.KindArticle, Account: account, Title: title, Text: body, Published: published, Links: item.FindLinks(body)}
	it.Refs = item.FindRefs(&it)
	return it
}

// linked gives an item links besides those that its text spells out.
func linked(it item.Item, links ...string) item.Item {
	it.Links = append(it.Links, links...)
	it.Refs = item.FindRefs(&it)
	return it
}

func thing(address, title, summary string) item.Item {
	id, ok := item.Identify(address)
	if !ok {
		panic(address)
	}
	it := item.Item{ID: id, URL: address, Title: title, Summary: summary, Links: item.FindLinks(summary)}
	switch {
	case id.Scheme() == "arxiv" || id.Scheme() == "doi":
		it.Kind = item.KindPaper
	case id.Repo() != id:
		it.Kind = item.KindRelease
	case id.Scheme() == "github":
		it.Kind = item.KindRepo
	default:
		it.Kind = item.KindArticle
	}
	it.Refs = item.FindRefs(&it)
	return it
}

// describe writes a grouping so that a person can read it.
func describe(subjects []subject.Subject) []string {
	var out []string
	for _, s := range subjects {
		ids := make([]string, len(s.IDs))
		for i, id := range s.IDs {
			ids[i] = string(id)
		}
		out = append(out, strings.Join(ids, " + "))
	}
	return out
}

func TestGroupByIdentifier(t *testing.T) {
	paper := thing("https://arxiv.org/abs/2611.01234", "TwoScale: Weights in Two and a Half Bits", "We store weights in 2.5 bits. Code is available at https://github.com/acme/twoscale.")
	repo := thing("https://github.com/acme/twoscale", "acme/twoscale", "Official code of TwoScale")
	other := thing("https://arxiv.org/abs/2611.05678", "Pruning by Coin Toss for Small Boards", "We prune at random.")
	followed := func(account string) bool { return account == "端侧周刊" }
	for _, tt := range []struct {
		name  string
		items []item.Item
		want  []string
	}{
		{"nothing", nil, nil},
		{"paper, its repository, two articles", []item.Item{
			paper, repo,
			wechat("aaaaaaaaaaaaaaaaaaaaaa", "某号", "两个半比特就够了", "论文：https://arxiv.org/abs/2611.01234\n介绍如下。", day(3)),
			wechat("bbbbbbbbbbbbbbbbbbbbbb", "端侧周刊", "[2611.01234] 低比特新作", "代码：https://github.com/acme/twoscale", day(5)),
		}, []string{"wechat:s/bbbbbbbbbbbbbbbbbbbbbb + arxiv:2611.01234 + github:acme/twoscale + wechat:s/aaaaaaaaaaaaaaaaaaaaaa"}},
		{"a digest ties none", []item.Item{
			paper, other,
			wechat("cccccccccccccccccccccc", "某号", "本周论文速递：五篇低比特论文", "论文：https://arxiv.org/abs/2611.01234\n论文：https://arxiv.org/abs/2611.05678\n论文：https://arxiv.org/abs/2611.09999", day(3)),
		}, []string{"arxiv:2611.01234", "arxiv:2611.05678", "wechat:s/cccccccccccccccccccccc"}},
		{"one labelled among references", []item.Item{
			paper, other,
			wechat("dddddddddddddddddddddd", "某号", "两个半比特就够了", "论文地址：https://arxiv.org/abs/2611.01234\n\n与以往不同 [2611.05678]。也见 https://arxiv.org/abs/2511.00001 和 https://arxiv.org/abs/2511.00002 。", day(3)),
		}, []string{"arxiv:2611.01234 + wechat:s/dddddddddddddddddddddd", "arxiv:2611.05678"}},
		{"a library named in passing", []item.Item{
			wechat("eeeeeeeeeeeeeeeeeeeeee", "某号", "怎样给卷积提速", "我们基于 https://github.com/pytorch/pytorch 做实验。", day(3)),
			wechat("ffffffffffffffffffffff", "某号", "注意力的三种写法", "代码：https://github.com/pytorch/pytorch 可以运行。", day(4)),
			thing("https://github.com/pytorch/pytorch", "pytorch/pytorch", "Tensors"),
		}, []string{"github:pytorch/pytorch", "wechat:s/eeeeeeeeeeeeeeeeeeeeee", "wechat:s/ffffffffffffffffffffff"}},
		{"paper built on a library", []item.Item{
			thing("https://arxiv.org/abs/2611.07777", "Fast Kernels for Everyone at Once", "Built on https://github.com/acme/base we are fast. Code: https://github.com/acme/fast"),
			thing("https://github.com/acme/base", "acme/base", "A base"), thing("https://github.com/acme/fast", "acme/fast", "Fast kernels"),
		}, []string{"arxiv:2611.07777 + github:acme/fast", "github:acme/base"}},
		{"two papers that share a repository stay two", []item.Item{
			thing("https://arxiv.org/abs/2611.00001", "The First Work of a Group", "Code: https://github.com/acme/zoo"), thing("https://arxiv.org/abs/2611.00002", "The Second Work of a Group", "Code: https://github.com/acme/zoo"),
			thing("https://github.com/acme/zoo", "acme/zoo", "All our works"),
		}, []string{"arxiv:2611.00001 + github:acme/zoo", "arxiv:2611.00002"}},
		{"releases are subjects of their own", []item.Item{
			thing("https://github.com/Tencent/ncnn/releases/tag/20261101", "ncnn 20261101", "RVV"), thing("https://github.com/Tencent/ncnn/releases/tag/20260901", "ncnn 20260901", "Vulkan"),
			thing("https://github.com/Tencent/ncnn", "Tencent/ncnn", "Inference"),
			wechat("gggggggggggggggggggggg", "某号", "ncnn 20261101 发布", "地址：https://github.com/Tencent/ncnn", day(3)),
		}, []string{"github:tencent/ncnn", "github:tencent/ncnn@20260901", "github:tencent/ncnn@20261101 + wechat:s/gggggggggggggggggggggg"}},
		{"a release named by project and version", []item.Item{
			thing("https://github.com/paper/boat/releases/tag/v2.3.0", "boat 2.3.0", ""), thing("https://github.com/paper/Paperboat/releases/tag/v2.3.0", "Paperboat 2.3.0", "INT4"), thing("https://github.com/paper/Paperboat/releases/tag/v2.2.1", "Paperboat 2.2.1", "fixes"),
			wechat("pppppppppppppppppppppp", "某号", "开源｜纸船 Paperboat 2.3 发布：提速 1.8 倍", "新增分组矩阵乘。", day(3)),
			wechat("qqqqqqqqqqqqqqqqqqqqqq", "某号", "纸船 Paperboat 的 23 个技巧", "没有版本。", day(3)),
		}, []string{"github:paper/boat@v2.3.0", "github:paper/paperboat@v2.2.1", "github:paper/paperboat@v2.3.0 + wechat:s/pppppppppppppppppppppp", "wechat:s/qqqqqqqqqqqqqqqqqqqqqq"}},
		{"a release whose repository is linked", []item.Item{
			thing("https://github.com/paper/boat/releases/tag/v2.3.0", "boat 2.3.0", ""),
			wechat("ssssssssssssssssssssss", "某号", "纸船 2.3 发布", "代码：https://github.com/paper/boat", day(3)),
		}, []string{"github:paper/boat@v2.3.0 + wechat:s/ssssssssssssssssssssss"}},
		{"a release of which of two", []item.Item{
			thing("https://github.com/one/Paperboat/releases/tag/v2.3.0", "Paperboat 2.3.0", "INT4"), thing("https://github.com/two/Paperboat/releases/tag/2.3.0", "Paperboat 2.3.0", "INT4"),
			wechat("rrrrrrrrrrrrrrrrrrrrrr", "某号", "纸船 Paperboat 2.3.0 发布", "新增分组矩阵乘。", day(3)),
		}, []string{"github:one/paperboat@v2.3.0", "github:two/paperboat@2.3.0", "wechat:s/rrrrrrrrrrrrrrrrrrrrrr"}},
		{"paper cited by its title", []item.Item{
			other, wechat("hhhhhhhhhhhhhhhhhhhhhh", "某号", "剪枝靠抛硬币", "作者在《Pruning by Coin Toss for Small Boards》中说明。", day(3)),
		}, []string{"arxiv:2611.05678 + wechat:s/hhhhhhhhhhhhhhhhhhhhhh"}},
		{"an old classic named once", []item.Item{
			wechat("iiiiiiiiiiiiiiiiiiiiii", "某号", "注意力为何费内存", "注意力来自 arXiv:1706.03762 这篇文章。", day(3)),
			wechat("jjjjjjjjjjjjjjjjjjjjjj", "某号", "位置编码怎么选", "编码最早见于 arXiv:1706.03762 一文。", day(4)),
		}, []string{"wechat:s/iiiiiiiiiiiiiiiiiiiiii", "wechat:s/jjjjjjjjjjjjjjjjjjjjjj"}},
		{"an old paper that somebody linked", []item.Item{
			linked(wechat("mmmmmmmmmmmmmmmmmmmmmm", "某号", "可逆残差网络省显存", "反推每一层的中间结果。", day(3)), "https://arxiv.org/abs/1707.04585"),
			thing("https://arxiv.org/abs/1707.04585", "The Reversible Residual Network", ""),
		}, []string{"arxiv:1707.04585 + wechat:s/mmmmmmmmmmmmmmmmmmmmmm"}},
		{"a paper that names its translation", []item.Item{
			thing("https://arxiv.org/abs/2611.05289", "The Revolution and Its Implications", "十七页长文。某号译文见：https://mp.weixin.qq.com/s/nnnnnnnnnnnnnnnnnnnnnn"),
			wechat("nnnnnnnnnnnnnnnnnnnnnn", "某号", "长文：革命及其后果", "全文翻译如下。", day(3)),
			wechat("oooooooooooooooooooooo", "某号", "另一件事", "往期：https://mp.weixin.qq.com/s/nnnnnnnnnnnnnnnnnnnnnn", day(3)),
		}, []string{"arxiv:2611.05289 + wechat:s/nnnnnnnnnnnnnnnnnnnnnn", "wechat:s/oooooooooooooooooooooo"}},
		{"a page linked as the paper", []item.Item{
			thing("https://proceedings.example/2026/79.pdf", "Compress or Not", ""),
			wechat("kkkkkkkkkkkkkkkkkkkkkk", "某号", "要不要压缩", "论文：https://proceedings.example/2026/79.pdf", day(3)),
		}, []string{"wechat:s/kkkkkkkkkkkkkkkkkkkkkk + url:https://proceedings.example/2026/79.pdf"}},
		{"three repositories of one article", []item.Item{
			thing("https://github.com/acme/det-ncnn", "acme/det-ncnn", ""), thing("https://github.com/acme/det-mnn", "acme/det-mnn", ""),
			wechat("llllllllllllllllllllll", "某号", "检测模型的两种部署", "代码：https://github.com/acme/det-ncnn\n代码：https://github.com/acme/det-mnn", day(3)),
		}, []string{"github:acme/det-mnn + github:acme/det-ncnn + wechat:s/llllllllllllllllllllll"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := describe(subject.Group(refs(tt.items), subject.Options{Followed: followed}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestGroupLargeReadme has a README of 5 MB that names a paper in each of its
// lines: it is about none of them, and reading it ends.
func TestGroupLargeReadme(t *testing.T) {
	var readme strings.Builder
	for i := 0; readme.Len() < 5<<20; i++ {
		fmt.Fprintf(&readme, "- A paper, https://arxiv.org/abs/2611.%05d, code https://github.com/acme/p%d\n", 1+i%90000, i)
	}
	repo := thing("https://github.com/acme/list", "acme/list", "Papers")
	repo.Text = readme.String()
	repo.Refs = item.FindRefs(&repo)
	paper := thing("https://arxiv.org/abs/2611.00001", "The First Work of a Group", "")
	got := describe(subject.Group(refs([]item.Item{repo, paper}), subject.Options{}))
	if diff := cmp.Diff([]string{"arxiv:2611.00001", "github:acme/list"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestGroupRepost(t *testing.T) {
	const main, further = "wechat:s/aaaaaaaaaaaaaaaaaaaaaa", "wechat:s/bbbbbbbbbbbbbbbbbbbbbb"
	tests := []struct {
		name   string
		change func(original, repost *item.Item)
		want   string
	}{
		{"it says so", func(*item.Item, *item.Item) {}, main},
		{"a person gave the repost", func(_, r *item.Item) { r.Given = true }, main},
		{"a followed account reposts", func(_, r *item.Item) { r.Account = "followed" }, main},
		{"by alias", func(o, r *item.Item) {
			r.Original.ID = item.WeChatID("MzkxMDAwMDExNw==", "2247490101", "1")
			o.Aliases = []item.ID{r.Original.ID}
		}, main},
		{"by address", func(_, r *item.Item) {
			r.Original = &item.Original{URL: "https://mp.weixin.qq.com/s/aaaaaaaaaaaaaaaaaaaaaa"}
		}, main},
		{"the original is gone", func(o, _ *item.Item) { o.Status = item.StatusDeleted }, further},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			original := wechat("aaaaaaaaaaaaaaaaaaaaaa", "甲", "原来的文章", "", day(1))
			repost := wechat("bbbbbbbbbbbbbbbbbbbbbb", "乙", "换了标题", "", day(9))
			repost.Original = &item.Original{ID: original.ID}
			tt.change(&original, &repost)
			got := subject.Group(refs([]item.Item{repost, original}), subject.Options{Followed: func(a string) bool { return a == "followed" }})
			if len(got) != 1 || string(got[0].Main) != tt.want {
				t.Errorf("got %+v, want one with main %s", got, tt.want)
			}
		})
	}
}

// TestGroupRepostUnnamed has a repost that names its original by an identity that
// the original is not known by: the same headline, earlier, of another account is it.
func TestGroupRepostUnnamed(t *testing.T) {
	const body = "澜芯微公布端侧芯片「云雀 3」，算力 48 TOPS，典型功耗 4.6 瓦，首次支持 2 比特权重。"
	original := wechat("aaaaaaaaaaaaaaaaaaaaaa", "甲", "澜芯微发布云雀 3：算力 48 TOPS", body, day(1))
	repost := wechat("bbbbbbbbbbbbbbbbbbbbbb", "乙", "澜芯微发布云雀 3：算力 48 TOPS", body, day(2))
	repost.Given, repost.Original = true, &item.Original{ID: item.WeChatID("MzkxMDAwMDExNw==", "2247490101", "1")}
	got := subject.Group(refs([]item.Item{repost, original}), subject.Options{})
	if len(got) != 1 || got[0].Main != original.ID {
		t.Errorf("got %+v, want one with main %s", got, original.ID)
	}
	original.Published = day(3)
	got = subject.Group(refs([]item.Item{repost, original}), subject.Options{})
	if len(got) != 1 || got[0].Main != repost.ID {
		t.Errorf("got %+v, want one with main %s: what is later is no original", got, repost.ID)
	}
}

func TestGroupParted(t *testing.T) {
	a := wechat("aaaaaaaaaaaaaaaaaaaaaa", "甲", "两个半比特就够了", "论文：https://arxiv.org/abs/2611.01234", day(1))
	b := wechat("bbbbbbbbbbbbbbbbbbbbbb", "乙", "低比特新作", "论文：https://arxiv.org/abs/2611.01234", day(2))
	p := thing("https://arxiv.org/abs/2611.01234", "TwoScale", "")
	for _, parted := range [][2]item.ID{{a.ID, b.ID}, {b.ID, a.ID}} {
		pairs := [][2]item.ID{{a.ID, "wechat:unknown"}, parted}
		for _, s := range subject.Group(refs([]item.Item{a, b, p}), subject.Options{Parted: pairs}) {
			if slices.Contains(s.IDs, a.ID) && slices.Contains(s.IDs, b.ID) {
				t.Errorf("parted pair %v in one subject: %v", parted, s)
			}
		}
	}
}

// mixture makes a pile of papers, repositories, articles and digests that name each other.
func mixture(r *rand.Rand, n int) []item.Item {
	var items []item.Item
	for i := range n {
		id := fmt.Sprintf("2611.%05d", i)
		repo := fmt.Sprintf("https://github.com/lab%d/tool%d", i%7, i)
		items = append(items,
			thing("https://arxiv.org/abs/"+id, fmt.Sprintf("Method Number %d for Tiny Machines of Sort %d", i, i*7), "Code: "+repo),
			thing(repo, fmt.Sprintf("lab%d/tool%d", i%7, i), "paper: arXiv:"+id),
			wechat(fmt.Sprintf("tok%019d", i), "某号", fmt.Sprintf("第%d号方法解读", i), "论文：https://arxiv.org/abs/"+id+"\n代码："+repo, day(1+i%20)),
			wechat(fmt.Sprintf("dig%019d", i), "某号", "本周速递", fmt.Sprintf("论文：arXiv:2611.%05d\n论文：arXiv:2611.%05d\n论文：arXiv:2611.%05d", r.IntN(n), r.IntN(n), r.IntN(n)), day(1+i%20)),
			wechat(fmt.Sprintf("mix%019d", i), "某号", fmt.Sprintf("随笔%d", i), fmt.Sprintf("见 https://arxiv.org/abs/2611.%05d 与 https://github.com/lab%d/tool%d", r.IntN(n), r.IntN(7), r.IntN(n)), day(1+i%20)))
	}
	return items
}

// TestGroupOrder holds that the order of the items decides nothing, that every
// item is in one subject, and that no subject has two papers.
func TestGroupOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	items := mixture(r, 12)
	for _, p := range readPairs(t, "pairs.jsonl")[:40] {
		a, b := p.items()
		a.ID, b.ID = item.ID("url:https://a.example/"+p.A.Title), item.ID("url:https://b.example/"+p.B.Title)
		items = append(items, a, b)
	}
	want := subject.Group(refs(items), subject.Options{})
	seen := map[item.ID]int{}
	for _, s := range want {
		papers := 0
		for _, id := range s.IDs {
			seen[id]++
			if id.Scheme() == "arxiv" {
				papers++
			}
		}
		if papers > 1 {
			t.Errorf("%d papers in one subject: %v", papers, s)
		}
	}
	for _, it := range items {
		if seen[it.ID] != 1 {
			t.Errorf("%s is in %d subjects", it.ID, seen[it.ID])
		}
	}
	for range 30 {
		r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		if diff := cmp.Diff(want, subject.Group(refs(items), subject.Options{})); diff != "" {
			t.Fatalf("another order gives other subjects:\n%s", diff)
		}
	}
}

func TestLines(t *testing.T) {
	p := thing("https://arxiv.org/abs/2611.01234", "TwoScale: Weights in Bits", "Code: https://github.com/acme/twoscale")
	w := wechat("bbbbbbbbbbbbbbbbbbbbbb", "端侧周刊", "[2611.01234] 低比特新作", "", day(5))
	x := wechat("aaaaaaaaaaaaaaaaaaaaaa", "某号", "两个半比特", "论文：https://arxiv.org/abs/2611.01234", day(3))
	var got []string
	for _, l := range subject.Lines([]*item.Item{&w, &p, &x}) {
		got = append(got, l.Label+"："+l.Text)
	}
	want := []string{"标题：TwoScale: Weights in Bits", "论文：https://arxiv.org/abs/2611.01234", "代码：https://github.com/acme/twoscale", "报道：https://mp.weixin.qq.com/s/aaaaaaaaaaaaaaaaaaaaaa"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzGroup(f *testing.F) {
	f.Add("论文：https://arxiv.org/abs/2611.01234", "代码：https://github.com/a/b", "骁龙8 Gen 5 发布 37%", uint64(3))
	f.Add("v1.2.3 $5 million 第三季度", "\xff(二)3亿元", "esp32-p4 7nm", uint64(9))
	f.Fuzz(func(t *testing.T, a, b, c string, n uint64) {
		items := []item.Item{
			wechat("aaaaaaaaaaaaaaaaaaaaaa", "x", a, b, day(1)), wechat("bbbbbbbbbbbbbbbbbbbbbb", "y", b, c, day(2)), wechat("cccccccccccccccccccccc", "z", c, a, day(3)),
			thing("https://github.com/a/b", a, b), thing("https://arxiv.org/abs/2611.01234", b, c),
		}
		want := subject.Group(refs(items), subject.Options{})
		r := rand.New(rand.NewPCG(n, 1))
		r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		if diff := cmp.Diff(want, subject.Group(refs(items), subject.Options{})); diff != "" {
			t.Error(diff)
		}
		for i := range items {
			for j := range items {
				x, _ := subject.Similar(&items[i], &items[j])
				y, _ := subject.Similar(&items[j], &items[i])
				if x != y {
					t.Errorf("Similar is not symmetric for %q and %q", items[i].Title, items[j].Title)
				}
			}
		}
	})
}

func BenchmarkGroup(b *testing.B) {
	items := mixture(rand.New(rand.NewPCG(1, 2)), 600) // 3,000 items
	pairs := readPairs(b, "pairs.jsonl")
	for i := range 1000 {
		x, y := pairs[i%len(pairs)].items()
		x.ID, y.ID = item.ID(fmt.Sprintf("url:https://a.example/%d", i)), item.ID(fmt.Sprintf("url:https://b.example/%d", i))
		x.Published, y.Published = day(1+i%25), day(2+i%25)
		items = append(items, x, y)
	}
	for b.Loop() {
		subject.Group(refs(items), subject.Options{})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(items)), "ns/item")
}

// refs are the items as Group takes them.
func refs(items []item.Item) []*item.Item {
	out := make([]*item.Item, len(items))
	for i := range items {
		out[i] = &items[i]
	}
	return out
}
