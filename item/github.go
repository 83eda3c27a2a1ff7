package item

import "strings"

// GitHub returns the identity of a repository. Case does not count, nor does
// ".git". It is false where owner or repo can't be a name at GitHub, or where
// owner is one of the site's own pages (github.com/topics/tinyml).
func GitHub(owner, repo string) (ID, bool) {
	owner, repo = strings.ToLower(owner), strings.ToLower(repo)
	repo = strings.TrimSuffix(repo, ".git")
	if owner == "" || len(owner) > 39 || !only(owner, isToken) || !isAlnum(owner[0]) || githubPages[owner] {
		return "", false
	}
	if repo == "" || len(repo) > 100 || repo == "." || repo == ".." ||
		!only(repo, func(c byte) bool { return isToken(c) || c == '.' }) {
		return "", false
	}
	return ID("github:" + owner + "/" + repo), true
}

// Release returns the identity of the release of repo that carries tag, which
// is repo itself where there is no tag or repo is no repository. Case of a tag
// counts, as it does in Git.
func Release(repo ID, tag string) ID {
	if repo.Scheme() != schemeGitHub || !isTag(tag) {
		return repo
	}
	return repo.Repo() + ID("@"+escape(tag, "-._~/+"))
}

// isTag reports whether Git allows a tag of that name (git-check-ref-format).
func isTag(tag string) bool {
	return tag != "" && len(tag) <= 200 && validText(tag) && !strings.ContainsAny(tag, " ~^:?*[\\") &&
		!strings.HasPrefix(tag, "/") && !strings.HasPrefix(tag, ".") && !strings.HasSuffix(tag, "/") && !strings.HasSuffix(tag, ".") &&
		!strings.Contains(tag, "..") && !strings.Contains(tag, "//") && !strings.Contains(tag, "/.") && !strings.Contains(tag, "@{")
}

// githubPages are the first segments of paths at github.com that are pages of
// the site and can't be owners. From what the site serves and what its
// sign-up refuses.
var githubPages = set(`about account accounts apps blog business careers cli
	codespaces collections community contact contributing copilot customer-stories
	customers dashboard desktop developer discussions docs education edu enterprise
	enterprises events explore favicon.ico features fluidicon.png github-copilot
	gist gists git-guides global-campus help home images integrations issues join
	login logout maintenance marketplace mcp mine mobile models new news newsroom
	notifications nonprofit oauth open-source opensource organizations orgs pages
	partners personal plans press pricing pricing-calculator projects pulls readme
	recruiting repositories resources robots.txt search security security-advisories
	sessions settings showcases signin signup site site-map sitemap sitemap.xml
	solutions sponsors startups stars status store styleguide support switch team
	teams terms tos topics tour trending trust-center universe updates user users
	watching why-github wiki works-with advisories premium-support logos
	account-login about-us archiveprogram assets codesearch`)

// githubAddress identifies the addresses of a repository or a release.
// Links to a user, to a gist or to the site itself are neither.
func githubAddress(a address) (ID, bool) {
	parts := strings.Split(strings.Trim(a.path, "/"), "/")
	switch a.host {
	case "github.com", "raw.githubusercontent.com", "codeload.github.com":
	case "api.github.com":
		if parts[0] != "repos" {
			return "", false
		}
		parts = parts[1:]
	default:
		return "", false
	}
	if len(parts) < 2 {
		return "", false
	}
	repo, ok := GitHub(parts[0], parts[1])
	if !ok || len(parts) < 5 || parts[2] != "releases" {
		return repo, ok
	}
	switch parts[3] {
	case "tag", "tags", "expanded_assets":
		return releaseOf(repo, strings.Join(parts[4:], "/")), true
	case "download":
		if len(parts) > 5 {
			return releaseOf(repo, strings.Join(parts[4:len(parts)-1], "/")), true
		}
	}
	return repo, true
}

func releaseOf(repo ID, escaped string) ID {
	tag, ok := unescape(escaped)
	if !ok {
		return repo
	}
	return Release(repo, tag)
}

// gitRemote turns the address of a Git remote at GitHub into that of its page:
// git@github.com:owner/repo.git, ssh://git@github.com/owner/repo, git://….
func gitRemote(s string) (string, bool) {
	low := strings.ToLower(s)
	for _, prefix := range []string{
		"git@github.com:", "ssh://git@github.com/", "ssh://git@github.com:22/",
		"ssh://git@ssh.github.com:443/", "git+ssh://git@github.com/", "git://github.com/",
		"git+https://github.com/",
	} {
		if strings.HasPrefix(low, prefix) {
			return "https://github.com/" + strings.TrimLeft(s[len(prefix):], "/"), true
		}
	}
	return "", false
}

// set makes a set of the words in s.
func set(s string) map[string]bool {
	words := make(map[string]bool)
	for word := range strings.FieldsSeq(s) {
		words[word] = true
	}
	return words
}
