package rank

import (
	"net/url"
	"strings"

	"embai-crawl/item"
)

// platforms are hosts on which everybody publishes: they say nothing of an item.
var platforms = map[string]bool{
	"mp.weixin.qq.com": true, "arxiv.org": true, "github.com": true, "doi.org": true,
}

// hostOf is the host of an item's address without www; "" for platforms.
func hostOf(it *item.Item) string {
	u, err := url.Parse(it.URL)
	if err != nil {
		return ""
	}
	h := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if platforms[h] {
		return ""
	}
	return h
}

// siteKey names who published: the account where it is known, else the host.
func siteKey(account, host string) string {
	if account != "" {
		return account
	}
	if host != "" {
		return "host " + host
	}
	return ""
}
