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
	fNamesForeign   // names shared across languages, up to 4
	fLinesTitles    // the same of names that everybody writes of, up to 2
	fLinesTitleText // up to 2
	fLinesLone      // such names of a title that the other lacks, up to 2
	fNameCoverMin   // the lesser share of names and makers of a title that the other holds
	fNameCoverMax   // the greater
	fLone           // names of a title that the other lacks, the greater number, up to 3
	fMutual         // the lesser number, up to 2
	fModelsTitles   // numbered names in both titles, up to 2
	fModels         // elsewhere, up to 3
	fModelsApart    // both titles have some, and none in common
	fFamilyClash    // names of which both have numbers, and other ones, up to 2
	fMakers         // makers in common, up to 3
	fMakersApart    // a title names makers, the other item others
	fHan            // rare Han pairs of a title in the other's lead, up to 3
	fGrams          // runs of four rare Han characters in both, up to 6
	fReprint        // copied text
	fTopics         // topics in common, up to 5
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
	fMonthsApart    // months in the titles
	fQuartersApart  // quarters
	fYearsApart     // years
	fEvents         // kinds of event that both tell of beside what is said of all that is new, up to 2
	fEventsAll      // anywhere, up to 3
	fEventsApart    // kinds of event, none the same
	fComment        // only one explains, takes apart, looks back
	fReview         // only one has tried it or asks for opinions
	fBefore         // only one tells of it as to come or as heard
	fReversed       // only one says that it is off, over or allowed
	fCraft          // only one tells of a paper, an award, a fault
	fEarnings       // only one tells of results
	fIpo            // only one tells of going public
	fStage          // two stages of going public
	fMoney          // only one tells of money raised
	featureCount
)

// weights are the coefficients of a logistic model, fitted by TestFit to the
// labelled pairs of testdata: what it adds to the score, and what explain calls it.
// An event's twin scores sure or more.
var weights = [featureCount]struct {
	weight float64
	name   string
}{
	fBias:           {-5.93, "bias"},
	fCover:          {0.81, "title in the other"},
	fNamesTitles:    {1.17, "names in both titles"},
	fNamesTitleText: {1.20, "names of a title in the other text"},
	fNamesTexts:     {2.15, "names in both texts"},
	fNamesForeign:   {0.30, "names across languages"},
	fLinesTitles:    {0.32, "known names in both titles"},
	fLinesTitleText: {1.42, "known names of a title in the other text"},
	fLinesLone:      {-0.50, "known names of one title alone"},
	fNameCoverMin:   {1.67, "share of names, lesser"},
	fNameCoverMax:   {1.64, "share of names, greater"},
	fLone:           {-0.60, "names of one title alone"},
	fMutual:         {-0.47, "names of each title alone"},
	fModelsTitles:   {0.56, "models in both titles"},
	fModels:         {0.15, "models in both"},
	fModelsApart:    {-1.12, "other models"},
	fFamilyClash:    {-4.43, "other versions"},
	fMakers:         {1.04, "makers"},
	fMakersApart:    {-1.17, "other makers"},
	fHan:            {2.13, "rare words of a title in the other text"},
	fGrams:          {0.27, "rare runs"},
	fReprint:        {0.33, "copied text"},
	fTopics:         {0.37, "topics"},
	fOppose:         {-1.61, "words that exclude each other"},
	fExchanged:      {-1.74, "two things in one pattern"},
	fBareTitle:      {-0.60, "a title alone"},
	fFigures:        {0.57, "a figure"},
	fFiguresMany:    {0.74, "figures"},
	fFigureCover:    {2.51, "share of figures"},
	fFiguresClash:   {-1.10, "other figures in the titles"},
	fMoneyClash:     {-2.05, "other sums"},
	fSizeClash:      {-3.66, "other sizes"},
	fDaysApart:      {-5.57, "other days"},
	fMonthsApart:    {-0.28, "other months"},
	fQuartersApart:  {-3.61, "other quarters"},
	fYearsApart:     {-3.01, "other years"},
	fEvents:         {0.79, "event"},
	fEventsAll:      {0.30, "events of the texts"},
	fEventsApart:    {-1.34, "other events"},
	fComment:        {-1.98, "one explains"},
	fReview:         {-1.72, "one has tried it"},
	fBefore:         {-0.46, "one tells before"},
	fReversed:       {-4.77, "one tells of the end"},
	fCraft:          {-1.11, "one is on research"},
	fEarnings:       {-1.38, "one is on results"},
	fIpo:            {-0.96, "one is on going public"},
	fStage:          {-1.08, "stages of going public"},
	fMoney:          {-0.74, "one is on funding"},
}

// Thresholds of the score.
const (
	sure  = 1.5 // the same event
	loose = 0.0 // may be the same, when something else says so
)

// score weighs the features of a pair.
func (l *look) score(m *look) float64 {
	f := l.features(m)
	return f.score()
}

// features are what tells whether two items are about one event.
type features [featureCount]float64

func (f *features) score() float64 {
	s := 0.0
	for i, x := range f {
		s += weights[i].weight * x
	}
	return s
}

// why names what made the score, the most telling first.
func (f *features) why() string {
	type part struct {
		name  string
		added float64
	}
	var parts []part
	for i, x := range f[1:] {
		if added := x * weights[i+1].weight; added > 0.05 || added < -0.05 {
			parts = append(parts, part{weights[i+1].name, added})
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.added*b.added, a.added*a.added) })
	var out []string
	for _, p := range parts[:min(len(parts), 8)] {
		out = append(out, fmt.Sprintf("%s %+.1f", p.name, p.added))
	}
	return fmt.Sprintf("words %.2f of %.1f: %s", f.score(), sure, strings.Join(out, ", "))
}
