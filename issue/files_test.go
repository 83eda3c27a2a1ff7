package issue

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestUpdateFile(t *testing.T) {
	dir := t.TempDir()
	res, err := UpdateFile(dir, nil, fixtureDraft())
	if err != nil {
		t.Fatal(err)
	}
	path := DraftPath(dir, fixtureDate)
	if !bytes.Equal(mustRead(t, path), res.File) || !bytes.Equal(mustRead(t, CandidatesPath(dir, fixtureDate)), mustRead(t, "testdata/candidates.md")) {
		t.Error("the files do not hold what was generated")
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if res, err = UpdateFile(dir, res.Memory, more()); err != nil || !res.Changed {
		t.Fatalf("changed %v: %v", res.Changed, err)
	}
	st, err := os.Stat(path)
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: %v", st.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	// What cannot be understood stays, and the new text stands beside it.
	broken := []byte("half a line of what was a dra")
	if err := os.WriteFile(path, broken, 0o600); err != nil {
		t.Fatal(err)
	}
	var bad *UnreadableError
	if _, err = UpdateFile(dir, res.Memory, more()); !errors.As(err, &bad) {
		t.Fatalf("error %v", err)
	}
	if !bytes.Equal(mustRead(t, path), broken) || !bytes.Equal(mustRead(t, NewPath(dir, fixtureDate)), Render(more())) {
		t.Error("the broken draft was touched, or the new one is not beside it")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err = UpdateFile(dir, res.Memory, more()); !errors.As(err, &bad) {
		t.Errorf("a draft that was removed: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a draft that was removed came back")
	}
}

func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a.md"), filepath.Join(dir, "link.md")
	if err := ReplaceFile(path, nil, []byte("one")); err != nil {
		t.Fatal(err)
	}
	for _, old := range [][]byte{nil, []byte("two"), {}} {
		if err := ReplaceFile(path, old, []byte("x")); !errors.Is(err, ErrChanged) {
			t.Errorf("old %q: %v", old, err)
		}
	}
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := ReplaceFile(link, []byte("one"), []byte("two")); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Lstat(link); err != nil || st.Mode()&os.ModeSymlink == 0 || string(mustRead(t, path)) != "two" {
		t.Errorf("the link was replaced: %v %v", st.Mode(), err)
	}
	if err := ReplaceFile(filepath.Join(path, "below"), nil, nil); err == nil {
		t.Error("a file as a folder gave no error")
	}
}

// Yesterday's memory is read for ever.
func TestMemoryVersion1(t *testing.T) {
	mem, err := LoadMemory(mustRead(t, "testdata/memory_v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(mem.Entries) != 2 || !mem.Entries[1].Cut || mem.Entries[0].IDs[0] != "arxiv:2611.01234" || mem.Entries[0].Section != "paper" || mem.Guide == "" {
		t.Errorf("%+v", mem)
	}
	for _, bad := range []string{"{", "[]", `{"Version":99}`, `{"Version":0}`, "\x00"} {
		if _, err := LoadMemory([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestImportSkips(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, b []byte) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	later := mustRead(t, "testdata/issues/later.md")
	draft, _ := start(t, fixtureDraft())
	put("2020-11-22.md", later)
	put("sub/copy.md", later)
	put("2019-05-05.md", mustRead(t, "testdata/issues/irregular.md"))
	put("README.md", []byte("# awesome\n\n- [2020-11-22](./2020-11-22.md)\n"))
	put("2026-11-30.md", draft)
	put("2026-11-30.candidates.md", []byte("# x (2026-11-30)\n\n## 论文\n"))
	put("latin1.md", []byte("\xe9\xe8"))
	put("notes.txt", []byte("no Markdown"))
	put(".git/x.md", later)
	im, err := Import(t.Context(), dir, filepath.Join(dir, "2020-11-22.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(im.Issues) != 2 || im.Issues[0].Date != "2019-05-05" || im.Issues[1].Date != "2020-11-22" {
		t.Errorf("%d issues", len(im.Issues))
	}
	if len(im.Skipped) != 5 {
		t.Errorf("skipped %+v", im.Skipped)
	}
	for _, s := range im.Skipped {
		if s.Reason == "" {
			t.Errorf("%s: no reason", s.Path)
		}
	}
	if _, err := Import(t.Context(), filepath.Join(dir, "missing")); err == nil {
		t.Error("a path that is not there gave no error")
	}
}
