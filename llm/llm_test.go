package llm_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"embai-crawl/llm"
)

const (
	key     = "sk-live-0123456789abcdefSECRET"
	title   = "Harbor 1.4 halves the cache"
	article = "Harbor 1.4 cuts the key-value cache of a 3B model from 1.9 GB to 410 MB. Decoding is 1.4x faster on a Pixel 10. The release ships in June."
	good    = "Harbor 1.4 将 30 亿参数模型的键值缓存从 1.9 GB 压缩到 410 MB，在 Pixel 10 上解码速度提升到 1.4 倍，新版本于 6 月发布，面向手机端部署。"
)

// memory is a cache that can break.
type memory struct {
	m      map[string]string
	broken bool
}

func (c *memory) Get(_ context.Context, key string) (string, bool, error) {
	if c.broken {
		return "", false, errors.New("broken")
	}
	s, ok := c.m[key]
	return s, ok, nil
}

func (c *memory) Put(_ context.Context, key, answer string) error {
	if c.broken {
		return errors.New("broken")
	}
	c.m[key] = answer
	return nil
}

// service answers every question with what reply gives and counts the questions.
func service(t *testing.T, reply func(w http.ResponseWriter, prompt string)) (address string, asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Method != http.MethodPost || r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer "+key {
			t.Errorf("asked %s %s with %q", r.Method, r.URL, r.Header)
		}
		var q struct {
			Model     string
			MaxTokens int `json:"max_tokens"`
			Messages  []struct{ Role, Content string }
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || q.Model != "small" || len(q.Messages) != 1 || q.MaxTokens < 1 {
			t.Errorf("asked %+v, %v", q, err)
			return
		}
		reply(w, q.Messages[0].Content)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1", asked
}

// says replies with an answer that cost tokens.
func says(answer string, tokens int) func(http.ResponseWriter, string) {
	return func(w http.ResponseWriter, _ string) {
		b, _ := json.Marshal(answer)
		fmt.Fprintf(w, `{"choices":[{"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],"usage":{"total_tokens":%d}}`, b, tokens)
	}
}

func client(t *testing.T, address string, cache llm.Cache, change func(*llm.Config)) *llm.Client {
	t.Helper()
	cfg := llm.Config{URL: address, Model: "small", Key: key, Tokens: 50000, Timeout: 5 * time.Second}
	if change != nil {
		change(&cfg)
	}
	c, err := llm.New(cfg, http.DefaultClient, cache)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSummarise(t *testing.T) {
	address, asked := service(t, func(w http.ResponseWriter, prompt string) {
		if !strings.Contains(prompt, article) || !strings.Contains(prompt, title) {
			t.Errorf("prompt lacks the article:\n%s", prompt)
		}
		says("摘要：**"+good+"**", 321)(w, prompt)
	})
	cache := &memory{m: map[string]string{}}
	c := client(t, address, cache, nil)
	got, err := c.Summarise(t.Context(), title, article)
	if err != nil || got != (llm.Summary{Text: good, Machine: true}) {
		t.Fatalf("got %+v, %v", got, err)
	}
	if u := c.Usage(); u != (llm.Usage{Requests: 1, Tokens: 321}) {
		t.Errorf("usage %+v", u)
	}
	// Another client of another run asks the cache.
	got, err = client(t, address, cache, nil).Summarise(t.Context(), title, article)
	if err != nil || !got.Cached || got.Text != good || asked.Load() != 1 {
		t.Errorf("got %+v, %v after %d questions", got, err, asked.Load())
	}
	// A cache that fails costs a question and no summary.
	cache.broken = true
	if got, err = client(t, address, cache, nil).Summarise(t.Context(), title, article); err != nil || got.Cached || asked.Load() != 2 {
		t.Errorf("with a broken cache: %+v, %v after %d questions", got, err, asked.Load())
	}
}

func TestNonsense(t *testing.T) {
	for _, tt := range []struct{ name, answer string }{
		{"empty", ""},
		{"too short", "不错。"},
		{"too long", strings.Repeat(good, 10)},
		{"refusal", "抱歉，作为一个人工智能语言模型，我无法访问这篇文章的内容，请您提供文章的正文，我会尽力为您总结其中的要点。"},
		{"English", "Harbor 1.4 cuts the key-value cache of a 3B model from 1.9 GB to 410 MB and decodes faster on a phone."},
		{"invented number", strings.Replace(good, "1.4 倍", "2.7 倍", 1)},
		{"wrong magnitude", strings.Replace(good, "30 亿", "3 亿", 1)},
		{"markup", good[:120] + "<script>alert(1)</script>"},
		{"link", good + "详见[这里](javascript:x)。"},
		{"invented address", good + "详见 https://evil.example/x 。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address, _ := service(t, says(tt.answer, 10))
			cache := &memory{m: map[string]string{}}
			got, err := client(t, address, cache, nil).Summarise(t.Context(), title, article)
			if !errors.Is(err, llm.ErrNonsense) || got.Text != "" || len(cache.m) != 0 {
				t.Errorf("got %+v, %v, %d cached", got, err, len(cache.m))
			}
		})
	}
}

func TestNumbersOfTheText(t *testing.T) {
	source := "The model has 7B parameters, 12,000 users and twice the speed: 3.50 ms instead of 7, with int8. 成本 1.2万元，第三季度。"
	for _, tt := range []struct {
		answer string
		ok     bool
	}{
		{"该模型有 70 亿参数，面向一万两千名用户，速度是原来的 2 倍，时延 3.5 毫秒，采用 int8 精度进行端侧推理部署。", true},
		{"该模型有 7B 参数，1.2万用户，成本 12000 元，第 3 季度上线，时延从 7 毫秒降到 3.5 毫秒，采用 int8 精度部署。", true},
		{"该模型有 70B 参数，面向一万两千名用户，速度是原来的 2 倍，时延 3.5 毫秒，采用 int8 精度进行端侧推理部署。", false},
		{"该模型有 7B 参数，面向一万两千名用户，速度是原来的 2 倍，时延 3.5 毫秒，采用 int4 精度进行端侧推理部署。", false},
	} {
		address, _ := service(t, says(tt.answer, 10))
		if _, err := client(t, address, nil, nil).Summarise(t.Context(), "", source); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.answer, err)
		}
	}
}

func TestBudget(t *testing.T) {
	address, asked := service(t, says(good, 3000))
	c := client(t, address, nil, func(cfg *llm.Config) { cfg.Tokens = 7000 })
	for i := range 4 {
		_, err := c.Summarise(t.Context(), title, article+strings.Repeat(" ", i))
		if want := i >= 2; errors.Is(err, llm.ErrBudget) != want {
			t.Errorf("question %d: %v", i, err)
		}
	}
	if asked.Load() != 2 {
		t.Errorf("%d questions within the budget, want 2", asked.Load())
	}
	for name, change := range map[string]func(*llm.Config){
		"no tokens":   func(cfg *llm.Config) { cfg.Tokens = 0 },
		"one request": func(cfg *llm.Config) { cfg.Requests = 1; cfg.Tokens = 1 },
	} {
		if _, err := client(t, address, nil, change).Summarise(t.Context(), title, article); !errors.Is(err, llm.ErrBudget) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply func(http.ResponseWriter, string)
		want  string // part of the error
	}{
		{"wrong key, quoted", func(w http.ResponseWriter, _ string) {
			w.WriteHeader(http.StatusUnauthorized)
			io.WriteString(w, `{"error":{"message":"Incorrect API key provided: `+key+`. See https://x"}}`)
		}, "answered 401"},
		{"overloaded", func(w http.ResponseWriter, _ string) { w.WriteHeader(http.StatusServiceUnavailable) }, "answered 503"},
		{"no JSON", func(w http.ResponseWriter, _ string) { io.WriteString(w, "<html>") }, "no JSON"},
		{"no choices", func(w http.ResponseWriter, _ string) { io.WriteString(w, `{"choices":[]}`) }, "no choices"},
		{"cut off", func(w http.ResponseWriter, _ string) {
			io.WriteString(w, `{"choices":[{"message":{"content":"半"},"finish_reason":"length"}]}`)
		}, "cut off"},
		{"endless", func(w http.ResponseWriter, _ string) { io.WriteString(w, strings.Repeat(" ", 300<<10)) }, "more than"},
		{"redirect", func(w http.ResponseWriter, _ string) {
			w.Header().Set("Location", "https://evil.example/")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, "answered 307"},
		{"hangs up", func(http.ResponseWriter, string) { panic(http.ErrAbortHandler) }, "asking"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address, _ := service(t, tt.reply)
			got, err := client(t, address, nil, nil).Summarise(t.Context(), title, article)
			if err == nil || !strings.Contains(err.Error(), tt.want) || got.Text != "" {
				t.Fatalf("got %+v, %v, want %q", got, err, tt.want)
			}
			if strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), address) {
				t.Errorf("error tells too much: %v", err)
			}
		})
	}
}

// TestRefusedOnce holds that a service that does not know the key is asked once.
func TestRefusedOnce(t *testing.T) {
	address, asked := service(t, func(w http.ResponseWriter, _ string) { w.WriteHeader(http.StatusUnauthorized) })
	c := client(t, address, nil, nil)
	for range 3 {
		if _, err := c.Summarise(t.Context(), title, article); err == nil {
			t.Error("no error")
		}
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times", asked.Load())
	}
}

func TestTimeout(t *testing.T) {
	address, _ := service(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client(t, address, nil, nil).Summarise(ctx, title, article); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // net/http watches for the end of the connection only behind the body
		<-r.Context().Done()
	}))
	defer slow.Close()
	c := client(t, slow.URL, nil, func(cfg *llm.Config) { cfg.Timeout = time.Millisecond })
	if _, err := c.Summarise(t.Context(), title, article); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("slow service: %v", err)
	}
}

func TestNew(t *testing.T) {
	for _, cfg := range []llm.Config{
		{Model: "m"}, {URL: "ftp://x", Model: "m"}, {URL: "https://x"}, {URL: "https://user:pass@x", Model: "m"}, {URL: "https://x?key=1", Model: "m"}, {URL: "::", Model: "m"},
	} {
		if _, err := llm.New(cfg, http.DefaultClient, nil); err == nil {
			t.Errorf("New(%+v) takes it", cfg)
		} else if strings.Contains(err.Error(), "pass") {
			t.Errorf("error holds a secret: %v", err)
		}
	}
	if _, err := llm.New(llm.Config{URL: "https://x", Model: "m"}, nil, nil); err == nil {
		t.Error("New takes no client")
	}
}

// FuzzAnswer holds that no answer of a service panics, and that what passes keeps the bounds.
func FuzzAnswer(f *testing.F) {
	f.Add(good, article)
	f.Add("<think>x</think>1.2.3.4 70亿", "7B 1,2,3")
	f.Add("\xff\u202e", "９，９")
	answer := new(atomic.Value)
	answer.Store("")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		says(answer.Load().(string), 1)(w, "")
	}))
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, a, source string) {
		answer.Store(a)
		c, err := llm.New(llm.Config{URL: s.URL, Model: "m", Tokens: 1 << 20}, http.DefaultClient, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Summarise(t.Context(), "", source)
		if err != nil {
			return
		}
		if n := len([]rune(got.Text)); n < 40 || n > 400 || strings.ContainsAny(got.Text, "\n\r\u202e") {
			t.Errorf("passed: %q", got.Text)
		}
	})
}
