package issue

import (
	"slices"
	"strings"

	"embai-crawl/item"
	"embai-crawl/text"
)

// History is what the caller knows of what was printed and of how links fare.
type History interface {
	// PrintedIn gives the dates of the issues that printed an identity, oldest first.
	PrintedIn(id item.ID) []string
	// StatusOf tells what was seen behind an identity; false if it is not known.
	StatusOf(id item.ID) (item.Status, bool)
}

// titled is a History that knows titles too.
type titled interface {
	TitledIn(title string) []string
}

// Archive is a History made of past issues alone.
type Archive struct {
	ids    map[item.ID][]string
	titles map[string][]string
}

// NewArchive indexes past issues by what their entries are about.
func NewArchive(issues []Issue) *Archive {
	a := &Archive{ids: map[item.ID][]string{}, titles: map[string][]string{}}
	for i := range issues {
		for j := range issues[i].Entries {
			e := &issues[i].Entries[j]
			for _, id := range e.IDs {
				a.ids[id] = addDate(a.ids[id], issues[i].Date)
			}
			if t := titleKey(e.Title); t != "" {
				a.titles[t] = addDate(a.titles[t], issues[i].Date)
			}
		}
	}
	return a
}

func addDate(dates []string, d string) []string {
	if i, ok := slices.BinarySearch(dates, d); !ok {
		return slices.Insert(dates, i, d)
	}
	return dates
}

// PrintedIn gives the dates of the issues with an entry about id, oldest first.
func (a *Archive) PrintedIn(id item.ID) []string { return a.ids[id] }

// StatusOf knows nothing: an archive is no crawl.
func (a *Archive) StatusOf(item.ID) (item.Status, bool) { return "", false }

// TitledIn gives the dates of the issues with an entry of that title, oldest first.
func (a *Archive) TitledIn(title string) []string { return a.titles[titleKey(title)] }

// titleKey is the form in which titles compare; "" for one too short to tell.
func titleKey(s string) string {
	k := strings.Join(text.Words(s), " ")
	if len(k) < 24 {
		return ""
	}
	return k
}
