package summary

import (
	"strings"

	"embai-crawl/text"
)

// Abstract returns the abstract of a paper as it can be printed: on one line,
// without the announcement that arXiv's feeds put before it, TeX turned into
// plain characters, whole where it fits into max runes, else up to the end of a sentence.
func Abstract(s string, max int) string {
	if len(s) > maxText {
		s = head(s)
	}
	s = text.Squash(s)
	if m := announcement().FindStringIndex(s); m != nil {
		s = s[m[1]:]
	}
	return text.Cut(Plain(s), max)
}

// announcement is what arXiv's feeds (rss.arxiv.org) and many pages put before an abstract.
var announcement = pattern(`^(?:arXiv:\S+ +Announce Type: +[a-z-]+ +)?(?i:abstract|摘要)\s*[:：—.-]\s*`)

// Plain turns the TeX of titles and abstracts into plain characters:
// $4\times$ into 4×, \textbf{x} into x, ~ into a space. What it does not know stays.
func Plain(s string) string {
	if !strings.ContainsAny(s, `\$~{`) {
		return s
	}
	s = command().ReplaceAllString(s, "$1")
	s = symbols.Replace(s)
	s = formula().ReplaceAllStringFunc(s, func(m string) string {
		return strings.NewReplacer("$", "", "{", "", "}", "", "^", "", "_", "").Replace(m)
	})
	if !strings.Contains(s, `\`) {
		s = braces().ReplaceAllString(s, "$1")
	}
	return text.Squash(s)
}

var (
	command = pattern(`\\(?:emph|textbf|textit|texttt|textsc|textsf|text|mathrm|mathbf|mathcal|url|underline|mbox|operatorname|boldsymbol)\s*\{([^{}]*)\}`)
	formula = pattern(`\$[^$\s](?:[^$]{0,58}[^$\s])?\$`)
	braces  = pattern(`\{([^{}]{0,40})\}`)
)

var symbols = strings.NewReplacer(
	`\times`, "×", `\sim`, "~", `\approx`, "≈", `\pm`, "±", `\rightarrow`, "→", `\to`, "→", `\geq`, "≥", `\ge`, "≥", `\leq`, "≤", `\le`, "≤",
	`\ll`, "≪", `\gg`, "≫", `\cdot`, "·", `\alpha`, "α", `\beta`, "β", `\gamma`, "γ", `\lambda`, "λ", `\epsilon`, "ε", `\mu`, "μ", `\sigma`, "σ", `\infty`, "∞",
	`\%`, "%", `\&`, "&", `\_`, "_", `\#`, "#", `\$`, "$", `\,`, " ", `\;`, " ", `\ `, " ", "``", "“", "''", "”", "~", " ",
)
