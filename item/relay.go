package item

import "strings"

// relays are the pages that only lead on to another site, by host and start of
// the path, with the parameters that may name the target.
var relays = []struct {
	host, path string
	params     []string
}{
	{"link.zhihu.com", "", []string{"target"}},
	{"link.juejin.cn", "", []string{"target"}},
	{"link.juejin.im", "", []string{"target"}},
	{"link.csdn.net", "", []string{"target"}},
	{"gitee.com", "/link", []string{"target"}},
	{"sspai.com", "/link", []string{"target"}},
	{"xie.infoq.cn", "/link", []string{"target"}},
	{"oschina.net", "/action/GoToLink", []string{"url"}},
	{"jianshu.com", "/go-wild", []string{"url"}},
	{"links.jianshu.com", "/go", []string{"to"}},
	{"cloud.tencent.com", "/developer/tools/blog-entry", []string{"target"}},
	{"c.pc.qq.com", "", []string{"pfurl", "url"}},
	{"mp.weixinbridge.com", "/mp/wapredirect", []string{"url"}},
	{"mp.weixin.qq.com", "/mp/wapredirect", []string{"url"}},
	{"mp.weixin.qq.com", "/mp/redirect", []string{"url"}},
	{"mp.weixin.qq.com", "/mp/wappoc_appmsgcaptcha", []string{"target_url"}},
	{"weixin110.qq.com", "", []string{"url", "target_url"}},
	{"google.com", "/url", []string{"q", "url"}},
	{"l.facebook.com", "/l.php", []string{"u"}},
	{"youtube.com", "/redirect", []string{"q"}},
	{"steamcommunity.com", "/linkfilter", []string{"u", "url"}},
	{"out.reddit.com", "", []string{"url"}},
	{"slack-redir.net", "/link", []string{"url"}},
}

// relayParams are those in which any host may carry the link of a WeChat
// article: bridges relay through addresses of their own.
var relayParams = []string{"url", "u", "link", "target", "target_url", "to", "q", "src", "uri", "redirect"}

// unwrap returns where a relay leads to.
func unwrap(a address) (address, bool) {
	for _, relay := range relays {
		if a.host != relay.host || !strings.HasPrefix(a.path, relay.path) {
			continue
		}
		for _, name := range relay.params {
			if target, ok := a.target(name); ok {
				return target, true
			}
		}
	}
	if target, ok := ampOrigin(a); ok {
		return target, true
	}
	if a.host != wechatHost {
		for _, name := range relayParams {
			if target, ok := a.target(name); ok && target.host == wechatHost && wechatAddress(target) != "" {
				return target, true
			}
		}
	}
	return address{}, false
}

// target reads the address in a parameter. One that was put there unescaped has
// lost its own parameters, but for the first, to the relay: they follow it.
func (a address) target(name string) (address, bool) {
	for i, p := range a.query {
		if p.name != name || p.value == "" {
			continue
		}
		value, ok := unescape(p.value[1:])
		if !ok {
			continue
		}
		target, ok := parse(value)
		if ok && strings.Contains(p.value, "?") {
			target.query = append(target.query, a.query[i+1:]...)
		}
		return target, ok
	}
	return address{}, false
}

// ampOrigin returns the page of which the address is Google's AMP copy:
// google.com/amp/s/HOST/PATH, H-O-S-T.cdn.ampproject.org/c/s/HOST/PATH.
func ampOrigin(a address) (address, bool) {
	rest := ""
	switch {
	case a.host == "google.com" && strings.HasPrefix(a.path, "/amp/"):
		rest = a.path[len("/amp/"):]
	case strings.HasSuffix(a.host, ".cdn.ampproject.org") || a.host == "cdn.ampproject.org":
		_, after, ok := strings.Cut(strings.TrimPrefix(a.path, "/"), "/")
		if !ok {
			return address{}, false
		}
		rest = after
	default:
		return address{}, false
	}
	target, ok := parse("https://" + strings.TrimPrefix(rest, "s/"))
	target.query = a.query
	return target, ok && strings.Contains(target.host, ".")
}

// Unwrap returns the address that a relay leads to (link.zhihu.com/?target=…,
// a bridge's own link to a WeChat article), and any other address as it is.
func Unwrap(rawURL string) string {
	a, ok := parse(rawURL)
	if !ok {
		return rawURL
	}
	unwrapped := false
	for range 5 {
		target, ok := unwrap(a)
		if !ok {
			break
		}
		a, unwrapped = target, true
	}
	if !unwrapped {
		return rawURL
	}
	return a.String()
}
