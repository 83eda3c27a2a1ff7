package issue

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"embai-crawl/item"
	"embai-crawl/text"
)

// How much the 导读 says: titles a section, and runes a title.
const (
	guideTitles = 5
	guideRunes  = 18
)

// guide writes a first 导读: the count, then the titles of each section,
// shortened to what matters. "" for no entries.
func guide(entries []Entry) string {
	n := 0
	var b strings.Builder
	for _, s := range item.Sections() {
		var titles []string
		count := 0
		for i := range entries {
			e := &entries[i]
			if e.Held || e.Short || e.Hidden || e.Section != s && !(s == item.SectionNews && !e.Section.Valid()) {
				continue
			}
			count++
			if t := shortTitle(e); t != "" && len(titles) < guideTitles {
				titles = append(titles, t)
			}
		}
		n += count
		if len(titles) == 0 {
			continue
		}
		b.WriteString("【" + guideName(s) + "】" + strings.Join(titles, "、"))
		if count > len(titles) {
			fmt.Fprintf(&b, "等 %d 条", count)
		}
		b.WriteString("；")
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("本期 %d 条。%s", n, strings.TrimSuffix(b.String(), "；")) + "。"
}

var repoTitle = regexp.MustCompile(`^[\w.-]+/([\w.-]+)(?:[:：\s]|$)`)

// shortTitle keeps what a reader recognises: a repository's name, the name
// before a paper's colon, the first clause of a headline.
func shortTitle(e *Entry) string {
	t := clean(e.Title, maxTitle)
	if m := repoTitle.FindStringSubmatch(t); m != nil {
		return m[1]
	}
	if i := strings.IndexAny(t, ":："); i > 0 && e.Section == item.SectionPaper {
		if head := strings.TrimSpace(t[:i]); utf8.RuneCountInString(head) <= guideRunes && !strings.Contains(head, "提出") {
			return head
		}
	}
	for part := range strings.FieldsFuncSeq(t, func(r rune) bool { return r == '|' || r == '｜' || r == '丨' }) {
		if part = strings.TrimSpace(part); utf8.RuneCountInString(part) > guideRunes/2 { // behind 首发 | and the like
			t = part
			break
		}
	}
	cut := t
	for i, r := range t {
		if strings.ContainsRune("，；。！？!?;", r) && utf8.RuneCountInString(t[:i]) >= 6 {
			cut = t[:i]
			break
		}
	}
	return strings.TrimRight(text.Cut(cut, guideRunes+8), " ，、。：:")
}

var countInGuide = regexp.MustCompile(`(本[期次][^0-9]{0,12})(\d{1,3})(\s*[条篇则])`)

// guideCount gives the number of entries that a 导读 tells of.
func guideCount(s string) (n int, ok bool) {
	m := countInGuide.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	_, err := fmt.Sscan(m[2], &n)
	return n, err == nil
}
