package config

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// Print writes the configuration that is in force, every default spelled out,
// in the form of config.yaml. No secret is in it: what came from the
// environment is written as ${NAME}, everything else that lets in as stars.
func (c *Config) Print(w io.Writer) error {
	doc := yaml.MapSlice{
		{Key: "data", Value: c.Data},
		{Key: "drafts", Value: c.Drafts},
	}
	doc = add(doc, "archive", c.Archive)
	doc = append(doc,
		yaml.MapItem{Key: "newsletter", Value: c.Newsletter.document()},
		yaml.MapItem{Key: "network", Value: c.Network.document()},
		yaml.MapItem{Key: "rank", Value: c.Rank.document()},
		yaml.MapItem{Key: "articles", Value: yaml.MapSlice{
			{Key: "fetch", Value: c.Articles.Fetch},
			{Key: "wechat", Value: c.Articles.WeChat},
			{Key: "max", Value: c.Articles.Max},
		}},
		yaml.MapItem{Key: "retain", Value: printDuration(c.Retain)},
	)
	if token := c.GitHub.Token.String(); token != "" {
		doc = append(doc, yaml.MapItem{Key: "github", Value: yaml.MapSlice{{Key: "token", Value: token}}})
	}
	if c.LLM.Enabled() {
		llm := add(yaml.MapSlice{{Key: "url", Value: c.LLM.URL}, {Key: "model", Value: c.LLM.Model}}, "key", c.LLM.Key.String())
		doc = append(doc, yaml.MapItem{Key: "llm", Value: append(llm, yaml.MapItem{Key: "budget", Value: c.LLM.Budget})})
	}
	if len(c.Notify) > 0 {
		doc = append(doc, yaml.MapItem{Key: "notify", Value: documents(c.Notify, Webhook.document)})
	}
	doc = append(doc, yaml.MapItem{Key: "sources", Value: documents(c.Sources, Source.document)})
	b, err := yaml.MarshalWithOptions(doc, yaml.IndentSequence(true), yaml.UseLiteralStyleIfMultiline(true))
	if err != nil {
		return fmt.Errorf("config: printing: %w", err)
	}
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("config: printing: %w", err)
	}
	return nil
}

// add appends a key whose value is not empty.
func add(doc yaml.MapSlice, key, value string) yaml.MapSlice {
	if value == "" {
		return doc
	}
	return append(doc, yaml.MapItem{Key: key, Value: value})
}

func documents[T any](all []T, document func(T) yaml.MapSlice) []yaml.MapSlice {
	docs := make([]yaml.MapSlice, 0, len(all))
	for _, v := range all {
		docs = append(docs, document(v))
	}
	return docs
}

func (n Newsletter) document() yaml.MapSlice {
	doc := yaml.MapSlice{{Key: "title", Value: n.Title}, {Key: "tagline", Value: n.Tagline}}
	doc = append(doc,
		yaml.MapItem{Key: "timezone", Value: n.Zone.String()},
		yaml.MapItem{Key: "every", Value: printDuration(n.Every)},
		yaml.MapItem{Key: "per_section", Value: n.PerSection},
		yaml.MapItem{Key: "short_news", Value: n.ShortNews},
	)
	doc = add(doc, "back_issues_url", n.BackIssuesURL)
	return add(doc, "footer", n.Footer)
}

func (n Network) document() yaml.MapSlice {
	doc := yaml.MapSlice{
		{Key: "user_agent", Value: cmp.Or(n.agent, n.UserAgent)},
		{Key: "timeout", Value: printDuration(n.Timeout)},
		{Key: "max_body", Value: printSize(n.MaxBody)},
		{Key: "parallel", Value: n.Parallel},
		{Key: "interval", Value: printDuration(n.Interval)},
	}
	allowed := make([]string, 0, len(n.AllowPrivate))
	for _, p := range n.AllowPrivate {
		allowed = append(allowed, p.String())
	}
	doc = append(doc, yaml.MapItem{Key: "allow_private", Value: allowed})
	if n.Proxy != nil {
		doc = append(doc, yaml.MapItem{Key: "proxy", Value: shownProxy(n.Proxy)})
	}
	hosts := yaml.MapSlice{{Key: "*", Value: manners(n.Interval, n.HostParallel)}}
	for _, h := range n.Hosts {
		hosts = append(hosts, yaml.MapItem{Key: h.Pattern, Value: manners(h.Interval, h.Parallel)})
	}
	return append(doc, yaml.MapItem{Key: "hosts", Value: hosts})
}

func manners(interval time.Duration, parallel int) yaml.MapSlice {
	return yaml.MapSlice{{Key: "interval", Value: printDuration(interval)}, {Key: "parallel", Value: parallel}}
}

// shownProxy leaves out who logs in, and keeps where.
func shownProxy(u *url.URL) string {
	shown := u.Scheme + "://" + u.Host
	if u.User != nil {
		shown = u.Scheme + "://" + stars + "@" + u.Host
	}
	return shown
}

func (r Rank) document() yaml.MapSlice {
	model := "keywords"
	if r.Learned {
		model = "learned"
	}
	doc := yaml.MapSlice{{Key: "model", Value: model}}
	for _, part := range []struct {
		key     string
		weights map[string]float64
	}{{"keywords", r.Keywords}, {"negative", r.Negative}, {"sources", r.Sources}, {"accounts", r.Accounts}} {
		if len(part.weights) > 0 {
			doc = append(doc, yaml.MapItem{Key: part.key, Value: byWeight(part.weights)})
		}
	}
	return doc
}

// byWeight lists terms, the heaviest first.
func byWeight(weights map[string]float64) yaml.MapSlice {
	terms := slices.SortedFunc(maps.Keys(weights), func(a, b string) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b))
	})
	doc := make(yaml.MapSlice, 0, len(terms))
	for _, t := range terms {
		doc = append(doc, yaml.MapItem{Key: t, Value: weights[t]})
	}
	return doc
}

func (w Webhook) document() yaml.MapSlice {
	doc := yaml.MapSlice{{Key: "kind", Value: w.Kind}}
	doc = add(doc, "url", w.URL.String())
	doc = add(doc, "secret", w.Secret.String())
	doc = add(doc, "chat", w.Chat)
	return append(doc,
		yaml.MapItem{Key: "events", Value: w.Events},
		yaml.MapItem{Key: "failing_after", Value: printDuration(w.FailingAfter)},
	)
}

func (s Source) document() yaml.MapSlice {
	doc := yaml.MapSlice{{Key: "name", Value: s.Name}, {Key: "kind", Value: s.Kind}}
	doc = add(doc, "url", s.shown)
	doc = add(doc, "query", s.Query)
	doc = add(doc, "path", s.Path)
	doc = add(doc, "account", s.Account)
	doc = add(doc, "section", string(s.Section))
	if s.Max > 0 {
		doc = append(doc, yaml.MapItem{Key: "max", Value: s.Max})
	}
	doc = append(doc, s.Schedule.document()...)
	if s.Weight != 1 {
		doc = append(doc, yaml.MapItem{Key: "weight", Value: s.Weight})
	}
	for _, flag := range []struct {
		key        string
		is, silent bool
	}{{"disabled", s.Disabled, false}, {"obey_robots", s.ObeyRobots, s.Kind != "inbox"}, {"fetch_articles", s.FetchArticles, false}} {
		if flag.is != flag.silent {
			doc = append(doc, yaml.MapItem{Key: flag.key, Value: flag.is})
		}
	}
	return add(doc, "user_agent", cmp.Or(s.agent, s.UserAgent))
}

func (s Schedule) document() yaml.MapSlice {
	if s.Cron != "" {
		return yaml.MapSlice{{Key: "cron", Value: s.Cron}, {Key: "zone", Value: s.Zone.String()}}
	}
	return yaml.MapSlice{{Key: "every", Value: printDuration(s.Every)}}
}

// Redacted is text without the secrets of this configuration, for a message
// that another program or a host has written and that may repeat one.
func (c *Config) Redacted(text string) string {
	secrets := []string{c.GitHub.Token.Value(), c.LLM.Key.Value()}
	for _, w := range c.Notify {
		secrets = append(secrets, w.URL.Value(), w.Secret.Value())
	}
	if c.Network.Proxy != nil && c.Network.Proxy.User != nil {
		password, _ := c.Network.Proxy.User.Password()
		secrets = append(secrets, password)
	}
	for _, s := range secrets {
		if len(s) >= 6 { // a shorter one would cut into any text
			text = strings.ReplaceAll(text, s, stars)
		}
	}
	for _, s := range c.Sources {
		if s.URL != s.shown && s.URL != "" {
			text = strings.ReplaceAll(text, s.URL, s.shown)
		}
	}
	return text
}
