package main

// Rules of output:
//
//   - Results go to standard output, everything else to standard error.
//   - Messages are in English, lower case, without a full stop, and begin with
//     the program's name; an error is followed by a hint that says what to do.
//   - Under -q nothing is printed when all is well.
//   - Progress and the table after a run appear on a terminal alone: cron,
//     pipes and files never get a frame of either.

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"unicode"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// isTerminal reports whether w is a terminal that a person looks at.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// printable takes out what could move a terminal's cursor or colour its text:
// titles come from outside.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// fit cuts s to a width of columns; Han characters take two.
func fit(s string, columns int) string {
	return runewidth.Truncate(printable(s), columns, "…")
}

// table aligns rows in columns, Han characters counted as two.
type table struct {
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) write(w io.Writer) {
	var width []int
	for _, r := range t.rows {
		for i, c := range r {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], runewidth.StringWidth(c))
		}
	}
	for _, r := range t.rows {
		var b strings.Builder
		for i, c := range r {
			b.WriteString(c)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", width[i]-runewidth.StringWidth(c)+2))
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// textHandler writes log records for a person: "embai-crawl: message key=value".
type textHandler struct {
	mu    *sync.Mutex
	w     io.Writer
	level slog.Level
	attrs string
	group string
}

func newTextHandler(w io.Writer, level slog.Level) *textHandler {
	return &textHandler{mu: new(sync.Mutex), w: w, level: level}
}

// Enabled implements [slog.Handler].
func (h *textHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.level }

// Handle implements [slog.Handler].
func (h *textHandler) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString("embai-crawl: ")
	if r.Level >= slog.LevelError {
		b.WriteString("error: ")
	} else if r.Level >= slog.LevelWarn {
		b.WriteString("warning: ")
	}
	b.WriteString(printable(r.Message))
	b.WriteString(h.attrs)
	r.Attrs(func(a slog.Attr) bool { b.WriteString(h.attr(a)); return true })
	b.WriteByte('\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := io.WriteString(h.w, b.String())
	return err
}

func (h *textHandler) attr(a slog.Attr) string {
	if a.Equal(slog.Attr{}) {
		return ""
	}
	v := printable(a.Value.Resolve().String())
	if strings.ContainsAny(v, " \"=") || v == "" {
		v = fmt.Sprintf("%q", v)
	}
	return " " + h.group + a.Key + "=" + v
}

// WithAttrs implements [slog.Handler].
func (h *textHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	n := *h
	for _, a := range attrs {
		n.attrs += h.attr(a)
	}
	return &n
}

// WithGroup implements [slog.Handler].
func (h *textHandler) WithGroup(name string) slog.Handler {
	n := *h
	n.group += name + "."
	return &n
}
