//go:build unix

package store

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
)

var big = flag.String("big", "", "numbers of known items that TestBig measures with: 10000,1000000")

// perDay is how many items the large stores take in a day.
const perDay = 1000

// TestBig shows that a run costs the same however much is known. It measures in
// processes of their own, whose memory is nothing but the store's:
//
//	go test ./store/ -run TestBig -v -timeout 1h -big 10000,1000000
func TestBig(t *testing.T) {
	if *big == "" {
		t.Skip("takes minutes: -big 10000,1000000")
	}
	for known := range strings.SplitSeq(*big, ",") {
		path := filepath.Join(t.TempDir(), "embai.db")
		for _, role := range []string{"build", "measure"} {
			cmd, out := start(t, role, path+" "+known)
			for out.Scan() {
				t.Logf("%s known, %s: %s", known, role, out.Text())
			}
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// playBuilder fills a store without syncs, at perDay items a day.
func playBuilder(arg string) error {
	path, n := splitArg(arg)
	c := newClock()
	s, err := Open(path, Options{Now: c.Now, NoSync: true, Bands: bands16})
	if err != nil {
		return err
	}
	begin := time.Now()
	for i := 0; i < n; i += perDay {
		// Some are decided on, more than an editor prints and drops: those Near finds.
		change := Change{Items: aged(c, i, perDay)}
		for k := 0; k < perDay; k += 250 {
			change.Verdicts = append(change.Verdicts, Verdict{ID: change.Items[k].ID, State: StateDropped})
		}
		if _, err := s.Apply(context.Background(), change); err != nil {
			return err
		}
		c.pass(24 * time.Hour)
	}
	stats, err := s.Stats()
	fmt.Printf("%d items in %.1fs, %d MB\n", stats.Items, time.Since(begin).Seconds(), stats.Bytes>>20)
	if err != nil {
		return err
	}
	return s.Close()
}

// aged makes items that were published on the day of the clock.
func aged(c *clock, from, n int) []item.Item {
	items := madeMany(from, n, "")
	for i := range items {
		items[i].Published = c.now.Add(-time.Duration(i) * time.Minute)
	}
	return items
}

// playMeasurer takes in 10,000 new items in pages of 20, as a crawl does with
// syncs, each looked up among its near duplicates; then known ones; then reads
// the candidates of a week.
func playMeasurer(arg string) error {
	path, n := splitArg(arg)
	c := newClock()
	c.pass(time.Duration(n/perDay) * 24 * time.Hour)
	begin := time.Now()
	s, err := Open(path, Options{Now: c.Now, Bands: bands16})
	if err != nil {
		return err
	}
	report := func(what string, per int) {
		took := time.Since(begin)
		fmt.Printf("%-28s %8.2f ms, %6.1f µs each; %s\n", what, took.Seconds()*1e3, float64(took.Microseconds())/float64(per), memory())
		begin = time.Now()
	}
	ctx := context.Background()
	report("open", 1)
	for _, group := range []int{1, 16} {
		for page := 0; page < 250; page += group {
			var batch Batch
			for p := page; p < min(page+group, 250); p++ {
				batch.Pages = append(batch.Pages, Fetched{URL: fmt.Sprint(p), Items: aged(c, n+group*10_000+p*20, 20)})
			}
			if _, err := s.Commit(ctx, batch); err != nil {
				return err
			}
		}
		report(fmt.Sprintf("5,000 new, %d pages a commit", group), 5000)
	}
	for i := range 10_000 {
		it := made(n-1-i%min(n, 5000), "")
		if _, err := s.Near(bands16(&it), c.now.Add(-30*24*time.Hour), 20); err != nil {
			return err
		}
	}
	report("10,000 looked up", 10_000)
	for page := range 500 {
		if _, err := s.Add(ctx, madeMany(max(0, n-10_000)+page*20, 20, "")); err != nil {
			return err
		}
	}
	report("10,000 known", 10_000)
	candidates := 0
	for _, err := range s.Candidates(ctx, c.now.Add(-7*24*time.Hour)) {
		if err != nil {
			return err
		}
		candidates++
	}
	report(fmt.Sprintf("%d candidates", candidates), candidates)
	for _, err := range s.Learn(ctx, 5000) {
		if err != nil {
			return err
		}
	}
	report("5,000 to learn from", 5000)
	return s.Close()
}

func splitArg(arg string) (path string, n int) {
	path, number, _ := strings.Cut(arg, " ")
	n, _ = strconv.Atoi(number)
	return path, n
}

// memory returns what the process has resident, as Linux tells it.
func memory() string {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return ""
	}
	var parts []string
	for line := range strings.SplitSeq(string(data), "\n") {
		for _, name := range []string{"VmHWM", "RssAnon", "RssFile"} {
			if rest, ok := strings.CutPrefix(line, name+":"); ok {
				kb, _ := strconv.Atoi(strings.Fields(rest)[0])
				parts = append(parts, fmt.Sprintf("%s %d MB", name, kb>>10))
			}
		}
	}
	return strings.Join(parts, ", ")
}
