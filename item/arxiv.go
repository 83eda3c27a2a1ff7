package item

import "strings"

// ArXiv returns the identity of a paper by its arXiv number, with or without
// "arXiv:" or "oai:arXiv.org:" before it, a version or ".pdf" behind it.
// A subject class is no part of it: math.GT/0309136 is math/0309136.
// The numbers are those of https://info.arxiv.org/help/arxiv_identifier.html.
func ArXiv(s string) (ID, bool) {
	s = strings.TrimSpace(s)
	for _, prefix := range []string{"oai:arxiv.org:", "arxiv:"} {
		if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
			s = strings.TrimSpace(s[len(prefix):])
		}
	}
	if len(s) > 64 {
		return "", false
	}
	s = strings.ToLower(s)
	s = strings.TrimSuffix(s, ".pdf")
	s = cutVersion(s)
	archive, number, old := strings.Cut(s, "/")
	if !old {
		if !newArXiv(s) {
			return "", false
		}
		return ID("arxiv:" + s), true
	}
	archive, _, _ = strings.Cut(archive, ".")
	if !oldArchives[archive] || len(number) != 7 || !only(number, isDigit) {
		return "", false
	}
	if yymm := number[:4]; !month(yymm) || "0703" < yymm && yymm < "9108" {
		return "", false
	}
	return ID("arxiv:" + archive + "/" + number), true
}

// newArXiv reports whether s is YYMM.number as given out since April 2007:
// four digits until the end of 2014, five since.
func newArXiv(s string) bool {
	yymm, number, ok := strings.Cut(s, ".")
	if !ok || len(yymm) != 4 || !only(yymm, isDigit) || !only(number, isDigit) {
		return false
	}
	if !month(yymm) || yymm < "0704" || strings.Trim(number, "0") == "" {
		return false
	}
	if yymm < "1501" {
		return len(number) == 4
	}
	return len(number) == 5
}

// month reports whether the digits YYMM name a month that exists.
func month(yymm string) bool {
	mm := yymm[2:]
	return "01" <= mm && mm <= "12"
}

// cutVersion drops the vN at the end of s.
func cutVersion(s string) string {
	digits := strings.TrimRight(s, "0123456789")
	if len(digits) < len(s) && strings.HasSuffix(digits, "v") {
		return digits[:len(digits)-1]
	}
	return s
}

// oldArchives are the archives that numbered their papers themselves, before
// April 2007, those among them that were merged into others later.
var oldArchives = map[string]bool{
	"acc-phys": true, "adap-org": true, "alg-geom": true, "ao-sci": true,
	"astro-ph": true, "atom-ph": true, "bayes-an": true, "chao-dyn": true,
	"chem-ph": true, "cmp-lg": true, "comp-gas": true, "cond-mat": true,
	"cs": true, "dg-ga": true, "funct-an": true, "gr-qc": true,
	"hep-ex": true, "hep-lat": true, "hep-ph": true, "hep-th": true,
	"math": true, "math-ph": true, "mtrl-th": true, "nlin": true,
	"nucl-ex": true, "nucl-th": true, "patt-sol": true, "physics": true,
	"plasm-ph": true, "q-alg": true, "q-bio": true, "quant-ph": true,
	"solv-int": true, "stat": true, "supr-con": true,
}

// arXivPaths are, by host, what stands in the path before a paper's number.
var arXivPaths = map[string][]string{
	"arxiv.org": {
		"abs", "pdf", "html", "format", "ps", "e-print", "src", "dvi", "tb",
		"show-email", "ftp/arxiv/papers",
	},
	"ar5iv.org":           {"abs", "html", "papers"},
	"alphaxiv.org":        {"abs", "pdf", "html", "overview", "forum", "resources"},
	"huggingface.co":      {"papers"},
	"hf.co":               {"papers"},
	"hf-mirror.com":       {"papers"},
	"arxiv-vanity.com":    {"papers"},
	"papers.cool":         {"arxiv"},
	"scirate.com":         {"arxiv"},
	"semanticscholar.org": {"arxiv"},
	"emergentmind.com":    {"papers"},
	"xxx.lanl.gov":        {"abs", "pdf"},
	"xxx.itp.ac.cn":       {"abs", "pdf"},
}

// arXivAddress identifies the addresses of a paper at arXiv, its mirrors and
// the sites that lay themselves over it.
func arXivAddress(a address) (ID, bool) {
	host := a.host
	if strings.HasSuffix(host, ".arxiv.org") { // export., cn., browse., ar5iv.labs. …
		host = "arxiv.org"
		if strings.HasPrefix(a.host, "ar5iv.") {
			host = "ar5iv.org"
		}
	}
	for _, dir := range arXivPaths[host] {
		rest, ok := strings.CutPrefix(a.path, "/"+dir+"/")
		if !ok {
			continue
		}
		plain, ok := unescape(rest)
		if !ok {
			return "", false
		}
		parts := strings.Split(strings.Trim(plain, "/"), "/")
		if dir == "ftp/arxiv/papers" && len(parts) == 2 { // …/papers/1912/1912.13200.pdf
			return ArXiv(parts[1])
		}
		if id, ok := ArXiv(parts[0]); ok {
			return id, true
		}
		if len(parts) > 1 {
			return ArXiv(parts[0] + "/" + parts[1])
		}
		return "", false
	}
	return "", false
}
