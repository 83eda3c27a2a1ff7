package sources

import (
	"fmt"
	"net/url"
	"strings"

	"embai-crawl/item"
)

// notice is what a page tells instead of an article.
type notice struct {
	status item.Status
	words  string // what it says, for the error
}

// noticeWords tell the causes apart by what the title of a message page says,
// the strongest first: a banned article may be called deleted as well. Chinese
// and English as the platform prints them.
var noticeWords = []struct {
	status item.Status
	words  []string
}{
	{item.StatusVerify, []string{"环境异常", "完成验证", "操作频繁", "访问频繁", "过于频繁", "去验证", "complete verification", "abnormal environment", "environment is abnormal", "unusual activity", "too frequent"}},
	{item.StatusMoved, []string{"已迁移", "账号迁移", "帐号迁移", "has been migrated", "has migrated", "account migration"}},
	{item.StatusBanned, []string{"违规", "违反", "投诉", "侵权", "屏蔽", "封禁", "被封", "停止使用", "violat", "reported by", "infring", "blocked", "complaint", "suspended", "banned"}},
	{item.StatusDeleted, []string{"删除", "撤回", "deleted", "removed by", "recalled"}},
	{item.StatusExpired, []string{"已过期", "已失效", "链接失效", "expired"}},
	{item.StatusUnavailable, []string{"无法查看", "无法访问", "无法打开", "暂不可", "不存在", "注销", "参数错误", "系统出错", "系统繁忙", "仅粉丝", "仅供", "unable to view", "unavailable", "cannot be viewed", "can't be viewed", "not available", "does not exist", "canceled", "cancelled", "deactivated", "parameter error", "system error"}},
}

// classify tells what a sentence of a message page says. The status is empty
// where it is none of the known ones.
func classify(sentence string) item.Status {
	sentence = strings.ToLower(sentence)
	for _, entry := range noticeWords {
		for _, word := range entry.words {
			if strings.Contains(sentence, word) {
				return entry.status
			}
		}
	}
	return ""
}

// readNotice tells which page that is no article this is, by its elements: the
// words that it looks for stand in articles and in the scripts of every page
// as well. The status is empty where the page may be an article.
func readNotice(p Page, m wechatMarkup, v wechatVars) notice {
	if u, err := url.Parse(p.Address()); err == nil &&
		(strings.HasSuffix(u.Path, "/wappoc_appmsgcaptcha") || strings.Contains(u.Path, "/secitptpage/verify")) {
		return notice{item.StatusVerify, "redirected to " + u.Path}
	}
	if m.content || m.nodes["activity-name"] != "" || v.get(cgi+"title", cgi+"content_noencode") != "" {
		return notice{}
	}
	title, block := m.nodes["weui-msg__title"], m.nodes["mesg-block"]
	for _, words := range []string{title, block, m.nodes["weui-msg__desc"]} {
		if status := classify(words); words != "" && status != "" {
			return notice{status, words}
		}
	}
	switch {
	case m.nodes["js_verify"] != "":
		return notice{item.StatusVerify, m.nodes["js_verify"]}
	case v.get("transferTargetLink") != "":
		return notice{item.StatusMoved, "moved to " + v.get("transferTargetLink")}
	case title+block != "":
		return notice{item.StatusUnavailable, title + block}
	}
	// Older message pages have no classes. All that a reader sees is a few words.
	if len(m.visible) <= maxMessage {
		if status := classify(m.visible); m.visible != "" && status != "" {
			return notice{status, m.visible}
		}
	}
	if v.get("biz", "mid", cgi+"bizuin", "nickname", cgi+"nick_name") != "" || isWeChat(p) && len(m.visible) <= maxMessage {
		return notice{item.StatusEmpty, "neither #js_content nor window.cgiDataNew"}
	}
	return notice{}
}

// maxMessage is the longest text, in bytes, of a page that only tells why
// there is no article.
const maxMessage = 400

func isWeChat(p Page) bool {
	for _, address := range []string{p.URL, p.Final} {
		if u, err := url.Parse(address); err == nil && u.Hostname() == "mp.weixin.qq.com" {
			return true
		}
	}
	return false
}

// gone makes the result for a page that is no article: an item that says no
// more than its state.
func (n notice) gone(p Page) (item.Item, error) {
	it := item.Item{Kind: item.KindArticle, URL: p.URL, Status: n.status, StatusAt: p.Fetched}
	it.ID, _ = item.Identify(p.URL)
	item.Normalize(&it)
	words := strings.Join(strings.Fields(n.words), " ")
	if len(words) > 200 {
		words = strings.ToValidUTF8(words[:200], "") + "…"
	}
	if n.status == item.StatusVerify {
		return it, fmt.Errorf("sources: reading a WeChat page: %w: %s", ErrVerify, words)
	}
	return it, fmt.Errorf("sources: reading a WeChat page: %w: %s: %s", ErrNotArticle, n.status, words)
}
