package review

import (
	"regexp"
	"strings"
)

// The packages below the page say in English what they find; the Chinese
// interface says it in Chinese. A phrase is the format with which a package
// makes its words, so that what stands in it (a title, a line) is taken over.
// In the Chinese form %s are the same words in the same order, and %v are words
// that may be phrases themselves.

var phrases = compile([][2]string{
	// lint, and why a draft can't be understood
	{"no title line", "没有标题行"},
	{"no title line such as # %s (%s)", "没有标题行，例如「# %s（%s）」"},
	{"no date in the title line", "标题行里没有日期"},
	{"a conflict marker of a version control system", "留有版本控制的冲突标记（<<<<<<<）"},
	{"section %s has no entry", "栏目「%s」是空的"},
	{"a link without an address: %s", "链接是空的：%s"},
	{"no 摘要: %s", "没有摘要：%s"},
	{"a temporary WeChat link, dead within a day: %s", "公众号临时链接，一天内失效：%s"},
	{"%s is deleted", "原文已被作者删除（%s）"},
	{"%s is banned", "原文因违规被屏蔽（%s）"},
	{"%s is unavailable", "原文暂时无法查看（%s）"},
	{"%s is expired", "链接已过期（%s）"},
	{"%s is moved", "公众号已迁移（%s）"},
	{"printed before in %s: %s (%s)", "%s 期印过：%s（%s）"},
	{"the same title was printed in %s: %s", "%s 期印过同样的标题：%s"},
	{"the marker of line %d stands here again: %s", "第 %d 行的记号又出现在这里：%s"},
	{"the link of line %d again: %s", "和第 %d 行是同一个链接：%s"},
	{"it links to the entry of line %d: %s", "链接指向第 %d 行的那一条：%s"},
	{"导读 tells of %d entries, there are %d", "导读说有 %d 条，实际是 %d 条"},
	{"** that is no bold type: %s", "** 没有变成粗体：%s"},
	{"not a link in Markdown: %s", "这样写不会成为链接：%s"},
	{"a code fence that is not closed before the next section", "代码块没有在下一栏目之前结束"},
	{"no list item: a space is missing behind the %s", "不是列表项：%s 后面缺一个空格"},
	{"brackets do not match: %s", "括号不成对：%s"},
	{"a comment that is not closed", "注释没有结束"},
	{"it is empty", "文件是空的"},
	{"it is not UTF-8 text", "文件不是 UTF-8 文本"},
	{"it is larger than any issue: over 4 MiB, 500 headings or 3000 entries", "文件太大：超过 4 MiB、500 个标题或 3000 条"},
	{"it is gone: removed or renamed", "文件不见了：被删除或改了名"},
	{"it belongs to another newsletter: %s", "这是另一份简报：%s"},
	{"it belongs to the issue of %s, not of %s", "这是 %s 期的，不是 %s 期的"},
	{"no section is left in it", "栏目标题都没有了"},
	{"its end is missing: neither ## %s nor ## %s is there", "缺了结尾：「## %s」和「## %s」都不在了"},
	{"its end is missing: it stops within a line, and ## %s is not there", "缺了结尾：最后一行不完整，「## %s」也不在了"},
	{"new entries would change what is written there; is a code fence or comment left open?", "新条目会改动已有的内容：是不是有代码块或注释没有结束？"},
	{"more tangled than any issue: line %d: %s", "写法太复杂，第 %d 行：%v"},
	{"more text than an issue holds", "一节的文字太多"},
	{"a line of more than 16 KiB", "一行超过 16 KiB"},
	{"more than 40 quotations or lists in each other", "引用或列表嵌套超过 40 层"},
	{"more brackets than a section holds", "一节里的括号太多"},
	{"issue: draft not understood: line %d: %s", "第 %d 行：%v"},
	{"issue: draft not understood: %s", "%v"},

	// why an act was refused
	{"issue: this text would change other entries or the structure of the draft", "这样写会改动别的条目或栏目，没有保存"},
	{"issue: an entry needs a title", "标题不能是空的"},
	{"there is no draft to change", "现在没有草稿可以改"},
	{"no such section", "没有这个栏目"},
	{"no link", "这不是一个链接"},
	{"no issue of %s is known", "没有 %s 期的记录"},
	{"file does not exist", "现在没有草稿"},
	{"the file was written, but can't be understood any more: %s", "文件已写，但读不懂了：%v"},

	// why a candidate has its score, and why items are one entry
	{"nothing known speaks for or against it", "没有已知的加分或减分"},
	{"no readable words", "没有可读的文字"},
	{"%s: repeats it, %s", "%s 的转载（%s）"},
	{"%s: 阅读原文, %s", "%s 是阅读原文（%s）"},
	{"%s: release that the article is on, %s", "%s 是文章所说的版本（%s）"},
	{"%s: linked as its source by %s", "%s 被 %s 当作来源链接"},
	{"%s: its whole title stands in %s", "%s 的标题全文出现在 %s"},
	{"words %s: title %s, text %s, %s figures, %s names in common", "文字相似 %s：标题 %s，正文 %s，共有 %s 个数字、%s 个名称"},
})

// phrase is one of them, ready to be looked for.
type phrase struct {
	form    *regexp.Regexp
	chinese string
}

var formatVerb = regexp.MustCompile(`%[sdv]`)

// compile makes each English format a pattern. All but the last place of one
// match as little as they can: a title may hold what parts them.
func compile(table [][2]string) []phrase {
	out := make([]phrase, len(table))
	for i, row := range table {
		parts := formatVerb.Split(row[0], -1)
		verbs := formatVerb.FindAllString(row[0], -1)
		var b strings.Builder
		b.WriteString(`(?s)^`)
		for j, part := range parts {
			b.WriteString(regexp.QuoteMeta(part))
			switch {
			case j == len(verbs):
			case verbs[j] == "%d":
				b.WriteString(`(\d+)`)
			case j == len(verbs)-1:
				b.WriteString(`(.*)`)
			default:
				b.WriteString(`(.*?)`)
			}
		}
		b.WriteString(`$`)
		out[i] = phrase{regexp.MustCompile(b.String()), row[1]}
	}
	return out
}

// chinese gives the Chinese form of a message, and whether there is one.
func chinese(message string) (string, bool) {
	for _, p := range phrases {
		found := p.form.FindStringSubmatch(message)
		if found == nil {
			continue
		}
		at := 0
		return formatVerb.ReplaceAllStringFunc(p.chinese, func(verb string) string {
			at++
			if verb == "%v" {
				if inner, ok := chinese(found[at]); ok {
					return inner
				}
			}
			return found[at]
		}), true
	}
	return message, false
}

// printedOf is the record of an account within the reason of a score.
var printedOf = regexp.MustCompile(`\((\d+)/(\d+) printed\)`)

// Say gives a message of the packages below in the language of the interface.
func (l lang) Say(message string) string {
	if l == "en" {
		return message
	}
	said, _ := chinese(message)
	return printedOf.ReplaceAllString(said, "（$2 篇印过 $1 篇）")
}

// Finding is what lint found, in words. In Chinese a kind without a phrase of
// its own is named at least.
func (l lang) Finding(f Finding) string {
	if l == "en" {
		return f.Text
	}
	said, ok := chinese(f.Text)
	if !ok {
		said = l.kind(f.Kind) + said
	}
	return strings.TrimSuffix(said, "：") // an entry without a title
}
