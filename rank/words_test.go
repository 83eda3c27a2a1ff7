package rank

import (
	"slices"
	"testing"

	"embai-crawl/text"
)

func TestTokens(t *testing.T) {
	for s, want := range map[string][]string{
		"低比特INT8量化": {"低比特", "int8", "量化"}, "MobileNet-V2": {"mobilenet", "v2"}, "C++ 与 C#": {"c++", "与", "c#"},
		"llama.cpp": {"llama", "cpp"}, "Größe": {"größe"}, "🔥": nil, "a\nb": {"a", "b"}, "ＮＣＮＮ": {"ncnn"},
	} {
		var w words
		w.add(text.Fold(s))
		var got []string
		for _, t := range w.tokens {
			got = append(got, string(w.bytes(t)))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestStems(t *testing.T) {
	for word, want := range map[string]string{
		"quantized": "quantiz", "quantizing": "quantiz", "quantization": "quantiz", "resnet50": "resnet", "mobilenetv3": "mobilenet", "int8": "int", "a7": "a7", "edge": "edge", "2020": "2020", "networks": "network",
	} {
		b := []byte(word)
		if got := word[:stemEnd(b, token{end: int32(len(b))})]; got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func TestHead(t *testing.T) {
	for n := range 12 {
		if h := head("量化abc蒸", n); len(h) > n || h != text.Squash(h) {
			t.Errorf("%d bytes: %q", n, h)
		}
	}
}

// TestLexicon holds the lists to the form in which they can be found.
func TestLexicon(t *testing.T) {
	for _, g := range slices.Concat(lexicon, sectionCues, cueWords) {
		if g.name == "" || len(lexiconTerms(g.terms)) < 5 {
			t.Errorf("group %q has few terms", g.name)
		}
		for _, term := range lexiconTerms(g.terms) {
			if text.Fold(term) != term {
				t.Errorf("group %q: %q is not folded", g.name, term)
			}
			if r := []rune(term); len(r) == 1 && isHan(r[0]) && r[0] != '库' {
				t.Errorf("group %q: %q stands inside too many words", g.name, term)
			}
		}
	}
	if len(cueWords) != surveys+1 {
		t.Error("the places of the cue words don't fit their list")
	}
	for i, name := range []string{"publishes", "explains", "software", "hardware", "proposes", "open code", "affairs", "methods", "dates", "teaches", "new methods", "money", "spoken", "tools", "surveys"} {
		if cueWords[i].name != name {
			t.Errorf("place %d is %q, not %q", i, cueWords[i].name, name)
		}
	}
}
