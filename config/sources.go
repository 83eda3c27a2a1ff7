package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/adhocore/gronx"
	"github.com/goccy/go-yaml/ast"

	"embai-crawl/item"
)

// maxSources bounds a file; the largest public list of feeds of one bridge has
// four hundred.
const maxSources = 20000

// kinds are the kinds of sources, each with the keys that it cannot do without.
// The parsers are in package sources; a test of the command holds that both
// know the same.
func kinds() map[string][]string {
	return map[string][]string{
		"feed":            {"url"},
		"arxiv":           {"query"},
		"github-trending": {},
		"github-search":   {"query"},
		"hf-papers":       {},
		"wechat-album":    {"url"},
		"wechat":          {"url"},
		"page":            {"url"},
		"inbox":           {"path"},
	}
}

// Kinds lists the kinds of sources that a configuration may name, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds())) }

// defaultEvery is how often a source is read that says nothing of it. An inbox
// is a file: it is read at every run.
const defaultEvery = 6 * time.Hour

func (r *reader) sources(c *Config, n ast.Node) []Source {
	var all []Source
	first := map[string]ast.Node{}
	r.list("sources", n, func(i int, v ast.Node) {
		if i >= maxSources {
			if i == maxSources {
				r.at(v, "sources: more than %d entries", maxSources)
			}
			return
		}
		s, nameNode := r.source(fmt.Sprintf("sources[%d]", i), v, c.Newsletter.Zone)
		if s.Name != "" {
			if before, twice := first[s.Name]; twice {
				line, column := place(before)
				r.at(nameNode, "sources[%d].name: another source has this name, at %d:%d", i, line, column)
			} else {
				first[s.Name] = nameNode
			}
		}
		all = append(all, s)
	})
	return all
}

// source reads one source; nameNode is where its name stands.
func (r *reader) source(label string, n ast.Node, zone *time.Location) (s Source, nameNode ast.Node) {
	s = Source{Weight: 1, ObeyRobots: true}
	given := map[string]ast.Node{}
	noted := func(read func(string, ast.Node)) func(string, ast.Node) {
		return func(name string, v ast.Node) {
			given[name[strings.LastIndexByte(name, '.')+1:]] = v
			read(name, v)
		}
	}
	var section string
	words := make([]string, 0, 4)
	for _, sec := range item.Sections() {
		words = append(words, string(sec))
	}
	known := keys{
		"name":           r.line(&s.Name, 100),
		"kind":           r.oneOf(&s.Kind, Kinds()),
		"url":            r.sourceAddress(&s),
		"account":        r.line(&s.Account, 100),
		"section":        r.oneOf(&section, words),
		"weight":         r.number(&s.Weight, 0, 10),
		"query":          r.line(&s.Query, 2000),
		"max":            r.count(&s.Max, 1, 10000),
		"path":           r.path(&s.Path),
		"every":          r.duration(&s.Schedule.Every, 0, year),
		"cron":           r.cron(&s.Schedule.Cron),
		"zone":           r.zone(&s.Schedule.Zone),
		"disabled":       r.flag(&s.Disabled),
		"obey_robots":    r.flag(&s.ObeyRobots),
		"user_agent":     r.header(&s.UserAgent, &s.agent),
		"fetch_articles": r.flag(&s.FetchArticles),
	}
	for k, read := range known {
		known[k] = noted(read)
	}
	r.mapping(label, n, known)
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, *ast.NullNode:
	default:
		return s, nil // no mapping, and reported as such
	}
	s.Section = item.Section(section)
	r.complete(label, n, &s, given, zone)
	return s, given["name"]
}

// complete reports what is missing or does not go together, and sets the
// defaults that depend on other keys.
func (r *reader) complete(label string, n ast.Node, s *Source, given map[string]ast.Node, zone *time.Location) {
	for _, key := range []string{"name", "kind"} {
		if given[key] == nil {
			r.at(n, "%s: %s is missing", label, key)
		}
	}
	if s.Kind != "" {
		needs := kinds()[s.Kind]
		for _, key := range needs {
			// An address may hold the query, or be that of arXiv's announcements.
			if given[key] == nil && !(key == "query" && given["url"] != nil) {
				r.at(n, "%s: the kind %s needs %s", label, s.Kind, key)
			}
		}
		for _, key := range []string{"query", "path"} {
			if given[key] != nil && !slices.Contains(needs, key) {
				r.at(given[key], "%s.%s: the kind %s takes none", label, key, s.Kind)
			}
		}
	}
	if s.Kind == "inbox" && given["obey_robots"] == nil {
		s.ObeyRobots = false // a person gave these links: they are read as that person would
	}
	switch {
	case given["every"] != nil && given["cron"] != nil:
		r.at(given["cron"], "%s: has both every and cron: expected one of them", label)
	case given["zone"] != nil && given["cron"] == nil:
		r.at(given["zone"], "%s.zone: belongs to cron, which is missing", label)
	case given["cron"] != nil:
		if s.Schedule.Zone == nil {
			s.Schedule.Zone = zone
		}
	case given["every"] == nil && s.Kind != "inbox":
		s.Schedule.Every = defaultEvery
	}
}

func (r *reader) sourceAddress(s *Source) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		text, raw, ok := r.env(name, n, false)
		if !ok {
			return
		}
		if text = strings.TrimSpace(text); !webAddress(text) || len(text) > 4096 {
			r.at(n, "%s: expected an address that begins with https:// or http://", name)
			return
		}
		s.URL, s.shown = text, shownURL(strings.TrimSpace(raw))
	}
}

// maxCronGap is how far ahead a time of a cron expression is looked for: two
// 29 Februaries are at most eight years apart.
const maxCronGap = 9 * year

// cron reads five fields and makes sure that there is a time that fits.
func (r *reader) cron(to *string) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		s, _ := scalar(n)
		fields := strings.Fields(s)
		if len(fields) != 5 || len(s) > 200 || !gronx.IsValid(s) {
			r.at(n, `%s: expected five fields (minute hour day month weekday) such as "30 7 * * 1-5"`, name)
			return
		}
		// Any day will do to look from: what comes at all comes every few years.
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		next, err := gronx.NextTickAfter(s, from, false)
		if err != nil || next.Sub(from) > maxCronGap {
			r.at(n, "%s: no such time ever comes", name)
			return
		}
		*to = strings.Join(fields, " ")
	}
}
