package sources

import (
	"cmp"
	"strings"

	"embai-crawl/item"
)

// account names who published an item: what the configuration says, the feed
// that it was taken from, and for articles of WeChat the account, which is the
// title of a feed of one account and the author in one of many.
func (r *feedReader) account(it *item.Item, e *feedEntry) string {
	author := ""
	if len(it.Authors) > 0 {
		author = it.Authors[0]
	}
	source := accountName(feedLine(e.source))
	if it.ID.Scheme() == "wechat" || item.Temporary(it.URL) {
		if r.bundle {
			return cmp.Or(source, author, r.spec.Account, r.title)
		}
		return cmp.Or(r.spec.Account, source, r.title, author, r.author)
	}
	return cmp.Or(r.spec.Account, source, r.title, r.author, r.site)
}

// accountSuffixes are what bridges put behind the name of an account in the
// title of its feed.
var accountSuffixes = []string{
	"wechat-feeds", "wechat2rss", "werss", "we-mp-rss", "wewe rss", "wewe-rss", "wechat2rss.xlab.app", "rsshub", "feeddd",
	"微信公众号文章", "微信公众平台", "微信公众号", "公众号文章", "公众号", "微信", "powered by rsshub",
}

// accountName takes what a bridge adds to the name of an account out of a feed's
// title: 量子位 | wechat-feeds, 量子位 - 微信公众号, 量子位的微信公众号, 【公众号】量子位.
func accountName(title string) string {
	switch strings.ToLower(title) {
	case "null", "undefined", "untitled": // what programs print where there is none
		return ""
	}
	name := title
	for _, prefix := range []string{"【公众号】", "[公众号]", "微信公众号：", "公众号：", "微信公众号:", "公众号:", "公众号 - ", "微信公众号 - "} {
		name = strings.TrimPrefix(name, prefix)
	}
	for cut := true; cut; {
		cut = false
		low := strings.ToLower(name)
		for _, suffix := range accountSuffixes {
			if len(low) != len(name) || !strings.HasSuffix(low, suffix) {
				continue
			}
			rest := strings.TrimRight(name[:len(name)-len(suffix)], " \t")
			trimmed := strings.TrimRight(strings.TrimRight(rest, "|-–—_·:：/丨｜(（["), " ")
			// Without a sign between, 机器公众号 is the name itself.
			if trimmed == rest && !strings.HasSuffix(rest, "的") && len(rest) == len(name)-len(suffix) {
				continue
			}
			name, cut = strings.TrimSuffix(trimmed, "的"), true
			break
		}
	}
	return cmp.Or(strings.TrimSpace(name), title)
}

// bundleTitles are those of feeds in which bridges put all their accounts.
var bundleTitles = []string{
	"全部", "所有", "合集", "聚合", "汇总", "全部文章", "all", "all feeds", "all articles", "wewe rss", "wewe-rss", "we-mp-rss", "werss", "wechat2rss",
	"微信公众号", "公众号", "微信", "我的订阅", "订阅", "rss", "feed",
}

// isBundle reports whether a feed holds the articles of several accounts: by
// its title, or because its links name more than one.
func isBundle(doc *feedDocument, title string) bool {
	low := strings.ToLower(strings.TrimSpace(title))
	for _, t := range bundleTitles {
		if low == t || strings.HasPrefix(low, t+" ") && strings.Contains(low, "rss") {
			return true
		}
	}
	accounts := map[string]bool{}
	for i := range doc.entries[:min(len(doc.entries), 50)] {
		for _, link := range doc.entries[i].links {
			if !strings.Contains(link, "__biz=") {
				continue
			}
			if id, ok := item.Identify(link); ok && id.Scheme() == "wechat" {
				biz, _, _ := strings.Cut(id.Key(), "/")
				accounts[biz] = true
				break
			}
		}
	}
	return len(accounts) > 1
}
