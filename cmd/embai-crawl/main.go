package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the container image has no time zones of its own
)

func main() {
	// A first signal ends the command in good order; a second one, after stop,
	// kills it as it would any program.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	thrift(os.LookupEnv)
	a := &app{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		lookupEnv: os.LookupEnv, now: time.Now,
	}
	os.Exit(a.main(ctx, os.Args[1:]))
}
