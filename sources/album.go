package sources

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"

	"embai-crawl/item"

	"github.com/PuerkitoBio/goquery"
)

// album reads the album of a WeChat public account, newest article first. It
// is kind wechat-album. The list is asked for as JSON, without login; where
// the site answers with the page that a reader sees, that is read.
type album struct{ spec Spec }

// albumPage is how many articles are asked for at a time: the most that the
// site gives.
const albumPage = 20

// Start gives the first page of the list.
func (a album) Start(time.Time) []string {
	u, err := url.Parse(a.spec.URL)
	if err != nil || a.spec.URL == "" {
		return nil
	}
	return []string{albumAddress(u, "", "")}
}

// albumAddress asks the album at u for what follows the article that msgid and
// itemidx name; empty ones ask for the beginning.
func albumAddress(u *url.URL, msgid, itemidx string) string {
	q := u.Query()
	for key, value := range map[string]string{
		"action": "getalbum", "f": "json", "count": strconv.Itoa(albumPage), "is_reverse": "1",
		"begin_msgid": msgid, "begin_itemidx": itemidx,
	} {
		if value == "" {
			q.Del(key)
			continue
		}
		q.Set(key, value)
	}
	next := *u
	next.RawQuery, next.Fragment = q.Encode(), ""
	return next.String()
}

// albumAnswer is what the site answers. Everything in it comes as a number at
// times and as a string at others.
type albumAnswer struct {
	BaseResp struct {
		Ret loose `json:"ret"`
	} `json:"base_resp"`
	Ret      loose     `json:"ret"`
	ErrMsg   loose     `json:"errmsg"`
	Response albumList `json:"getalbum_resp"`
}

type albumList struct {
	Articles listOrOne `json:"article_list"`
	BaseInfo struct {
		Nickname loose `json:"nickname"`
		Title    loose `json:"title"`
	} `json:"base_info"`
	Continue loose `json:"continue_flag"`
}

type albumArticle struct {
	Title    loose `json:"title"`
	URL      loose `json:"url"`
	Created  loose `json:"create_time"`
	MsgID    loose `json:"msgid"`
	ItemIdx  loose `json:"itemidx"`
	Cover    loose `json:"cover_img_1_1"`
	CoverOld loose `json:"cover"`
}

// loose is a string, a number or a truth value, as a string.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*l = loose(s)
		return nil
	}
	if s = string(b); strings.ContainsAny(s, "[{") || s == "null" {
		return nil
	}
	*l = loose(s)
	return nil
}

// listOrOne is a list, or the one thing that is in it, or either as a string
// that holds JSON once more.
type listOrOne []albumArticle

func (l *listOrOne) UnmarshalJSON(b []byte) error {
	for range 3 {
		var s string
		if json.Unmarshal(b, &s) != nil {
			break
		}
		b = []byte(html.UnescapeString(s))
	}
	var one albumArticle
	if json.Unmarshal(b, &one) == nil {
		*l = listOrOne{one}
		return nil
	}
	var each []json.RawMessage
	if err := json.Unmarshal(b, &each); err != nil {
		return nil
	}
	for _, raw := range each {
		var one albumArticle
		if json.Unmarshal(raw, &one) == nil {
			*l = append(*l, one)
		}
	}
	return nil
}

// Parse reads one page of the list. The next page is asked for while the site
// says that there is more and nothing on this one was known.
func (a album) Parse(_ context.Context, p Page) ([]item.Item, []string, error) {
	body, _ := Decode(p.Body, p.ContentType)
	body = strings.TrimSpace(body)
	if body == "" {
		return nil, nil, fmt.Errorf("sources: reading an album: %w: nothing at %s", ErrFormat, p.URL)
	}
	if body[0] != '{' && body[0] != '"' {
		return a.parseHTML(body, p)
	}
	answer, err := readAlbumAnswer(body)
	if err != nil {
		return nil, nil, fmt.Errorf("sources: reading an album: %w: %s", ErrFormat, err)
	}
	if ret := cmp.Or(answer.BaseResp.Ret, answer.Ret); ret != "" && ret != "0" {
		return nil, nil, albumRefusal(string(ret), string(answer.ErrMsg))
	}
	list := answer.Response
	if len(list.Articles) == 0 && list.BaseInfo == (albumList{}).BaseInfo && list.Continue == "" {
		return nil, nil, &LayoutError{URL: p.URL, Want: "getalbum_resp.article_list"}
	}
	biz := parameter(p.URL, "__biz")
	var items []item.Item
	var known bool
	var first, latest time.Time
	var last albumArticle
	for _, article := range list.Articles {
		it := a.item(article, biz, string(list.BaseInfo.Nickname), p)
		if it.ID == "" || it.Title == "" {
			continue
		}
		known = known || p.Known != nil && p.Known(it.ID)
		if first.IsZero() {
			first = it.Published
		}
		latest = it.Published
		items = append(items, it)
		last = article
	}
	// Where the oldest comes first, known articles do not tell that no new
	// ones follow.
	known = known && !latest.After(first)
	if len(items) == 0 && len(list.Articles) > 0 {
		return nil, nil, &LayoutError{URL: p.URL, Want: "title and url in getalbum_resp.article_list[]"}
	}
	return items, a.next(p, list, last, known), nil
}

// readAlbumAnswer reads JSON that may be written as a string once more.
func readAlbumAnswer(body string) (albumAnswer, error) {
	var answer albumAnswer
	for range 3 {
		var s string
		if json.Unmarshal([]byte(body), &s) != nil {
			break
		}
		body = s
	}
	err := json.Unmarshal([]byte(body), &answer)
	return answer, err
}

// Numbers of the site for a caller whom it does not trust.
func albumRefusal(ret, message string) error {
	switch ret {
	case "200003", "200013", "-6", "-8", "-3":
		return fmt.Errorf("sources: reading an album: %w: ret %s %s", ErrVerify, ret, message)
	}
	return fmt.Errorf("sources: reading an album: %w: ret %s %s", ErrFormat, ret, message)
}

// maxAlbumDepth bounds the pages of one album that are followed in one run.
const maxAlbumDepth = 25

func (a album) next(p Page, list albumList, last albumArticle, known bool) []string {
	u, err := url.Parse(p.URL)
	if err != nil || known || list.Continue != "1" || last.MsgID == "" || p.Depth >= maxAlbumDepth {
		return nil
	}
	if a.spec.Max > 0 && (p.Depth+1)*albumPage >= a.spec.Max {
		return nil
	}
	next := albumAddress(u, string(last.MsgID), cmp.Or(string(last.ItemIdx), "1"))
	if next == p.URL { // the site gives the same page for ever
		return nil
	}
	return []string{next}
}

// item makes an item of one entry. Its identity comes from its address, else
// from the account of the album and the numbers of the message.
func (a album) item(article albumArticle, biz, account string, p Page) item.Item {
	it := item.Item{
		Kind: item.KindArticle, Source: a.spec.Name, Section: a.spec.Section,
		Title:   unescapedLine(string(article.Title)),
		Account: cmp.Or(account, a.spec.Account),
		URL:     strings.ReplaceAll(strings.TrimSpace(string(article.URL)), "&amp;", "&"),
		Image:   cmp.Or(string(article.Cover), string(article.CoverOld)),
	}
	id := item.WeChatID(biz, string(article.MsgID), string(article.ItemIdx))
	if own, ok := item.Identify(it.URL); ok {
		it.ID = own
		if strings.HasPrefix(own.Key(), "s/") && id != "" {
			it.ID, it.Aliases = id, []item.ID{own}
		}
	} else {
		it.ID = id
	}
	if it.ID.Scheme() != "wechat" {
		return item.Item{}
	}
	if parts := strings.Split(it.ID.Key(), "/"); len(parts) == 3 {
		it.WeChat = &item.WeChat{Biz: parts[0], Mid: parts[1], Idx: parts[2], Sn: parameter(it.URL, "sn")}
	}
	if n, err := strconv.ParseInt(string(article.Created), 10, 64); err == nil && n > firstArticle {
		it.Published = past(time.Unix(n, 0).In(beijing), p.Fetched)
	}
	item.Normalize(&it)
	return it
}

// unescapedLine undoes the escapes for HTML of a line of text.
func unescapedLine(s string) string { return squash(html.UnescapeString(s)) }

// parseHTML reads the page that a reader sees: the first entries alone.
func (a album) parseHTML(body string, p Page) ([]item.Item, []string, error) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return nil, nil, fmt.Errorf("sources: reading an album: %w: %s", ErrFormat, err)
	}
	rows := doc.Find("li[data-link][data-title]")
	if rows.Length() == 0 {
		base, _ := url.Parse(p.Address())
		s := split(p.Body)
		if n := readNotice(p, readMarkup(s, base), readVars(s.scripts)); n.status != "" && n.status != item.StatusEmpty {
			it, err := n.gone(p)
			if n.status == item.StatusVerify {
				return nil, nil, err
			}
			return nil, nil, fmt.Errorf("sources: reading an album: %w: %s", ErrNotArticle, it.Status)
		}
		return nil, nil, &LayoutError{URL: p.Address(), Want: "li[data-link][data-title]"}
	}
	account := squash(doc.Find(".album__author-name, .album-read__author-name, #js_author_name").First().Text())
	biz := parameter(p.URL, "__biz")
	var items []item.Item
	for _, row := range rows.EachIter() {
		it := a.item(albumArticle{
			Title:   loose(row.AttrOr("data-title", "")),
			URL:     loose(row.AttrOr("data-link", "")),
			MsgID:   loose(row.AttrOr("data-msgid", "")),
			ItemIdx: loose(row.AttrOr("data-itemidx", "")),
			Created: loose(cmp.Or(row.AttrOr("data-create_time", ""), squash(row.Find(".js_article_create_time, .album__item-info-time").First().Text()))),
		}, biz, account, p)
		if it.ID != "" && it.Title != "" {
			items = append(items, it)
		}
	}
	if len(items) == 0 {
		return nil, nil, &LayoutError{URL: p.Address(), Want: "a link to an article in li[data-link]"}
	}
	return items, nil, nil
}
