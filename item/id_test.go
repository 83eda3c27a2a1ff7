package item

import "testing"

// TestIdentityTable has every row of the table of identities: the ID, and all
// forms that are equal to it.
func TestIdentityTable(t *testing.T) {
	table := []struct {
		want  ID
		forms []string
	}{
		{"arxiv:1912.13200", []string{
			"https://arxiv.org/abs/1912.13200",
			"http://arxiv.org/abs/1912.13200",
			"http://www.arxiv.org/abs/1912.13200",
			"https://arxiv.org/abs/1912.13200v1",
			"https://arxiv.org/abs/1912.13200v12",
			"https://arxiv.org/abs/1912.13200?context=cs.LG",
			"https://arxiv.org/abs/1912.13200/",
			"https://arxiv.org/abs/1912.13200#related",
			"https://arxiv.org/pdf/1912.13200",
			"https://arxiv.org/pdf/1912.13200.pdf",
			"https://arxiv.org/pdf/1912.13200v2.pdf",
			"https://arxiv.org/pdf/1912.13200v2.pdf#page=3",
			"https://arxiv.org/html/1912.13200v3",
			"https://arxiv.org/html/1912.13200v3/extra.html",
			"https://arxiv.org/format/1912.13200",
			"https://arxiv.org/e-print/1912.13200",
			"https://arxiv.org/ftp/arxiv/papers/1912/1912.13200.pdf",
			"https://export.arxiv.org/abs/1912.13200",
			"http://cn.arxiv.org/pdf/1912.13200.pdf",
			"https://ar5iv.org/abs/1912.13200",
			"https://ar5iv.labs.arxiv.org/html/1912.13200",
			"https://www.alphaxiv.org/abs/1912.13200",
			"https://alphaxiv.org/overview/1912.13200v1",
			"https://huggingface.co/papers/1912.13200",
			"https://hf.co/papers/1912.13200",
			"https://hf-mirror.com/papers/1912.13200",
			"https://papers.cool/arxiv/1912.13200",
			"https://doi.org/10.48550/arXiv.1912.13200",
			"https://dx.doi.org/10.48550/ARXIV.1912.13200",
			"https://m.arxiv.org/abs/1912.13200",
			"oai:arXiv.org:1912.13200",
			"oai:arXiv.org:1912.13200v1",
			"arXiv:1912.13200",
			"arXiv: 1912.13200v4",
			"doi:10.48550/arXiv.1912.13200",
			"10.48550/arXiv.1912.13200",
			"https://link.zhihu.com/?target=https%3A//arxiv.org/abs/1912.13200",
		}},
		{"arxiv:quant-ph/0201082", []string{
			"https://arxiv.org/abs/quant-ph/0201082",
			"https://arxiv.org/abs/quant-ph/0201082v1",
			"https://arxiv.org/pdf/quant-ph/0201082v1.pdf",
			"http://xxx.lanl.gov/abs/quant-ph/0201082",
			"oai:arXiv.org:quant-ph/0201082",
			"arXiv:quant-ph/0201082",
			"https://arxiv.org/abs/quant-ph%2F0201082",
			"https://doi.org/10.48550/arXiv.quant-ph/0201082",
		}},
		{"arxiv:math/0309136", []string{
			"https://arxiv.org/abs/math/0309136",
			"https://arxiv.org/abs/math.GT/0309136",
			"arXiv:math.GT/0309136v2",
		}},
		{"arxiv:1412.6980", []string{"https://arxiv.org/abs/1412.6980", "arXiv:1412.6980v9"}},
		{"github:tencent/ncnn", []string{
			"https://github.com/Tencent/ncnn",
			"https://github.com/tencent/NCNN",
			"http://github.com/Tencent/ncnn/",
			"https://www.github.com/Tencent/ncnn",
			"https://github.com/Tencent/ncnn.git",
			"https://github.com/Tencent/ncnn#readme",
			"https://github.com/Tencent/ncnn?tab=readme-ov-file",
			"https://github.com/Tencent/ncnn/tree/master/docs",
			"https://github.com/Tencent/ncnn/blob/master/README.md#build",
			"https://github.com/Tencent/ncnn/issues/42",
			"https://github.com/Tencent/ncnn/releases",
			"https://github.com/Tencent/ncnn/releases/latest",
			"https://github.com/Tencent/ncnn/releases.atom",
			"https://github.com/Tencent/ncnn/stargazers",
			"https://raw.githubusercontent.com/Tencent/ncnn/master/README.md",
			"https://api.github.com/repos/Tencent/ncnn",
			"https://api.github.com/repos/Tencent/ncnn/releases",
			"https://codeload.github.com/Tencent/ncnn/zip/refs/heads/master",
			"git@github.com:Tencent/ncnn.git",
			"ssh://git@github.com/Tencent/ncnn.git",
			"git://github.com/Tencent/ncnn.git",
			"git+https://github.com/Tencent/ncnn",
			"https://user:secret@github.com/Tencent/ncnn",
			"https://github.com:443/Tencent/ncnn",
			"https://link.juejin.cn/?target=https%3A%2F%2Fgithub.com%2FTencent%2Fncnn",
		}},
		{"github:tencent/ncnn@20260526", []string{
			"https://github.com/Tencent/ncnn/releases/tag/20260526",
			"http://github.com/tencent/ncnn/releases/tag/20260526/",
			"https://github.com/Tencent/ncnn/releases/tag/20260526?expand=1#assets",
			"https://github.com/Tencent/ncnn/releases/download/20260526/ncnn-android.zip",
			"https://github.com/Tencent/ncnn/releases/expanded_assets/20260526",
		}},
		{"github:apache/tvm@v0.19.0-RC1", []string{"https://github.com/apache/tvm/releases/tag/v0.19.0-RC1"}},
		{"github:o/r@pkg/v1.2", []string{
			"https://github.com/o/r/releases/tag/pkg/v1.2",
			"https://github.com/o/r/releases/tag/pkg%2Fv1.2",
		}},
		{"github:o/r@%40scope/pkg%401.0.0", []string{"https://github.com/o/r/releases/tag/%40scope%2Fpkg%401.0.0"}},
		{"wechat:MzA4MTE3MTg1OA==/2650001234/1", []string{
			"https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2650001234&idx=1&sn=0123456789abcdef",
			"https://mp.weixin.qq.com/mp/appmsg/show?__biz=MzA4MTE3MTg1OA==&appmsgid=2650001234&itemidx=1&sign=ab",
		}},
		{"wechat:s/Ab3_dE-fGhIjKlMnOpQrSt", []string{
			"https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt",
			"http://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt?scene=25#wechat_redirect",
		}},
		{"doi:10.1109/cvpr.2016.90", []string{
			"https://doi.org/10.1109/CVPR.2016.90",
			"http://dx.doi.org/10.1109/cvpr.2016.90",
			"doi:10.1109/CVPR.2016.90",
			"10.1109/CVPR.2016.90",
		}},
		{"doi:10.1145/3394486.3403124", []string{
			"https://dl.acm.org/doi/10.1145/3394486.3403124",
			"https://dl.acm.org/doi/abs/10.1145/3394486.3403124",
			"https://dl.acm.org/doi/pdf/10.1145/3394486.3403124?download=true",
		}},
		{"url:https://example.com/post/7", []string{
			"https://example.com/post/7",
			"http://example.com/post/7",
			"https://www.example.com/post/7",
			"HTTPS://WWW.Example.COM/post/7",
			"https://example.com:443/post/7",
			"http://example.com:80/post/7",
			"https://example.com./post/7",
			"https://example.com/post/7/",
			"https://example.com/post/7#comments",
			"https://example.com/post/7?utm_source=rss&utm_medium=feed",
			"https://example.com/post/7?spm=1001.2014.3001.5501",
			"https://example.com/post/7?from=timeline&isappinstalled=0",
			"https://example.com/post/7?share_token=x&share_id=1",
			"https://example.com/post/7?fbclid=IwAR0",
			"https://example.com/post/7?gclid=1&msclkid=2&yclid=3",
			"https://m.example.com/post/7",
			"https://mobile.example.com/post/7",
			"https://amp.example.com/post/7",
			"https://example.com/post/7/amp/",
			"https://example.com/post/7?amp=1",
			"https://www.google.com/amp/s/example.com/post/7",
			"https://example-com.cdn.ampproject.org/c/s/example.com/post/7",
			"https://user:pass@example.com/post/7",
			"https://example.com/a/../post/./7",
			"https://example.com/%70ost/7",
			"  https://example.com/post/7\n",
			"https://example.com\\post\\7",
			"https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.com%2Fpost%2F7",
		}},
		{"url:https://example.com/a?id=2&page=3", []string{
			"https://example.com/a?id=2&page=3",
			"https://example.com/a?page=3&id=2",
			"https://example.com/a?page=3&amp;id=2",
			"https://example.com/a?page=3&amp;amp;id=2&utm_campaign=x",
			"https://example.com/a/?page=3&id=2&",
		}},
		{"url:https://zhuanlan.zhihu.com/p/123456", []string{
			"https://zhuanlan.zhihu.com/p/123456",
			"https://zhuanlan.zhihu.com/p/123456?utm_psn=18&utm_oi=3",
			"https://www.zhihu.com/p/123456",
			"https://www.zhihu.com/tardis/zm/art/123456?source_id=1003",
			"https://oia.zhihu.com/articles/123456",
			"https://zhuanlan.zhihu.com/p/123456/",
		}},
		{"url:https://zhihu.com/answer/99", []string{
			"https://www.zhihu.com/question/12/answer/99",
			"https://www.zhihu.com/question/12/answer/99?utm_source=wechat_session",
			"https://zhihu.com/answer/99",
		}},
		{"url:https://blog.csdn.net/article/details/105", []string{
			"https://blog.csdn.net/someone/article/details/105",
			"https://blog.csdn.net/someone/article/details/105?spm=1001&ops_request_misc=%7B%7D",
			"https://someone.blog.csdn.net/article/details/105",
			"https://m.blog.csdn.net/someone/article/details/105",
			"https://m.blog.csdn.net/article/details?id=105",
		}},
		{"url:https://juejin.cn/post/7001", []string{
			"https://juejin.cn/post/7001", "https://juejin.im/post/7001",
			"https://m.juejin.cn/post/7001?searchId=1", "https://juejin.cn/post/7001#heading-3",
		}},
		{"url:https://bilibili.com/video/BV17x411w7KC", []string{
			"https://www.bilibili.com/video/BV17x411w7KC",
			"https://www.bilibili.com/video/BV17x411w7KC/?p=2&spm_id_from=333.999&vd_source=a",
			"https://m.bilibili.com/video/BV17x411w7KC",
			"https://www.bilibili.com/video/av170001",
			"https://b23.tv/BV17x411w7KC",
			"https://www.bilibili.com/video/bv17x411w7KC",
		}},
		{"url:https://bilibili.com/read/cv33", []string{
			"https://www.bilibili.com/read/cv33", "https://www.bilibili.com/read/mobile?id=33",
			"https://www.bilibili.com/read/mobile/33", "https://www.bilibili.com/read/CV33/?from=search",
		}},
		{"url:https://bilibili.com/opus/8899", []string{
			"https://www.bilibili.com/opus/8899", "https://t.bilibili.com/8899", "https://m.bilibili.com/opus/8899?x=1",
		}},
		{"url:https://example.com/%E4%B8%AD%E6%96%87/%E9%87%8F%E5%8C%96", []string{
			"https://example.com/中文/量化",
			"https://example.com/%E4%B8%AD%E6%96%87/%E9%87%8F%E5%8C%96",
			"https://example.com/%e4%b8%ad%e6%96%87/量化/",
		}},
		{"url:https://example.com/%D6%D0", []string{"https://example.com/%D6%D0", "https://example.com/%d6%d0"}}, // GBK
		{"url:https://xn--fiqs8s.xn--fiqs8s/a", []string{"https://中国.中国/a", "https://xn--fiqs8s.xn--fiqs8s/a", "https://www.中国。中国/a"}},
		{"url:https://[2001:db8::1]:8080/x", []string{"http://[2001:DB8:0::1]:8080/x"}},
		{"url:https://example.com/a%2Fb", []string{"https://example.com/a%2Fb", "https://example.com/a%2fb"}},
		{"url:https://example.com", []string{"https://example.com", "http://www.example.com/", "https://example.com/?utm_source=x", "https://example.com#top"}},
	}
	for _, row := range table {
		for _, form := range row.forms {
			if got, ok := Identify(form); !ok || got != row.want {
				t.Errorf("Identify(%q) = %q, %t, want %q", form, got, ok, row.want)
			}
		}
		if len(row.forms) == 0 {
			continue
		}
		if !row.want.Valid() {
			t.Errorf("%q is not valid", row.want)
		}
		if address := row.want.Address(); address != "" {
			if got, ok := Identify(address); !ok || got != row.want {
				t.Errorf("Identify(Address(%q)) = %q", row.want, got)
			}
		}
	}
}

// TestNotOne has pairs of addresses of different things that look alike.
func TestNotOne(t *testing.T) {
	for _, pair := range [][2]string{
		{"https://arxiv.org/abs/1912.13200", "https://arxiv.org/abs/1912.13201"},
		{"https://arxiv.org/abs/math/0309136", "https://arxiv.org/abs/cs/0309136"},
		{"https://github.com/Tencent/ncnn", "https://github.com/nihui/ncnn"},
		{"https://github.com/o/r/releases/tag/v1", "https://github.com/o/r/releases/tag/V1"},
		{"https://github.com/o/r/releases/tag/v1", "https://github.com/o/r"},
		{"https://github.com/o/r", "https://gist.github.com/o/r"},
		{"https://example.com/a?id=1", "https://example.com/a?id=2"},
		{"https://example.com/a?ref=main", "https://example.com/a?ref=dev"},
		{"https://example.com/Case", "https://example.com/case"},
		{"https://example.com/a%2Fb", "https://example.com/a/b"},
		{"https://example.com:8080/a", "https://example.com/a"},
		{"https://www.bilibili.com/video/BV17x411w7KC", "https://www.bilibili.com/video/BV17x411W7KC"},
		{"https://zhuanlan.zhihu.com/p/1", "https://zhuanlan.zhihu.com/p/2"},
		{"https://www.zhihu.com/question/1/answer/2", "https://www.zhihu.com/question/1"},
		{"https://m.com.cn/a", "https://com.cn/a"},
		{"https://example.com/q?a=1&a=2", "https://example.com/q?a=2&a=1"},
		{"https://example.com/量化", "https://example.com/剪枝"},
	} {
		a, _ := Identify(pair[0])
		b, _ := Identify(pair[1])
		if a == b {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], a)
		}
	}
}

// TestNoRepository has pages of GitHub that are none.
func TestNoRepository(t *testing.T) {
	for _, address := range []string{
		"https://github.com", "https://github.com/", "https://github.com/Tencent",
		"https://github.com/topics/tinyml", "https://github.com/trending/c++?since=weekly",
		"https://github.com/features/copilot", "https://github.com/sponsors/nihui",
		"https://github.com/orgs/Tencent/repositories", "https://github.com/marketplace/actions",
		"https://github.com/nihui?tab=repositories", "https://github.com/settings/profile",
		"https://github.com/search/advanced", "https://github.com/collections/ai", "https://github.com/login/oauth",
		"https://gist.github.com/nihui/0123", "https://tencent.github.io/ncnn",
		"https://github.com/-bad/name", "https://github.com/o/..", "https://github.com/o/%20",
		"https://github.com.evil.example/o/r", "https://api.github.com/users/o/repos", "https://github.com/users/o/projects",
	} {
		if id, ok := Identify(address); ok && id.Scheme() != "url" {
			t.Errorf("Identify(%q) = %q", address, id)
		}
	}
}

func TestNoIdentity(t *testing.T) {
	for _, raw := range []string{
		"", " ", "example", "ftp://example.com/a", "javascript:alert(1)", "data:text/html,x", "mailto:a@example.com",
		"http://", "https://", "http:///", "https://?q", "http:example.com", "//example.com/a", "/relative", "https://exa mple.com",
		"https://example.com:99999/", "https://example.com:0/", "https://[::1", "https://[nonsense]/", "https://a..b/",
		"https://\x00/", "https://%00.com/", "https://exa<mple.com/", "weixin://dl/business", "oai:arXiv.org:banana", "arXiv:1913.00001",
		"arXiv:1912.1320", "arXiv:1412.06980", "arXiv:0703.0001", "doi:10.1/x", "10.1109", "github:", "git@github.com:",
	} {
		if id, ok := Identify(raw); ok {
			t.Errorf("Identify(%q) = %q", raw, id)
		}
	}
}

func TestIDParts(t *testing.T) {
	release := ID("github:tencent/ncnn@20260526")
	if got := release.Repo(); got != "github:tencent/ncnn" {
		t.Errorf("Repo = %q", got)
	}
	if got := ID("arxiv:1912.13200").Repo(); got != "arxiv:1912.13200" {
		t.Errorf("Repo of a paper = %q", got)
	}
	if got := Release("github:tencent/ncnn", "v1-β"); got != "github:tencent/ncnn@v1-%CE%B2" || !got.Valid() {
		t.Errorf("Release = %q", got)
	}
	if got := release.Scheme() + "|" + release.Key(); got != "github|tencent/ncnn@20260526" {
		t.Errorf("Scheme|Key = %q", got)
	}
	if got := ID("wechat:MzA4MTE3MTg1OA==/2650001234/1").Address(); got != "" {
		t.Errorf("Address of a message = %q: it does not open without its signature", got)
	}
	for _, id := range []ID{
		"", "arxiv", "arxiv:", "arxiv:1912.13200v1", "arxiv:9999.99999", "github:Tencent/ncnn", "github:tencent",
		"github:topics/x", "github:o/r@", "wechat:", "wechat:x", "wechat:s/", "wechat:biz/mid/1", "wechat:abcd/1/0",
		"wechat:abcd/1", "url:", "url:http://example.com/", "url:https://www.example.com/", "url:https://example.com/ a",
		"doi:10.1109/CVPR.2016.90", "doi:x", "mailto:a@b", "url:https://example.com/-->",
	} {
		if id.Valid() {
			t.Errorf("%q is valid", id)
		}
	}
}
