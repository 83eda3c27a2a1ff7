// Package config reads config.yaml: strictly, with the place of every mistake,
// and with secrets from the environment. It is the one home of YAML.
//
// It knows the keys, their defaults and what makes a value impossible. It must
// not know what the values are used for: it opens no store, builds no source
// and sends nothing. It is a package and not a file of cmd so that every
// message can be tested, and fuzzed, without a process around it.
package config

import (
	"net/netip"
	"net/url"
	"time"

	"embai-crawl/item"
)

// Config is a configuration that has been checked. Every field has its
// default; paths are absolute.
type Config struct {
	// File is the file that was read; empty for the built-in default.
	File string

	Data    string // folder of the store
	Drafts  string // folder of the drafts
	Archive string // folder of past issues; empty: there is none

	Newsletter Newsletter
	Network    Network
	Rank       Rank
	Articles   Articles
	GitHub     GitHub
	LLM        LLM
	Notify     []Webhook
	Retain     time.Duration // texts that are older are dropped; IDs stay for ever
	Sources    []Source      // in the order of the file, disabled ones among them
}

// Newsletter is what an issue looks like.
type Newsletter struct {
	Title         string
	Tagline       string // stands in bold under the title
	Zone          *time.Location
	Every         time.Duration // from one issue to the next
	PerSection    int           // entries that a section of the draft gets, 1 to 100
	Footer        string        // Markdown below the table of past issues
	BackIssuesURL string        // where 往期回顾 leads to
	ShortNews     bool          // a list of short news before the first section
}

// Network is how hosts are spoken to.
type Network struct {
	UserAgent    string
	Timeout      time.Duration // one attempt
	MaxBody      int64         // decoded bytes of a page
	Parallel     int           // hosts at a time, 1 to 512
	Interval     time.Duration // between two requests to a host that Hosts does not name
	HostParallel int           // requests at a time to such a host, 1 to 64
	AllowPrivate []netip.Prefix
	Proxy        *url.URL // nil: none. May hold a password
	Hosts        []Host   // in the order of the file, without the pattern *

	agent string // UserAgent as it may be printed; empty: as it is
}

// Host is the manners for one host, or for a name and all names below it.
type Host struct {
	Pattern  string // export.arxiv.org, *.arxiv.org or an address
	Interval time.Duration
	Parallel int // requests at a time, 1 to 64
}

// Rank is what makes an item worth printing.
type Rank struct {
	Learned  bool               // false: keywords alone
	Keywords map[string]float64 // in both languages; weights above zero
	Negative map[string]float64 // they count down, whatever their sign
	Sources  map[string]float64 // by the name of a source; below zero counts down
	Accounts map[string]float64 // by the name of a public account or site
}

// Articles is which pages of found articles are read for their text.
type Articles struct {
	Fetch  bool // for candidates that could make the draft
	WeChat bool // mp.weixin.qq.com too, whose robots.txt asks crawlers to stay away
	Max    int  // pages in one run, 0 to 1000
}

// GitHub is the access to its API.
type GitHub struct {
	Token Secret // empty: 60 requests an hour
}

// LLM is an optional service with an OpenAI-compatible interface.
type LLM struct {
	URL    string // of the interface, up to /v1; empty: the service is off
	Model  string
	Key    Secret
	Budget int // tokens that one run may spend
}

// Enabled reports whether a service is configured.
func (l LLM) Enabled() bool { return l.URL != "" }

// Webhook is somebody who is told.
type Webhook struct {
	Kind         string // one of WebhookKinds
	URL          Secret // the address itself is what lets in
	Secret       Secret // signs the message, or is the token of the bot
	Chat         string // telegram: whom the bot writes to
	Events       []string
	FailingAfter time.Duration // how long a source fails before it is told
}

// WebhookKinds lists the forms in which a notice can be sent.
func WebhookKinds() []string {
	return []string{"generic", "feishu", "wecom", "dingtalk", "slack", "telegram"}
}

// The events that a webhook can be told of.
const (
	EventDraft   = "draft"   // a draft has new entries
	EventFailing = "failing" // a source has failed for longer than FailingAfter
	EventVerify  = "verify"  // a host asks for a human
)

// Events lists them all.
func Events() []string { return []string{EventDraft, EventFailing, EventVerify} }

// Source is one place where items are found.
type Source struct {
	Name    string
	Kind    string // one of Kinds
	URL     string // empty: the kind's own address. May hold a token: print Shown
	Account string // printed for items that name none
	Section item.Section
	Weight  float64 // factor on the score of its items, 0 to 10; 1 changes nothing
	Query   string
	Max     int // items asked for; 0: the kind's own bound
	Path    string

	Schedule Schedule

	Disabled      bool
	ObeyRobots    bool   // true, but for an inbox, unless the file says otherwise
	UserAgent     string // empty: that of the network
	FetchArticles bool

	shown string // URL as it may be printed
	agent string // UserAgent as it may be printed; empty: as it is
}

// Shown is the address as it may be printed: ${NAME} as the file has it, and
// stars for what looks like a secret.
func (s Source) Shown() string { return s.shown }

// Schedule says when a source is read. Without Cron it is read when Every has
// passed; with neither at every run.
type Schedule struct {
	Every time.Duration
	Cron  string // five fields, in Zone
	Zone  *time.Location
}
