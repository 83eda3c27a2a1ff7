package subject

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The features of a pair, by their place in weights.
const (
	fBias           = iota
	fCover          // the greater share of a title that the other's title and lead hold
	fNamesTitles    // names in both titles, up to 3
	fNamesTitleText // names of one title that the other holds in its lead, up to 3
	fNamesTexts     // names in both leads, up to 4
	fLinesTitles    // the same of names that everybody writes of, up to 2
	fLinesTitleText // up to 2
	fLinesLone      // such names of a title that the other lacks, up to 2
	fNameCoverMin   // the lesser share of names and makers of a title that the other holds
	fLone           // names of a title that the other lacks, the greater number, up to 3
	fMutual         // the lesser number, up to 2
	fModelsTitles   // numbered names in both titles, up to 2
	fModels         // elsewhere, up to 3
	fModelsApart    // both titles have some, and none in common
	fFamilyClash    // names of which both have numbers, and other ones, up to 2
	fMakers         // makers in common, up to 3
	fMakersApart    // a title names makers, the other item others
	fHan            // rare Han pairs of a title in the other's lead, up to 3
	fTopics         // topics in common, up to 6
	fOppose         // titles that use the one or the other of words that exclude each other
	fExchanged      // titles of one pattern with two things in one place
	fBareTitle      // a title without text, and the titles are not nearly the same
	fFigures        // figures in common by how rare they are, up to 1.5
	fFiguresMany    // the same up to 5
	fFigureCover    // share of the figures that are common
	fFiguresClash   // what both titles measure and find different, up to 2
	fMoneyClash     // sums in one currency, none the same
	fSizeClash      // speeds, sizes and nodes of title and lead, none the same, up to 2
	fDaysApart      // days, none the same
	fQuartersApart  // quarters
	fYearsTexts     // years anywhere
	fEvents         // kinds of event that both tell of beside what is said of all that is new, up to 2
	fEventsAll      // anywhere, up to 3
	fEventsApart    // kinds of event, none the same
	fReview         // only one has tried it
	fBefore         // only one tells of it as to come
	fReversed       // only one says that it is off, over or allowed
	fCraft          // only one tells of a paper, an award, a fault
	fStage          // two stages of going public
	fMoney          // only one tells of money raised
	fTopicsForeign  // the same where one is in English and the other is not, up to 4
	fLesson         // only one teaches, takes apart, invites
	fTopicsLone     // topics of a title that the other lacks, the greater number, up to 4
	fTopicsMutual   // the lesser number, up to 3
	fSchoolsApart   // universities, none the same
	fNamedNews      // a name in both titles, and no kind of event in one alone beside what is said of all that is new
	fReply          // only one is an answer to what was said
	fRuled          // only one tells of a ruling
	fShared         // weight of the words of both, up to 15
	fTextClash      // figures of the leads, neither sizes nor sums, none the same, up to 2
	fAgain          // only one says that it is not the first time
	fLater          // only one looks back on it
	fLinesTexts     // names that everybody writes of in both leads, up to 3
	fThingsMutual   // names and makers of a title that the other lacks, the lesser number, up to 2
	fFreshApart     // what is said of all that is new, and not the same
	fDaysShared     // a day in both
	fNamelessShared // words of both where a title names nothing
	fNamedTopics    // topics where a name or maker of a title is in the other, too
	fNamedFigures   // figures there
	fNamedEvents    // events there
	fOpened         // both tell that the code of what a title names was opened
	fReleases       // releases by their number that both tell of, one of them in its title, up to 2
	fFewTitles      // makers that few write of, of a title and in the other, up to 2
	fFewTexts       // elsewhere, up to 2
	fLength         // logarithm of the lesser weight of all words of title and lead, less usualLength
	fLengthShared   // that times the words of both: long texts share more by chance
	fTitlesShared   // share of the shorter title that both titles have, up to half, times 3: what they share is weighed elsewhere, too
	fRumour         // only one tells of it as a rumour
	fTelling        // what single words say, see telling.txt
	featureCount
)

// weights are the coefficients of a logistic model, fitted by TestFit to the
// labelled pairs of testdata: what it adds to the score, and what explain calls it.
// An event's twin scores sure or more.
var weights = [featureCount]struct {
	weight float64
	name   string
}{
	fBias:           {-3.44, "bias"},
	fCover:          {1, "title in the other"},
	fNamesTitles:    {0.19, "names in both titles"},
	fNamesTitleText: {0.55, "names of a title in the other text"},
	fNamesTexts:     {0.18, "names in both texts"},
	fLinesTitles:    {0.02, "known names in both titles"},
	fLinesTitleText: {0.22, "known names of a title in the other text"},
	fLinesLone:      {-0.19, "known names of one title alone"},
	fNameCoverMin:   {1.27, "share of names, lesser"},
	fLone:           {-0.19, "names of one title alone"},
	fMutual:         {-0.16, "names of each title alone"},
	fModelsTitles:   {0.32, "models in both titles"},
	fModels:         {0.08, "models in both"},
	fModelsApart:    {-0.58, "other models"},
	fFamilyClash:    {-2.41, "other versions"},
	fMakers:         {0.08, "makers"},
	fMakersApart:    {-1.12, "other makers"},
	fHan:            {0.51, "rare words of a title in the other text"},
	fTopics:         {0.33, "topics"},
	fOppose:         {-0.14, "words that exclude each other"},
	fExchanged:      {-2.9, "two things in one pattern"},
	fBareTitle:      {-1.55, "a title alone"},
	fFigures:        {0.84, "a figure"},
	fFiguresMany:    {0.02, "figures"},
	fFigureCover:    {3.09, "share of figures"},
	fFiguresClash:   {-1.8, "other figures in the titles"},
	fMoneyClash:     {-0.76, "other sums"},
	fSizeClash:      {-1.4, "other sizes"},
	fDaysApart:      {-4.4, "other days"},
	fQuartersApart:  {-1.58, "other quarters"},
	fYearsTexts:     {-1.46, "other years in the texts"},
	fEvents:         {0.65, "event"},
	fEventsAll:      {-0.92, "events of the texts"},
	fEventsApart:    {-0.89, "other events"},
	fReview:         {-0.43, "one has tried it"},
	fBefore:         {-0.31, "one tells before"},
	fReversed:       {-0.96, "one tells of the end"},
	fCraft:          {-0.05, "one is on research"},
	fStage:          {-0.93, "stages of going public"},
	fMoney:          {-0.29, "one is on funding"},
	fTopicsForeign:  {0.44, "topics across languages"},
	fLesson:         {-1.56, "one is a lesson"},
	fTopicsLone:     {-0.21, "topics of one title alone"},
	fTopicsMutual:   {-0.38, "topics of each title alone"},
	fSchoolsApart:   {-1.81, "other universities"},
	fNamedNews:      {0.45, "one name and no other event"},
	fReply:          {-0.02, "one is an answer"},
	fRuled:          {-1.15, "one is a ruling"},
	fShared:         {0.42, "words of both"},
	fTextClash:      {-0.34, "other figures"},
	fAgain:          {-0.57, "one says again"},
	fDaysShared:     {0.02, "a day in both"},
	fNamelessShared: {0.08, "words of both, and no name"},
	fNamedTopics:    {0.08, "topics of one name"},
	fNamedFigures:   {0.02, "figures of one name"},
	fNamedEvents:    {1.01, "events of one name"},
	fLater:          {-0.45, "one looks back"},
	fThingsMutual:   {-0.8, "things of each title alone"},
	fFreshApart:     {-0.47, "other news"},
	fLinesTexts:     {0.02, "known names in both texts"},
	fOpened:         {1.02, "code of one name opened"},
	fReleases:       {0.02, "a release in both"},
	fFewTitles:      {0.79, "a maker that few write of"},
	fFewTexts:       {0.6, "such a maker in both texts"},
	fLength:         {0.37, "length"},
	fLengthShared:   {-1.24, "words of both by length"},
	fTitlesShared:   {-0.79, "words of both titles, weighed twice"},
	fRumour:         {-0.52, "one is a rumour"},
	fTelling:        {1, "single words"},
}

// Thresholds of the score.
const (
	sure  = 1.1  // the same event
	loose = -0.5 // much the same: may be, where another report is

	usualLength = 3.0 // logarithm of the weight of the words of a title and a short lead
	titlesAlone = 1.2 // what a title without a text asks more
)

// score weighs the features of a pair.
func (l *look) score(m *look) float64 {
	f := l.compare(m)
	return f.score()
}

// features are what tells whether two items are about one event.
type features [featureCount]float64

func (f *features) score() float64 { return f.by(&fittedWeights) }

// by is the score by some weights.
func (f *features) by(w *features) float64 {
	s := 0.0
	for i, x := range f {
		s += w[i] * x
	}
	return s
}

// fittedWeights are the numbers of weights.
var fittedWeights = func() (w features) {
	for i := range w {
		w[i] = weights[i].weight
	}
	return w
}()

// why names what made the score, of which so much is wanted, the most telling first.
func (f *features) why(w *features, wanted float64) string {
	type part struct {
		name  string
		added float64
	}
	var parts []part
	for i, x := range f[1:] {
		if added := x * w[i+1]; added > 0.05 || added < -0.05 {
			parts = append(parts, part{weights[i+1].name, added})
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.added*b.added, a.added*a.added) })
	var out []string
	for _, p := range parts[:min(len(parts), 8)] {
		out = append(out, fmt.Sprintf("%s %+.1f", p.name, p.added))
	}
	return fmt.Sprintf("words %.2f of %.1f: %s", f.by(w), wanted, strings.Join(out, ", "))
}
