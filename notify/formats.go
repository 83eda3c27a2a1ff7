package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxText bounds a message, in bytes of UTF-8. WeCom takes 2048 for its text
// messages, the least of the services; Telegram takes 4096 characters.
const maxText = 2000

// generic is the JSON body of FormatJSON. Its names are a promise.
type generic struct {
	Version int       `json:"version"` // 1
	Kind    Kind      `json:"kind"`
	Key     string    `json:"key"`
	Title   string    `json:"title"`
	Text    string    `json:"text,omitempty"`
	Link    string    `json:"link,omitempty"`
	At      time.Time `json:"at"`
}

// message gives where to post what.
func (h Hook) message(e Event, now time.Time) (address string, body []byte, err error) {
	address = h.URL
	text := plain(e)
	type object = map[string]any
	var v any
	switch h.Format {
	case FormatJSON:
		v = generic{1, e.Kind, e.Key, e.Title, e.Text, e.Link, e.At}
	case FormatFeishu:
		// open.feishu.cn, custom bot: the signature is in the body.
		o := object{"msg_type": "text", "content": object{"text": withoutTags(text)}}
		if h.Secret != "" {
			stamp := strconv.FormatInt(now.Unix(), 10)
			// The key is the time and the secret; the signed text is empty.
			o["timestamp"], o["sign"] = stamp, sign(stamp+"\n"+h.Secret, "")
		}
		v = o
	case FormatWeCom:
		v = object{"msgtype": "text", "text": object{"content": withoutTags(text)}}
	case FormatDingTalk:
		// open.dingtalk.com, custom robot: the signature is in the query.
		v = object{"msgtype": "text", "text": object{"content": text}}
		if h.Secret != "" {
			stamp := strconv.FormatInt(now.UnixMilli(), 10)
			u, err := url.Parse(h.URL)
			if err != nil {
				return "", nil, fmt.Errorf("its address can't be read")
			}
			q := u.Query()
			q.Set("timestamp", stamp)
			q.Set("sign", sign(h.Secret, stamp+"\n"+h.Secret))
			u.RawQuery = q.Encode()
			address = u.String()
		}
	case FormatSlack:
		v = object{"text": slackText(text)}
	case FormatTelegram:
		if address == "" {
			address = "https://api.telegram.org/bot" + url.PathEscape(h.Secret) + "/sendMessage"
		}
		// No parse_mode: nothing of the text is markup.
		v = object{"chat_id": h.Chat, "text": text, "link_preview_options": object{"is_disabled": true}}
	}
	body, err = json.Marshal(v)
	if err != nil {
		return "", nil, fmt.Errorf("writing the message: %w", err)
	}
	return address, body, nil
}

// sign is base64 of HMAC-SHA256.
func sign(key, text string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// plain is the message where a service takes text alone.
func plain(e Event) string {
	lines := []string{"embai-crawl: " + e.Title}
	if e.Text != "" {
		lines = append(lines, e.Text)
	}
	link := ""
	if e.Link != "" {
		link = "\n" + e.Link
	}
	text := strings.ToValidUTF8(strings.Join(lines, "\n"), "\uFFFD")
	if len(link) > maxText/2 {
		link = ""
	}
	if room := maxText - len(link); len(text) > room {
		cut := room - len("…")
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	return text + link
}

// slackText escapes the three characters that Slack reads as markup; links and
// mentions (<!channel>) are made of them.
func slackText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// withoutTags takes from titles of others the sign that mentions begin with:
// <at user_id="all"> in Feishu, <@userid> in WeCom. Neither knows an escape.
func withoutTags(s string) string { return strings.ReplaceAll(s, "<", "‹") }

// refused reads the answer of services that say 200 to everything: Feishu
// {"code":0}, WeCom and DingTalk {"errcode":0}, Telegram {"ok":true}.
func (h Hook) refused(answer []byte) error {
	switch h.Format {
	case FormatFeishu, FormatWeCom, FormatDingTalk, FormatTelegram:
	default:
		return nil
	}
	var a struct {
		Code       int   `json:"code"`
		StatusCode int   `json:"StatusCode"` // Feishu's older form
		ErrCode    int   `json:"errcode"`
		OK         *bool `json:"ok"`
	}
	if json.Unmarshal(answer, &a) != nil {
		return fmt.Errorf("answered with what is no %s answer", h.Format)
	}
	// The number alone: what the service writes may repeat the key.
	for _, code := range []int{a.Code, a.StatusCode, a.ErrCode} {
		if code != 0 {
			return fmt.Errorf("refused with code %d", code)
		}
	}
	if a.OK != nil && !*a.OK {
		return fmt.Errorf("refused")
	}
	return nil
}
