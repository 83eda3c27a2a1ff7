package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run the program as a command of its own process.
// Its clock stands at EMBAI_TEST_NOW, so that dates in the results are known.
func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		testMain()
	}
	testscript.Main(m, map[string]func(){"embai-crawl": testMain})
}

// runAsProgram is the environment variable that makes the test binary the
// program itself.
const runAsProgram = "EMBAI_TEST_RUN"

func testMain() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, lookupEnv: os.LookupEnv, now: time.Now}
	if s := os.Getenv("EMBAI_TEST_NOW"); s != "" {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			panic(err)
		}
		a.now = func() time.Time { return t }
	}
	os.Exit(a.main(ctx, os.Args[1:]))
}

// TestScripts runs testdata/*.txtar. A script that says "web" gets the files
// of its folder web served at $WEB; an address that is not there is 404.
// $NAME in the files that "expand" names is replaced from the environment.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("EMBAI_TEST_NOW", "2026-11-23T12:00:00Z")
			e.Setenv("TZ", "UTC")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"web":    serveWeb,
			"expand": expand,
			"exits":  exits,
			"await":  await,
			"llm":    serveLLM,
		},
	})
}

// serveWeb serves the folder web of the script's work folder on loopback.
func serveWeb(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: web")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	srv := &http.Server{Handler: http.FileServer(http.Dir(ts.MkAbs("web"))), ReadHeaderTimeout: time.Second}
	go srv.Serve(l) //nolint:errcheck // ends with the script
	ts.Defer(func() { _ = srv.Close() })
	ts.Setenv("WEB", "http://"+l.Addr().String())
}

// expand replaces $WEB and the like in files.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: expand file...")
	}
	for _, name := range args {
		path := ts.MkAbs(name)
		b, err := os.ReadFile(path)
		ts.Check(err)
		s := strings.ReplaceAll(string(b), "$WEB", ts.Getenv("WEB"))
		s = strings.ReplaceAll(s, "$WORK", ts.Getenv("WORK"))
		ts.Check(os.WriteFile(path, []byte(s), 0o644))
	}
}

// exits runs a command and checks its exit code: "exits 3 embai-crawl lint".
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if e, ok := err.(interface{ ExitCode() int }); ok {
		code = itoa(e.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if code != args[0] {
		ts.Fatalf("exit %s, want %s", code, args[0])
	}
}

// await waits until a file is there: what a process in the background leaves.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await file")
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(5 * time.Millisecond) // polled: another process makes it
	}
	ts.Fatalf("%s did not come", args[0])
}

func itoa(n int) string {
	if n < 0 {
		return "killed"
	}
	return string(rune('0' + n%10))
}

// TestScriptsAreRun fails when testdata is empty: testscript would pass.
func TestScriptsAreRun(t *testing.T) {
	found, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(found) < 8 {
		t.Errorf("%d scripts, %v", len(found), err)
	}
}
