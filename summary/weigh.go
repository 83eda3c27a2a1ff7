package summary

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/text"
)

// distinct returns the distinct words of s that are no stop words.
func distinct(s string) []string {
	var out []string
	for w := range text.WordSeq(s) {
		if !stopWord(w) && !slices.Contains(out, w) {
			out = append(out, w)
			if len(out) == 200 {
				break
			}
		}
	}
	return out
}

// weigh gives every sentence its score.
func weigh(all []sentence, title string) {
	df := map[string]int{}
	for _, s := range all {
		for _, w := range s.words {
			df[w]++
		}
	}
	inTitle := map[string]bool{}
	for _, w := range distinct(title) {
		inTitle[w] = true
	}
	folded := text.Fold(title)
	central := make([]float64, len(all))
	for i, s := range all {
		for _, w := range s.words {
			// A word that several sentences use is what the text is about; one
			// that all of them use does not tell them apart.
			if d := float64(df[w]); d > 1 {
				central[i] += math.Log1p(d) * math.Log1p(float64(len(all))/d)
			}
		}
		central[i] /= math.Sqrt(float64(len(s.words)) + 4)
	}
	top := max(slices.Max(central), 1e-9)
	for i := range all {
		s := &all[i]
		shared := 0
		for _, w := range s.words {
			if inTitle[w] {
				shared++
			}
		}
		overlap := math.Sqrt(float64(shared) / float64(max(len(inTitle), 1)))
		position := 1 / (1 + 0.15*float64(i))
		if s.inPara == 0 {
			position += 0.15
		}
		s.score = 0.9*position + 0.8*overlap + 0.7*central[i]/top + manner(s.text, folded)
	}
}

// manner is what the way of writing adds or takes: figures and names say
// something; questions, exclamations, asides and what hangs on the sentence
// before it say less.
func manner(s, title string) float64 {
	score := 0.0
	if strings.ContainsFunc(s, unicode.IsDigit) {
		score += 0.15
	}
	last := strings.TrimRight(s, "”’\"')）")
	switch r, _ := utf8.DecodeLastRuneInString(last); r {
	case '？', '?':
		score -= 0.5
	case '！', '!':
		score -= 0.2
	case '；', ';':
		score -= 0.1
	}
	f := text.Fold(s)
	if strings.TrimRight(f, ".!?") == strings.TrimRight(title, ".!?") {
		score -= 2 // the title once more
	}
	for _, p := range dangling {
		if strings.HasPrefix(f, p) {
			score -= 0.35
			break
		}
	}
	for _, p := range chatty {
		if strings.Contains(f, p) {
			score -= 0.4
			break
		}
	}
	if strings.Contains(s, "我") && !strings.Contains(s, "我们") || strings.HasPrefix(f, "i ") {
		score -= 0.5
	}
	if n := utf8.RuneCountInString(s); n < 14 {
		score -= 0.3
	}
	return score
}

// dangling holds beginnings that need the sentence before.
var dangling = []string{
	"但", "而", "不过", "然而", "因此", "所以", "于是", "此外", "另外", "同时", "其中", "它", "他", "她", "这", "那", "并且", "比如", "例如", "如图", "如下", "如上", "见图", "接下来", "首先", "其次", "最后", "总之",
	"however", "but ", "and ", "so ", "therefore", "thus", "it ", "this ", "these ", "that ", "they ", "he ", "she ", "for example", "for instance", "moreover", "furthermore", "in addition", "also,", "finally", "then ", "see ", "figure ",
}

// chatty holds what writers say to readers.
var chatty = []string{
	"大家好", "小编", "笔者", "今天我们", "本期", "本文将", "一起来看", "话不多说", "废话不多说", "各位", "读者", "敬请期待", "我们来看", "你是否", "如果你", "文末", "干货", "朋友圈",
	"in this post", "in this article", "in this blog", "let's ", "welcome", "stay tuned", "we'll ", "you'll ", "hello", "click ",
}

// pick chooses sentences, best first, and returns their indices in text order
// and the length of what will be printed.
func pick(all []sentence, lead string, low, high int) (chosen []int, total int) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b].score, all[a].score) })
	said := map[string]bool{}
	for _, w := range distinct(lead) {
		said[w] = true
	}
	total = utf8.RuneCountInString(lead)
	target := (low + high) / 2
	if lead != "" {
		target = low
	}
	for _, i := range order {
		s := all[i]
		if total >= target {
			break
		}
		if total+s.runes+1 > high || repeats(s.words, said) {
			continue
		}
		chosen = append(chosen, i)
		total += s.runes + 1
		for _, w := range s.words {
			said[w] = true
		}
	}
	slices.Sort(chosen)
	return chosen, total
}

// repeats reports whether most of a sentence was said already.
func repeats(words []string, said map[string]bool) bool {
	if len(words) == 0 {
		return true
	}
	n := 0
	for _, w := range words {
		if said[w] {
			n++
		}
	}
	return n*10 > len(words)*7
}

// stopWord reports whether a word says nothing of what a text is about.
func stopWord(w string) bool {
	switch w {
	case "the", "a", "an", "of", "to", "in", "on", "at", "for", "and", "or", "is", "are", "was", "were", "be", "been", "it", "its", "this", "that", "these", "those", "with", "by", "as", "from",
		"we", "our", "you", "your", "i", "they", "their", "he", "she", "his", "her", "can", "will", "has", "have", "had", "not", "but", "which", "also", "more", "than", "such", "into", "how", "what", "when",
		"的", "了", "在", "是", "和", "与", "及", "或", "也", "都", "就", "而", "一个", "我们", "他们", "这个", "可以", "进行", "以及", "通过", "使用", "对于", "由于", "因为", "所以", "但是", "如果", "已经", "目前", "同时":
		return true
	}
	return false
}
