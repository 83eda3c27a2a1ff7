package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"embai-crawl/text"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"ascii stays", "int8 on arm", "int8 on arm"},
		{"case", "LLaMA.CPP", "llama.cpp"},
		{"full width", "ＩＮＴ８　量化，更快！", "int8 量化,更快!"},
		{"traditional", "邊緣運算與模型壓縮：聯發科發佈新晶片", "边缘运算与模型压缩:联发科发布新晶片"},
		{"chain in the table", "薴", "苎"},
		{"simplified stays", "面向后端的著名开源项目", "面向后端的著名开源项目"},
		{"emoji", "🔥重磅🔥开源✅", "重磅 开源"},
		{"keycap and flag", "1️⃣ 🇨🇳国产", "1 国产"},
		{"zero width", "端\u200b侧\ufeff模\u2060型", "端侧模型"},
		{"joined emoji", "👨‍👩‍👧 家", "家"},
		{"quotes", "“小模型”「大」用途‘好’", "\"小模型\"\"大\"用途'好'"},
		{"ligature and circled", "ﬁne① ℡", "fine1 tel"},
		{"stop parts words", "用ResNet。GPT更好", "用resnet. gpt更好"},
		{"composed", "cafe\u0301 CAFÉ", "café café"},
		{"compatibility ideograph", "\uf9ba", "了"},
		{"control", "a\x00b\x1bc", "abc"},
		{"invalid", "a\xff\xfeb", "ab"},
		{"spaces", "  a \t\n　 b  ", "a b"},
		{"dashes", "端侧——大模型——–", "端侧--大模型---"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := text.Fold(tt.in)
			if got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if again := text.Fold(got); again != got {
				t.Errorf("Fold(%q) = %q, not stable", got, again)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"在 Cortex-M7 上跑 int8 YOLOv5s", []string{"在", "cortex", "m7", "上跑", "int8", "yolov5s"}},
		{"llama.cpp 支持 C++17 和 c++", []string{"llama.cpp", "支持", "c++", "17", "和", "c++"}},
		{"模型量化工具", []string{"模型", "型量", "量化", "化工", "工具"}},
		{"v1.2 比 3.5 快. End.", []string{"v1.2", "比", "3.5", "快", "end"}},
		{"q4_k_m，C#和F#", []string{"q4_k_m", "c#", "和", "f#"}},
		{"don't ’tis", []string{"don't", "tis"}},
		{"用ResNet。GPT", []string{"用", "resnet", "gpt"}},
		{"カメラ용 модель", []string{"カメラ용", "модель"}},
	} {
		if got := text.Words(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("Words(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"empty", " \n ", nil},
		{"chinese", "模型小了。速度快了！真的吗？真的", []string{"模型小了。", "速度快了！", "真的吗？", "真的"}},
		{"numbers", "提速 3.5 倍，版本 v1.2.0 发布。见 github.com/a/b.c。", []string{"提速 3.5 倍，版本 v1.2.0 发布。", "见 github.com/a/b.c。"}},
		{"english", "It runs at 3.5 fps. The next one, e.g. ResNet, is slower. Done", []string{"It runs at 3.5 fps.", "The next one, e.g. ResNet, is slower.", "Done"}},
		{"et al", "As Han et al. Showed in 2015, pruning works. So does J. Smith.", []string{"As Han et al. Showed in 2015, pruning works.", "So does J. Smith."}},
		{"quotes", "他说：“够快了。”然后走了。“真的吗？”，她问。", []string{"他说：“够快了。”", "然后走了。", "“真的吗？”，她问。"}},
		{"row of marks", "太快了！！！？真的……是吗", []string{"太快了！！！？", "真的……是吗"}},
		{"address", "看 https://a.example/x?y=1!z 这里。See http://b.example/v1.2. Then go.", []string{"看 https://a.example/x?y=1!z 这里。", "See http://b.example/v1.2. Then go."}},
		{"list", "1. 量化\n2. 剪枝. 3", []string{"1. 量化", "2. 剪枝.", "3"}},
		{"abbreviated country", "The U.S. and the E.U. agree. Fig. 2 shows it.", []string{"The U.S. and the E.U. agree.", "Fig. 2 shows it."}},
		{"half-width in chinese", "模型很小.它很快!是吗?是", []string{"模型很小.", "它很快!", "是吗?", "是"}},
		{"ending quote", `He said "go." Then left.`, []string{`He said "go."`, "Then left."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := text.Sentences(tt.in); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		in   string
		max  int
		want string
	}{
		{"短", 10, "短"},
		{"短", 0, ""},
		{"模型小了一半。速度也快了很多。", 10, "模型小了一半。"},
		{"模型小了。速度也快了很多很多很多", 12, "模型小了。速度也快了很…"},
		{"模型小了一半，速度也快了很多很多", 10, "模型小了一半…"},
		{"runs on Raspberry Pi boards", 16, "runs on…"},
		{"提速 1234.5678 倍", 8, "提速…"},
		{"量化到int8之后（见图）再说", 8, "量化到int8…"},
		{"一二三四五六七八（九十", 10, "一二三四五六七八…"},
		{"onewordthatistoolong", 5, "…"},
		{"ab👩‍🔬cd", 4, "ab…"},
		{"见 https://a.example/x 就好了", 8, "见…"},
	} {
		if got := text.Cut(tt.in, tt.max); got != tt.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
		}
	}
}

func TestSquash(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"a b", "a b"},
		{" a\u00a0\n\tb　c ", "a b c"},
		{"\u202eevil\u202c\x1b[31m\ufeff", "evil[31m"},
		{"👨‍👩‍👧", "👨‍👩‍👧"},
		{"a\xffb", "ab"},
		{" ", ""},
	} {
		if got := text.Squash(tt.in); got != tt.want {
			t.Errorf("Squash(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestHan(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want float64
	}{{"", 0}, {"123 !", 0}, {"abc", 0}, {"量化", 1}, {"量化ab", 0.5}} {
		if got := text.Han(tt.in); got != tt.want {
			t.Errorf("Han(%q) = %v, want %v", tt.in, got, tt.want)
		}
	}
}

// seeds are the shapes that broke something once or look as if they might.
var seeds = []string{
	"", "a", "。", "...", "“。”，", "v1.2. 3", "http://x?y！z", strings.Repeat("!", 300) + "x",
	"\xff\xfe", "e\u0301\u200d", "一。二！\r\n三", "a.b.c. D", "👩‍🔬👩🏽‍🔬🇨🇳🇨🇳", "ﷺ", "\u0130İ", "ǅ ﬃ ㍿", "1. 2. 3.", "乾隆\U00020000",
}

func FuzzFold(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := text.Fold(s)
		if !utf8.ValidString(got) {
			t.Errorf("Fold(%q) = %q, not UTF-8", s, got)
		}
		if strings.TrimSpace(got) != got || strings.Contains(got, "  ") {
			t.Errorf("Fold(%q) = %q, has loose space", s, got)
		}
		for _, w := range text.Words(s) {
			if w == "" || strings.ContainsFunc(w, unicode.IsSpace) {
				t.Errorf("Words(%q) has %q", s, w)
			}
		}
		if q := text.Squash(s); text.Squash(q) != q {
			t.Errorf("Squash(%q) = %q, not stable", s, q)
		}
		if h := text.Han(s); h < 0 || h > 1 {
			t.Errorf("Han(%q) = %v", s, h)
		}
	})
}

func FuzzSentences(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		// Not joined by nothing: halves of characters would become whole ones.
		got := bare(strings.Join(text.Sentences(s), "\n"))
		if want := bare(s); got != want {
			t.Errorf("Sentences(%q) lose something: %q", s, got)
		}
	})
}

// bare is s without white space.
func bare(s string) string {
	return strings.Join(strings.Fields(s), "")
}

func FuzzCut(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, i)
	}
	f.Fuzz(func(t *testing.T, s string, max int) {
		got := text.Cut(s, max)
		if n := utf8.RuneCountInString(got); n > max && n > 0 {
			t.Errorf("Cut(%q, %d) = %q has %d runes", s, max, got, n)
		}
		trimmed := strings.TrimSpace(s)
		kept, cut := strings.CutSuffix(got, "…")
		if !strings.HasPrefix(trimmed, got) && !(cut && strings.HasPrefix(trimmed, kept)) {
			t.Errorf("Cut(%q, %d) = %q is no beginning", s, max, got)
		}
		if max > 0 && utf8.RuneCountInString(trimmed) <= max && got != trimmed {
			t.Errorf("Cut(%q, %d) = %q cuts what fits", s, max, got)
		}
		rest := strings.TrimPrefix(trimmed, kept)
		if cut && kept != "" && rest != "" && !strings.HasPrefix(trimmed, got) {
			before, _ := utf8.DecodeLastRuneInString(kept)
			after, _ := utf8.DecodeRuneInString(rest)
			if ascii(before) && ascii(after) {
				t.Errorf("Cut(%q, %d) = %q cuts inside a word", s, max, got)
			}
		}
	})
}

func ascii(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

var article = strings.Repeat("端侧大模型的推理，離不開低比特量化。团队把 LLaMA-7B 压缩到 INT4，在骁龙 8 Gen 3 上达到 12.5 tokens/s！\n", 200)

func BenchmarkFold(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		text.Fold(article)
	}
}

func BenchmarkWords(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		for range text.WordSeq(article) {
		}
	}
}

func BenchmarkSentences(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		text.Sentences(article)
	}
}

// TestSquashed asks every character: what Squashed passes by is what Squash keeps.
func TestSquashed(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := "a" + string(r) + "b"
		// The space behind it sends it the long way.
		if got := text.Squash(s + "\u00a0"); text.Squashed(s) && got != s {
			t.Errorf("%U: Squash gives %q", r, got)
		}
	}
	for _, s := range []string{" a", "a ", "a  b", "a\nb", "a\u3000b", "a\xffb"} {
		if text.Squashed(s) {
			t.Errorf("Squashed(%q)", s)
		}
	}
}
