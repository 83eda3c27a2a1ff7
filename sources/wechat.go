package sources

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// weChat reads article pages of WeChat public accounts, of all templates since
// 2018, and the pages that stand in for articles that are gone. It is kind
// wechat. A page of 2026 is 2 to 4 MB, of which the article is a tenth; the rest
// is scripts, whose constants say what the article is.
type weChat struct{ spec Spec }

// Start gives the configured address.
func (w weChat) Start(time.Time) []string { return startURL(w.spec) }

// Parse reads one article page. A page that is no article gives one item that
// has ID, URL and Status, with ErrNotArticle or ErrVerify.
func (w weChat) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	it, next, err := readWeChat(p, w.spec)
	if it.ID == "" {
		return nil, next, err
	}
	return []item.Item{it}, next, err
}

func startURL(spec Spec) []string {
	if spec.URL == "" {
		return nil
	}
	return []string{spec.URL}
}

// beijing is the zone of all times on Chinese sites that name none.
var beijing = time.FixedZone("CST", 8*60*60)

// readWeChat reads a page. The ID of the item is empty where there is none.
func readWeChat(p Page, spec Spec) (it item.Item, next []string, err error) {
	if len(p.Body) == 0 {
		return it, nil, fmt.Errorf("sources: reading a WeChat page: %w: nothing at %s", ErrFormat, p.URL)
	}
	base, _ := url.Parse(p.Address())
	s := split(p.Body)
	v := readVars(s.scripts)
	m := readMarkup(s, base)
	cut := s.cut || m.content && !m.whole
	n := readNotice(p, m, v)
	if n.status == item.StatusEmpty && (cut || !m.closed) {
		return it, nil, cutError(p)
	}
	if n.status != "" {
		it, err = n.gone(p)
		if n.status == item.StatusMoved {
			if to := resolve(base, v.get("transferTargetLink")); to != "" {
				next = append(next, to)
			}
		}
		return it, next, err
	}
	it = item.Item{Kind: item.KindArticle, Source: spec.Name, Section: spec.Section}
	// Without its end and its time a page stops before the scripts that tell.
	cut = cut || !m.closed && v.get("ct", cgi+"ori_create_time") == ""
	w := weChatPage{p: p, m: m, v: v, base: base, cut: cut}
	w.identify(&it)
	w.describe(&it, spec)
	w.write(&it)
	if it.Title == "" {
		it.Title = text.Cut(firstLine(it.Text), maxDerived)
	}
	item.Normalize(&it)
	switch {
	case cut:
		err = cutError(p)
		if it.Title == "" {
			return item.Item{}, nil, err
		}
	case it.Title == "" && it.Text == "" && isWeChat(p):
		it, err = notice{item.StatusEmpty, "an article without title and text"}.gone(p)
	case it.Title == "":
		return item.Item{}, nil, &LayoutError{URL: p.URL, Want: "#js_content, window.cgiDataNew, .weui-msg__title"}
	}
	return it, nil, err
}

// cutError is for a page that stops in the middle.
func cutError(p Page) error {
	return fmt.Errorf("sources: reading a WeChat page: %w: cut after %d bytes", ErrFormat, len(p.Body))
}

// maxDerived is the length, in characters, of a title that is made of the text.
const maxDerived = 40

func firstLine(s string) string {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "![") {
			return line
		}
	}
	return ""
}

// weChatPage is one page that may be an article.
type weChatPage struct {
	p    Page
	m    wechatMarkup
	v    wechatVars
	base *url.URL
	cut  bool // the page stops in the middle
}

// own lists the addresses by which the page calls itself.
func (w weChatPage) own() []string {
	var own []string
	for _, address := range []string{w.m.meta["og:url"], w.v.get("msg_link"), w.v.get(cgi + "link"), w.m.meta["twitter:url"]} {
		if address != "" && !item.Temporary(address) {
			own = append(own, address)
		}
	}
	return own
}

// identify sets what the article is known by. The page's own words win over
// the address that was asked for: a site answers with another article at times.
func (w weChatPage) identify(it *item.Item) {
	biz := w.v.get("biz", cgi+"bizuin")
	mid := w.v.get("mid", "appmsgid", cgi+"mid")
	idx := w.v.get("idx", "itemidx", cgi+"idx")
	sn := w.v.get("sn", cgi+"sn")
	id := item.WeChatID(biz, mid, idx)
	var short item.ID
	for _, address := range w.own() {
		own, _ := item.Identify(address)
		switch {
		case own.Scheme() != "wechat":
		case strings.HasPrefix(own.Key(), "s/"):
			short = cmp.Or(short, own)
		case id == "":
			id = own
			sn = cmp.Or(sn, parameter(address, "sn"))
		}
	}
	asked, _ := item.Identify(w.p.URL)
	askedShort := asked.Scheme() == "wechat" && strings.HasPrefix(asked.Key(), "s/")
	// An address that names another article is none of this one's.
	known := id != "" || short != ""
	mine := asked != "" && (!known || asked == id || asked == short || askedShort && short == "" || asked.Temporary())
	it.ID = cmp.Or(id, short, asked)
	for _, alias := range []item.ID{short, asked} {
		if alias != "" && alias != it.ID && (alias == short || mine) && !slices.Contains(it.Aliases, alias) {
			it.Aliases = append(it.Aliases, alias)
		}
	}
	switch {
	case short != "":
		it.URL = short.Address()
	case mine && askedShort:
		it.URL = asked.Address()
	case id != "" && sn != "":
		it.URL = longLink(id, sn)
	case mine && !asked.Temporary():
		it.URL = w.p.URL
	default:
		it.URL = cmp.Or(slices.Concat(w.own(), []string{w.p.URL})...)
	}
	if id != "" {
		parts := strings.Split(id.Key(), "/")
		kind, _ := strconv.Atoi(w.v.get(cgi+"item_show_type", "item_show_type"))
		it.WeChat = &item.WeChat{Biz: parts[0], Mid: parts[1], Idx: parts[2], Sn: sn, ShowType: kind}
	}
}

// longLink is the address of an article that opens without its short link.
func longLink(id item.ID, sn string) string {
	parts := strings.Split(id.Key(), "/")
	return "https://mp.weixin.qq.com/s?__biz=" + parts[0] + "&mid=" + parts[1] + "&idx=" + parts[2] + "&sn=" + url.QueryEscape(sn)
}

func parameter(address, key string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Query().Get(key)
}

// describe sets what stands around the text.
func (w weChatPage) describe(it *item.Item, spec Spec) {
	m, v := w.m, w.v
	it.Title = cmp.Or(m.meta["og:title"], v.get("msg_title", cgi+"title"), m.nodes["js_title_inner"], m.nodes["activity-name"], m.nodes["js_text_title"])
	it.Account = cmp.Or(account(v["nickname"]), account(v[cgi+"nick_name"]), m.nodes["js_name"], m.nodes["post-user"], spec.Account)
	if author := cmp.Or(m.meta["author"], v.get("author", cgi+"author"), m.meta["og:article:author"]); author != "" {
		it.Authors = []string{author}
	}
	it.Summary, _ = Paragraphs(lines(cmp.Or(m.meta["description"], v.get("msg_desc", cgi+"desc"), m.meta["og:description"])), nil)
	it.Image = cmp.Or(v.get("msg_cdn_url", cgi+"cdn_url"), m.meta["og:image"], m.meta["twitter:image"])
	it.Published = w.published()
	it.Original = w.original(it.ID)
	it.Status = item.StatusOK
}

// account returns the first name that is not that of the advertisements.
func account(names []string) string {
	for _, name := range names {
		if name = strings.TrimSpace(name); name != "微信广告" && name != "" {
			return name
		}
	}
	return ""
}

// published finds the time of publication, to the second where it is told.
func (w weChatPage) published() time.Time {
	for _, name := range []string{"ct", cgi + "ori_create_time", cgi + "create_timestamp", "create_time"} {
		for _, value := range w.v[name] {
			if n, err := strconv.ParseInt(value, 10, 64); err == nil && n > firstArticle {
				return w.past(time.Unix(n, 0).In(beijing))
			}
		}
	}
	if w.cut { // the exact time may be in what is missing
		return time.Time{}
	}
	words := append(slices.Clone(w.v["createTime"]), w.v[cgi+"create_time"]...)
	for _, value := range append(words, w.m.nodes["publish_time"], w.m.nodes["post-date"]) {
		for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006年1月2日 15:04", "2006-01-02"} {
			if t, err := time.ParseInLocation(layout, strings.TrimSpace(value), beijing); err == nil {
				return w.past(t)
			}
		}
	}
	return time.Time{}
}

// firstArticle is August 2012, when public accounts opened, in Unix seconds.
const firstArticle = 1343750400

// past drops a time that has not come yet when the page was fetched.
func (w weChatPage) past(t time.Time) time.Time { return past(t, w.p.Fetched) }

// past returns t unless it lies more than an hour, for clocks that differ,
// behind the time of fetching. A zero fetched holds nothing back.
func past(t, fetched time.Time) time.Time {
	if !fetched.IsZero() && t.After(fetched.Add(time.Hour)) {
		return time.Time{}
	}
	return t
}

// original is the article that this one repeats, or nil.
func (w weChatPage) original(self item.ID) *item.Original {
	const info = cgi + "copyright_info."
	if w.m.share == "" && w.v.get("_copyright_stat", "copyright_stat", info+"copyright_stat") != "2" {
		return nil
	}
	biz := w.v.get("source_encode_biz", info+"source_encode_biz")
	// It is given as the account's number, or encoded as everywhere else.
	if own := w.v.get("source_biz", info+"source_biz"); biz == "" && own != "" {
		biz = own
		if strings.Trim(own, "0123456789") == "" {
			biz = base64.StdEncoding.EncodeToString([]byte(own))
		}
	}
	o := item.Original{
		ID:      item.WeChatID(biz, w.v.get("source_mid", info+"source_mid"), w.v.get("source_idx", info+"source_idx")),
		Account: cmp.Or(w.m.nodes["js_share_author"], w.m.nodes["original_primary_nickname"], w.v.get(info+"platform")),
		Title:   w.m.nodes["original_panel_title"],
	}
	for _, address := range []string{w.v.get(info+"reprint_url", "reprint_url"), w.m.share} {
		id, _ := item.Identify(address)
		if id.Scheme() != "wechat" {
			continue
		}
		o.ID = cmp.Or(o.ID, id)
		if o.ID != id {
			continue // names another article
		}
		o.URL = id.Address()
		if sn := parameter(address, "sn"); o.URL == "" && sn != "" {
			o.URL = longLink(id, sn)
		}
		break
	}
	if o.ID == "" && o.Account == "" || o.ID == self {
		return nil
	}
	return &o
}

// write sets the text, its links and what it names as its source.
func (w weChatPage) write(it *item.Item) {
	it.Text, it.Links = w.m.text, w.m.links
	kind := w.v.get(cgi+"item_show_type", "item_show_type")
	plain := w.v.get(cgi+"content_noencode", cgi+"text_page_info.content_noencode", cgi+"text_page_info.content")
	posted := kind == "8" || kind == "10" || w.m.share != "" || !w.m.rich
	if posted && w.cut { // what stands in the elements is the frame of a post
		it.Text, it.Links = "", nil
	}
	if plain == "" && !w.cut {
		plain = w.v.get(cgi + "desc")
	}
	if plain != "" && (posted || it.Text == "") {
		it.Text, it.Links = Paragraphs(lines(plain), w.base)
		if strings.HasPrefix(it.Text, it.Summary) {
			it.Summary = "" // the site repeats the beginning of a post
		}
	}
	for _, name := range []string{"voice_in_appmsg.title", "video_page_infos.title"} {
		if title := w.v.get(cgi + name); title != "" && it.Text == "" && !w.cut {
			it.Text = title
		}
	}
	if posted {
		for _, picture := range w.v[cgi+"picture_page_info_list.cdn_url"] {
			if address := resolve(w.base, picture); address != "" {
				it.Text += "\n\n![](" + address + ")"
			}
		}
	} else if !w.m.whole {
		it.Text, it.Links = "", nil // half a text would pass for the whole one
	}
	it.Links = addLinks(it.Links, item.FindLinks(withoutPictures(it.Text)))
	if source := resolve(w.base, w.v.get("msg_source_url", cgi+"source_url")); source != "" {
		it.Links = addLinks([]string{source}, it.Links)
		if id, ok := item.Identify(source); ok && id != it.ID {
			it.Refs = append(it.Refs, item.Ref{ID: id, Where: item.InOriginal, Count: 1})
		}
	}
}

// lines keeps the lines of a text that may hold markup beside them.
func lines(s string) string { return strings.ReplaceAll(s, "\n", "<br>") }

// addLinks appends those of more that links does not hold.
func addLinks(links, more []string) []string {
	known := make(map[string]bool, len(links))
	for _, link := range links {
		known[link] = true
	}
	for _, link := range more {
		if !known[link] && len(links) < maxLinks {
			known[link] = true
			links = append(links, link)
		}
	}
	return links
}

// withoutPictures returns text without the paragraphs that are pictures.
func withoutPictures(s string) string {
	if !strings.Contains(s, "![") {
		return s
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		if !strings.HasPrefix(line, "![") {
			b.WriteString(line)
		}
	}
	return b.String()
}
