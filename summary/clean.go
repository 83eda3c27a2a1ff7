// Package summary shortens what a source gives to what an issue prints: it
// knows the lines with which WeChat accounts and blogs surround their articles,
// which sentences carry a text, and which lines of release notes matter.
//
// It works on plain text and must not know items, sources or the newsletter.
// Lengths are in runes. Input is from outside: it may be empty, huge or not text
// at all, and cost stays linear in its size.
package summary

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/text"
)

// maxBoiler is how long a line or sentence that is boilerplate gets, in runes.
// Real sentences use the same words (a scanner app's 扫码, a project's 星标), so
// the longer a line is, the less a phrase proves.
const maxBoiler = 64

// Clean returns s without the lines that belong to the publication and not to
// the text: calls to follow, scan, star and share, credits (来源：, 编辑：), reading
// times, copyright notices, lists of earlier articles, share buttons, rules of
// ornaments; nor what is no prose: code between fences, pictures, rows of tables. Inside a longer line only the sentences that are such calls go.
// Lines that stay are unchanged, blank lines between them are kept once.
func Clean(s string) string {
	var out []string
	list := false // within a list of earlier articles or references
	for line := range strings.SplitSeq(prose(s), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			if n := len(out); n > 0 && out[n-1] != "" {
				out = append(out, "")
			}
			continue
		}
		folded := text.Fold(line)
		switch {
		case len(folded) < 6*maxBoiler && listHeading().MatchString(folded):
			list = true
			continue
		case list && !isProse(line):
			continue
		}
		list = false
		if line = cleanLine(line, folded); line != "" {
			out = append(out, line)
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// cleanLine returns line without the boilerplate in it, "" where that is all of it.
func cleanLine(line, folded string) string {
	short := utf8.RuneCountInString(folded) <= maxBoiler
	if short && label(folded) {
		return ""
	}
	if !short && !suspicious(folded) {
		return line
	}
	sentences := text.Sentences(line)
	kept := sentences[:0]
	for _, s := range sentences {
		if f := text.Fold(s); utf8.RuneCountInString(f) > maxBoiler || !boiler(f) {
			kept = append(kept, s)
		}
	}
	if len(kept) == len(sentences) {
		return line
	}
	return join(kept)
}

// isProse reports whether a line is a paragraph and not the title of something else.
func isProse(line string) bool {
	r, _ := utf8.DecodeLastRuneInString(line)
	return utf8.RuneCountInString(line) >= 40 && strings.ContainsRune("。！？.!?”\"", r) && !strings.Contains(line, "http")
}

// boiler reports whether a folded line or sentence is no part of the article.
func boiler(folded string) bool {
	return label(folded) || suspicious(folded) && call().MatchString(folded)
}

// label reports whether a folded line is an ornament, a button, a date or a credit.
func label(folded string) bool {
	bare := strings.Trim(folded, " -=_*~|/\\[]()<>.:·…,!\"'#↓↑→←▶►◀◆◇●○■□★☆▼▲丨│┃")
	if !strings.ContainsFunc(bare, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return true
	}
	return whole(bare) || credit().MatchString(bare) || date().MatchString(bare) || byline().MatchString(folded)
}

// suspicious reports cheaply whether a folded line may hold a call.
func suspicious(folded string) bool {
	for _, w := range callWords {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// callWords holds a word of every alternative of call, which costs much more to ask.
var callWords = []string{
	"点击", "轻点", "轻触", "好看", "点赞", "个赞", "小助手", "微信", "字数", "仅代表", "投放", "征稿", "来稿", "勾搭", "戳", "长按", "扫", "二维码", "关注", "星标", "置顶", "在看", "三连", "后台", "回复", "群", "转载", "授权", "侵权", "侵删", "版权",
	"本文约", "全文约", "全文共", "阅读", "投稿", "爆料", "合作", "微信号", "加微信", "不代表本", "仅供", "minute", "min read", "subscribe", "sign up", "newsletter", "follow",
	"share", "cookie", "reserved", "read more", "click here", "reading", "comment", "affiliate", "copyright", "©", "policy",
	"terms of", "tweet", "facebook", "linkedin", "learn more", "read the full", "read next", "see also", "view on", "join ", "thanks for", "read time", "estimated",
}

// whole reports whether a folded line is nothing but a label.
func whole(bare string) bool {
	switch bare {
	case "end", "the end", "完", "全文完", "正文", "正文开始", "广告", "推广", "图片", "视频", "导语", "导读", "目录", "分享", "收藏", "点赞", "在看", "喜欢", "留言", "写留言", "赞赏",
		"喜欢作者", "编辑部", "微信扫一扫", "继续滑动看下一个", "轻触阅读原文", "阅读原文", "原文链接", "预览时标签不可点", "修改于", "以下文章来源于", "收录于合集", "知道了", "取消", "允许",
		"关注", "已关注", "原创", "转载", "分享到", "share", "share this", "tweet", "email", "print", "copy link", "like", "loading", "related", "comments", "advertisement",
		"sponsored", "menu", "search", "home", "skip to content", "skip to main content", "table of contents", "contents", "back to top", "image", "photo", "source", "references",
		"facebook", "twitter", "linkedin", "reddit", "whatsapp", "log in", "sign in", "sign up", "next", "previous", "read more", "learn more", "continue reading", "tags", "上一篇", "下一篇":
		return true
	}
	return false
}

// credit matches who made the text: a role, a mark, and little more than a name.
var credit = pattern(`^(?:本文|文章|原文|图片|内容|稿件|消息|资料|素材|编译|综合|参与)?` +
	`(?:作者|来源|编辑|编辑部|责编|责任编辑|主编|总编|校对|审校|审核|翻译|译者|编译|整理|整编|撰文|撰稿|排版|设计|出品|监制|策划|记者|采访|文字|摄影|制图|图源|图|文|题图|封面|` +
	`出处|转自|转载自|转载|链接|原文|原文链接|原文地址|参考链接|参考资料|参考文献|参考|标签|分类|微信号|公众号|公号|微信公众号|微信|微博|知乎专栏|知乎|邮箱|投稿邮箱|联系邮箱|商务合作|媒体合作|合作|` +
	`source|via|by|author|authors|editor|editors|image credits?|photo|credit|tags|category|categories|filed under|posted|posted on|posted by|posted in|published|last updated|updated)` +
	`(?:/[^:|/]{1,8})?\s*[:|丨/│@]\s*[^.!?;]{0,42}[.!]?$` +
	`|^(?:原文|原文链接|原文地址|参考链接|链接|via|source)[:|] ?https?://\S+$|^photo(?:graph)? by .{2,40}$|^(?:posted|published|updated|last updated) (?:on|at|in|by)\b.{2,40}$` +
	`|^(?:重磅)?干货[^.]{0,4}第一时间送达$|^(?:本文)?(?:转载?自|来自|首发于|源自|选自)\s*[:|"]?.{1,30}$|^(?:发自|机器之心|量子位|新智元|智东西|芯东西|雷锋网)[^,.]{0,16}(?:编辑部|报道|编译|原创|出品|发布|整理|公众号 ?[a-z]*)$` +
	`|^(?:.{1,12} )?发自 .{1,12}$|^(?:图|表|figure|fig\.?|table) ?\d{1,2}(?:[:.|]? ?\S{0,12})?$`)

// byline matches "By Jane Doe", which ends without a stop.
var byline = pattern(`^by [a-z'-]+(?: [a-z'.-]+){1,3}[a-z]$`)

// date matches a line that is a date or a time alone.
var date = pattern(`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{4}|\d{4}[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}日?)(?: \d{1,2}:\d{2}(?::\d{2})?)?$`)

// call matches what asks the reader to do something for the account, and notices about the text.
var call = pattern(`(?:点击|轻点|戳|轻触)[^,.;]{0,6}(?:蓝字|蓝色字|左下角|右下角|右上角|文末|名片|头像|公众号|阅读原文)` +
	`|(?:点击|轻点|戳|轻触)"?(?:上方|下方|标题下|上面|下面)[^,.;]{0,8}(?:蓝|卡片|名片|关注|公众号|链接|图片|二维码|视频|"|小程序|订阅|星标|了解|原文)` +
	`|(?:点击|戳|关注)[^,.;]{0,4}(?:关注|蓝字|这里|查看原文)|^点击关注|(?:欢迎|记得|快来|赶紧|麻烦|请|如何|即刻|立即|马上|长按|扫码|一键|敬请|持续|搜索)[^,.;]{0,6}(?:关注|星标|点赞|转发|分享|在看)[^,.;]{0,12}` +
	`|关注(?:我们|我|本公众号|本号|公众号|微信公众号|该公众号|视频号|↑|\^)` +
	`|(?:长按|扫描|识别|扫一扫|微信扫)[^,.;]{0,14}(?:二维码|图中|图片|关注|加群|上方|下方)|(?:扫码|扫一扫)[^,.;]{0,4}(?:关注|加入|加群|加微|加我|进群|入群|添加|报名|领取|咨询|查看|阅读|观看|获取|下载)|(?:下方|上方|文末|识别)[^,.;]{0,4}二维码` +
	`|(?:设为|加个?|标个?|设|置顶)[^,.;]{0,3}"?星标|星标"?(?:我们|公众号|置顶|本号|关注|一下)|设为"?置顶` +
	`|(?:点|戳)个?[^,.;]{0,4}"?(?:在看|好看|赞)"?|点赞[^.;]{0,6}(?:在看|转发|收藏|分享|关注)|(?:一键|素质|三)三?连(?:支持|走起|哦|吧)?$|点亮"?在看|右下角"?在看` +
	`|(?:公众号|后台|对话框|私信|微信)[^,.;]{0,8}回复[^.;]{0,24}|回复(?:关键词|关键字|暗号)|^回复 ?"?[^,.]{1,12}"?,?[^,.]{0,6}(?:获取|领取|下载)` +
	`|(?:加入|进入|进|入|添加|拉你|拉您|邀请|扫码|欢迎)[^.;]{0,16}(?:交流|技术|讨论|微信|学习|读者|粉丝|qq)群|(?:交流|技术|讨论|微信|学习|读者|粉丝|qq)群[^.;]{0,6}(?:成立|已满|开放|来了|等你|:)|(?:备注|加)[^.;]{0,14}(?:拉群|进群|入群|加群)|加群` +
	`|转载[^.;]{0,10}(?:请|须|需|授权|联系|注明|开白)|(?:未经|谢绝|禁止|严禁)[^.;]{0,10}(?:转载|授权|许可|允许)|(?:如有|若有|如|涉及)[^.;]{0,8}(?:侵权|侵犯)|侵删|侵权[^.;]{0,8}(?:删除|联系)|版权(?:归|属|声明|说明|所有)` +
	`|(?:不代表|仅代表)[^.;]{0,16}(?:立场|观点|意见)|仅供(?:学习|参考|交流|学术)` +
	`|(?:本文|全文)(?:约|共|共计|约计)? ?\d[\d,.k]* ?字|(?:建议|预计|大约)?阅读(?:时间|时长|本文|大约|约|需要|全文)?[^.;]{0,6}\d+ ?(?:分钟|min)|(?:字数|阅读量?|阅读次数) ?[:|]? ?\d` +
	`|(?:欢迎|长期|投稿|征稿)[^.;]{0,8}(?:投稿|征稿|来稿|爆料|勾搭|合作)|投稿[^.;]{0,12}(?:邮箱|@|:|请|联系)|(?:商务|媒体|广告|品牌)[^.;]{0,4}(?:合作|投放)[^.;]{0,14}(?::|微信|联系|邮箱)|添加?[^,.;]{0,6}(?:小助手|微信号|微信:)|(?:小助手|个人|作者|编辑)微信` +
	`|^[^\p{L}\p{N}]*\d+ ?[- ]?min(?:ute)?s?(?:'s)? (?:read|to read)|reading time|estimated read|^read time` +
	`|^[^\p{L}\p{N}]*subscribe\b|\bsubscribe (?:to|now|for|here|today)\b.{0,30}(?:newsletter|channel|blog|feed|updates|rss|podcast|us\b|mailing)|(?:sign|signing) up (?:for|to) (?:our|the|my|a)\b.{0,20}(?:newsletter|mailing|updates|emails?|list)` +
	`|\bfollow (?:us|me)\b|\bfollow @|(?:share|tweet) (?:this|on|via|with)\b.{0,24}(?:$|twitter|facebook|linkedin|friends|post|article|story|reddit|x\b)|(?:facebook|twitter|linkedin|reddit|pinterest|whatsapp)(?:[ ,|/]+(?:facebook|twitter|linkedin|reddit|email|pinterest|whatsapp|x|copy link))+` +
	`|all rights reserved|^(?:copyright|©)|(?:use|uses|accept) (?:of )?cookies|cookie (?:policy|settings)|privacy policy|terms of (?:service|use)` +
	`|^(?:click here|read more|continue reading|learn more|read the full|read next|view on|see also|leave a (?:comment|reply)|join (?:our|the) (?:discord|slack|newsletter|community|mailing))|\d+ comments?$|this (?:post|article) (?:may contain|contains) affiliate|thanks for reading`)

// listHeading matches the heading above a list of other articles, people or references.
var listHeading = pattern(`^[^\p{L}\p{N}]*(?:往期|精彩|热门|相关|更多|推荐|延伸|拓展|扩展|近期|历史|猜你)[^,.]{0,4}(?:推荐|回顾|精选|精彩|文章|阅读|好文|内容|喜欢|资讯|干货|热文)[^,.;。]{0,4}$` +
	`|^[^\p{L}\p{N}]*(?:推荐阅读|参考(?:文献|资料|链接|文章|来源|内容)|references|related (?:posts|articles|stories|reading|content)|further reading|recommended (?:reading|articles|posts)|more from .{1,30}|you (?:may|might) also like|read next|recent posts|popular posts|latest posts)[^\p{L}\p{N}]*$`)
