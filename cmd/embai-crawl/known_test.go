package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"embai-crawl/item"
	"embai-crawl/store"
	"embai-crawl/subject"
)

var known = flag.String("known", "", "numbers of known items that TestKnown measures with: 1000,1000000")

// mostResident is what a run may have resident, in MB.
const mostResident = 128

// TestKnown takes 10,000 new items in against stores that know few and many, with
// the bands of package subject: each is stored with a sync a page, and looked up among what it
// may be a near duplicate of: what was decided on, here four of a thousand a day, more than an
// editor prints and drops; some are compared with what is found. Rate and memory are those of a process of its own.
//
//	go test ./cmd/embai-crawl -run TestKnown -v -timeout 2h -known 1000,1000000
func TestKnown(t *testing.T) {
	if *known == "" {
		t.Skip("takes minutes: -known 1000,1000000")
	}
	for n := range strings.SplitSeq(*known, ",") {
		dir := t.TempDir()
		for _, role := range []string{"fill", "measure"} {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKnownRole$", "-test.timeout=2h")
			cmd.Env = append(os.Environ(), "EMBAI_ROLE="+role, "EMBAI_STORE="+filepath.Join(dir, storeFile), "EMBAI_COUNT="+n)
			out, err := cmd.CombinedOutput()
			for line := range strings.Lines(string(out)) {
				if line, ok := strings.CutPrefix(line, "> "); ok {
					t.Logf("%s known, %s: %s", n, role, strings.TrimSpace(line))
				}
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", role, err, out)
			}
		}
	}
}

// knownDay is how many items a large store took in a day, and knownDecided of how many one
// was decided on.
const knownDay, knownDecided = 1000, 250

// TestKnownRole is what TestKnown runs in processes of their own.
func TestKnownRole(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("EMBAI_COUNT"))
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := now.AddDate(0, 0, -n/knownDay)
	o := store.Options{Now: func() time.Time { return at }, Bands: subject.Bands}
	switch os.Getenv("EMBAI_ROLE") {
	case "fill":
		o.NoSync = true
	case "measure":
		at = now
	default:
		t.Skip("run by TestKnown")
	}
	st, err := store.Open(os.Getenv("EMBAI_STORE"), o)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	begin := time.Now()
	if o.NoSync {
		for i := 0; i < n; i += knownDay {
			c := store.Change{Items: headlines(i, min(knownDay, n-i), at)}
			for k := 0; k < len(c.Items); k += knownDecided {
				c.Verdicts = append(c.Verdicts, store.Verdict{ID: c.Items[k].ID, State: store.StateDropped})
			}
			if _, err := st.Apply(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			at = at.AddDate(0, 0, 1)
		}
		stats, err := st.Stats()
		fmt.Printf("> %d items in %.0f s, %d MB of file, %v\n", stats.Items, time.Since(begin).Seconds(), stats.Bytes>>20, err)
		return
	}
	const fresh, page, samples = 10_000, 20, 500
	type meeting struct{ a, b item.Item }
	var meetings []meeting
	found := 0
	var storing time.Duration
	for i := 0; i < fresh; i += page {
		items := headlines(n+i, page, at)
		start := time.Now()
		if _, err := st.Add(context.Background(), items); err != nil {
			t.Fatal(err)
		}
		storing += time.Since(start)
		for k := range items {
			near, err := st.Near(subject.Bands(&items[k]), at.Add(-window), nearLimit)
			if err != nil {
				t.Fatal(err)
			}
			records, err := st.GetMany(t.Context(), near)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range records {
				found++
				if len(meetings) < samples && r.Item.ID != items[k].ID {
					meetings = append(meetings, meeting{items[k], r.Item})
				}
			}
		}
	}
	took := time.Since(begin)
	begin = time.Now()
	same := 0
	for i := range meetings {
		if yes, _ := subject.Similar(&meetings[i].a, &meetings[i].b); yes {
			same++
		}
	}
	each := time.Since(begin) / time.Duration(max(len(meetings), 1))
	resident := highWater()
	fmt.Printf("> %d new stored and looked up in %.1f s, %.0f a second, %.1f s of it to store them; %d near ones read; %v a comparison, %d of %d the same; %d MB resident at most\n",
		fresh, took.Seconds(), fresh/took.Seconds(), storing.Seconds(), found, each.Round(time.Microsecond), same, len(meetings), resident)
	if resident > mostResident {
		t.Errorf("%d MB resident, want at most %d", resident, mostResident)
	}
}

// headlines makes news in the shape of headlines: makers, products, figures, and words
// of two common characters.
func headlines(from, n int, at time.Time) []item.Item {
	random := rand.New(rand.NewPCG(uint64(from), 7)) //nolint:gosec // reproducible, no secret
	makers := []string{"高通", "联发科", "英伟达", "瑞芯微", "华为", "Arm", "Hailo", "乐鑫", "谷歌", "阿里", "地平线", "意法半导体"}
	acts := []string{"发布", "推出", "开源", "量产", "完成融资：", "收购", "拆解", "降价", "第三季度营收"}
	words := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteRune(rune(0x4e00 + random.IntN(3000)))
		}
		return b.String()
	}
	items := make([]item.Item, n)
	for i := range items {
		name := fmt.Sprintf("%c%c%d", 'A'+random.IntN(26), 'A'+random.IntN(26), random.IntN(10_000))
		maker, act := makers[random.IntN(len(makers))], acts[random.IntN(len(acts))]
		items[i] = item.Item{
			URL: fmt.Sprintf("https://blog%d.example/%d", (from+i)%200, from+i), Source: "s" + strconv.Itoa(i%40), Published: at.Add(-time.Duration(i) * time.Minute),
			Title: fmt.Sprintf("%s%s%s，%s", maker, act, name, words(10)), Account: "号" + strconv.Itoa(i%60),
			Summary: fmt.Sprintf("%s今天%s%s，%s，%s，算力%dTOPS，售价%d元，%s。", maker, act, name, words(20), words(20), random.IntN(900), random.IntN(9000), words(30)),
		}
		item.Normalize(&items[i])
	}
	return items
}

// highWater is the most memory that the process had resident, in MB, as Linux tells it.
func highWater() int {
	data, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb >> 10
		}
	}
	return 0
}
