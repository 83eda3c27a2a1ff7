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

// paperHosts are where papers stand besides arXiv.
var paperHosts = map[string]bool{
	"openreview.net": true, "openaccess.thecvf.com": true, "papers.nips.cc": true, "proceedings.mlr.press": true, "aclweb.org": true, "aclanthology.org": true, "dl.acm.org": true, "ieeexplore.ieee.org": true, "sysml.cc": true, "mlsys.org": true, "nature.com": true, "usenix.org": true, "isca-speech.org": true, "link.springer.com": true, "sciencedirect.com": true,
}

// paperPage reports whether what stands at an address is likely a paper. Of an
// item's own address that says much; a file that a text links to may as well be
// a data sheet or somebody's slides.
func paperPage(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return strings.HasSuffix(strings.ToLower(u.Path), ".pdf") || paperHosts[strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")]
}
