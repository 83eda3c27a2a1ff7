package item

import "strings"

// Identify returns the best identity that an address alone gives. Besides
// http and https addresses it takes the other forms in which sources write
// identifiers: oai:arXiv.org:1912.13200v2, arXiv:1912.13200, doi:10.…, bare
// DOIs, git@github.com:owner/repo.git. It is false for everything else.
func Identify(rawURL string) (ID, bool) {
	if len(rawURL) > maxRaw {
		return "", false
	}
	rawURL = strings.TrimSpace(rawURL)
	low := lowerASCII(rawURL)
	switch {
	case strings.HasPrefix(low, "oai:arxiv.org:"), strings.HasPrefix(low, "arxiv:"):
		return ArXiv(rawURL)
	case strings.HasPrefix(low, "doi:"), strings.HasPrefix(low, "10."):
		return DOI(rawURL)
	}
	if page, ok := gitRemote(rawURL); ok {
		a, _ := parse(page)
		return githubAddress(a)
	}
	a, ok := canonical(rawURL)
	if !ok {
		return "", false
	}
	if id := wechatAddress(a); id != "" {
		return id, true
	}
	for _, identify := range []func(address) (ID, bool){arXivAddress, githubAddress, doiAddress} {
		if id, ok := identify(a); ok {
			return id, true
		}
	}
	return ID("url:" + a.String()), true
}
