package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// serveLLM serves a fake of OpenAI's chat interface at $LLM. It answers every
// question with the file answer.txt of the script, with 500 where there is none, and
// with 401 and the key in its words where the key is not sk-script-key. Each question
// adds a line to asked.txt.
func serveLLM(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: llm")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	asked, answer := ts.MkAbs("asked.txt"), ts.MkAbs("answer.txt")
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		if f, err := os.OpenFile(asked, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err == nil {
			_, _ = f.WriteString(strings.ReplaceAll(string(body), "\n", " ") + "\n")
			_ = f.Close()
		}
		if key := r.Header.Get("Authorization"); key != "Bearer sk-script-key" {
			http.Error(w, "no such key: "+key, http.StatusUnauthorized)
			return
		}
		text, err := os.ReadFile(answer)
		if err != nil {
			http.Error(w, "overloaded", http.StatusInternalServerError)
			return
		}
		reply := map[string]any{
			"choices": []any{map[string]any{"message": map[string]string{"role": "assistant", "content": string(text)}, "finish_reason": "stop"}},
			"usage":   map[string]int{"total_tokens": 700},
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(reply)
	})
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	go srv.Serve(l) //nolint:errcheck // ends with the script
	ts.Defer(func() { _ = srv.Close() })
	ts.Setenv("LLM", "http://"+l.Addr().String()+"/v1")
}
