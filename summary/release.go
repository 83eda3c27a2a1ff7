package summary

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/text"
)

// Release condenses the notes of a release, in Markdown or plain text, to the
// lines that matter to who uses it: what is new, faster, supported or broken before
// fixes, and chores, tests, documentation, contributors, checksums and lists of
// files not at all. Lines keep their order and lose their markup, authors, numbers
// of pull requests and commit hashes; they are parted by semicolons. At most max runes;
// "" where nothing of the notes matters.
func Release(notes string, max int) string {
	lines := noteLines(head(notes))
	order := make([]int, 0, len(lines))
	for i, l := range lines {
		if l.weight > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[b].weight, lines[a].weight) })
	var chosen []int
	total := 0
	for _, i := range order {
		n := utf8.RuneCountInString(lines[i].text) + 2
		if total+n > max+2 {
			if len(chosen) == 0 {
				return text.Cut(lines[i].text, max)
			}
			continue
		}
		chosen = append(chosen, i)
		total += n
	}
	slices.Sort(chosen)
	parts := make([]string, len(chosen))
	for i, c := range chosen {
		parts[i] = lines[c].text
	}
	return text.Cut(enumerate(parts), max)
}

// note is a line of release notes without markup.
type note struct {
	text   string
	weight int // above 0: worth printing
}

// maxNotes is how many lines are weighed: notes that list every commit of a year end there.
const maxNotes = 2000

// noteLines parses notes. A heading sets what the lines below it start with.
func noteLines(notes string) []note {
	var out []note
	section, code, seen := 0, false, map[string]bool{}
	for line := range strings.SplitSeq(notes, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "```") {
			code = !code
			continue
		}
		if line == "" || code || len(out) >= maxNotes || strings.HasPrefix(line, "|") {
			continue
		}
		if strings.HasPrefix(line, "</details") {
			section = 0 // what was folded away ends here
		}
		plain := bareLine(line)
		f := text.Fold(plain)
		if heading := noteHeading(line); heading || isLabel(f) {
			section = headingWeight(f)
			continue
		}
		if f == "" || seen[f] {
			continue
		}
		seen[f] = true
		out = append(out, note{commitType().ReplaceAllString(plain, ""), lineWeight(f, section)})
	}
	return out
}

// bareLine takes the markup and the references out of a line.
func bareLine(line string) string {
	if len(line) > 4096 {
		line = strings.ToValidUTF8(line[:4096], "")
	}
	line = htmlTag().ReplaceAllString(line, "")
	line = image().ReplaceAllString(line, "")
	line = bullet().ReplaceAllString(line, "")
	line = link().ReplaceAllString(line, "$1")
	line = byAuthor().ReplaceAllString(line, "")
	line = reference().ReplaceAllString(line, "")
	line = address().ReplaceAllString(line, "")
	line = strings.NewReplacer("**", "", "__", "", "`", "", "~~", "", "()", "", "( )", "", "[]", "").Replace(line)
	return strings.TrimRight(text.Squash(strings.TrimLeft(line, "# ")), " ,;:，；：-—.。")
}

var (
	// commitType is the type of a conventional commit that the words after it tell as well.
	commitType = pattern(`^(?i:feat|feature|perf)(?:\([^()]{0,40}\))?!?:\s*`)

	htmlTag   = pattern(`</?[a-zA-Z][^<>]{0,200}>|<!--.{0,400}?-->`)
	image     = pattern(`!\[[^\]]{0,200}\]\([^()\s]{0,400}\)`)
	bullet    = pattern(`^(?:[-*+•·]\s+|\d{1,2}[.)、]\s*|\[[ x]\]\s+|>\s*)+`)
	link      = pattern(`\[([^\[\]]{1,300})\]\([^()\s]{0,400}\)`)
	byAuthor  = pattern(`\s*\b(?i:by|thanks to|from|contributed by)\s+@[\w-]+(?:\[bot\])?(?:,?\s+(?:and\s+)?@[\w-]+)*(?:\s+in\b)?|\s*\(?@[\w-]+(?:\[bot\])?(?:,\s*@[\w-]+)*\)?$`)
	reference = pattern(`\s*\(?(?:PR|pull request|issue|fix(?:es)?|close[sd]?)?\s*#\d{1,7}(?:,\s*#\d{1,7})*\)?|^\(?[0-9a-f]{7,40}\)?:?\s+|\s*\(?\b[0-9a-f]{40}\b\)?|\s+\([0-9a-f]{7,12}\)`)
	address   = pattern(`\s*(?:in\s+|see\s+|at\s+)?https?://[^\s)]+`)
)

// noteHeading reports whether a line is a heading of Markdown.
func noteHeading(line string) bool {
	return strings.HasPrefix(line, "#") || strings.HasPrefix(line, "**") && strings.HasSuffix(strings.TrimRight(line, ":："), "**") && strings.Count(line, "**") == 2
}

// isLabel reports whether a plain line is the name of a section, as in "Bug fixes".
func isLabel(f string) bool {
	return len(strings.Fields(f)) <= 3 && headingWeight(f) != 0 && utf8.RuneCountInString(f) <= 24 && labels().MatchString(f)
}

var labels = pattern(`^(?:new )?(?:features?|highlights?|performance|improvements?|enhancements?|bug ?fix(?:es)?|fixes|documentation|docs|chores?|others?|misc|tests?|ci|dependencies|contributors?|assets|checksums?|what'?s new|新特性|新功能|新增|亮点|性能优化|优化|改进|修复|文档|其他|致谢|贡献者)$`)

// headingWeight is what the lines below a heading start with.
func headingWeight(f string) int {
	switch {
	case matches(f, "contributor", "checksum", "sha256", "full changelog", "asset", "download", "thank", "acknowledg", "sponsor", "install", "upgrade guide", "贡献", "致谢", "下载", "安装", "校验"):
		return -9
	case matches(f, "chore", "doc", "test", "depend", "internal", "refactor", "build", "housekeeping", "maintenance", "文档", "测试", "构建", "依赖") || word(f, "ci", "misc", "other", "others"):
		return -3
	case matches(f, "highlight", "what's new", "new feature", "feature", "breaking", "major", "亮点", "新特性", "新功能", "新增", "重要", "不兼容"):
		return 3
	case matches(f, "perf", "optimi", "speed", "improve", "enhance", "support", "model", "operator", "backend", "kernel", "quant", "性能", "优化", "加速", "支持", "量化", "算子", "模型"):
		return 2
	case matches(f, "fix", "修复", "bug"):
		return -1
	}
	return 0
}

// lineWeight is what a folded line is worth below a heading of the given weight.
func lineWeight(f string, section int) int {
	switch {
	case section <= -9, !strings.ContainsFunc(f, unicode.IsLetter), utf8.RuneCountInString(f) < 6, noise().MatchString(f), boiler(f):
		return 0
	}
	w := 1 + section
	switch {
	case chore().MatchString(f):
		w -= 4
	case fix().MatchString(f):
		w--
	case feature().MatchString(f):
		w += 2
	}
	if domain().MatchString(f) {
		w += 2
	}
	if strings.ContainsFunc(f, unicode.IsDigit) && speed().MatchString(f) {
		w += 2
	}
	return w
}

var (
	noise   = pattern(`full changelog|made (?:their|his|her) first contribution|^(?:new )?contributors?\b|^(?:sha ?256|md5|sha1)|\.(?:zip|tar\.gz|tgz|whl|exe|dmg|apk|deb|aar)\b|^v?\d[\d.]*(?:-?(?:rc|beta|alpha)\.?\d*)?$|^co-authored|^signed-off|^merge (?:branch|pull|remote)|dependabot|renovate|^[^\p{L}\p{N}]*[0-9a-f]{7,64}[^\p{L}\p{N}]*$|^this release (?:was|is) (?:built|made|signed)|^release (?:date|notes?)\b`)
	chore   = pattern(`^(?:chore|docs?|ci|tests?|build|style|refactor|revert|bump|typo|release)\b(?:\([^)]{0,40}\))?[:!/ ]|\b(?:typos?|readme|changelog|github actions?|workflows?|clang-format|lint(?:er|ing)?|pre-commit|unit ?tests?|test cases?|code style|clean ?up|copyright|gitignore|dockerfile|docs|documentation|bump\b.{0,60}\bto|upgrade (?:dep|github))\b|文档|单测|单元测试|流水线|错别字`)
	fix     = pattern(`^(?:bug ?)?fix(?:es|ed|ing)?\b|\bfix(?:es|ed)?\b|\bcrash|\bleak|修复|修正|解决`)
	feature = pattern(`^feat(?:ure)?\b|\b(?:add(?:s|ed)?|support(?:s|ed)?|new|introduc\w+|enabl\w+|implement\w*|releas\w+|initial|breaking|remov\w+|deprecat\w+)\b|新增|支持|增加|添加|引入|发布|首次|移除|废弃|实现`)
	domain  = pattern(`quant|int[48]\b|fp(?:8|16|4)\b|bf16|w4a|gguf|awq|gptq|kernel|operator|\bops?\b|\bsve\b|\bsme\b|neon|\barm(?:v\d)?|risc-?v|\brvv\b|vulkan|metal|opencl|cuda|rocm|\bnpu\b|\bgpu\b|\bdsp\b|hexagon|qnn|coreml|nnapi|xnnpack|onnx|kv ?cache|attention|decod|\bllms?\b|llama|qwen|gemma|deepseek|yolo|whisper|vlm|transformer|backend|delegate|runtime|inference|latency|throughput|memory|speculative|lora|moe\b|webgpu|wasm|android|ios|raspberry|量化|算子|推理|性能|加速|显存|内存|大模型|模型|后端|端侧|低比特`)
	speed   = pattern(`\bperf|optimi|faster|speed|reduc|improv|\d ?x\b|\d ?%|×|倍|性能|优化|提升|加速|降低|减少`)
)

// matches reports whether s holds one of the words.
func matches(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// word reports whether s begins with one of the words as a whole word.
func word(s string, words ...string) bool {
	first, _, _ := strings.Cut(s, " ")
	return slices.Contains(words, strings.TrimRight(first, ":/&,"))
}

// enumerate puts the lines of notes on one, with the semicolon of their language.
func enumerate(lines []string) string {
	sep := "; "
	if text.Han(strings.Join(lines, "")) > 0.3 {
		sep = "；"
	}
	return strings.Join(lines, sep)
}
