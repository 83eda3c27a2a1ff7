package sources

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// venues are the conferences and journals whose papers the newsletter prints,
// as it prints them, with the other spellings in which authors write them.
// A name in lower case is found whatever its case. One with capitals is a word
// of everyday English too, or of arXiv's comments: it counts only as written,
// and with a year behind it.
var venues = []struct {
	name  string
	other []string
}{
	// vision
	{"CVPR", []string{"computer vision and pattern recognition"}},
	{"ICCV", []string{"international conference on computer vision"}},
	{"ECCV", []string{"european conference on computer vision"}},
	{"WACV", []string{"winter conference on applications of computer vision"}},
	{"ACCV", []string{"asian conference on computer vision"}},
	{"BMVC", []string{"british machine vision conference"}},
	{"3DV", nil},
	{"MICCAI", nil},
	{"ICIP", nil},
	{"ICME", nil},
	{"ICPR", nil},
	{"TPAMI", []string{"t-pami", "ieee transactions on pattern analysis and machine intelligence", "ieee trans. pattern anal"}},
	{"IJCV", []string{"international journal of computer vision"}},
	{"TIP", []string{"ieee transactions on image processing"}},
	{"TCSVT", []string{"ieee transactions on circuits and systems for video technology"}},
	{"ACM MM", []string{"acm multimedia", "acmmm", "acm international conference on multimedia"}},
	// learning
	{"NeurIPS", []string{"nips", "neural information processing systems", "neurips"}},
	{"ICML", []string{"international conference on machine learning"}},
	{"ICLR", []string{"international conference on learning representations"}},
	{"AAAI", []string{"aaai conference on artificial intelligence"}},
	{"IJCAI", []string{"international joint conference on artificial intelligence"}},
	{"AISTATS", nil},
	{"UAI", nil},
	{"COLT", nil},
	{"ICANN", nil},
	{"IJCNN", nil},
	{"ACML", nil},
	{"AutoML", []string{"automl-conf"}},
	{"LoG", nil},
	{"CoLLAs", []string{"collas"}},
	{"TMLR", []string{"transactions on machine learning research"}},
	{"JMLR", []string{"journal of machine learning research"}},
	{"TNNLS", []string{"ieee transactions on neural networks and learning systems"}},
	// language and speech
	{"ACL", []string{"annual meeting of the association for computational linguistics"}},
	{"EMNLP", []string{"empirical methods in natural language processing"}},
	{"NAACL", nil},
	{"EACL", nil},
	{"AACL", nil},
	{"COLING", nil},
	{"COLM", []string{"conference on language modeling"}},
	{"CoNLL", []string{"conll"}},
	{"TACL", nil},
	{"INTERSPEECH", nil},
	{"ICASSP", nil},
	{"ASRU", nil},
	{"SLT", nil},
	// data and web
	{"KDD", []string{"sigkdd"}},
	{"WWW", []string{"the web conference", "thewebconf"}},
	{"SIGIR", nil},
	{"CIKM", nil},
	{"WSDM", nil},
	{"RecSys", []string{"recsys"}},
	{"VLDB", nil},
	{"SIGMOD", nil},
	{"ICDE", nil},
	// systems and architecture
	{"MLSys", []string{"sysml", "conference on machine learning and systems"}},
	{"OSDI", nil},
	{"SOSP", nil},
	{"NSDI", nil},
	{"USENIX ATC", []string{"usenix annual technical conference"}},
	{"FAST", nil},
	{"EuroSys", []string{"eurosys"}},
	{"ASPLOS", nil},
	{"ISCA", []string{"international symposium on computer architecture"}},
	{"MICRO", []string{"international symposium on microarchitecture"}},
	{"HPCA", []string{"high-performance computer architecture", "high performance computer architecture"}},
	{"PPoPP", []string{"ppopp"}},
	{"CGO", []string{"code generation and optimization"}},
	{"PLDI", nil},
	{"OOPSLA", nil},
	{"CC", nil},
	{"SC", []string{"international conference for high performance computing, networking, storage"}},
	{"ICS", nil},
	{"IPDPS", nil},
	{"PACT", nil},
	{"ICPP", nil},
	{"TACO", []string{"acm transactions on architecture and code optimization"}},
	{"TPDS", []string{"ieee transactions on parallel and distributed systems"}},
	// chips and embedded
	{"DAC", []string{"design automation conference"}},
	{"DATE", []string{"design, automation and test in europe", "design, automation & test in europe"}},
	{"ICCAD", nil},
	{"ASP-DAC", []string{"aspdac"}},
	{"MLCAD", nil},
	{"FPGA", nil},
	{"FCCM", nil},
	{"FPL", nil},
	{"FPT", nil},
	{"ISSCC", nil},
	{"ISCAS", nil},
	{"AICAS", nil},
	{"ISLPED", nil},
	{"GLSVLSI", nil},
	{"CODES+ISSS", nil},
	{"EMSOFT", nil},
	{"LCTES", nil},
	{"RTSS", nil},
	{"RTAS", nil},
	{"TCAD", []string{"ieee transactions on computer-aided design"}},
	{"TECS", []string{"acm transactions on embedded computing systems"}},
	{"TODAES", nil},
	{"JSSC", []string{"ieee journal of solid-state circuits"}},
	{"TinyML", []string{"tinyml research symposium", "tinyml symposium"}},
	// mobile and networks
	{"MobiCom", []string{"mobicom"}},
	{"MobiSys", []string{"mobisys"}},
	{"SenSys", []string{"sensys"}},
	{"UbiComp", []string{"ubicomp", "imwut"}},
	{"INFOCOM", nil},
	{"SIGCOMM", nil},
	{"SEC", nil},
	{"IoTDI", []string{"iotdi"}},
	{"TMC", []string{"ieee transactions on mobile computing"}},
	// robots, graphics, people, security
	{"ICRA", nil},
	{"IROS", nil},
	{"CoRL", []string{"conference on robot learning"}},
	{"RSS", []string{"robotics: science and systems"}},
	{"RA-L", []string{"robotics and automation letters"}},
	{"SIGGRAPH", nil},
	{"CHI", nil},
	{"UIST", nil},
	{"CCS", nil},
	{"NDSS", nil},
	{"USENIX Security", []string{"usenix security symposium"}},
	{"ICSE", nil},
	{"ISSTA", nil},
	{"FSE", nil},
}

// everyday are the names that mean something else where no year follows them.
var everyday = map[string]bool{
	"ACL": true, "CC": true, "CCS": true, "CHI": true, "COLT": true, "DAC": true, "DATE": true, "FAST": true, "FPGA": true, "FPL": true,
	"FPT": true, "FSE": true, "ICS": true, "LoG": true, "MICRO": true, "PACT": true, "RSS": true, "SC": true, "SEC": true, "SLT": true,
	"TACO": true, "TECS": true, "TIP": true, "UAI": true, "WWW": true, "AutoML": true, "TinyML": true, "DATABASE": true, "ICANN": true,
}

// Venue returns where a paper was accepted as the newsletter prints it, without
// brackets: CVPR2026, NeurIPS2025 Workshop, ACL2026 Findings, TPAMI. It is read
// from the comments of arXiv, the first that names one. Papers that are under
// review or only in the template of a conference have none, nor have entries
// of its challenges.
func Venue(comments ...string) string {
	for _, comment := range comments {
		for clause := range clauses(comment) {
			if venue := venueIn(clause); venue != "" {
				return venue
			}
		}
	}
	return ""
}

// maxComment bounds, in bytes, what is read of one comment.
const maxComment = 2000

// clauses splits a comment where one statement ends: at semicolons, and at full
// stops before a capital.
func clauses(comment string) func(func(string) bool) {
	words := strings.Fields(comment[:min(len(comment), maxComment)])
	// The names in addresses are those of repositories.
	words = slices.DeleteFunc(words, func(w string) bool { return strings.Contains(w, "://") || strings.Contains(w, ".com/") })
	comment = strings.Join(words, " ")
	return func(yield func(string) bool) {
		from := 0
		for i := range len(comment) {
			stop := comment[i] == ';' || comment[i] == '.' && i+2 < len(comment) && comment[i+1] == ' ' &&
				comment[i+2] >= 'A' && comment[i+2] <= 'Z' && i-from > 3 && !isUpper(comment[i-1])
			if stop {
				if !yield(comment[from:i]) {
					return
				}
				from = i + 1
			}
		}
		yield(comment[from:])
	}
}

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }

// notAccepted are words that deny that a paper belongs to the venue beside it.
var notAccepted = []string{
	"submitted", "submission to", "in submission", "under review", "in review", "under consideration", "to be submitted",
	"template", "style", ".sty", "formatted", "format of", "rejected", "withdrawn",
	"extended version of", "extension of", "extends our", "journal version of", "based on our", "follow-up",
	"challenge", "competition", "1st place", "first place", "winning", "winner of", "solution to", "tutorial",
}

func venueIn(clause string) string {
	low := strings.ToLower(clause)
	if len(low) != len(clause) {
		clause = low // a letter whose lower case is longer: places would not match
	}
	for _, words := range notAccepted {
		if strings.Contains(low, words) {
			return ""
		}
	}
	best, at, year, workshop := "", len(low)+1, "", false
	consider := func(name string, i, end int, needsYear bool) {
		if i >= at {
			return
		}
		w := strings.HasPrefix(low[end:], "w") && !continues(low[end+1:])
		if w {
			end++
		}
		y := yearBehind(low[end:])
		if y == "" && needsYear {
			return
		}
		if y == "" {
			y = yearNear(low, i, end)
		}
		best, at, year, workshop = name, i, y, w
	}
	for _, v := range venues {
		for i := range places(clause, low, v.name, everyday[v.name]) {
			consider(v.name, i, i+len(v.name), everyday[v.name])
		}
		for _, other := range v.other {
			for i := range places(clause, low, other, false) {
				consider(v.name, i, i+len(other), false)
			}
		}
	}
	if best == "" {
		return ""
	}
	switch {
	case workshop || strings.Contains(low, "workshop"):
		return best + year + " Workshop"
	case strings.Contains(low, "findings"):
		return best + year + " Findings"
	}
	return best + year
}

// places gives the places of name in a clause where it stands as a word, or
// with its year or the W of a workshop glued to it.
func places(clause, low, name string, exact bool) func(func(int) bool) {
	s := low
	if exact {
		s = clause
	} else {
		name = strings.ToLower(name)
	}
	return func(yield func(int) bool) {
		for from := 0; ; {
			i := strings.Index(s[from:], name)
			if i < 0 {
				return
			}
			i += from
			from = i + len(name)
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			if unicode.IsLetter(before) || unicode.IsDigit(before) && name[0] > '9' && !fourDigits(s[:i]) {
				continue
			}
			rest := strings.TrimPrefix(low[from:], "w")
			if continues(rest) && !isDigit(rest[0]) && continues(low[from:]) {
				continue
			}
			if !yield(i) {
				return
			}
		}
	}
}

// continues reports whether a word goes on with s.
func continues(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// fourDigits reports whether s ends with a year: 2026CVPR.
func fourDigits(s string) bool { return len(s) >= 4 && yearAt(s[len(s)-4:]) }

// yearAt reports whether s begins with a year of this field's conferences.
func yearAt(s string) bool {
	if len(s) < 4 || s[0] != '1' && s[0] != '2' || s[:2] != "19" && s[:2] != "20" || !isDigit(s[2]) || !isDigit(s[3]) {
		return false
	}
	return len(s) == 4 || !isDigit(s[4])
}

// yearBehind reads the year that directly follows a name: 2026, '26, -26, (2026),
// or 26 glued to it.
func yearBehind(s string) string {
	rest := strings.TrimLeft(s, " -–_,:(/@’'‘`\"")
	if yearAt(rest) {
		return rest[:4]
	}
	gap := s[:len(s)-len(rest)]
	if len(rest) < 2 || !isDigit(rest[0]) || !isDigit(rest[1]) || len(rest) > 2 && (isDigit(rest[2]) || isLetter(rest[2])) {
		return ""
	}
	if gap == "" || gap == "-" && rest[0] == '2' || strings.ContainsAny(gap, "’'‘`") {
		return "20" + rest[:2]
	}
	return ""
}

// yearNear reads the year of a long form: 2026 IEEE Conference on …, or behind
// the place: in Seoul, 2026.
func yearNear(low string, from, to int) string {
	after := low[to:min(len(low), to+80)]
	for i := range len(after) {
		if yearAt(after[i:]) && (i == 0 || !isDigit(after[i-1])) {
			return after[i : i+4]
		}
	}
	before := low[max(0, from-80):from]
	for i := len(before) - 4; i >= 0; i-- {
		if yearAt(before[i:]) && (i == 0 || !isDigit(before[i-1])) {
			return before[i : i+4]
		}
	}
	return ""
}
