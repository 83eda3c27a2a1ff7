package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files")

var now = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// memory is a Seen.
type memory struct {
	mu   sync.Mutex
	told map[string]bool
}

func (m *memory) Told(_ context.Context, key string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told[key], nil
}

func (m *memory) Tell(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told[key] = true
	return nil
}

// post is a request as a hook sees it.
type post struct {
	path, query, kind string
	body              []byte
}

// receiver is a service that answers with text.
func receiver(t *testing.T, status int, answer string) (*httptest.Server, *[]post) {
	var posts []post
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		posts = append(posts, post{r.URL.Path, r.URL.RawQuery, r.Header.Get("Content-Type"), b})
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s, &posts
}

func sender(t *testing.T, hooks ...Hook) *Sender {
	t.Helper()
	s, err := New(hooks, http.DefaultClient, &memory{told: map[string]bool{}}, clock)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var event = Event{
	Kind: KindDraft, Key: "2026-11-16/18", Title: "草稿 2026-11-16 有 3 条新内容",
	Text: `18 entries <b> "quoted" & more`, Link: "http://127.0.0.1:8080/", At: now,
}

// The bodies are what the services document; one golden file each.
func TestFormats(t *testing.T) {
	for format, answer := range map[Format]string{
		FormatJSON: "", FormatSlack: "ok", FormatFeishu: `{"code":0,"msg":"success"}`, FormatWeCom: `{"errcode":0,"errmsg":"ok"}`,
		FormatDingTalk: `{"errcode":0}`, FormatTelegram: `{"ok":true,"result":{}}`,
	} {
		t.Run(string(format), func(t *testing.T) {
			srv, posts := receiver(t, 200, answer)
			h := Hook{Format: format, URL: srv.URL + "/hook?key=k1", Secret: "SEC123", Chat: "-100200"}
			if err := sender(t, h).Send(t.Context(), event); err != nil {
				t.Fatal(err)
			}
			p := (*posts)[0]
			var body bytes.Buffer
			if err := json.Indent(&body, p.body, "", "  "); err != nil {
				t.Fatal(err)
			}
			got := "POST " + p.path + "?" + p.query + "\nContent-Type: " + p.kind + "\n\n" + body.String() + "\n"
			golden := filepath.Join("testdata", string(format)+".txt")
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s:\n%s\nwant\n%s", golden, got, want)
			}
		})
	}
}

func TestOncePerEvent(t *testing.T) {
	srv, posts := receiver(t, 200, "")
	seen := &memory{told: map[string]bool{}}
	other := event
	other.Key = "2026-11-16/19"
	for range 3 { // three runs, each a process of its own
		s, err := New([]Hook{{Format: FormatJSON, URL: srv.URL}, {Format: FormatSlack, URL: srv.URL, Kinds: []Kind{KindVerify}}}, http.DefaultClient, seen, clock)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), event, other, event); err != nil {
			t.Fatal(err)
		}
	}
	if len(*posts) != 2 {
		t.Errorf("%d messages, want one for each of two events", len(*posts))
	}
}

// A hook that fails is told later; the other one is not told twice.
func TestFailedIsToldLater(t *testing.T) {
	good, goodPosts := receiver(t, 200, "")
	status := 500
	var bad int
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		bad++
		w.WriteHeader(status)
	}))
	defer srv.Close()
	s := sender(t, Hook{Name: "bad", Format: FormatJSON, URL: srv.URL}, Hook{Name: "good", Format: FormatJSON, URL: good.URL})
	if err := s.Send(t.Context(), event); err == nil || err.Error() != "notify: bad: status 500; told again after the next run" {
		t.Errorf("err %v", err)
	}
	status = 200
	for range 2 {
		if err := s.Send(t.Context(), event); err != nil {
			t.Error(err)
		}
	}
	if bad != 2 || len(*goodPosts) != 1 {
		t.Errorf("bad was asked %d times, good told %d times", bad, len(*goodPosts))
	}
}

// What was told stays told when hooks change their places, and a hook that
// leads elsewhere is told anew.
func TestHookIsKnownByWhereItLeads(t *testing.T) {
	one, onePosts := receiver(t, 200, "")
	two, twoPosts := receiver(t, 200, "")
	seen := &memory{told: map[string]bool{}}
	for _, hooks := range [][]Hook{
		{{Format: FormatJSON, URL: one.URL}},
		{{Format: FormatJSON, URL: two.URL}, {Format: FormatJSON, URL: one.URL}},
	} {
		s, err := New(hooks, http.DefaultClient, seen, clock)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), event); err != nil {
			t.Fatal(err)
		}
	}
	if len(*onePosts) != 1 || len(*twoPosts) != 1 {
		t.Errorf("told %d and %d times", len(*onePosts), len(*twoPosts))
	}
	for key := range seen.told {
		if strings.Contains(key, "127.0.0.1") {
			t.Errorf("the address is written down: %q", key)
		}
	}
}

// Each hook has its own patience with sources that fail.
func TestFailingAfter(t *testing.T) {
	soon, soonPosts := receiver(t, 200, "")
	late, latePosts := receiver(t, 200, "")
	s := sender(t,
		Hook{Format: FormatJSON, URL: soon.URL, FailingAfter: time.Hour},
		Hook{Format: FormatJSON, URL: late.URL, FailingAfter: 48 * time.Hour})
	for _, lasted := range []time.Duration{time.Minute, 2 * time.Hour, 49 * time.Hour} {
		e := Event{Kind: KindFailing, Key: "x/2026-11-02", Title: "source x fails", Lasted: lasted}
		if err := s.Send(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if want := map[time.Duration][2]int{time.Minute: {0, 0}, 2 * time.Hour: {1, 0}, 49 * time.Hour: {1, 1}}[lasted]; len(*soonPosts) != want[0] || len(*latePosts) != want[1] {
			t.Errorf("after %s: told %d and %d times, want %v", lasted, len(*soonPosts), len(*latePosts), want)
		}
	}
}

// Forty sources that fail together are one message in a chat, and told once
// each; a hook that is down is asked once.
func TestManyAtOnce(t *testing.T) {
	var events []Event
	for i := range 40 {
		events = append(events, Event{Kind: KindFailing, Key: fmt.Sprint(i), Title: fmt.Sprintf("source %d fails", i)})
	}
	chat, chatPosts := receiver(t, 200, `{"errcode":0}`)
	program, programPosts := receiver(t, 200, "")
	down, downPosts := receiver(t, 500, "")
	s := sender(t, Hook{Format: FormatDingTalk, URL: chat.URL}, Hook{Format: FormatJSON, URL: program.URL}, Hook{Format: FormatJSON, URL: down.URL})
	for range 2 {
		if err := s.Send(t.Context(), events...); err == nil || strings.Count(err.Error(), "\n") != 0 {
			t.Errorf("err %v", err)
		}
	}
	if len(*chatPosts) != 1 || len(*programPosts) != 40 || len(*downPosts) != 2 {
		t.Errorf("%d, %d and %d messages", len(*chatPosts), len(*programPosts), len(*downPosts))
	}
	if !strings.Contains(string((*chatPosts)[0].body), "source 39 fails") {
		t.Errorf("%s", (*chatPosts)[0].body)
	}
}

// A title that somebody else wrote mentions nobody.
func TestNobodyIsMentioned(t *testing.T) {
	for _, f := range []Format{FormatFeishu, FormatWeCom, FormatSlack} {
		_, body, err := Hook{Format: f}.message(Event{Title: `<at user_id="all">all</at> <@all> <!channel>`}, now)
		if err != nil || bytes.Contains(body, []byte("<")) || bytes.Contains(body, []byte(`\u003c`)) {
			t.Errorf("%s: %s %v", f, body, err)
		}
	}
}

// Whatever goes wrong, neither address nor secret is in the error.
func TestSecretsStayInside(t *testing.T) {
	const key, secret = "c0ffee-key", "SEC-very-secret"
	answers := map[string]struct {
		status int
		body   string
	}{
		"refused":  {200, `{"errcode":310000,"code":9499,"errmsg":"sign not match ` + secret + ` ` + key + `"}`},
		"html":     {200, "<html>" + key},
		"redirect": {302, ""},
		"error":    {403, key + secret},
	}
	for name, a := range answers {
		srv, posts := receiver(t, a.status, a.body)
		for _, f := range []Format{FormatFeishu, FormatWeCom, FormatDingTalk, FormatTelegram} {
			err := sender(t, Hook{Format: f, URL: srv.URL + "/" + key + "?access_token=" + key, Secret: secret, Chat: "1"}).Send(t.Context(), event)
			if err == nil {
				t.Errorf("%s, %s: no error", name, f)
				continue
			}
			if strings.Contains(err.Error(), key) || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), srv.URL) {
				t.Errorf("%s, %s: %v", name, f, err)
			}
		}
		for _, p := range *posts {
			if p.path == "/elsewhere" {
				t.Errorf("%s: a redirect was followed", name)
			}
		}
	}
	srv, _ := receiver(t, 200, "")
	srv.Close()
	for _, h := range []Hook{
		{Format: FormatSlack, URL: srv.URL + "/services/" + key},
		{Format: FormatSlack, URL: "http://127.0.0.1:1/services/" + key},
	} {
		if err := sender(t, h).Send(t.Context(), event); err == nil || strings.Contains(err.Error(), key) {
			t.Errorf("nobody listens: %v", err)
		}
	}
	// An error that tells the whole address, as the guard or a proxy may.
	telling := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		return nil, errors.New("can't reach " + r.URL.String() + " with " + r.URL.Query().Get("access_token") + " or " + r.URL.Path)
	})}
	for _, f := range []Format{FormatJSON, FormatFeishu, FormatWeCom, FormatDingTalk, FormatSlack} {
		h := Hook{Format: f, URL: "https://hook.example/send/" + key + "?z=1&access_token=" + key + "&a=2", Secret: secret}
		s, err := New([]Hook{h}, telling, &memory{told: map[string]bool{}}, clock)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), event); err == nil || strings.Contains(err.Error(), key) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", f, err)
		}
	}
	failing := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		return nil, errors.New("can't reach " + r.URL.String())
	})}
	s, err := New([]Hook{{Format: FormatTelegram, Secret: secret, Chat: "1"}}, failing, &memory{told: map[string]bool{}}, clock)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), event); err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("telegram: %v", err)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestNewRefuses(t *testing.T) {
	for _, h := range []Hook{
		{Format: "smoke signals", URL: "https://a.example/"},
		{Format: FormatSlack},
		{Format: FormatSlack, URL: "ftp://a.example/s3cret"},
		{Format: FormatSlack, URL: "https://a.example/%zz-s3cret"},
		{Format: FormatTelegram, Secret: "s3cret"},
		{Format: FormatTelegram, Chat: "1"},
	} {
		if _, err := New([]Hook{h}, http.DefaultClient, &memory{}, clock); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%+v: %v", h, err)
		}
	}
}

func TestPlainIsBounded(t *testing.T) {
	for _, e := range []Event{
		{Title: strings.Repeat("嵌", 5000), Link: "https://a.example/"},
		{Title: "x", Text: strings.Repeat("\xff", 5000)},
		{Title: "x", Link: strings.Repeat("y", 5000)},
	} {
		if s := plain(e); len(s) > maxText || !utf8.ValidString(s) || e.Link == "https://a.example/" && !strings.HasSuffix(s, e.Link) {
			t.Errorf("%d bytes: %.40q", len(s), s)
		}
	}
}
