package item

import (
	"fmt"
	"testing"
)

// TestWeChatPairs has pairs of links that must, and that must not, be one
// article.
func TestWeChatPairs(t *testing.T) {
	const (
		host  = "https://mp.weixin.qq.com"
		biz   = "MzA4MTE3MTg1OA=="
		long  = host + "/s?__biz=" + biz + "&mid=2650001234&idx=1&sn=0123456789abcdef0123456789abcdef"
		short = host + "/s/Ab3_dE-fGhIjKlMnOpQrSt"
		tmp   = host + "/s?src=11&timestamp=1700000000&ver=5000&signature=ab*cd-ef"
	)
	one := [][2]string{
		// Order and names of parameters.
		{long, host + "/s?mid=2650001234&__biz=" + biz + "&sn=0123456789abcdef0123456789abcdef&idx=1"},
		{long, host + "/s?idx=1&mid=2650001234&__biz=" + biz},
		{long, host + "/mp/appmsg/show?__biz=" + biz + "&appmsgid=2650001234&itemidx=1&sign=x#wechat_redirect"},
		{long, host + "/mp/appmsg/show?itemidx=1&appmsgid=2650001234&__biz=" + biz},
		{long, host + "/s?__biz=" + biz + "&appmsgid=2650001234&itemidx=1"},
		{long, host + "/s?__biz=" + biz + "&mid=2650001234&itemidx=1"},
		// Escapes.
		{long, host + "/s?__biz=MzA4MTE3MTg1OA%3D%3D&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=MzA4MTE3MTg1OA%3d%3d&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=MzA4MTE3MTg1OA%253D%253D&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=MzA4MTE3MTg1OA&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=MzA4MTE3MTg1OA=&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=" + biz + "&amp;mid=2650001234&amp;idx=1&amp;sn=0123"},
		{long, host + "/s?__biz=" + biz + "&amp;amp;mid=2650001234&amp;amp;idx=1"},
		{long, host + "/s?__biz=" + biz + "&amp;amp;amp;mid=2650001234&amp;idx=1"},
		{long, host + "/s?__biz=" + biz + "&#38;mid=2650001234&#x26;idx=1"},
		// What says how the reader came.
		{long, long + "&chksm=84a5b6c7"},
		{long, long + "&scene=21#wechat_redirect"},
		{long, long + "&scene=126&sessionid=0&subscene=0&clicktime=1&enterid=2&ascene=3"},
		{long, long + "&key=abc&uin=777&devicetype=Windows&version=63&lang=zh_CN&pass_ticket=x"},
		{long, long + "&mpshare=1&srcid=0101&sharer_shareid=a&sharer_sharetime=1&from=timeline&isappinstalled=0"},
		{long, long + "&xtrack=1&exptype=x&cur_album_id=12"},
		{long, long + "#rd"},
		{long, long + "#wechat_redirect"},
		{long, long + "&token=1&lang=zh_CN#rd"},
		{long, host + "/s?__biz=" + biz + "&mid=2650001234&idx=1&sn=ffffffffffffffffffffffffffffffff"},
		{long, host + "/s?__biz=" + biz + "&mid=2650001234&idx=1&src=11&timestamp=1&ver=1&signature=x"},
		// Missing and padded numbers.
		{long, host + "/s?__biz=" + biz + "&mid=2650001234"},
		{long, host + "/s?__biz=" + biz + "&mid=2650001234&idx="},
		{long, host + "/s?__biz=" + biz + "&mid=2650001234&idx=01"},
		{long, host + "/s?__biz=" + biz + "&mid=02650001234&idx=1"},
		{long, host + "/s?__biz=&__biz=" + biz + "&mid=&mid=2650001234&idx=1"},
		// Scheme, host, path.
		{long, "http://mp.weixin.qq.com/s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, "HTTP://MP.WEIXIN.QQ.COM/s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, "https://mp.weixin.qq.com:443/s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, "http://mp.weixin.qq.com:80//s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, host + "/s/?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, " " + long + "\r\n"},
		// Relays.
		{long, "https://link.zhihu.com/?target=https%3A//mp.weixin.qq.com/s%3F__biz%3DMzA4MTE3MTg1OA%3D%3D%26mid%3D2650001234%26idx%3D1"},
		{long, "https://mp.weixinbridge.com/mp/wapredirect?url=https%3A%2F%2Fmp.weixin.qq.com%2Fs%3F__biz%3DMzA4MTE3MTg1OA%3D%3D%26mid%3D2650001234%26idx%3D1&action=appmsg_redirect"},
		{long, "https://bridge.example/link-proxy/?k=9&u=https%3A%2F%2Fmp.weixin.qq.com%2Fs%3F__biz%3DMzA4MTE3MTg1OA%253D%253D%26mid%3D2650001234%26idx%3D1"},
		{long, "https://bridge.example/go?url=http://mp.weixin.qq.com/s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, host + "/mp/wappoc_appmsgcaptcha?poc_token=x&target_url=https%3A%2F%2Fmp.weixin.qq.com%2Fs%3F__biz%3DMzA4MTE3MTg1OA%3D%3D%26mid%3D2650001234%26idx%3D1"},
		// Short links.
		{short, "http://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt"},
		{short, short + "?scene=1&click_id=2"},
		{short, short + "#rd"},
		{short, short + "#wechat_redirect"},
		{short, short + "/"},
		{short, short + "?from=singlemessage&amp;isappinstalled=0"},
		{short, "https://MP.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt"},
		{short, "https://bridge.example/r?link=https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt"},
		{short, host + "/s/Ab3_dE%2DfGhIjKlMnOpQrSt"},
		// A temporary link is itself, at least.
		{tmp, host + "/s?timestamp=1700000000&src=11&signature=ab*cd-ef&ver=5000&new=1"},
		{tmp, host + "/s?src=11×tamp=1700000000&ver=5000&signature=ab*cd-ef"},
	}
	two := [][2]string{
		{long, host + "/s?__biz=" + biz + "&mid=2650001234&idx=2"},
		{long, host + "/s?__biz=" + biz + "&mid=2650001235&idx=1"},
		{long, host + "/s?__biz=MzA4MTE3MTg1OQ==&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=mza4mte3mtg1oa==&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=" + biz + "&idx=1&sn=0123456789abcdef0123456789abcdef"},
		{long, host + "/s?mid=2650001234&idx=1"},
		{long, "https://mp.weixin.qq.com.example/s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, "https://example.com/s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, "https://mp.weixin.qq.com:8080/s?__biz=" + biz + "&mid=2650001234&idx=1"},
		{long, host + "/mp/appmsgalbum?__biz=" + biz + "&album_id=1&mid=2650001234&idx=1"},
		{long, host + "/s?__biz=" + biz + "&mid=2650001234x&idx=1"},
		{long, short},
		{long, tmp},
		{short, host + "/s/ab3_dE-fGhIjKlMnOpQrSt"}, // case of a token counts
		{short, host + "/s/Ab3_dE-fGhIjKlMnOpQrST"},
		{short, host + "/s/Ab3_dE-fGhIjKlMnOpQrS"},
		{short, host + "/s/Ab3-dE_fGhIjKlMnOpQrSt"},
		{short, host + "/s/Ab3_dE-fGhIjKlMnOpQrSt/more"},
		{short, tmp},
		{tmp, host + "/s?src=11&timestamp=1700000000&ver=5000&signature=ab*cd-eg"},
		{tmp, host + "/s?src=11&timestamp=1700000001&ver=5000&signature=ab*cd-ef"},
	}
	if n := len(one) + len(two); n < 60 {
		t.Fatalf("%d pairs", n)
	}
	for i, pair := range one {
		t.Run(fmt.Sprintf("one/%d", i), func(t *testing.T) {
			a, _ := Identify(pair[0])
			b, _ := Identify(pair[1])
			if a != b || a == "" {
				t.Errorf("%s\nis %q\n%s\nis %q", pair[0], a, pair[1], b)
			}
		})
	}
	for i, pair := range two {
		t.Run(fmt.Sprintf("two/%d", i), func(t *testing.T) {
			a, _ := Identify(pair[0])
			if b, _ := Identify(pair[1]); a == b {
				t.Errorf("%s\n%s\nare both %q", pair[0], pair[1], a)
			}
		})
	}
}

func TestTemporary(t *testing.T) {
	for raw, want := range map[string]bool{
		"https://mp.weixin.qq.com/s?src=11&timestamp=1700000000&ver=1&signature=x":                              true,
		"http://mp.weixin.qq.com/s?signature=x&amp;ver=1&amp;timestamp=1&amp;src=3":                             true,
		"https://weixin.sogou.com/link?url=dn9a_-gY295K0Rci&type=2":                                             true,
		"https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=1&src=11&timestamp=1700000000&ver=1&signature=x": false,
		"https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt?src=11&timestamp=1&signature=x":                      false,
		"https://example.com/s?src=11&timestamp=1700000000&ver=1&signature=x":                                   false,
		"https://mp.weixin.qq.com/": false,
		"nonsense":                  false,
	} {
		if got := Temporary(raw); got != want {
			t.Errorf("Temporary(%q) = %t", raw, got)
		}
	}
}

// TestTemporaryGivesWay: a temporary link is nobody's identity once anything
// better is known.
func TestTemporaryGivesWay(t *testing.T) {
	const tmp = "https://mp.weixin.qq.com/s?src=11&timestamp=1700000000&ver=1&signature=x"
	alone := Item{URL: tmp}
	Normalize(&alone)
	if !alone.ID.Temporary() {
		t.Fatalf("ID of a temporary link alone: %q", alone.ID)
	}
	known := Item{URL: tmp, WeChat: &WeChat{Biz: "MzA4MTE3MTg1OA==", Mid: "2650001234"}}
	Normalize(&known)
	if known.ID != "wechat:MzA4MTE3MTg1OA==/2650001234/1" || len(known.Aliases) != 1 || known.Aliases[0] != alone.ID {
		t.Errorf("with account and message: %q, aliases %q", known.ID, known.Aliases)
	}
	short := Item{URL: "https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt"}
	Normalize(&short)
	merged := Merge(Merge(alone, known), short)
	if merged.URL != short.URL || merged.ID != known.ID {
		t.Errorf("merged: %q at %q", merged.ID, merged.URL)
	}
}
