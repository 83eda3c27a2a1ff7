package item

import (
	"math/big"
	"strings"
)

// settleSite brings the addresses of sites that know an article by a number,
// and reach it by several paths, into one form.
func settleSite(a address) address {
	parts := strings.Split(strings.Trim(a.path, "/"), "/")
	switch {
	case a.host == wechatHost:
		return settleWeChat(a)
	case a.host == "zhihu.com" || strings.HasSuffix(a.host, ".zhihu.com"):
		return settleZhihu(a, parts)
	case a.host == "blog.csdn.net" || strings.HasSuffix(a.host, ".blog.csdn.net"):
		return settleCSDN(a, parts)
	case a.host == "juejin.cn" || a.host == "juejin.im":
		if len(parts) >= 2 && parts[0] == "post" && isNumber(parts[1]) {
			return address{host: "juejin.cn", path: "/post/" + parts[1]}
		}
	case a.host == "bilibili.com" || a.host == "t.bilibili.com" || a.host == "b23.tv":
		return settleBilibili(a, parts)
	}
	return a
}

// settleZhihu knows an article and an answer by their numbers.
func settleZhihu(a address, parts []string) address {
	if len(parts) == 4 && parts[0] == "tardis" { // tardis/zm/art/N: the page for mini programs and search engines
		parts = parts[2:]
	}
	if len(parts) == 4 && parts[0] == "question" && isNumber(parts[1]) {
		parts = parts[2:]
	}
	if len(parts) < 2 || !isNumber(parts[1]) {
		return a
	}
	switch parts[0] {
	case "p", "art", "articles":
		return address{host: "zhuanlan.zhihu.com", path: "/p/" + parts[1]}
	case "answer", "ans":
		return address{host: "zhihu.com", path: "/answer/" + parts[1]}
	case "question", "qus":
		return address{host: "zhihu.com", path: "/question/" + parts[1]}
	case "pin", "zvideo":
		return address{host: "zhihu.com", path: "/" + parts[0] + "/" + parts[1]}
	}
	return a
}

// settleCSDN knows an article by its number, whatever name of its author's
// stands before it.
func settleCSDN(a address, parts []string) address {
	number := ""
	for i := 0; i+1 < len(parts); i++ {
		if parts[i] != "article" || parts[i+1] != "details" {
			continue
		}
		if number = a.get("id"); i+2 < len(parts) {
			number = parts[i+2]
		}
	}
	if !isNumber(number) {
		return a
	}
	return address{host: "blog.csdn.net", path: "/article/details/" + number}
}

// settleBilibili knows a video, a column and a post by their numbers; parts of
// a video are one thing.
func settleBilibili(a address, parts []string) address {
	switch {
	case a.host == "t.bilibili.com" && len(parts) == 1 && isNumber(parts[0]):
		return address{host: "bilibili.com", path: "/opus/" + parts[0]}
	case a.host == "b23.tv" && len(parts) == 1:
		if video := bilibiliVideo(parts[0]); video != "" {
			return address{host: "bilibili.com", path: "/video/" + video}
		}
	case len(parts) < 2 || a.host != "bilibili.com":
	case parts[0] == "video":
		if video := bilibiliVideo(parts[1]); video != "" {
			return address{host: "bilibili.com", path: "/video/" + video}
		}
	case parts[0] == "opus" && isNumber(parts[1]):
		return address{host: "bilibili.com", path: "/opus/" + parts[1]}
	case parts[0] == "dynamic" && isNumber(parts[1]):
		return address{host: "bilibili.com", path: "/opus/" + parts[1]}
	case parts[0] == "read":
		number := strings.TrimPrefix(lowerASCII(parts[1]), "cv")
		if parts[1] == "mobile" {
			if number = a.get("id"); len(parts) == 3 {
				number = parts[2]
			}
		}
		if isNumber(number) {
			return address{host: "bilibili.com", path: "/read/cv" + number}
		}
	}
	return a
}

// bilibiliVideo returns the BV number of a video that is named by it or by the
// older av number.
func bilibiliVideo(s string) string {
	if len(s) == 12 && strings.EqualFold(s[:2], "bv") && only(s, isAlnum) {
		return "BV" + s[2:]
	}
	if number := strings.TrimPrefix(lowerASCII(s), "av"); len(number) < len(s) && isNumber(number) {
		return bvOf(number)
	}
	return ""
}

// bvOf computes the BV number of an av number, which is the same number
// XORed, in base 58 with two pairs of digits swapped: bilibili-API-collect,
// docs/misc/bvid_desc.md.
func bvOf(av string) string {
	const alphabet = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf"
	n, ok := new(big.Int).SetString(av, 10)
	if !ok || n.BitLen() > 51 {
		return ""
	}
	rest := (n.Int64() | 1<<51) ^ 23442827791579
	bv := []byte("BV1000000000")
	for i := len(bv) - 1; rest > 0 && i > 2; i-- {
		bv[i] = alphabet[rest%58]
		rest /= 58
	}
	bv[3], bv[9] = bv[9], bv[3]
	bv[4], bv[7] = bv[7], bv[4]
	return string(bv)
}

// isNumber reports whether s is a decimal number of a size that sites use.
func isNumber(s string) bool {
	return s != "" && len(s) <= 24 && only(s, isDigit)
}
