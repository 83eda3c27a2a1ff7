package issue

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"embai-crawl/item"
)

// tape is a source of random numbers that a fuzzer writes.
type tape struct {
	b []byte
	n uint64
}

func (t *tape) Uint64() uint64 {
	t.n++
	if len(t.b) == 0 {
		return t.n * 0x9e3779b97f4a7c15
	}
	x := uint64(t.b[0])
	t.b = t.b[1:]
	return x<<56 | x<<33 | x<<13 | t.n
}

// The sequence of edits and updates is what the bytes say.
func FuzzUpdateEdits(f *testing.F) {
	for seed := range uint64(8) {
		b := make([]byte, 200)
		r := rand.NewChaCha8([32]byte{byte(seed)})
		r.Read(b) //nolint:errcheck // never fails
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1000 {
			return
		}
		e := &editor{r: rand.New(&tape{b: b}), gone: map[item.ID]bool{}}
		file, mem := start(t, e.next())
		for range 4 {
			for range e.r.IntN(5) {
				file = e.edit(t, file)
			}
			before, _ := Parse(file)
			res := mustUpdate(t, mem, file, e.next())
			file, mem = res.File, res.Memory
			checkUpdate(t, e, before, file, -1)
		}
	})
}

// seeds are files as the parser may meet them.
func seeds(f *testing.F) [][]byte {
	draft, _ := start(f, fixtureDraft())
	held, _ := edited(f)
	out := [][]byte{draft, held, []byte(bom + strings.ReplaceAll(string(draft), "\n", "\r\n")), []byte(strings.ReplaceAll(string(held), "\n", "\r"))}
	for _, name := range []string{"issues/irregular.md", "issues/later.md", "held.md", "published.md", "candidates.md"} {
		out = append(out, mustRead(f, "testdata/"+name))
	}
	for _, w := range hostile {
		out = append(out, []byte("# 嵌入式AI简报 (2026-11-30)\n\n## 论文\n\n- ["+w+"](https://e.example/)\n"+w+"\n"))
	}
	return out
}

// Any file at all: what it holds is there after an update, and the second
// update changes nothing.
func FuzzUpdate(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	_, mem := start(f, fixtureDraft())
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, m := range []*Memory{nil, mem} {
			res, err := Update(m, b, more())
			var bad *UnreadableError
			if errors.As(err, &bad) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if m == nil || m.Pure != fingerprint(b) {
				keptAll(t, b, res)
			}
			again, err := Update(res.Memory, res.File, more())
			if err != nil {
				t.Fatalf("second update: %v\n%s\n---\n%s", err, b, res.File)
			}
			if again.Changed {
				t.Fatalf("the second update changed\n%s\n--- to\n%s\n--- from\n%s", res.File, again.File, b)
			}
		}
	})
}

// keptAll checks that every line of a file is there after an update, in its
// order, but for what was refreshed.
func keptAll(t *testing.T, before []byte, res Result) {
	t.Helper()
	if len(res.Refreshed) > 0 {
		return
	}
	after := splitLines(res.File)
	i := 0
	for _, l := range splitLines(before) {
		if strings.Contains(l.text, "导读") || l.blank {
			continue
		}
		for i < len(after) && after[i].text != l.text {
			i++
		}
		if i == len(after) {
			t.Fatalf("lost %q of\n%s\n--- in\n%s", l.text, before, res.File)
		}
		i++
	}
}

// Parsing, linting, publishing, importing and turning into HTML never panic,
// ranges are in order, and publishing twice is publishing once.
func FuzzParse(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Parse(b)
		if err != nil {
			return
		}
		at := 0
		for i, sp := range d.spans {
			if sp.start < at || sp.end <= sp.start || sp.end > len(b) {
				t.Fatalf("entry %d: bytes %d–%d after %d of %d", i, sp.start, sp.end, at, len(b))
			}
			at = sp.end
		}
		if keys := d.Keys(); len(slices.Compact(slices.Sorted(slices.Values(keys)))) != len(d.Entries) {
			t.Fatalf("keys %q", keys)
		}
		Lint(b, fixtureHistory())
		if _, err := WeChatHTML(b); err != nil && !errors.Is(err, ErrTangled) {
			t.Fatal(err)
		}
		p, err := Publish(b, nil, fixtureBack(), fixtureOptions())
		if err != nil {
			return
		}
		again, err := Publish(p.File, nil, fixtureBack(), fixtureOptions())
		if err != nil {
			t.Fatalf("published once, not twice: %v\n%s", err, p.File)
		}
		if !bytes.Equal(p.File, again.File) {
			t.Fatalf("publishing twice changed\n%s\n--- to\n%s\n--- from\n%s", p.File, again.File, b)
		}
	})
}

// What was imported, rendered and imported again has as many entries.
func FuzzRoundTrip(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		is, err := ReadIssue("2026-11-30.md", b)
		if err != nil || len(b) > 20000 {
			return
		}
		once, err := ReadIssue("2026-11-30.md", stripComments(Render(is.Draft(fixtureOptions()))))
		if err != nil {
			t.Fatalf("%v\n%s", err, b)
		}
		if len(once.Entries) != len(is.Entries) {
			t.Fatalf("%d entries became %d\n%s\n---\n%s", len(is.Entries), len(once.Entries), b, Render(is.Draft(fixtureOptions())))
		}
	})
}

// The operations of a review page, on any file: all or nothing, and of the other
// entries nothing changes.
func FuzzEdit(f *testing.F) {
	for i, s := range seeds(f) {
		f.Add(s, uint8(i), uint8(i*7), "新的 **话**\n- 一点")
	}
	f.Fuzz(func(t *testing.T, b []byte, op, which uint8, words string) {
		d, err := Parse(b)
		if err != nil || len(d.Entries) == 0 || len(words) > 500 {
			return
		}
		keys := d.Keys()
		i := int(which) % len(keys)
		key, other := keys[i], keys[(i+1)%len(keys)]
		var out []byte
		switch op % 8 {
		case 0:
			out, err = Drop(b, key)
		case 1:
			out, err = Move(b, key, item.Sections()[which%4], int(which)%5-1)
		case 2:
			out, err = Hold(b, key)
		case 3:
			out, err = Retitle(b, key, words)
		case 4:
			out, err = SetSummary(b, key, words)
		case 5:
			out, err = Merge(b, key, other)
		case 6:
			out, err = Part(b, key, Entry{IDs: []item.ID{"arxiv:1911.00001"}, Title: words, URL: "https://arxiv.org/abs/1911.00001"})
		case 7:
			out, err = SetGuide(b, words)
		}
		if err != nil {
			return
		}
		after, err := Parse(out)
		if err != nil {
			t.Fatal(err)
		}
		left := map[string]int{}
		for j := range after.Entries {
			left[strings.TrimRight(after.raw(j), "\r\n")]++
		}
		for j := range d.Entries {
			if j == i || op%8 == 5 && keys[j] == other {
				continue
			}
			raw := strings.TrimRight(d.raw(j), "\r\n")
			if left[raw]--; left[raw] < 0 {
				t.Fatalf("op %d on %q changed %q\n%s\n--- to\n%s", op%8, key, raw, b, out)
			}
		}
	})
}
