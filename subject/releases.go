package subject

import (
	"fmt"
	"path"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/text"
)

// byRelease ties an article to the release of a repository that it is about:
// it claims the repository, and its title or summary names the release's tag; or
// it claims none, and its title names project and version.
func (g *graph) byRelease(it *item.Item, claims []claim) []tie {
	if k := kindOf(it); k == item.KindPaper || k == item.KindRepo || k == item.KindRelease {
		return nil
	}
	var ties []tie
	claimed := false
	said := text.Fold(it.Title + " " + it.Summary)
	for _, c := range claims {
		if c.id.Scheme() != "github" {
			continue
		}
		claimed = true
		for _, n := range g.releases()[c.id.Repo()] {
			if namesVersion(said, g.keys[n], 2) {
				why := fmt.Sprintf("%s: release that the article is on, %s", g.keys[n], it.ID)
				ties = append(ties, tie{a: g.nodes[it.ID], b: n, how: headline, why: why})
			}
		}
	}
	if !claimed {
		if n, ok := g.namedRelease(it); ok {
			why := fmt.Sprintf("%s: project and version in the title of %s", g.keys[n], it.ID)
			ties = append(ties, tie{a: g.nodes[it.ID], b: n, how: headline, why: why})
		}
	}
	return ties
}

// How far from a release an article about it is published: some write when the tag
// is set and the notes are not.
const (
	beforeRelease = 3 * 24 * time.Hour
	afterRelease  = 21 * 24 * time.Hour
)

// namedRelease returns the release whose project and version a title names. Two
// projects of one name leave it open which is meant.
func (g *graph) namedRelease(it *item.Item) (node int, ok bool) {
	title := text.Fold(it.Title)
	var repo item.ID
	for w := range text.WordSeq(title) {
		for _, i := range g.releasesNamed()[w] {
			r := g.items[i]
			if gap := it.Published.Sub(r.Published); !it.Published.IsZero() && !r.Published.IsZero() && (gap < -beforeRelease || gap > afterRelease) {
				continue
			}
			if !namesVersion(title, r.ID, 3) {
				continue
			}
			if repo != "" && repo != r.ID.Repo() {
				return 0, false
			}
			node, repo, ok = g.nodes[r.ID], r.ID.Repo(), true
		}
	}
	return node, ok
}

// namesVersion reports whether a folded text holds the version of a release, with its
// last .0 or without. A shorter one than least is none: it may count anything.
func namesVersion(s string, release item.ID, least int) bool {
	_, tag, _ := strings.Cut(release.Key(), "@")
	tag = strings.TrimLeft(strings.ToLower(tag), "v")
	short, cut := strings.CutSuffix(tag, ".0")
	for _, version := range []string{tag, short} {
		if len(version) >= least && (containsWord(s, version) || containsWord(s, "v"+version)) {
			return true
		}
		if !cut {
			break
		}
	}
	return false
}

// releasesNamed returns the releases among the items, by indices, under the last
// part of their repository's name where that names nothing else.
func (g *graph) releasesNamed() map[string][]int {
	if g.released == nil {
		g.releases()
	}
	return g.releasedAs
}

// releases returns the releases among the items by their repository.
func (g *graph) releases() map[item.ID][]int {
	if g.released == nil {
		g.released, g.releasedAs = map[item.ID][]int{}, map[string][]int{}
		for i, it := range g.items {
			repo := it.ID.Repo()
			if repo == it.ID {
				continue
			}
			g.released[repo] = append(g.released[repo], g.nodes[it.ID])
			if name := path.Base(repo.Key()); weight(name) >= nameWeight {
				g.releasedAs[name] = append(g.releasedAs[name], i)
			}
		}
	}
	return g.released
}
