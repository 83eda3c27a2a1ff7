package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"embai-crawl/item"
)

// clock is a clock that stands until it is moved.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time       { return c.now }
func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }
func newClock() *clock                { return &clock{time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)} }

// letters stands in for the bands of package subject: one band a word of the
// title.
func letters(it *item.Item) []uint64 {
	var bands []uint64
	for word := range strings.FieldsSeq(it.Title) {
		bands = append(bands, hashText(word))
	}
	return bands
}

func open(t testing.TB, c *clock) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "embai.db"), c)
}

func openAt(t testing.TB, path string, c *clock) *Store {
	t.Helper()
	s, err := Open(path, Options{Now: c.Now, NoSync: true, Bands: letters, Command: "embai-crawl test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func article(url, title, text string) item.Item {
	it := item.Item{URL: url, Title: title, Text: text, Source: "s"}
	item.Normalize(&it)
	return it
}

func add(t testing.TB, s *Store, items ...item.Item) Added {
	t.Helper()
	added, err := s.Add(t.Context(), items)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func get(t testing.TB, s *Store, id item.ID) Record {
	t.Helper()
	r, ok, err := s.Get(id)
	if err != nil || !ok {
		t.Fatalf("Get(%s): %t, %v", id, ok, err)
	}
	return r
}

func decide(t testing.TB, s *Store, verdicts ...Verdict) {
	t.Helper()
	if err := s.Decide(t.Context(), verdicts); err != nil {
		t.Fatal(err)
	}
}

func candidates(t testing.TB, s *Store, since time.Time) []item.ID {
	t.Helper()
	var ids []item.ID
	for r, err := range s.Candidates(t.Context(), since) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Item.ID)
	}
	return ids
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const (
	tokenURL = "https://mp.weixin.qq.com/s/Ab3_dE-fGhIjKlMnOpQrSt"
	tokenID  = item.ID("wechat:s/Ab3_dE-fGhIjKlMnOpQrSt")
	longURL  = "https://mp.weixin.qq.com/s?__biz=MzA4MTE3MTg1OA==&mid=2650001234&idx=1&sn=ab"
	longID   = item.ID("wechat:MzA4MTE3MTg1OA==/2650001234/1")
)

func TestAdd(t *testing.T) {
	c := newClock()
	s := open(t, c)
	paper := article("https://arxiv.org/abs/1912.13200v1", "AdderNet", "")
	equal(t, "first", add(t, s, paper, article("https://example.com/a", "a", "text of a")),
		Added{New: 2, NewIDs: []item.ID{"arxiv:1912.13200", "url:https://example.com/a"}})

	c.pass(time.Hour)
	paper.Source = "t"
	paper.Summary = "Abstract."
	equal(t, "second", add(t, s, paper, article("http://www.example.com/a/", "a", "text of a")), Added{Known: 2, Updated: 1})
	r := get(t, s, "arxiv:1912.13200")
	if r.Item.Summary != "Abstract." || !slices.Equal(r.Sources, []string{"s", "t"}) || r.Item.Source != "s" ||
		!r.First.Equal(c.now.Add(-time.Hour)) || r.State != StateNew {
		t.Errorf("%+v", r)
	}
	equal(t, "text", get(t, s, "url:https://example.com/a").Item.Text, "text of a")
	equal(t, "third", add(t, s, paper), Added{Known: 1})

	// Twice within one call.
	b := article("https://example.com/b", "b", "")
	equal(t, "twice", add(t, s, b, b), Added{New: 1, Known: 1, NewIDs: []item.ID{b.ID}})

	if _, err := s.Add(t.Context(), []item.Item{article("https://example.com/c", "c", ""), {Title: "no address"}}); err == nil {
		t.Error("an item without identity was taken")
	}
	if known, _ := s.Known("url:https://example.com/c"); known {
		t.Error("half of a failed transaction is there")
	}
	stats, err := s.Stats()
	if err != nil || stats.Items != 3 || stats.New != 3 || stats.Bytes == 0 {
		t.Errorf("%+v, %v", stats, err)
	}
}

func TestLongTexts(t *testing.T) {
	s := open(t, newClock())
	long := strings.Repeat("端侧推理把模型放在手机上运行。", 1500)
	short := article("https://example.com/a", "a", long[:len(long)/2/3*3])
	add(t, s, short)
	full := article("https://example.com/a", "a", long)
	equal(t, "longer text", add(t, s, full), Added{Known: 1, Updated: 1})
	equal(t, "shorter text", add(t, s, short), Added{Known: 1})
	if got := get(t, s, full.ID).Item.Text; got != long {
		t.Errorf("%d bytes of %d", len(got), len(long))
	}
	for r, err := range s.Candidates(t.Context(), time.Time{}) {
		if err != nil || len(r.Item.Text) > lightText || !strings.HasPrefix(long, r.Item.Text) || r.Item.Text == "" {
			t.Errorf("a candidate with %d bytes of text, %v", len(r.Item.Text), err)
		}
	}
}

// TestAliasLearntLater: two records turn out to be one article.
func TestAliasLearntLater(t *testing.T) {
	c := newClock()
	s := open(t, c)
	short := article(tokenURL, "标题", "")
	short.Source = "inbox"
	add(t, s, short)
	first := c.now
	c.pass(time.Hour)
	long := article(longURL, "标题（全）", "正文 github.com/o/r")
	long.Source = "album"
	add(t, s, long)
	decide(t, s, Verdict{ID: longID, State: StateDrafted, Issue: "2026-11-30", What: "drafted"})
	c.pass(time.Hour)
	decide(t, s, Verdict{ID: tokenID, State: StateDropped, Issue: "2026-11-30", What: "dropped"})
	decide(t, s, Verdict{ID: longID, What: "retitled", Detail: "x → y", Issue: "2026-11-30"})
	if err := s.Part(t.Context(), tokenID, "arxiv:1912.13200"); err != nil {
		t.Fatal(err)
	}
	if err := s.PutIssue(t.Context(), Issue{Date: "2026-11-16", Entries: []IssueEntry{{IDs: []item.ID{tokenID}}}}); err != nil {
		t.Fatal(err)
	}
	equal(t, "two", candidates(t, s, time.Time{}), []item.ID{longID})

	page := item.Item{URL: tokenURL, WeChat: &item.WeChat{Biz: "MzA4MTE3MTg1OA==", Mid: "2650001234", Idx: "1"}, Account: "机器之心"}
	item.Normalize(&page)
	equal(t, "joined", add(t, s, page), Added{Known: 1, Merged: 1, Updated: 1, Barred: []item.ID{longID}})

	want := get(t, s, longID)
	equal(t, "both forms", get(t, s, tokenID), want)
	if want.Item.Account != "机器之心" || want.Item.Text != "正文 github.com/o/r" || !want.First.Equal(first) ||
		want.State != StateDropped || len(want.Decisions) != 3 || !slices.Equal(want.Sources, []string{"inbox", "album"}) ||
		want.Item.Source != "inbox" || !slices.Equal(want.Item.Aliases, []item.ID{tokenID}) {
		t.Errorf("%+v", want)
	}
	equal(t, "dropped", candidates(t, s, time.Time{}), []item.ID(nil))
	to, ok, err := s.Resolve(tokenID)
	equal(t, "resolved", []any{to, ok, err}, []any{longID, true, nil})
	dates, _ := s.PrintedIn(longID)
	equal(t, "printed under the other form", dates, []string{"2026-11-16"})
	if names, err := s.NamesAny(); err != nil || !names {
		t.Errorf("NamesAny: %t, %v", names, err)
	}
	naming, _ := s.Naming("github:o/r", 10)
	equal(t, "names", naming, []item.ID{longID})
	parted, _ := s.Parted()
	equal(t, "parted", parted, [][2]item.ID{{"arxiv:1912.13200", longID}})
	stats, _ := s.Stats()
	equal(t, "counted once", []int{stats.Items, stats.Dropped}, []int{1, 1})
	var learnt int
	for _, err := range s.Learn(t.Context(), 10) {
		if learnt++; err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "learnt once", learnt, 1)
}

// TestMergeOrder: which form is found first makes no difference to what is
// known in the end.
func TestMergeOrder(t *testing.T) {
	page := item.Item{URL: tokenURL, WeChat: &item.WeChat{Biz: "MzA4MTE3MTg1OA==", Mid: "2650001234", Idx: "1"}, Source: "page"}
	item.Normalize(&page)
	items := []item.Item{article(tokenURL, "标题", "一"), article(longURL, "标题", "二二"), page}
	var want Record
	for i, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		s := open(t, newClock())
		for _, n := range order {
			add(t, s, items[n])
		}
		got := get(t, s, longID)
		slices.Sort(got.Sources)
		got.Item.Source = ""
		if i == 0 {
			want = got
		}
		equal(t, fmt.Sprint(order), got, want)
	}
}

func TestTombstones(t *testing.T) {
	s := open(t, newClock())
	a, b := article("https://example.com/a", "a", ""), article("https://example.com/b", "b", "")
	add(t, s, a, b)
	decide(t, s, Verdict{ID: a.ID, State: StateDropped, Issue: "2026-11-30", What: "dropped"},
		Verdict{ID: b.ID, State: StatePublished, Issue: "2026-11-30", What: "published"})
	a.Given = true
	equal(t, "added again", add(t, s, a, b), Added{Known: 2, Updated: 1, Barred: []item.ID{a.ID, b.ID}})
	equal(t, "candidates", candidates(t, s, time.Time{}), []item.ID(nil))
	// A verdict on what was never found stands as well.
	unknown := item.ID("url:https://example.com/own")
	decide(t, s, Verdict{ID: unknown, State: StatePublished, Issue: "2026-11-30", What: "published"})
	equal(t, "found later", add(t, s, article("https://example.com/own", "own", "")).Barred, []item.ID{unknown})
	if err := s.Decide(t.Context(), []Verdict{{ID: a.ID, State: "nonsense"}}); err == nil {
		t.Error("an unknown state was taken")
	}
	if err := s.Decide(t.Context(), []Verdict{{ID: "nonsense", State: StateDropped}}); err == nil {
		t.Error("an unknown identity was taken")
	}
}

func TestDecisionsCount(t *testing.T) {
	s := open(t, newClock())
	a := article("https://example.com/a", "a", "")
	add(t, s, a)
	before, _ := s.Decisions()
	v := Verdict{ID: a.ID, State: StatePublished, Issue: "2026-11-30", What: "published"}
	decide(t, s, v)
	after, _ := s.Decisions()
	if after == before {
		t.Error("a decision changed nothing")
	}
	decide(t, s, v)
	if again, _ := s.Decisions(); again != after {
		t.Error("the same decision again changed something")
	}
	add(t, s, article("https://example.com/b", "b", ""))
	if again, _ := s.Decisions(); again != after {
		t.Error("an item changed something")
	}
	equal(t, "log", len(get(t, s, a.ID).Decisions), 1)
}

func TestCandidates(t *testing.T) {
	c := newClock()
	s := open(t, c)
	start := c.now
	for i := range 900 {
		add(t, s, article(fmt.Sprintf("https://example.com/%d", i), "t", ""))
		c.pass(time.Minute)
	}
	decide(t, s, Verdict{ID: "url:https://example.com/3", State: StateHeld, What: "held"},
		Verdict{ID: "url:https://example.com/800", State: StateDropped, What: "dropped"},
		Verdict{ID: "url:https://example.com/801", State: StateDrafted, What: "drafted"})
	got := candidates(t, s, start.Add(500*time.Minute))
	if len(got) != 400 || got[0] != "url:https://example.com/3" || got[1] != "url:https://example.com/500" || got[len(got)-1] != "url:https://example.com/899" {
		t.Errorf("%d: %v … %v", len(got), got[:2], got[len(got)-1])
	}
	if slices.Contains(got, "url:https://example.com/800") || !slices.Contains(got, "url:https://example.com/801") {
		t.Error("dropped and drafted")
	}
	// The one who reads may write: no transaction stays open.
	n := 0
	for r, err := range s.Candidates(t.Context(), start) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%100 == 0 {
			decide(t, s, Verdict{ID: r.Item.ID, State: StateDrafted, What: "drafted"})
		}
	}
	equal(t, "all but one", n, 899)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n = 0
	for _, err := range s.Candidates(ctx, start) {
		cancel()
		n++
		last = err
	}
	if !errors.Is(last, context.Canceled) || n > chunk+1 {
		t.Errorf("%d after cancel, %v", n, last)
	}
}

func TestLearn(t *testing.T) {
	c := newClock()
	s := open(t, c)
	for i := range 500 {
		add(t, s, article(fmt.Sprintf("https://example.com/%d", i), "t", ""))
		c.pass(time.Minute)
	}
	for i := range 5 {
		decide(t, s, Verdict{
			ID:    item.ID(fmt.Sprintf("url:https://example.com/%d", i)),
			State: []State{StateHeld, StateDropped, StatePublished, StateDrafted, StateDropped}[i], What: "w",
		})
	}
	var ids []item.ID
	for r, err := range s.Learn(t.Context(), 300) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Item.ID)
	}
	if len(ids) != 304 || ids[0] != "url:https://example.com/0" || ids[4] != "url:https://example.com/499" || ids[303] != "url:https://example.com/200" {
		t.Errorf("%d: %v", len(ids), ids[:6])
	}
}

// TestNear finds what was dropped among much that was, and nothing that was not.
func TestNear(t *testing.T) {
	c := newClock()
	s := open(t, c)
	path := s.path
	early := c.now
	const many = 6000
	for i := 0; i < many; i += 100 {
		var items []item.Item
		var verdicts []Verdict
		for j := i; j < i+100; j++ {
			it := article(fmt.Sprintf("https://example.com/%d", j), fmt.Sprintf("w%d w%d common", j, j+1), "")
			items = append(items, it)
			if j%10 != 1 {
				verdicts = append(verdicts, Verdict{ID: it.ID, State: StateDropped})
			}
		}
		if _, err := s.Apply(t.Context(), Change{Items: items, Verdicts: verdicts}); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Hour)
	}
	near := func(since time.Time, limit int, words string) []item.ID {
		t.Helper()
		ids, err := s.Near(letters(&item.Item{Title: words}), since, limit)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	check := func() {
		t.Helper()
		for _, i := range []int{0, 7, 1500, 3000} {
			equal(t, "near", near(early, 1, fmt.Sprintf("w%d w%d", i, i+1)), []item.ID{item.ID(fmt.Sprintf("url:https://example.com/%d", i))})
		}
		// Nobody decided on the first.
		equal(t, "near", near(early, 5, "w1501 w1502"), []item.ID{"url:https://example.com/1502", "url:https://example.com/1500"})
	}
	check()
	if ids := near(early, 1000, "common"); len(ids) == 0 || len(ids) > 10*maxPerBand {
		t.Errorf("%d items under one band", len(ids))
	}
	if ids := near(c.now.Add(90*24*time.Hour), 10, "w7 w8"); len(ids) != 0 {
		t.Errorf("before its time: %v", ids)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, path, c)
	check()
	if n, err := s.Prune(t.Context(), c.now.Add(100*24*time.Hour)); err != nil || n != many {
		t.Errorf("pruned %d, %v", n, err)
	}
	if ids := near(early, 10, "w7 w8"); len(ids) != 0 {
		t.Errorf("pruned: %v", ids)
	}
}

// TestNearFollows finds what was decided on by the words that it has come to have,
// and under the name that it has come to have; and no longer what was taken back.
func TestNearFollows(t *testing.T) {
	c := newClock()
	s := open(t, c)
	near := func(words string) []item.ID {
		t.Helper()
		ids, err := s.Near(letters(&item.Item{Title: words}), c.now, 5)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	decide := func(id item.ID, state State) {
		t.Helper()
		if err := s.Decide(t.Context(), []Verdict{{ID: id, State: state}}); err != nil {
			t.Fatal(err)
		}
	}
	a, b := article("https://example.com/a", "lark", ""), article("https://example.com/b", "harbor", "")
	add(t, s, a, b)
	equal(t, "undecided", near("lark"), []item.ID(nil))
	decide(a.ID, StatePublished)
	equal(t, "published", near("lark"), []item.ID{a.ID})

	longer := article("https://example.com/a", "lark engine", "")
	add(t, s, longer)
	equal(t, "longer title", near("engine"), []item.ID{a.ID})

	// That b is a makes one record of both.
	both := b
	both.Aliases = []item.ID{a.ID}
	add(t, s, both)
	id := get(t, s, a.ID).Item.ID
	equal(t, "joined", near("engine"), []item.ID{id})

	decide(id, StateNew)
	equal(t, "taken back", near("engine"), []item.ID(nil))
	decide(id, StateDropped)
	equal(t, "dropped", near("engine"), []item.ID{id})
}

func TestPrune(t *testing.T) {
	c := newClock()
	s := open(t, c)
	text := strings.Repeat("正文。", 1000)
	ids := []item.ID{}
	for _, name := range []string{"new", "published", "held", "seen"} {
		it := article("https://example.com/"+name, name, text)
		it.Summary = "摘要"
		it.Refs = []item.Ref{{ID: "github:o/r", Where: item.InText, Count: 1}}
		add(t, s, it)
		ids = append(ids, it.ID)
	}
	decide(t, s, Verdict{ID: ids[1], State: StatePublished, What: "published"}, Verdict{ID: ids[2], State: StateHeld, What: "held"})
	c.pass(200 * 24 * time.Hour)
	seen := article("https://example.com/seen", "seen", text)
	add(t, s, seen, article("https://example.com/young", "young", text))
	n, err := s.Prune(t.Context(), c.now.Add(-180*24*time.Hour))
	equal(t, "pruned", []any{n, err}, []any{2, nil})
	var left []string
	for _, id := range append(ids, "url:https://example.com/young") {
		r := get(t, s, id)
		left = append(left, fmt.Sprintf("%s text %t summary %t refs %d", r.Item.Title, r.Item.Text != "", r.Item.Summary != "", len(r.Item.Refs)))
	}
	equal(t, "left", left, []string{
		"new text false summary false refs 0",
		"published text false summary true refs 1",
		"held text true summary true refs 1",
		"seen text true summary true refs 1",
		"young text true summary false refs 0",
	})
	if naming, _ := s.Naming("github:o/r", 10); slices.Contains(naming, ids[0]) {
		t.Error("a pruned reference leads somewhere")
	}
	// It is still known, and found again it tells nothing new but what was dropped.
	equal(t, "found again", add(t, s, article("https://example.com/new", "new", text)).New, 0)
	if n, err := s.Prune(t.Context(), c.now.Add(-180*24*time.Hour)); n != 0 || err != nil {
		t.Errorf("pruned again: %d, %v", n, err)
	}
}

func TestCommit(t *testing.T) {
	c := newClock()
	s := open(t, c)
	v := Validators{Address: "https://example.com/feed", Final: "https://example.com/feed.xml", ETag: `"1"`, Fetched: c.now, Until: c.now.Add(time.Hour), SkipHours: 1 << 23, SkipDays: 1}
	state := SourceState{Name: "feed", State: "ok", LastTry: c.now, Failures: 0, Pending: []Pending{{URL: "https://example.com/a", Depth: 1}}}
	all, err := s.Commit(t.Context(), Batch{
		Pages: []Fetched{
			{URL: v.Address, Items: []item.Item{article("https://example.com/a", "a", "")}, Validators: v, Source: state},
			{URL: "https://example.com/2", Items: []item.Item{article("https://example.com/a", "a", "")}, Source: state},
		},
		Hosts:  []HostState{{Name: "example.com", Failures: 2, OpenUntil: c.now, Cause: "reset"}},
		Robots: []Robots{{Origin: "https://example.com", Status: 200, Body: []byte("User-agent: *\n"), Fetched: c.now}},
	})
	if err != nil || len(all) != 2 || all[0].New != 1 || all[1].Known != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	gotV, err := s.GetValidators(v.Address)
	equal(t, "validators", []any{gotV, err}, []any{v, nil})
	c.pass(24 * time.Hour)
	state.Failures, state.LastError = 1, "timeout"
	if err := s.PutSource(t.Context(), state); err != nil {
		t.Fatal(err)
	}
	got, err := s.GetSource("feed")
	state.History = []Day{{Date: "2026-11-23", Pages: 2, Items: 2, New: 1}, {Date: "2026-11-24", Failures: 1}}
	equal(t, "source", []any{got, err}, []any{state, nil})
	list, _ := s.Sources()
	equal(t, "sources", list, []SourceState{state})
	host, _ := s.GetHost("example.com")
	equal(t, "host", host, HostState{Name: "example.com", Failures: 2, OpenUntil: newClock().now, Cause: "reset"})
	hosts, _ := s.Hosts()
	equal(t, "hosts", hosts, []HostState{host})
	robots, _ := s.GetRobots("https://example.com")
	equal(t, "robots", string(robots.Body), "User-agent: *\n")
	none, err := s.GetSource("none")
	equal(t, "none", []any{none, err}, []any{SourceState{Name: "none"}, nil})

	for range 40 {
		c.pass(24 * time.Hour)
		if _, err := s.Commit(t.Context(), Batch{Pages: []Fetched{{URL: "u", Source: state}}}); err != nil {
			t.Fatal(err)
		}
	}
	got, _ = s.GetSource("feed")
	equal(t, "days", len(got.History), historyDays)

	// All of a batch or nothing.
	_, err = s.Commit(t.Context(), Batch{Pages: []Fetched{
		{URL: "https://example.com/3", Items: []item.Item{article("https://example.com/b", "b", "")}, Validators: v},
		{URL: "https://example.com/4", Items: []item.Item{{Title: "no identity"}}},
	}})
	gotV, _ = s.GetValidators("https://example.com/3")
	if known, _ := s.Known("url:https://example.com/b"); err == nil || known || gotV != (Validators{}) {
		t.Errorf("half a batch is there: %v", err)
	}
}

func TestIssuesAndDrafts(t *testing.T) {
	c := newClock()
	s := open(t, c)
	ctx := t.Context()
	issue := Issue{Date: "2026-11-16", Title: "嵌入式AI简报 (2026-11-16)", Hash: "h", Entries: []IssueEntry{
		{IDs: []item.ID{"arxiv:1912.13200", tokenID}, Section: item.SectionPaper, Title: "AdderNet", URL: tokenURL, Links: []string{"https://arxiv.org/abs/1912.13200"}, Line: 12},
		{Title: "an entry without a link"},
	}}
	change := Change{
		Items:    []item.Item{article(tokenURL, "AdderNet", "")},
		Verdicts: []Verdict{{ID: tokenID, State: StatePublished, Issue: "2026-11-16", What: "published", At: c.now}},
		Issue:    &issue, Draft: &Draft{Date: "2026-11-16", Base: []byte("base"), Written: []byte("written")},
	}
	for range 2 {
		if _, err := s.Apply(ctx, change); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutIssue(ctx, Issue{Date: "2022-02-23", Entries: []IssueEntry{{IDs: []item.ID{tokenID}}}}); err != nil {
		t.Fatal(err)
	}
	got, ok, err := s.GetIssue("2026-11-16")
	equal(t, "issue", []any{got, ok, err}, []any{issue, true, nil})
	all, _ := s.Issues()
	equal(t, "issues", []string{all[0].Date, all[1].Date}, []string{"2026-11-16", "2022-02-23"})
	dates, _ := s.PrintedIn(tokenID)
	equal(t, "printed", dates, []string{"2022-02-23", "2026-11-16"})
	issue.Entries = issue.Entries[1:]
	if err := s.PutIssue(ctx, issue); err != nil {
		t.Fatal(err)
	}
	dates, _ = s.PrintedIn(tokenID)
	equal(t, "printed after a correction", dates, []string{"2022-02-23"})

	d, ok, err := s.GetDraft("2026-11-16")
	equal(t, "draft", []any{string(d.Base), string(d.Written), ok, err}, []any{"base", "written", true, nil})
	versions, _ := s.Versions("2026-11-16")
	equal(t, "the same draft twice is no version", len(versions), 0)
	for i := range 30 {
		c.pass(time.Minute)
		if err := s.PutDraft(ctx, Draft{Date: "2026-11-30", Base: fmt.Append(nil, i), Written: fmt.Append(nil, i)}); err != nil {
			t.Fatal(err)
		}
	}
	versions, _ = s.Versions("2026-11-30")
	equal(t, "versions", []any{len(versions), string(versions[0].Base), string(versions[19].Base)}, []any{20, "28", "9"})
	drafts, _ := s.Drafts()
	equal(t, "drafts", drafts, []string{"2026-11-30", "2026-11-16"})
	if err := s.PutIssue(ctx, Issue{}); err == nil {
		t.Error("an issue without a date was taken")
	}
	if err := s.PutDraft(ctx, Draft{}); err == nil {
		t.Error("a draft without a date was taken")
	}
}

func TestBlobs(t *testing.T) {
	s := open(t, newClock())
	big := bytes.Repeat([]byte("model"), 1<<20)
	if err := s.PutBlob(t.Context(), "model", 3, big); err != nil {
		t.Fatal(err)
	}
	version, data, err := s.GetBlob("model")
	if version != 3 || !bytes.Equal(data, big) || err != nil {
		t.Errorf("version %d, %d bytes, %v", version, len(data), err)
	}
	version, data, err = s.GetBlob("none")
	equal(t, "none", []any{version, data == nil, err}, []any{0, true, nil})
}

func TestGetMany(t *testing.T) {
	s := open(t, newClock())
	add(t, s, article("https://example.com/a", "a", "x"), article("https://example.com/b", "b", "y"))
	all, err := s.GetMany(t.Context(), []item.ID{"url:https://example.com/b", "url:https://example.com/none", "", "url:https://example.com/a", "url:https://example.com/b"})
	if err != nil || len(all) != 2 || all[0].Item.Text != "y" || all[1].Item.Text != "x" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestBackup(t *testing.T) {
	c := newClock()
	s := open(t, c)
	add(t, s, article("https://example.com/a", "a", "x"))
	path := filepath.Join(t.TempDir(), "copy.db")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	f.Close()
	add(t, s, article("https://example.com/b", "b", "x"))
	backup := openAt(t, path, c)
	equal(t, "copy", candidates(t, backup, time.Time{}), []item.ID{"url:https://example.com/a"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ctx, &bytes.Buffer{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNamesNothing(t *testing.T) {
	s := open(t, newClock())
	add(t, s, article("https://example.com/a", "a", ""))
	if names, err := s.NamesAny(); err != nil || names {
		t.Errorf("NamesAny: %t, %v", names, err)
	}
}
