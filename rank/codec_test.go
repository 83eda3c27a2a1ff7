package rank

import (
	"encoding/binary"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"embai-crawl/item"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestModelSurvivesTheStore(t *testing.T) {
	dates, examples := archive(6)
	examples = append(examples,
		Example{Item: item.Item{Kind: item.KindRepo, Title: "a/gemm", Language: "C", Published: dates[1]}, Issue: "2024-01-21", Section: item.SectionProject},
		Example{Item: item.Item{Kind: item.KindRepo, Title: "a/shop", Language: "PHP", Published: dates[1]}})
	m := trained(t, words3, dates, examples)
	data, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Load(data, words3)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		a, b := m.Score(&e.Item, now()), back.Score(&e.Item, now())
		if a.Score != b.Score || a.Section != b.Section || a.Reason != b.Reason || !slices.Equal(a.Terms, b.Terms) {
			t.Fatalf("%s: %v before, %v after", e.Item.Title, a, b)
		}
	}
	if got, want := back.learned.sections.shape, m.learned.sections.shape; got != want || got.articles == 0 {
		t.Errorf("the loaded model takes an issue for %v, the trained one for %v", got, want)
	}
	if again, _ := back.MarshalBinary(); !slices.Equal(again, data) {
		t.Error("the loaded model is written differently")
	}
}

func TestKeywordModelSurvives(t *testing.T) {
	data, err := New(words3).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load(data, words3)
	if err != nil || m.learned != nil {
		t.Fatalf("%v, %v", m, err)
	}
	it := item.Item{Title: "ncnn"}
	if m.Score(&it, now()).Score != New(words3).Score(&it, now()).Score {
		t.Error("the loaded model judges differently")
	}
}

// TestReadsYesterdaysModel holds the format to a file that an earlier build
// wrote. When the lexicon or the format changes on purpose, such files are
// refused and trained anew: then write the file again with -update.
func TestReadsYesterdaysModel(t *testing.T) {
	path := filepath.Join("testdata", "model.v5")
	if *update {
		dates, examples := archive(1)
		data, err := trained(t, words3, dates, examples).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load(data, words3)
	if err != nil || m.learned == nil {
		t.Fatalf("%v", err)
	}
	good, bad := item.Item{Title: "量化推理框架"}, item.Item{Title: "数据库面试题"}
	if m.Score(&good, now()).Score <= m.Score(&bad, now()).Score {
		t.Error("it has forgotten what it learned")
	}
}

// TestRefusesOlderModels: what an earlier version wrote is trained anew.
func TestRefusesOlderModels(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "model.v2"))
	if err != nil {
		t.Fatal(err)
	}
	if m, err := Load(data, words3); !errors.Is(err, ErrModel) || m != nil {
		t.Errorf("%v", err)
	}
}

func TestDamagedModels(t *testing.T) {
	dates, examples := archive(3)
	whole, err := trained(t, words3, dates, examples).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	turned := func(at int) []byte {
		b := slices.Clone(whole)
		b[at] ^= 1
		return b
	}
	other := slices.Clone(whole)
	binary.LittleEndian.PutUint16(other[len(codecMagic):], codecVersion+1)
	for name, b := range map[string][]byte{
		"nothing": nil, "cut in the header": whole[:20], "cut in the middle": whole[:len(whole)/2], "other magic": turned(0), "other version": other,
		"other lexicon": turned(len(codecMagic) + 3), "other sum": turned(codecHeader - 1), "a turned bit": turned(len(whole) - 1), "something after it": append(slices.Clone(whole), 'x'), "a page": []byte("<html>"),
	} {
		if m, err := Load(b, words3); !errors.Is(err, ErrModel) || m != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzSnapshot(f *testing.F) {
	f.Add(uint8(1), uint8(1), uint8(3), uint8(4))
	f.Fuzz(func(t *testing.T, hashes, idf, heads, words uint8) {
		sections := sectionSnapshot{Words: make([]byte, 4*int(words))}
		s := snapshot{Hashes: make([]byte, 8*int(hashes)), IDF: make([]byte, 4*int(idf)), Heads: make([]byte, 4*int(heads)), Bias: make([]float32, kinds), KindBias: make([]float64, kinds), Columns: make([]byte, 4*int(words)), Shares: make([]float32, 4), Sections: []sectionSnapshot{sections, sections}}
		if l, err := s.learned(groupCount()); err == nil && len(l.heads) != len(l.vocabulary.hashes) {
			t.Error("parts that don't fit were taken")
		}
	})
}

func FuzzLoad(f *testing.F) {
	dates, examples := archive(1)
	data, err := trained(f, words3, dates, examples).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:codecHeader])
	f.Add([]byte(codecMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := Load(b, words3); err == nil {
			checkResult(t, m.Score(&item.Item{Title: "量化"}, now()))
		}
	})
}
