package main

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// watched is a log that tells when words come by.
type watched struct {
	words string
	seen  chan bool
}

func (w *watched) Write(b []byte) (int, error) {
	if strings.Contains(string(b), w.words) {
		select {
		case w.seen <- true:
		default:
		}
	}
	return len(b), nil
}

// TestServeLeavesNothingBehind: when serve has ended, so has all that it began.
func TestServeLeavesNothingBehind(t *testing.T) {
	web := feedsWeb(t, 2, 3)
	config := feedsConfig(t, web.URL, 2)
	before := goleak.IgnoreCurrent()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	log := &watched{words: "run done", seen: make(chan bool, 1)}
	a := &app{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: log, now: time.Now,
		lookupEnv: func(string) (string, bool) { return "", false },
	}
	ended := make(chan int)
	go func() { ended <- a.main(ctx, []string{"--config", config, "serve", "--listen", "127.0.0.1:0"}) }()
	select {
	case <-log.seen:
		cancel()
	case <-ctx.Done():
	}
	if code := <-ended; code != exitDone {
		t.Errorf("serve ended with %d", code)
	}
	http.DefaultClient.CloseIdleConnections()
	web.CloseClientConnections()
	goleak.VerifyNone(t, before, goleak.IgnoreTopFunction("os/signal.loop"), goleak.IgnoreTopFunction("os/signal.signal_recv"))
}
