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
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

// wants reports whether a hook is for a kind of event.
func (h Hook) wants(k Kind) bool {
	for _, kind := range h.Kinds {
		if kind == k {
			return true
		}
	}
	return len(h.Kinds) == 0
}

// Send tells events that have not been told yet, each to every hook that wants
// it. What a hook could not be told is told at the next call; what it was
// told is not told again because another hook failed.
func (s *Sender) Send(ctx context.Context, events ...Event) error {
	var errs []error
	for _, e := range events {
		for _, h := range s.hooks {
			if !h.wants(e.Kind) {
				continue
			}
			key := string(e.Kind) + "\x00" + e.Key + "\x00" + h.Name
			told, err := s.seen.Told(ctx, key)
			if err != nil {
				return fmt.Errorf("notify: looking up what was told: %w", err)
			}
			if told {
				continue
			}
			if err := s.post(ctx, h, e); err != nil {
				errs = append(errs, fmt.Errorf("notify: %s: %w", h.Name, err))
				continue
			}
			if err := s.seen.Tell(ctx, key); err != nil {
				return fmt.Errorf("notify: noting what was told: %w", err)
			}
		}
	}
	return errors.Join(errs...)
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

// secrets lists what must not be told: the secret itself, and the parts of the
// address that serve as keys.
func (h Hook) secrets() []string {
	var list []string
	if h.Secret != "" {
		list = append(list, h.Secret)
	}
	u, err := url.Parse(h.URL)
	if err != nil {
		return list
	}
	for _, s := range []string{h.URL, u.RawQuery, u.EscapedPath(), u.Path} {
		if len(s) > 1 {
			list = append(list, s)
		}
	}
	return list
}
