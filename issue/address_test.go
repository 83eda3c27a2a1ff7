package issue

import (
	"testing"

	"embai-crawl/item"
)

func TestPrintedAddress(t *testing.T) {
	for in, want := range map[string]string{
		"http://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2651&idx=2&sn=ab&chksm=c0&scene=27#rd": "https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA%3D%3D&mid=2651&idx=2&sn=ab",
		"http://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2651&sn=ab":                            "https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA%3D%3D&mid=2651&idx=1&sn=ab",
		"https://mp.weixin.qq.com/s/Lx7Qm2VYkTn0aWc9HdRb1A":                                          "https://mp.weixin.qq.com/s/Lx7Qm2VYkTn0aWc9HdRb1A",
		"https://example.org/s?__biz=a&mid=1&sn=2#x":                                                 "https://example.org/s?__biz=a&mid=1&sn=2#x",
	} {
		if got := address(&item.Item{URL: in}); got != want {
			t.Errorf("%s\nprinted as %s\nwant       %s", in, got, want)
		}
	}
}
