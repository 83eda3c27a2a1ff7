package sources

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"
)

// address returns where an entry is to be read: the article of WeChat where one
// of its links leads to it, else the first link. A bridge may give the short
// link and the long one: what the others are is returned as further identities.
// A link that stops working after some hours is the last choice.
func (r *feedReader) address(e *feedEntry) (address string, more []item.ID) {
	first, temporary := "", ""
	for i, link := range e.links {
		if slices.Contains(e.links[:i], link) {
			continue // a guid that is the link
		}
		link = resolve(r.base, strings.ReplaceAll(link, "&amp;", "&"))
		if link == "" {
			continue
		}
		switch target := wechatTarget(link); {
		case target == "" && first == "":
			first = item.Unwrap(link)
		case target == "":
		case item.Temporary(target):
			temporary = cmp.Or(temporary, target)
		case address == "":
			address = target
		default:
			// One short and one long link are those of one article; two of
			// the same form are two articles.
			if id, ok := item.Identify(target); ok && isLongLink(target) != isLongLink(address) && !slices.Contains(more, id) {
				more = append(more, id)
			}
		}
	}
	return cmp.Or(address, temporary, first), more
}

func isLongLink(address string) bool { return strings.Contains(address, "__biz=") }

// wechatPrefixes begin the addresses of articles as bridges embed them.
var wechatPrefixes = []string{
	"https://mp.weixin.qq.com/", "http://mp.weixin.qq.com/", "//mp.weixin.qq.com/", "mp.weixin.qq.com/",
}

// wechatTarget returns the article of WeChat that an address leads to: itself,
// or through a bridge that carries it in a parameter, in its path, plain, once
// or twice escaped, or in base64; "" where there is none.
func wechatTarget(link string) string {
	if isArticleLink(link) {
		link, _, _ = strings.Cut(link, "#") // #rd, #wechat_redirect: for WeChat's own browser
		return strings.Replace(link, "http://", "https://", 1)
	}
	if behindHost(link) < shortestTarget {
		return ""
	}
	if target := item.Unwrap(link); target != link && isArticleLink(target) {
		return target
	}
	u, err := url.Parse(link)
	if err != nil || len(link) > 8192 {
		return ""
	}
	for _, values := range u.Query() {
		for _, value := range values {
			if target := embedded(value); target != "" {
				return target
			}
		}
	}
	path := strings.TrimPrefix(u.EscapedPath(), "/")
	// https:/mp.weixin… is what servers make of two slashes in a path.
	if i := strings.Index(path, "mp.weixin.qq.com/"); i >= 0 {
		target := "https://" + path[i:]
		if u.RawQuery != "" {
			target += "?" + u.RawQuery
		}
		if isArticleLink(target) {
			return target
		}
	}
	for segment := range strings.SplitSeq(path, "/") {
		if target := embedded(segment); target != "" {
			return target
		}
	}
	return embedded(u.Fragment)
}

// shortestTarget is how many bytes behind its host an address needs to carry an
// article's link in any form.
const shortestTarget = len("mp.weixin.qq.com/s/")

// behindHost returns how many bytes of an address follow its host.
func behindHost(link string) int {
	_, rest, _ := strings.Cut(link, "://")
	_, rest, _ = strings.Cut(rest, "/")
	return len(rest)
}

// embedded returns the link to an article that a value is, after undoing up to
// two layers of escapes, and base64 of either alphabet.
func embedded(value string) string {
	for range 3 {
		for _, prefix := range wechatPrefixes {
			if strings.HasPrefix(value, prefix) {
				target := "https://mp.weixin.qq.com/" + value[len(prefix):]
				if isArticleLink(target) {
					return target
				}
			}
		}
		decoded, err := url.PathUnescape(value)
		if err != nil || decoded == value {
			break
		}
		value = decoded
	}
	if len(value) < 24 {
		return ""
	}
	// Extensions and padding vary; the alphabet tells itself.
	value, _, _ = strings.Cut(value, ".")
	value = strings.TrimRight(value, "=")
	for _, encoding := range []*base64.Encoding{base64.RawURLEncoding, base64.RawStdEncoding} {
		if b, err := encoding.DecodeString(value); err == nil && utf8.Valid(b) {
			target := strings.TrimSpace(string(b))
			if strings.Contains(target, "mp.weixin.qq.com/") && isArticleLink(target) {
				return target
			}
		}
	}
	return ""
}

// isArticleLink reports whether an address is that of an article of WeChat.
func isArticleLink(address string) bool {
	if !strings.Contains(address, "mp.weixin.qq.com/") {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() != "mp.weixin.qq.com" {
		return false
	}
	id, ok := item.Identify(address)
	return ok && id.Scheme() == "wechat" || item.Temporary(address)
}
