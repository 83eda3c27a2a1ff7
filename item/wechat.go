package item

import "strings"

const wechatHost = "mp.weixin.qq.com"

// Temporary reports whether rawURL is a link to a WeChat article that stops
// working after some hours: one that a search gave (src, timestamp, ver,
// signature), or a search engine's own relay to it.
func Temporary(rawURL string) bool {
	a, ok := parse(rawURL)
	if !ok {
		return false
	}
	return a.temporary()
}

func (a address) temporary() bool {
	if a.host == "weixin.sogou.com" {
		return a.path == "/link" || strings.HasPrefix(a.path, "/api/share")
	}
	return a.host == wechatHost && a.path == "/s" && wechatAddress(a) == "" &&
		a.get("signature") != "" && a.get("timestamp") != ""
}

// wechatAddress identifies the address of an article: the long link, whose
// parameters have two sets of names and any order, or the short one. It is
// empty for a temporary link and for all other pages of the host.
func wechatAddress(a address) ID {
	if a.host != wechatHost {
		return ""
	}
	path := "/" + strings.TrimLeft(a.path, "/")
	token, short := strings.CutPrefix(path, "/s/")
	if !short && path != "/s" && path != "/mp/appmsg/show" && path != "/mp/appmsg" {
		return ""
	}
	if id := WeChatID(a.get("__biz"), a.get("mid", "appmsgid"), a.get("idx", "itemidx")); id != "" {
		return id
	}
	if !short {
		return ""
	}
	return WeChatToken(token)
}

// settleWeChat keeps what opens the article: the signature of a long link too,
// which is no part of its identity.
func settleWeChat(a address) address {
	id := wechatAddress(a)
	switch {
	case a.temporary():
		a.keep("src", "timestamp", "ver", "signature")
	case id == "":
	case strings.HasPrefix(id.Key(), "s/"):
		a.path, a.query = "/"+id.Key(), nil
	default:
		parts := strings.Split(id.Key(), "/")
		query := []param{
			{"__biz", "=" + parts[0]}, {"mid", "=" + parts[1]}, {"idx", "=" + parts[2]},
		}
		if sn := a.get("sn"); sn != "" {
			query = append(query, param{"sn", "=" + escape(sn, unreserved)})
		}
		a.path, a.query = "/s", query
	}
	return a
}
