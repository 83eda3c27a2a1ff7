package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// figures of one process.
type figures struct {
	wall, cpu time.Duration
	peak      int64 // bytes
	stderr    string
}

// measure runs a command to its end and looks at it while it runs. during, if
// not nil, is called with its process id each time.
func measure(cmd *exec.Cmd, during func(pid int)) (figures, error) {
	var f figures
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return f, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			f.wall = time.Since(begin)
			f.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			f.stderr = stderr.String()
			return f, err
		case <-tick.C:
			// Not rusage: its peak begins with that of the process that
			// forked, which is this one and holds a whole web.
			f.peak = max(f.peak, status(cmd.Process.Pid, "VmHWM"))
			if during != nil {
				during(cmd.Process.Pid)
			}
		}
	}
}

// status reads a size from /proc/PID/status, in bytes; 0 if it is not there.
func status(pid int, name string) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kb, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kb << 10
		}
	}
	return 0
}

// descriptors counts the open files of a process.
func descriptors(pid int) int {
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0
	}
	return len(list)
}

// sample is one look at a process that is soaked.
type sample struct {
	at       time.Duration
	resident int64
	files    int
}

// soakServe runs serve, looks at it every second, and prints how memory and
// descriptors went, by tenths of the time.
func (o options) soakServe(ctx context.Context, out io.Writer, config string) error {
	ctx, stop := context.WithTimeout(ctx, o.soak)
	defer stop()
	cmd := exec.CommandContext(ctx, o.binary, "--config", config, "-q", "serve", "--listen", "127.0.0.1:0")
	var stopping time.Time
	cmd.Cancel = func() error {
		stopping = time.Now()
		return cmd.Process.Signal(syscall.SIGTERM)
	}
	cmd.WaitDelay = 10 * time.Second
	var samples []sample
	begin := time.Now()
	f, err := measure(cmd, func(pid int) {
		at := time.Since(begin)
		if n := len(samples); n > 0 && at-samples[n-1].at < time.Second {
			return
		}
		samples = append(samples, sample{at, status(pid, "VmRSS"), descriptors(pid)})
	})
	ended := time.Now()
	if ctx.Err() == nil {
		return fmt.Errorf("serve ended by itself: %v\n%s", err, f.stderr)
	}
	fmt.Fprintln(out, "time      resident (least, most)   files (least, most)")
	for part := range slices.Chunk(samples, max(len(samples)/10, 1)) {
		least, most := part[0], part[0]
		for _, s := range part {
			least.resident, most.resident = min(least.resident, s.resident), max(most.resident, s.resident)
			least.files, most.files = min(least.files, s.files), max(most.files, s.files)
		}
		fmt.Fprintf(out, "%-9s %6.1f MB %8.1f MB %12d %8d\n", part[0].at.Round(time.Second),
			float64(least.resident)/(1<<20), float64(most.resident)/(1<<20), least.files, most.files)
	}
	fmt.Fprintf(out, "\npeak %.1f MB, %.1f s of processor time; stopped %.1f s after SIGTERM\n",
		float64(f.peak)/(1<<20), f.cpu.Seconds(), ended.Sub(stopping).Seconds())
	return nil
}
