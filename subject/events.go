package subject

import (
	_ "embed"
	"math/bits"
	"regexp"
	"slices"
	"strings"

	"embai-crawl/packed"
)

// events is a set of kinds of event, by their place in eventKinds.
type events uint64

// packedEvents is events.txt, packed as frequent.txt is.
//
//go:embed events.txt.gz
var packedEvents []byte

// eventWords finds the words of events.txt; eventKinds are their names.
var eventWords, eventKinds = newEvents()

func newEvents() (l lexicon, kinds []string) {
	for f := range table(packed.Text(packedEvents)) {
		kinds = append(kinds, f[0])
		for _, w := range f[1:] {
			l.add(w, len(kinds)-1)
		}
	}
	if len(kinds) > 64 {
		panic("subject: too many kinds of event")
	}
	return l, kinds
}

// kindsOf makes a set of named kinds.
func kindsOf(names string) (e events) {
	for _, n := range strings.Fields(names) {
		i := slices.Index(eventKinds, n)
		if i < 0 {
			panic("subject: no kind of event " + n)
		}
		e |= 1 << i
	}
	return e
}

// eventsOf returns the kinds of event that a folded text tells of.
func eventsOf(s string) (e events) {
	eventWords.each(s, func(kind int) { e |= 1 << kind })
	if mayConclude(s) && concluded.MatchString(s) {
		e |= done | bought
	}
	if e&done != 0 && (e&bought == 0 || e&raised != 0) {
		e &^= done // a round of money, a list or a test was closed
	}
	if e&ipo != 0 {
		e &^= raised // what it is to bring
	}
	return e
}

// concluded matches the end of a deal: what was closed stands behind it.
var concluded = regexp.MustCompile(`(?:completes|completed|closes|closed|finali[sz]es|finali[sz]ed|wraps up|wrapped up)\b[^.;]{0,60}\b(?:deal|acquisition|purchase|takeover|buyout|merger|sale)\b|完成[^,.;:!融]{0,40}(?:收购|并购|出售|交易|交割)|(?:正式|已)(?:归入|易主)`)

// mayConclude asks for less than concluded, which costs much more.
func mayConclude(s string) bool {
	for _, w := range [...]string{"complet", "clos", "finali", "wrap", "完成", "归入", "易主"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// String names the kinds of a set.
func (e events) String() string {
	var names []string
	for ; e != 0; e &= e - 1 {
		names = append(names, eventKinds[bits.TrailingZeros64(uint64(e))])
	}
	return strings.Join(names, " and ")
}

func (e events) count() int { return bits.OnesCount64(uint64(e)) }

// Kinds of event by what it means that only one of two articles tells of them.
var (
	fresh    = kindsOf("launch open sale massprod sample update support design partner") // what a headline says of nearly everything new
	opened   = kindsOf("open")                                                           // which happens once
	tested   = kindsOf("tested")                                                         // somebody else tried it
	review   = kindsOf("tested review")
	views    = kindsOf("opinion")
	comment  = kindsOf("teardown tutorial explain recap signup hiring")
	lesson   = kindsOf("teardown tutorial signup hiring") // and not what explains it on its day
	before   = kindsOf("preview")
	rumoured = kindsOf("rumour")
	works    = kindsOf("paper accepted")
	reply    = kindsOf("reply")
	ruled    = kindsOf("dismiss")
	reversed = kindsOf("denial dealdone dealoff approval")
	denied   = kindsOf("denial")
	done     = kindsOf("dealdone")
	bought   = kindsOf("deal")
	raised   = kindsOf("money")
	earned   = kindsOf("earnings")
	ipo      = kindsOf("ipofile ipopass ipolist")
	listed   = kindsOf("ipolist")
	ranked   = kindsOf("bench")
	deals    = kindsOf("dealdone dealoff approval")
	again    = kindsOf("again")
	later    = kindsOf("later")
	money    = kindsOf("money")
	craft    = kindsOf("vuln fix tapeout paper accepted award bench cert test roadmap yield")
)
