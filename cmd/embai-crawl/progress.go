package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress shows how far a crawl is, on one line of a terminal that is written
// anew. On anything else it prints nothing at all.
type progress struct {
	mu                 sync.Mutex
	w                  io.Writer
	now                func() time.Time
	on                 bool
	last               time.Time
	total, done, items int
	current            string
}

func (a *app) newProgress() *progress {
	return &progress{
		w: a.stderr, now: a.now,
		on: !a.quiet && a.logFormat == "text" && isTerminal(a.stderr),
	}
}

// set shows a new state, at most ten times a second.
func (p *progress) set(done, total, items int, current string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.total, p.items, p.current = done, total, items, current
	if !p.on || p.now().Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last = p.now()
	columns := 80
	if f, ok := p.w.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			columns = w
		}
	}
	s := fmt.Sprintf("%d/%d sources · %d new · %s", p.done, p.total, p.items, p.current)
	fmt.Fprintf(p.w, "\r\x1b[K%s", fit(s, columns-1))
}

// clear wipes the line, before anything else is printed and at the end.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on && !p.last.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.last = time.Time{}
	}
}
