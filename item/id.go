package item

import (
	"encoding/base64"
	"strings"
)

// ID is the identity of a thing: what dedupe, tombstones and draft markers
// use. It is printable ASCII without spaces or angle brackets, at most a few
// thousand bytes long, and has one of these forms:
//
//	arxiv:1912.13200  arxiv:quant-ph/0201082
//	doi:10.1109/cvpr.2016.90
//	github:tencent/ncnn  github:tencent/ncnn@20260526
//	wechat:<biz>/<mid>/<idx>  wechat:s/<token>
//	url:https://example.com/path
//
// The empty ID stands for none.
type ID string

// The schemes of an ID. Values are stored: never changed.
const (
	schemeArXiv  = "arxiv"
	schemeDOI    = "doi"
	schemeGitHub = "github"
	schemeWeChat = "wechat"
	schemeURL    = "url"
)

// Scheme returns what stands before the first colon: arxiv, doi, github,
// wechat or url. It is empty for an ID without one.
func (id ID) Scheme() string {
	scheme, _, ok := strings.Cut(string(id), ":")
	if !ok {
		return ""
	}
	return scheme
}

// Key returns what stands behind the first colon.
func (id ID) Key() string {
	_, key, _ := strings.Cut(string(id), ":")
	return key
}

// Address returns an address that a reader can open, which Identify turns into
// the same ID again. It is empty for a WeChat article that is known by account
// and message alone: WeChat opens a long link only with its signature (sn),
// which is no part of the identity.
func (id ID) Address() string {
	key := id.Key()
	switch id.Scheme() {
	case schemeArXiv:
		return "https://arxiv.org/abs/" + key
	case schemeDOI:
		return "https://doi.org/" + escape(key, doiSafe)
	case schemeGitHub:
		repo, tag, isRelease := strings.Cut(key, "@")
		if !isRelease {
			return "https://github.com/" + repo
		}
		return "https://github.com/" + repo + "/releases/tag/" + tag
	case schemeWeChat:
		if token, ok := strings.CutPrefix(key, "s/"); ok {
			return "https://mp.weixin.qq.com/s/" + token
		}
	case schemeURL:
		return key
	}
	return ""
}

// Repo returns the repository of a release, and any other ID as it is.
func (id ID) Repo() ID {
	if id.Scheme() != schemeGitHub {
		return id
	}
	repo, _, _ := strings.Cut(string(id), "@")
	return ID(repo)
}

// Temporary reports whether id is no more than a WeChat link that stops
// working after some hours: the worst of all identities.
func (id ID) Temporary() bool {
	return id.Scheme() == schemeURL && Temporary(id.Key())
}

// Valid reports whether id has one of the forms, spelled as this package
// spells it.
func (id ID) Valid() bool {
	key := id.Key()
	switch id.Scheme() {
	case schemeArXiv:
		same, ok := ArXiv(key)
		return ok && same == id
	case schemeDOI:
		same, ok := DOI(key)
		return ok && same == id
	case schemeGitHub:
		repo, tag, isRelease := strings.Cut(key, "@")
		owner, name, _ := strings.Cut(repo, "/")
		same, ok := GitHub(owner, name)
		if !ok || !isRelease {
			return ok && same == id
		}
		plain, valid := unescape(tag)
		return valid && Release(same, plain) == id
	case schemeWeChat:
		if token, ok := strings.CutPrefix(key, "s/"); ok {
			return WeChatToken(token) == id
		}
		biz, rest, _ := strings.Cut(key, "/")
		mid, idx, _ := strings.Cut(rest, "/")
		return idx != "" && WeChatID(biz, mid, idx) == id
	case schemeURL:
		same, ok := Canonical(key)
		return ok && same == key
	}
	return false
}

// better reports whether a says more of a thing than b does; both are known
// to be the same thing. It is a total order, so that the choice among many
// does not depend on the order in which they were met.
func better(a, b ID) bool {
	if ra, rb := a.rank(), b.rank(); ra != rb {
		return ra < rb
	}
	return a < b
}

func (id ID) rank() int {
	switch id.Scheme() {
	case schemeArXiv:
		return 0
	case schemeGitHub:
		if strings.Contains(id.Key(), "@") {
			return 1
		}
		return 2
	case schemeDOI:
		return 3
	case schemeWeChat:
		if strings.HasPrefix(id.Key(), "s/") {
			return 5
		}
		return 4
	case schemeURL:
		if id.Temporary() {
			return 8
		}
		return 6
	}
	return 9
}

// WeChatID returns the identity of an article by its account, message and
// place in the message. An empty idx means 1: pages leave it out. Missing
// base64 padding of biz is added. The result is empty where a part is none.
func WeChatID(biz, mid, idx string) ID {
	if strings.Contains(biz, "%") { // escaped once more by a relay: %253D
		plain, ok := unescape(biz)
		if !ok {
			return ""
		}
		biz = plain
	}
	biz = strings.TrimRight(biz, "=")
	mid = strings.TrimLeft(mid, "0")
	idx = strings.TrimLeft(idx, "0")
	if idx == "" {
		idx = "1"
	}
	if biz == "" || len(biz) > 64 || !only(biz, isToken) ||
		mid == "" || len(mid) > 20 || !only(mid, isDigit) ||
		len(idx) > 3 || !only(idx, isDigit) {
		return ""
	}
	if n := len(biz) % 4; n > 1 {
		biz += strings.Repeat(string(base64.StdPadding), 4-n)
	}
	return ID("wechat:" + biz + "/" + mid + "/" + idx)
}

// WeChatToken returns the identity of an article that is known by its short
// link alone. Case counts. The result is empty where token is none.
func WeChatToken(token string) ID {
	if token == "" || len(token) > 64 || !only(token, isToken) {
		return ""
	}
	return ID("wechat:s/" + token)
}

func only(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isAlnum(c byte) bool { return isDigit(c) || isLetter(c) }

// isToken holds for the alphabet of base64url, of which short links and
// account numbers are made.
func isToken(c byte) bool { return isAlnum(c) || c == '-' || c == '_' }
