package store

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"embai-crawl/item"
)

var update = flag.Bool("update", false, "write the golden files anew")

// everything fills a store with one of each value, no field empty.
func everything(t *testing.T, s *Store, c *clock) {
	t.Helper()
	ctx := t.Context()
	at := c.now
	full := item.Item{
		ID: longID, Aliases: []item.ID{tokenID}, Kind: item.KindArticle, URL: tokenURL,
		Title: "端侧大模型量化", Summary: "摘要", Text: "正文", Account: "机器之心", Authors: []string{"甲", "乙"}, Image: "https://example.com/i.png",
		Source: "bridge", Section: item.SectionBlog, Given: true, Published: at.Add(-time.Hour), Updated: at,
		Links: []string{"https://github.com/o/r"}, Refs: []item.Ref{{ID: "github:o/r", Where: item.InLink, Count: 2}},
		Status: item.StatusOK, StatusAt: at, Venue: "CVPR2026", Comment: "8 pages", JournalRef: "J. 1", DOI: "10.1109/x.1", Categories: []string{"cs.LG"},
		Language: "C++", License: "Apache-2.0", Topics: []string{"tinyml"}, Stars: 10, PeriodStars: 3, Period: "weekly", Forks: 2, Version: "v1",
		WeChat:   &item.WeChat{Biz: "MzA4MTE3MTg1OA==", Mid: "2650001234", Idx: "1", Sn: "ab", ShowType: 8},
		Original: &item.Original{ID: "wechat:s/Zz3_dE-fGhIjKlMnOpQrSt", URL: "https://mp.weixin.qq.com/s/Zz3_dE-fGhIjKlMnOpQrSt", Account: "量子位", Title: "原文"},
	}
	state := SourceState{
		Name: "bridge", State: "ok", LastTry: at, LastSuccess: at, FailingSince: at, NextDue: at, Failures: 1, LastError: "timeout", Pages: 1, NotModified: 2,
		Items: 3, NewItems: 4, Bytes: 5, Duration: 6, MovedTo: "https://example.com/new", Pending: []Pending{{URL: "https://example.com/p", Depth: 1, Tries: 2}},
	}
	v := Validators{Address: "https://example.com/feed", Final: "https://example.com/final", ETag: `"e"`, LastModified: "Mon", Fetched: at, Until: at, SkipHours: 3, SkipDays: 4, MovedTo: "https://example.com/m"}
	_, err := s.Commit(ctx, Batch{
		Pages:  []Fetched{{URL: v.Address, Items: []item.Item{full, article("https://example.com/joined", "j", "")}, Validators: v, Source: state}},
		Hosts:  []HostState{{Name: "example.com", Failures: 1, OpenUntil: at, Verify: at, Cause: "reset", At: at}},
		Robots: []Robots{{Origin: "https://example.com", Status: 200, Body: []byte("User-agent: *\n"), Fetched: at}},
	})
	if err != nil {
		t.Fatal(err)
	}
	joined := article("https://example.com/joined", "j", "")
	joined.Aliases = []item.ID{longID}
	add(t, s, joined)
	issue := Issue{Date: "2026-11-30", Title: "嵌入式AI简报", Hash: "h", Path: "2026-11-30.md", Entries: []IssueEntry{{
		IDs: []item.ID{longID}, Section: item.SectionBlog, Title: "标题", Account: "机器之心", URL: tokenURL, Summary: "摘要", Links: []string{"https://github.com/o/r"}, Line: 9,
	}}}
	verdict := Verdict{ID: longID, State: StatePublished, Issue: "2026-11-30", What: "retitled", Detail: "x → y", At: at}
	draft := Draft{Date: "2026-11-30", Base: []byte("base"), Written: []byte("written"), Path: "d.md", At: at}
	if _, err := s.Apply(ctx, Change{Verdicts: []Verdict{verdict}, Issue: &issue, Draft: &draft}); err != nil {
		t.Fatal(err)
	}
	draft.Base, draft.At = []byte("base 2"), at.Add(time.Minute)
	if err := s.PutDraft(ctx, draft); err != nil {
		t.Fatal(err)
	}
	if err := s.Part(ctx, longID, "arxiv:1912.13200"); err != nil {
		t.Fatal(err)
	}
	if err := s.PutBlob(ctx, "model", 2, []byte("blob")); err != nil {
		t.Fatal(err)
	}
}

// print writes all keys and values of a store as a person can read them.
func print(t *testing.T, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, bucket *bbolt.Bucket) error {
			b.WriteString(string(name) + "\n")
			return bucket.ForEach(func(k, v []byte) error {
				b.WriteString("\t" + quote(k) + "\n")
				if json.Valid(v) && len(v) > 0 && v[0] == '{' {
					b.WriteString("\t\t")
					if err := json.Indent(&b, v, "\t\t", "  "); err != nil {
						return err
					}
					b.WriteString("\n")
				} else {
					b.WriteString("\t\t" + quote(v) + "\n")
				}
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func quote(b []byte) string {
	quoted, _ := json.Marshal(string(bytes.ToValidUTF8(b, []byte("?"))))
	return string(quoted)
}

// TestSchema holds what is written, value by value: what is in testdata was
// promised to those who have such a file.
func TestSchema(t *testing.T) {
	c := newClock()
	s := open(t, c)
	everything(t, s, c)
	got := print(t, s)
	golden := filepath.Join("testdata", "schema.txt")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "schema", string(got), string(want))
}

// TestYesterday opens a store that the first version of this program wrote. The
// file in testdata is never written anew: -update makes it where there is
// none.
func TestYesterday(t *testing.T) {
	c := newClock()
	packed := filepath.Join("testdata", "v1.db.gz")
	if _, err := os.Stat(packed); *update && err != nil {
		path := filepath.Join(t.TempDir(), "v1.db")
		s, err := Open(path, Options{Now: c.Now, NoSync: true, Bands: letters})
		if err != nil {
			t.Fatal(err)
		}
		everything(t, s, c)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		w.Close()
		if err := os.WriteFile(packed, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "embai.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	old := openAt(t, path, c)
	today := open(t, c)
	everything(t, today, c)
	// Read through the interface, both say the same.
	for _, read := range []func(s *Store) any{
		func(s *Store) any { return get(t, s, tokenID) },
		func(s *Store) any { return get(t, s, "url:https://example.com/joined") },
		func(s *Store) any { v, _ := s.GetValidators("https://example.com/feed"); return v },
		func(s *Store) any { v, _ := s.Sources(); return v },
		func(s *Store) any { v, _ := s.Hosts(); return v },
		func(s *Store) any { v, _ := s.GetRobots("https://example.com"); return v },
		func(s *Store) any { v, _ := s.Issues(); return v },
		func(s *Store) any { v, _, _ := s.GetDraft("2026-11-30"); return v },
		func(s *Store) any { v, _ := s.Versions("2026-11-30"); return v },
		func(s *Store) any { v, _ := s.Parted(); return v },
		func(s *Store) any { v, _ := s.PrintedIn(tokenID); return v },
		func(s *Store) any { v, _ := s.Naming("github:o/r", 5); return v },
		func(s *Store) any { v, _ := s.NamesAny(); return v },
		func(s *Store) any {
			v, _ := s.Near([]uint64{hashText("端侧大模型量化")}, time.Time{}, 5)
			return v
		},
		func(s *Store) any { _, v, _ := s.GetBlob("model"); return v },
		func(s *Store) any { v, _ := s.Decisions(); return v },
	} {
		equal(t, "yesterday", read(old), read(today))
	}
	add(t, old, article("https://example.com/new", "new", "text"))
}

// TestFresh sorts what waited in a store of yesterday into the tree, once, and
// refuses what can't be an entry.
func TestFresh(t *testing.T) {
	c := newClock()
	s := open(t, c)
	it := article("https://example.com/a", "lark", "")
	add(t, s, it)
	put := func(data []byte) {
		t.Helper()
		err := s.db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(freshBucket)
			if err != nil {
				return err
			}
			return b.Put(serialKey(1), data)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	entry := binary.BigEndian.AppendUint64(nil, 1)
	entry = binary.BigEndian.AppendUint32(entry, blockOf(c.now))
	put(binary.BigEndian.AppendUint64(entry, 77))
	s = openAt(t, s.path, c)
	near := func() []item.ID {
		t.Helper()
		ids, err := s.Near([]uint64{77}, c.now, 5)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	equal(t, "of what nobody decided on", near(), []item.ID(nil))
	if err := s.Decide(t.Context(), []Verdict{{ID: it.ID, State: StateDropped}}); err != nil {
		t.Fatal(err)
	}
	equal(t, "dropped", near(), []item.ID{it.ID})
	put([]byte("short"))
	if _, err := Open(s.path, Options{Now: c.Now, NoSync: true}); !errors.Is(err, ErrCorrupt) {
		t.Errorf("%v, want ErrCorrupt", err)
	}
}

// TestNewer: a value of a program to come is an error that says so.
func TestNewer(t *testing.T) {
	s := open(t, newClock())
	add(t, s, article("https://example.com/a", "a", ""))
	err := s.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(recordsBucket).Put(serialKey(1), []byte(`{"v":2}`))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Get("url:https://example.com/a"); err == nil || !bytes.Contains([]byte(err.Error()), []byte("newer")) {
		t.Errorf("%v", err)
	}
}
