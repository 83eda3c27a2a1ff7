package sources

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"

	"github.com/PuerkitoBio/goquery"
)

// Elements of pages that want to see a human. Those of the second list stand
// in comment forms of normal pages as well.
const (
	challengeNodes = `#challenge-form, #challenge-running, #challenge-stage, #challenge-error-text, .cf-browser-verification, #cf-challenge-running, ` +
		`.Unhuman, #captcha-box, #nc_1_wrapper, #aliyunCaptcha-window-embed, #px-captcha, #sec-if-cpt-container, #anubis_challenge`
	captchaNodes = `.g-recaptcha, .h-captcha, .cf-turnstile, #captcha, .captcha, [class*=geetest], iframe[src*=captcha], form[action*=captcha], form[action*=verify]`
)

// What the title or first heading of a page that is no article says. Only the
// beginning counts: an article may be about error 404.
var (
	verifyTitle  = regexp.MustCompile(`(?i)^(just a moment|attention required|access denied|are you (a )?(robot|human)|security (check|verification)|verify (that )?you|human verification|checking your browser|请稍候|安全验证|人机验证|访问验证|滑动验证|验证码|请完成.{0,4}验证|系统检测到|百度安全验证)`)
	missingTitle = regexp.MustCompile(`(?i)^(http )?(error )?(404|410)\b|^(page|file|content|article|post) (not found|does(n.t| not) exist|is (gone|not available))|^not found|^oops|^(您|你)?(访问|查看|请求|找)?的?(页面|内容|文章|网页|资源)(.{0,6})(不存在|找不到|没有找到|已被?删除|走丢|已下线|已失效|无法访问)|^(抱歉|对不起|很遗憾|哎呀|出错).{0,20}(不存在|找不到|没有找到|删除|下线|失效)|^找不到`)
	loginTitle   = regexp.MustCompile(`(?i)^(log ?in|sign ?in|登录|登陆|用户登录|请登录|请先登录)`)
)

// shortPage is the most text, in characters, of a page that is only a message.
const shortPage = 800

// readPageNotice tells which page that is no article this is; the status is
// empty where it may be one.
func readPageNotice(doc *goquery.Document, p Page) notice {
	if from, err := url.Parse(p.URL); err == nil && p.Final != "" {
		to, err := url.Parse(p.Final)
		switch {
		case err != nil:
		case strings.Contains(to.Path, "/account/unhuman") || strings.Contains(to.Path, "/captcha") || strings.Contains(to.Path, "/antispider"):
			return notice{item.StatusVerify, "redirected to " + to.Path}
		case from.Host == to.Host && len(strings.Trim(from.Path, "/")) > 1 && strings.Trim(to.Path, "/") == "" && to.RawQuery == "":
			return notice{item.StatusUnavailable, "redirected to the front page"}
		}
	}
	short := utf8.RuneCountInString(visibleText(doc)) < shortPage
	title := squash(doc.Find("title").First().Text())
	if doc.Find(challengeNodes).Length() > 0 && short {
		return notice{item.StatusVerify, title}
	}
	if !short {
		return notice{}
	}
	for _, words := range []string{title, squash(doc.Find("h1").First().Text()), squash(doc.Find("h2").First().Text())} {
		switch {
		case verifyTitle.MatchString(words):
			return notice{item.StatusVerify, words}
		case missingTitle.MatchString(words):
			if strings.Contains(words, "删除") {
				return notice{item.StatusDeleted, words}
			}
			return notice{item.StatusUnavailable, words}
		case loginTitle.MatchString(words) && doc.Find("input[type=password]").Length() > 0:
			return notice{item.StatusUnavailable, words}
		}
	}
	if doc.Find(captchaNodes).Length() > 0 && doc.Find("p").Length() < 4 {
		return notice{item.StatusVerify, title}
	}
	return notice{}
}

// visibleText is the beginning of what a reader sees, without the menus.
func visibleText(doc *goquery.Document) string {
	w := newProse(nil)
	w.tree(doc.Find("body").Nodes, maxVisible*4)
	return w.text()
}

func (n notice) gonePage(p Page) (item.Item, error) {
	it, _ := n.gone(p)
	cause := ErrNotArticle
	if n.status == item.StatusVerify {
		cause = ErrVerify
	}
	return it, fmt.Errorf("sources: reading a page: %w: %s: %.200q", cause, n.status, n.words)
}
