// Command bench measures a crawl as a whole process, beside curl on the same
// addresses in the same run:
//
//	go run ./bench                  400 feeds of 20 items over 200 hosts, 50 ms away:
//	                                curl, crawl (reads and stores), run (writes a draft too)
//	go run ./bench -feeds 5000      that it grows in proportion
//	go run ./bench -soak 5m         serve, every source due every second
//
// The web that is read is served by this process, on loopback addresses
// 127.1.0.1 and up (Linux answers to all of them), so its work takes from the
// same processors. Figures are of the measured process alone: wall time, user
// and system time, and the highest resident memory (VmHWM).
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "", "`FILE` to measure; else ./cmd/embai-crawl is built")
	flag.IntVar(&o.feeds, "feeds", 0, "feeds; 0: 400, or 500 for -soak")
	flag.IntVar(&o.items, "items", 20, "items of each feed")
	flag.IntVar(&o.hosts, "hosts", 200, "hosts, 1 to 250")
	flag.DurationVar(&o.latency, "latency", 50*time.Millisecond, "time that each answer takes")
	flag.IntVar(&o.parallel, "parallel", 64, "hosts at a time, as for curl")
	flag.DurationVar(&o.soak, "soak", 0, "run serve for this `TIME` instead")
	flag.StringVar(&o.command, "command", "", "what is measured: crawl, which reads and stores as feed readers do, or run, which writes a draft too; else both")
	flag.BoolVar(&o.keep, "keep", false, "keep the folder of the run, and say where it is")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := o.run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	binary, command               string
	feeds, items, hosts, parallel int
	latency, soak                 time.Duration
	keep                          bool
}

func (o options) run(ctx context.Context, out io.Writer) error {
	if o.feeds == 0 {
		o.feeds = 400
		if o.soak > 0 {
			o.feeds = 500
		}
	}
	if o.hosts < 1 || o.hosts > 250 || o.feeds < 1 || o.items < 1 {
		return fmt.Errorf("hosts must be 1 to 250, feeds and items at least 1")
	}
	dir, err := os.MkdirTemp("", "embai-bench-")
	if err != nil {
		return err
	}
	if o.keep {
		fmt.Fprintln(out, "folder:", dir)
	} else {
		defer os.RemoveAll(dir)
	}
	if o.binary == "" {
		o.binary = filepath.Join(dir, "embai-crawl")
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", o.binary, "./cmd/embai-crawl")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("building the program: %w", err)
		}
	}
	if o.binary, err = filepath.Abs(o.binary); err != nil {
		return err
	}
	w, err := serveWeb(o)
	if err != nil {
		return err
	}
	defer w.close()
	fmt.Fprintf(out, "%d feeds of %d items over %d hosts, %s away; %d processors, %s\n\n",
		o.feeds, o.items, o.hosts, o.latency, runtime.NumCPU(), runtime.Version())
	if o.soak > 0 {
		config, err := w.config(dir)
		if err != nil {
			return err
		}
		return o.soakServe(ctx, out, config)
	}
	return o.compare(ctx, out, dir, w)
}

// row is a line of the table.
type row struct {
	name string
	f    figures
}

// compare runs curl, and a first and a second time each command.
func (o options) compare(ctx context.Context, out io.Writer, dir string, w *web) error {
	list := filepath.Join(dir, "curl.txt")
	if err := os.WriteFile(list, w.curlConfig(), 0o600); err != nil {
		return err
	}
	curl := exec.CommandContext(ctx, "curl", "-Z", "--parallel-max", fmt.Sprint(o.parallel), "--silent", "--fail", "--config", list)
	plain, err := measure(curl, nil)
	if err != nil {
		return fmt.Errorf("curl: %w", err)
	}
	rows := []row{{fmt.Sprintf("curl -Z --parallel-max %d", o.parallel), plain}}
	commands := []string{"crawl", "run"}
	if o.command != "" {
		commands = []string{o.command}
	}
	for _, command := range commands {
		both, err := o.twice(ctx, filepath.Join(dir, command), command, w)
		if err != nil {
			return err
		}
		rows = append(rows, both...)
	}
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "\twall\tbeside curl\tuser+system\tpeak resident")
	for _, r := range rows {
		fmt.Fprintf(tw, "%s\t%.2f s\t%.2f ×\t%.2f s\t%.1f MB\n", r.name,
			r.f.wall.Seconds(), r.f.wall.Seconds()/plain.wall.Seconds(), r.f.cpu.Seconds(), float64(r.f.peak)/(1<<20))
	}
	return tw.Flush()
}

// twice runs a command in a folder of its own, first with everything new, then with
// everything known.
func (o options) twice(ctx context.Context, dir, command string, w *web) ([]row, error) {
	config, err := w.config(dir)
	if err != nil {
		return nil, err
	}
	rows := []row{{name: command + ", first"}, {name: command + ", second: all 304"}}
	for i, want := range [][2]int{{o.feeds, 0}, {0, o.feeds}} {
		w.reset()
		r := &rows[i]
		if r.f, err = measure(exec.CommandContext(ctx, o.binary, "--config", config, "-q", command), nil); err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", r.name, err, r.f.stderr)
		}
		if full, notModified := w.reset(); full != want[0] || notModified != want[1] {
			return nil, fmt.Errorf("%s: %d feeds given whole and %d not modified, want %d and %d", r.name, full, notModified, want[0], want[1])
		}
	}
	return rows, nil
}

// config writes a configuration into a folder and returns its path. Drafts are found
// under it: proof that one was written.
func (w *web) config(dir string) (path string, err error) {
	every := "0s"
	if w.o.soak > 0 {
		every = "1s"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "data: %s\ndrafts: %s\n", filepath.Join(dir, "data"), filepath.Join(dir, "drafts"))
	fmt.Fprintf(&b, "network:\n  parallel: %d\n  allow_private: [127.0.0.0/8]\n  hosts: {\"*\": {interval: 0s}}\n", w.o.parallel)
	b.WriteString("articles: {fetch: false}\nsources:\n")
	for i := range w.o.feeds {
		fmt.Fprintf(&b, "  - {name: feed-%d, kind: feed, url: %q, every: %s}\n", i, w.address(i), every)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path = filepath.Join(dir, "config.yaml")
	return path, os.WriteFile(path, []byte(b.String()), 0o600)
}
