// Package llm asks a service with OpenAI's chat interface for a summary. It is
// optional and off unless configured, and nothing depends on it: whoever asks has a
// summary of its own already and prints that when this fails.
//
// It knows the chat endpoint and when an answer is nonsense. It must not know
// items, stores or the newsletter, and imports the standard library alone. The
// service, its answers and the texts are from outside: sizes and times are bounded,
// an answer is checked before it is believed, and the key is in no error.
package llm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Cache keeps answers by the hash of what was asked. Both methods may be called
// concurrently. A cache that fails costs a request, never a summary.
type Cache interface {
	Get(ctx context.Context, key string) (answer string, ok bool, err error)
	Put(ctx context.Context, key, answer string) error
}

// Config says whom to ask and how much.
type Config struct {
	URL      string        // base address, e.g. https://api.example/v1; /chat/completions is added where it is missing
	Model    string        // name of the model
	Key      string        // sent as bearer token; may be empty for a local service
	Tokens   int           // budget of tokens for the life of the client, prompt and answer; 0: none are spent
	Requests int           // budget of requests; 0 means 200
	Timeout  time.Duration // of one request; 0 means 60 s
	Language string        // of the summary; empty means Chinese
	Min, Max int           // length of a good answer in characters; 0 means 40 and 400
}

// Errors that say why there is no answer. The caller prints its own summary.
var (
	ErrBudget   = errors.New("llm: budget of this run is spent")
	ErrNonsense = errors.New("llm: answer is not usable")
)

// Client asks one service within one budget. It may be used concurrently.
type Client struct {
	cfg      Config
	endpoint string
	http     *http.Client
	cache    Cache

	mu       sync.Mutex
	tokens   int
	requests int
	refused  error // the service is down, or does not know the key or the model: asking again costs and helps nothing
}

// Summary is an answer that passed the checks.
type Summary struct {
	Text    string // one paragraph
	Machine bool   // always true: the editor is to see that no person wrote it
	Cached  bool   // no request was made
}

// Usage is what a client spent so far.
type Usage struct {
	Requests, Tokens int
}

// version is part of every key: an answer to another prompt is another answer.
const version = "1"

// maxInput is how many characters of a text are sent: what an article says
// stands in its beginning, and every one costs.
const maxInput = 6000

// New returns a client. transport does the fetching with the caller's manners and
// guards; cache may be nil. The error says which part of the configuration is wrong.
func New(cfg Config, transport *http.Client, cache Cache) (*Client, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("llm: url: want an http or https address")
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("llm: url: want no user, query or fragment")
	}
	if cfg.Model == "" {
		return nil, errors.New("llm: model: want the name of a model")
	}
	if transport == nil {
		return nil, errors.New("llm: want a client")
	}
	if cfg.Requests <= 0 {
		cfg.Requests = 200
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = time.Minute
	}
	if cfg.Language == "" {
		cfg.Language = "Chinese"
	}
	if cfg.Max <= 0 {
		cfg.Max = 400
	}
	if cfg.Min <= 0 {
		cfg.Min = min(40, cfg.Max)
	}
	if path := strings.TrimRight(u.Path, "/"); strings.HasSuffix(path, "/chat/completions") {
		u.Path = path
	} else {
		u.Path = path + "/chat/completions"
	}
	// The key goes to the configured address alone, not to where it redirects.
	client := *transport
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{cfg: cfg, endpoint: u.String(), http: &client, cache: cache}, nil
}

// Summarise returns a summary of a text in the configured language, a translation
// where the text is in another one. It fails with ErrBudget when the run may ask no
// more, with ErrNonsense when the answer is none (too short or long, another
// language, a refusal, numbers that the text does not have), and with what the
// service said otherwise. An answer that was good once is not asked for again.
func (c *Client) Summarise(ctx context.Context, title, text string) (Summary, error) {
	title, text = oneLine(title, 300), firstRunes(strings.ToValidUTF8(text, ""), maxInput)
	if strings.TrimSpace(text) == "" {
		return Summary{}, fmt.Errorf("%w: nothing to summarise", ErrNonsense)
	}
	key := c.key(title, text)
	if answer, ok := c.cached(ctx, key); ok && c.check(answer, title+"\n"+text) == nil {
		return Summary{Text: answer, Machine: true, Cached: true}, nil
	}
	prompt := c.prompt(title, text)
	cost := estimate(prompt) + c.cfg.Max*2
	if err := c.reserve(cost); err != nil {
		return Summary{}, err
	}
	answer, used, err := c.ask(ctx, prompt)
	c.settle(cost, used, err)
	if err != nil {
		return Summary{}, err
	}
	answer = tidy(answer)
	if err := c.check(answer, title+"\n"+text); err != nil {
		return Summary{}, err
	}
	if c.cache != nil {
		// What a full disk costs is the same question next time.
		_ = c.cache.Put(ctx, key, answer)
	}
	return Summary{Text: answer, Machine: true}, nil
}

// Stop makes every further question that no cached answer settles fail with err:
// the caller has seen that the service is down.
func (c *Client) Stop(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refused == nil {
		c.refused = err
	}
}

// Usage returns what was spent.
func (c *Client) Usage() Usage {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Usage{c.requests, c.tokens}
}

// key is the name of an answer in the cache.
func (c *Client) key(title, text string) string {
	h := sha256.New()
	for _, part := range []string{version, c.cfg.Model, c.cfg.Language, fmt.Sprint(c.cfg.Min, c.cfg.Max), title, text} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (c *Client) cached(ctx context.Context, key string) (string, bool) {
	if c.cache == nil {
		return "", false
	}
	answer, ok, err := c.cache.Get(ctx, key)
	return answer, ok && err == nil
}

// reserve takes what a request may cost at most from the budget.
func (c *Client) reserve(cost int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.refused != nil:
		return c.refused
	case c.requests >= c.cfg.Requests || c.tokens+cost > c.cfg.Tokens:
		return ErrBudget
	}
	c.requests++
	c.tokens += cost
	return nil
}

// settle puts what the service counted in the place of what was reserved. Where it
// counted nothing the reserve stands: a service that hides its price is not cheap.
func (c *Client) settle(reserved, used int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if used > 0 {
		c.tokens += used - reserved
	}
	var status *StatusError
	if errors.As(err, &status) && status.final() {
		c.refused = err
	}
}

// estimate bounds the tokens of a text from above: a Han character is rarely
// more than two, a Latin letter less than one.
func estimate(s string) int {
	n := 0
	for _, r := range s {
		if r < utf8.RuneSelf {
			n++
		} else {
			n += 4
		}
	}
	return n/2 + 16
}

// firstRunes returns at most the first n runes of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// oneLine returns the beginning of s on one line.
func oneLine(s string, n int) string {
	return firstRunes(strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " "), n)
}
