// Package notify tells people by webhook what cannot wait until they look: a
// draft with new entries, a source that has failed for long, a host that asks
// for a human.
//
// It knows the bodies that chat services want. It must not know how an event
// came about nor where it is remembered which were sent; and it keeps the
// addresses and secrets that it is given out of every error and log.
package notify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Kind says what an event is.
type Kind string

// The kinds of events. Values are sent: they may be added to, never changed.
const (
	KindDraft   Kind = "draft"   // a draft has new entries
	KindFailing Kind = "failing" // a source has failed for longer than is allowed
	KindVerify  Kind = "verify"  // a host asks for a human
)

// Event is one thing to tell.
type Event struct {
	Kind Kind
	// Key tells events of a kind apart: the same kind and key are told once.
	// For a draft its date and number of entries, for a source its name and
	// since when it fails, for a host its name and the day.
	Key   string
	Title string // one line
	Text  string // what to do about it; may be empty
	Link  string // where to look; may be empty
	At    time.Time
	// Lasted is for how long it is so; of KindFailing alone.
	Lasted time.Duration
}

// Seen remembers which events have been told, over processes.
type Seen interface {
	Told(ctx context.Context, key string) (bool, error)
	Tell(ctx context.Context, key string) error
}

// Format is the body that a webhook wants.
type Format string

// The formats.
const (
	FormatJSON     Format = "json"     // the generic one
	FormatFeishu   Format = "feishu"   // Feishu and Lark, custom bot; Secret signs
	FormatWeCom    Format = "wecom"    // WeCom (企业微信) group robot; the key is in the address
	FormatDingTalk Format = "dingtalk" // DingTalk custom robot; Secret signs
	FormatSlack    Format = "slack"    // Slack incoming webhook
	FormatTelegram Format = "telegram" // Telegram bot, sendMessage; Secret is the token, Chat the chat
)

// Hook is one webhook. URL and Secret are secrets, both.
type Hook struct {
	Name   string // said in errors, in place of the address
	Format Format
	// URL is where to post to. For Telegram it may be empty: then it is made
	// of the token, at api.telegram.org.
	URL    string
	Secret string
	Chat   string // Telegram: chat_id
	Kinds  []Kind // empty: all
	// FailingAfter is how long a source fails before this hook is told.
	FailingAfter time.Duration
}

// Sender sends events to hooks.
type Sender struct {
	hooks  []Hook
	client *http.Client
	seen   Seen
	now    func() time.Time
}

// timeout of one message.
const timeout = 10 * time.Second

// New checks the hooks. The client's transport should hold an address guard:
// the addresses come from a configuration, not from here. Redirects are not
// followed, whatever the client does otherwise: a message may hold what its
// receiver alone is to know.
func New(hooks []Hook, client *http.Client, seen Seen, now func() time.Time) (*Sender, error) {
	for i, h := range hooks {
		if h.Name == "" {
			hooks[i].Name = fmt.Sprintf("webhook %d (%s)", i+1, h.Format)
		}
		if err := h.check(); err != nil {
			return nil, fmt.Errorf("notify: %s: %w", hooks[i].Name, err)
		}
	}
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Sender{hooks: hooks, client: &own, seen: seen, now: now}, nil
}

func (h Hook) check() error {
	switch h.Format {
	case FormatJSON, FormatFeishu, FormatWeCom, FormatDingTalk, FormatSlack:
	case FormatTelegram:
		if h.Chat == "" {
			return errors.New("telegram needs a chat")
		}
		if h.URL == "" && h.Secret == "" {
			return errors.New("telegram needs the token of a bot as its secret")
		}
		if h.URL == "" {
			return nil
		}
	default:
		return fmt.Errorf("format %q: expected json, feishu, wecom, dingtalk, slack or telegram", h.Format)
	}
	u, err := url.Parse(h.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("its address is no http or https address") // which one it is stays here
	}
	return nil
}

// wants reports whether a hook is for an event.
func (h Hook) wants(e Event) bool {
	if e.Kind == KindFailing && e.Lasted < h.FailingAfter {
		return false
	}
	return len(h.Kinds) == 0 || slices.Contains(h.Kinds, e.Kind)
}

// id tells hooks apart where it is noted what they were told: by where they
// lead, whatever their place in the configuration. Nothing leads back from it.
func (h Hook) id() string {
	sum := sha256.Sum256([]byte(string(h.Format) + "\x00" + h.URL + "\x00" + h.Chat))
	return hex.EncodeToString(sum[:8])
}

// post sends one message.
func (s *Sender) post(ctx context.Context, h Hook, e Event) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	address, body, err := h.message(e, s.now())
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errors.New("its address can't be used")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := s.client.Do(req)
	if err != nil {
		return h.discreet(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 16<<10))
	if err != nil {
		return h.discreet(err)
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return h.refused(answer)
}

// discreet takes the address out of an error of net/http, and the secrets out
// of what is left.
func (h Hook) discreet(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	text := err.Error()
	for _, secret := range h.secrets() {
		text = strings.ReplaceAll(text, secret, "…")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %s", timeout)
	}
	return errors.New(text)
}

// secrets lists what must not be told: the secret itself, the address, and the
// parts of it that serve as keys, the longest first.
func (h Hook) secrets() []string {
	list := []string{h.Secret, h.URL}
	if u, err := url.Parse(h.URL); err == nil {
		list = append(list, u.RawQuery, u.EscapedPath(), u.Path)
		for _, values := range u.Query() {
			list = append(list, values...)
		}
		list = append(list, strings.Split(u.Path, "/")...)
		if u.User != nil {
			list = append(list, u.User.String())
		}
	}
	for _, s := range list {
		list = append(list, url.QueryEscape(s), url.PathEscape(s))
	}
	// Shorter parts are words such as "send" and "hook".
	list = slices.DeleteFunc(list, func(s string) bool { return len(s) < 6 })
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}
