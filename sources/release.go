package sources

import (
	"net/url"
	"regexp"
	"strings"

	"embai-crawl/item"
)

// Topics that tell releases apart which are none for everybody.
const (
	TopicPreRelease = "prerelease" // alpha, beta, release candidate
	TopicNightly    = "nightly"    // built by a machine, without a person's choice
)

var (
	preRelease = regexp.MustCompile(`(?i)(^|[^a-z])((alpha|beta|rc|pre|preview|dev)[-._]?\d*|[ab]\d+)($|[^a-z])|(?i)prerelease|pre-release|候选|预览|内测`)
	nightly    = regexp.MustCompile(`(?i)nightly|snapshot|canary|daily|weekly|continuous|unstable|latest|(^|[-_/])(ci|main|master|trunk|head|tip)($|[-_/])`)
	// commit is the hash of a commit at the end of a tag; digits alone are a
	// date.
	commit = regexp.MustCompile(`[-_.+]g?[0-9]*[a-f][0-9a-f]*$`)
	// numbered are tags that count builds: b6500 of llama.cpp.
	numbered = regexp.MustCompile(`^b\d{3,6}$`)
)

// minHash is the length of the shortest hash of a commit that is in use.
const minHash = 7

// PreRelease tells from a tag and a title what kind of release they name:
// TopicPreRelease, TopicNightly, or "" for a release proper. Feeds of GitHub do
// not say it. Tags that only count (b6500) are nightly builds.
func PreRelease(tag, title string) string {
	switch {
	case numbered.MatchString(tag), nightly.MatchString(tag), len(commit.FindString(tag)) > minHash:
		return TopicNightly
	case preRelease.MatchString(tag):
		return TopicPreRelease
	}
	low := strings.ToLower(title)
	if strings.Contains(low, "nightly") {
		return TopicNightly
	}
	for _, words := range []string{"pre-release", "prerelease", "release candidate"} {
		if strings.Contains(low, words) {
			return TopicPreRelease
		}
	}
	return ""
}

// describeRelease sets what only releases have. A title says of which project
// it is: GitHub's feeds name the version alone, or nothing.
func describeRelease(it *item.Item) {
	owner, repo, tag, ok := releaseParts(it.URL)
	if !ok {
		return
	}
	it.Kind = item.KindRelease
	it.Version = tag
	it.Account = owner
	it.Image = "" // that of its author
	if it.Text == "No content." || it.Summary == "No content." {
		it.Text, it.Summary = "", ""
	}
	title := strings.TrimSpace(it.Title)
	for _, word := range []string{"Release ", "release ", "Release: ", "Releases "} {
		if rest, ok := strings.CutPrefix(title, word); ok {
			title = strings.TrimSpace(rest)
		}
	}
	switch {
	case title == "" || title == tag:
		title = repo + " " + tag
	case !strings.Contains(foldName(title), foldName(repo)):
		title = repo + " " + title
	}
	it.Title = title
	if topic := PreRelease(tag, title); topic != "" {
		it.Topics = append(it.Topics, topic)
	}
}

// foldName makes spellings of a project's name alike: Paddle-Lite, paddlelite.
func foldName(s string) string {
	return strings.NewReplacer("-", "", "_", "", ".", "", " ", "").Replace(strings.ToLower(s))
}

// releaseParts takes https://github.com/OWNER/REPO/releases/tag/TAG apart.
func releaseParts(address string) (owner, repo, tag string, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", "", "", false
	}
	parts := strings.SplitN(strings.Trim(u.Path, "/"), "/", 5)
	if len(parts) < 5 || parts[2] != "releases" || parts[3] != "tag" {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[4], true
}
