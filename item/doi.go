package item

import "strings"

// doiSafe are the bytes, besides letters and digits, that stand for
// themselves in the address of a DOI.
const doiSafe = "-._~/:;()"

// DOI returns the identity of what a DOI names, with or without "doi:" before
// it. Case does not count (https://www.doi.org/the-identifier/resources/handbook/).
// A DOI that arXiv gave out is that paper: 10.48550/arXiv.1912.13200.
func DOI(s string) (ID, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimSpace(strings.TrimPrefix(s, "doi:"))
	if len(s) > 300 {
		return "", false
	}
	prefix, suffix, ok := strings.Cut(s, "/")
	registrant, isDOI := strings.CutPrefix(prefix, "10.")
	if !ok || !isDOI || suffix == "" {
		return "", false
	}
	if first, _, _ := strings.Cut(registrant, "."); len(first) < 4 || len(first) > 9 {
		return "", false
	}
	if !only(strings.ReplaceAll(registrant, ".", ""), isDigit) || strings.HasSuffix(registrant, ".") ||
		strings.Contains(registrant, "..") {
		return "", false
	}
	for i := range len(suffix) {
		if c := suffix[i]; c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == '"' {
			return "", false
		}
	}
	if number, ok := strings.CutPrefix(suffix, "arxiv."); ok && registrant == "48550" {
		return ArXiv(number)
	}
	return ID("doi:" + s), true
}

// doiHosts are the publishers whose addresses spell the DOI, behind one of
// these prefixes of the path.
var doiHosts = map[string][]string{
	"doi.org":                 {"/"},
	"dx.doi.org":              {"/"},
	"dl.acm.org":              {"/doi/abs/", "/doi/full/", "/doi/pdf/", "/doi/fullhtml/", "/doi/epdf/", "/doi/book/", "/doi/proceedings/", "/doi/"},
	"link.springer.com":       {"/article/", "/chapter/", "/book/", "/content/pdf/"},
	"onlinelibrary.wiley.com": {"/doi/abs/", "/doi/full/", "/doi/pdf/", "/doi/epdf/", "/doi/"},
	"science.org":             {"/doi/abs/", "/doi/full/", "/doi/pdf/", "/doi/"},
	"tandfonline.com":         {"/doi/abs/", "/doi/full/", "/doi/pdf/", "/doi/"},
	"journals.sagepub.com":    {"/doi/abs/", "/doi/full/", "/doi/pdf/", "/doi/"},
	"pubs.acs.org":            {"/doi/abs/", "/doi/full/", "/doi/pdf/", "/doi/"},
}

// doiAddress identifies the addresses of the DOI resolver and of publishers
// that spell the DOI.
func doiAddress(a address) (ID, bool) {
	for _, prefix := range doiHosts[a.host] {
		rest, ok := strings.CutPrefix(a.path, prefix)
		if !ok {
			continue
		}
		plain, ok := unescape(rest)
		if !ok {
			return "", false
		}
		if prefix == "/content/pdf/" {
			plain = strings.TrimSuffix(plain, ".pdf")
		}
		return DOI(plain)
	}
	return "", false
}
