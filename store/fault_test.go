//go:build unix

package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"embai-crawl/item"
)

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "embai.db")
	cmd, out := start(t, "hold", path)
	if !out.Scan() || out.Text() != "held" {
		t.Fatal("the holder did not open it")
	}
	_, err := Open(path, Options{Wait: time.Millisecond})
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != cmd.Process.Pid || locked.Command != "embai-crawl run" || time.Since(locked.Since) > time.Minute {
		t.Fatalf("%v", err)
	}
	want := fmt.Sprintf("store: held by pid %d since %s (embai-crawl run)", locked.PID, locked.Since.Local().Format("2006-01-02 15:04:05"))
	equal(t, "message", err.Error(), want)

	// Whoever holds it is told of as far as it can be.
	for _, sidecar := range []string{"", "{", "null", `{"pid":-1}`, strings.Repeat(" ", 1<<20)} {
		if err := os.WriteFile(path+".lock", []byte(sidecar), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{Wait: time.Millisecond})
		if !errors.As(err, &locked) || err.Error() != "store: held by another process" {
			t.Errorf("sidecar %.10q: %v", sidecar, err)
		}
	}

	// Killed without a word: the file is free, its sidecar is stale.
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	s, err := Open(path, Options{NoSync: true, Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".lock"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the sidecar is left: %v", err)
	}
}

func TestForeign(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db") // of bbolt, and not ours
	db, err := bbolt.Open(other, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("x")); return err }); err != nil {
		t.Fatal(err)
	}
	db.Close()
	otherBytes, _ := os.ReadFile(other)
	later := filepath.Join(dir, "later.db") // of a program that is newer
	s, err := Open(later, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(metaBucket).Put([]byte("format"), []byte("embai-crawl 2")) }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	laterBytes, _ := os.ReadFile(later)

	for name, data := range map[string][]byte{
		"text":    []byte("# 嵌入式AI简报\n"),
		"one":     {0},
		"zeros":   make([]byte, 64<<10),
		"sqlite":  append([]byte("SQLite format 3\x00"), make([]byte, 8000)...),
		"bbolt":   otherBytes,
		"format2": laterBytes,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{})
		if !errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(after, data) {
			t.Errorf("%s was written to", name)
		}
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrForeign) {
		t.Errorf("a folder: %v", err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	openAt(t, empty, newClock())
}

// filled returns the bytes of a store with some hundred items in it.
func filled(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "embai.db")
	s, err := Open(path, Options{Now: newClock().Now, NoSync: true, Bands: bands16})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		add(t, s, madeMany(n*200, 200, "正文")...)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDamaged cuts a store at many places, and overwrites pages of it. What
// comes of that is a store that works or an error, never a panic; a file that
// is cut within what is in use never opens.
func TestDamaged(t *testing.T) {
	whole := filled(t)
	pages, pageSize, err := readMeta(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	inUse := int(pages * pageSize)
	path := filepath.Join(t.TempDir(), "embai.db")
	try := func(data []byte) error {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, Options{NoSync: true, Bands: bands16})
		if err != nil {
			return err
		}
		defer s.Close()
		if _, err = s.Add(t.Context(), madeMany(500, 200, "正文")); err != nil {
			return err
		}
		for _, err := range s.Candidates(t.Context(), time.Time{}) {
			if err != nil {
				return err
			}
		}
		it := made(7, "")
		if _, err := s.Near(bands16(&it), time.Time{}, 10); err != nil {
			return err
		}
		return nil
	}
	if err := try(whole); err != nil {
		t.Fatalf("whole: %v", err)
	}
	for _, size := range []int{1, 15, 16, 79, 80, 81, 4095, 4096, 4097, 8191, 8192, 12288, 16384, inUse / 3, inUse / 2, inUse - 4096, inUse - 1} {
		if err := try(whole[:size]); !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrForeign) {
			t.Errorf("cut at %d of %d: %v", size, inUse, err)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for n := range 60 {
		data := bytes.Clone(whole)
		page := data[r.IntN(int(pages))*int(pageSize):][:pageSize]
		switch n % 3 {
		case 0:
			clear(page)
		case 1:
			for i := range page {
				page[i] = byte(r.Uint32())
			}
		default:
			for range 4 {
				page[r.IntN(64)] = byte(r.Uint32())
			}
		}
		if err := try(data); err != nil {
			refused++
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrForeign) {
				t.Errorf("page overwritten: %v", err)
			}
		}
	}
	if refused == 0 {
		t.Error("no damage was seen")
	}
}

// TestCutUnderneath: a file that is cut while it is open gives an error.
func TestCutUnderneath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "embai.db")
	if err := os.WriteFile(path, filled(t), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 16384); err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range s.Candidates(t.Context(), time.Time{}) {
		last = err
	}
	if !errors.Is(last, ErrCorrupt) {
		t.Errorf("%v", last)
	}
	if _, err := s.Add(t.Context(), madeMany(1, 1, "")); !errors.Is(err, ErrCorrupt) {
		t.Errorf("written after damage was seen: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestNoAccess(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may do everything")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "embai.db")
	if err := os.WriteFile(path, filled(t), 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, os.ErrPermission) {
		t.Errorf("a file that is read only: %v", err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	for _, path := range []string{filepath.Join(dir, "new.db"), filepath.Join(dir, "sub", "new.db")} {
		if _, err := Open(path, Options{}); !errors.Is(err, os.ErrPermission) {
			t.Errorf("a folder that is read only: %v", err)
		}
	}
}

// TestFull: a disk without room is an error that says so, and what was
// committed before is there.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "embai.db")
	cmd, out := start(t, "fill", path)
	committed, message := -1, ""
	for out.Scan() {
		if n, err := strconv.Atoi(out.Text()); err == nil {
			committed = n
			continue
		}
		message += out.Text()
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if committed < 0 || !strings.Contains(message, "make room and run again") || strings.Contains(message, "and") && strings.Contains(message, "false store") {
		t.Fatalf("%d pages, then %q", committed, message)
	}
	s := openAt(t, path, newClock())
	checkPages(t, s, committed)
	if known, err := s.Known(made(1_000_000+committed*200+199, "").ID); !known || err != nil {
		t.Errorf("the last batch is not whole: %v", err)
	}
	if known, err := s.Known(made(1_000_000+committed*200+200, "").ID); known || err != nil {
		t.Errorf("part of the failed batch is there: %v", err)
	}
	add(t, s, article("https://example.com/a", "a", "")) // with room again
}

// checkPages checks that the store holds the pages of the writer up to that
// one.
func checkPages(t *testing.T, s *Store, last int) {
	t.Helper()
	for n := range last + 1 {
		page := pageOf(n)
		for _, it := range page.Items {
			r, ok, err := s.Get(it.ID)
			if err != nil || !ok || r.Item.Title != it.Title {
				t.Fatalf("page %d: %s: %t, %v", n, it.ID, ok, err)
			}
			for _, alias := range it.Aliases {
				if to, _, err := s.Resolve(alias); to != it.ID || err != nil {
					t.Fatalf("page %d: alias %s leads to %q, %v", n, alias, to, err)
				}
			}
		}
	}
	for n := max(0, last-39); n <= last; n++ {
		v, err := s.GetValidators(pageOf(n).URL)
		if etag, _ := strconv.Atoi(v.ETag); err != nil || etag < n {
			t.Fatalf("page %d: validators %q, %v", n, v.ETag, err)
		}
	}
}

// TestKilled kills a writer at moments of no choice, over and over. The store
// opens each time with every page whose commit was reported, whole, and with
// none in part. Run it with -kills 200 for more than the moments of CI.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "embai.db")
	r := rand.New(rand.NewPCG(4, 2))
	last := -1
	for range *kills {
		cmd, out := start(t, "write", path)
		pages := 1 + r.IntN(12)
		for range pages {
			if !out.Scan() {
				t.Fatal("the writer stopped of itself")
			}
			last = max(last, atoi(t, out.Text()))
		}
		spin(r.IntN(2_000_000)) // somewhere within the next commit
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		for out.Scan() {
			last = max(last, atoi(t, out.Text()))
		}
		_ = cmd.Wait()

		s, err := Open(path, Options{Now: newClock().Now, Bands: bands16, NoSync: true, Wait: 10 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		checkPages(t, s, last)
		// The page in flight is there as a whole or not at all.
		flight := pageOf(last + 1)
		there := 0
		for _, it := range flight.Items[1:] { // the first one is the last of the page before
			if known, _ := s.Known(it.ID); known {
				there++
			}
		}
		if there != 0 && there != len(flight.Items)-1 {
			t.Fatalf("page %d: %d items of %d", last+1, there, len(flight.Items)-1)
		}
		checkCounts(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// checkCounts checks that what is counted is what is there.
func checkCounts(t *testing.T, s *Store) {
	t.Helper()
	stats, err := s.Stats()
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[item.ID]bool)
	for r, err := range s.Candidates(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		seen[r.Item.ID] = true
	}
	if len(seen) != stats.New {
		t.Fatalf("%d candidates, %d counted", len(seen), stats.New)
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// spin takes some time without a clock: where in a commit it ends is not to be
// foreseen, which is what it is for.
func spin(n int) {
	r := rand.New(rand.NewPCG(1, 1))
	for range n {
		r.Uint64()
	}
}
