package main

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"embai-crawl/issue"
	"embai-crawl/item"
	"embai-crawl/llm"
)

const (
	// machineRunes is how much text a summary by a service is asked for at
	// least: of less, the text itself is printed.
	machineRunes = 200
	// llmVersion is the format of a cached answer: its text alone.
	llmVersion = 1
)

// machineSummaries asks the configured service for summaries of what would be
// drafted: the best of each section, what a person gave, what is held. What it does not
// answer, or answers with nonsense, keeps the extract of the program: that is one line of
// the log and no error. Only the end of ctx is one.
func (n *newsroom) machineSummaries(ctx context.Context, cands []issue.Candidate) error {
	if !n.cfg.LLM.Enabled() {
		return nil
	}
	client, done, err := n.llm()
	if err != nil {
		n.log.Info("no machine summaries", "error", err)
		return nil
	}
	defer done()
	var made, failed int
	var last error
	count := map[item.Section]int{}
	for i := range cands { // the best first
		c := &cands[i]
		count[c.Result.Section]++
		if !c.Given && !c.Held && (c.Result.Score < minScore || count[c.Result.Section] > n.cfg.Newsletter.PerSection) {
			continue
		}
		text := machineText(c)
		if c.Summary != "" || text == "" {
			continue
		}
		s, err := client.Summarise(ctx, c.Items[0].Title, text)
		switch {
		case err == nil:
			c.Summary, c.Machine = s.Text, s.Machine
			made++
			continue
		case ctx.Err() != nil:
			return ctx.Err()
		}
		failed, last = failed+1, err
		// One bad answer says nothing of the next; a service that is down, refuses
		// or has no more budget does. What it answered before is in the cache.
		if !errors.Is(err, llm.ErrNonsense) {
			client.Stop(err)
		}
	}
	if last != nil {
		n.log.Info("machine summaries are missing", "made", made, "missing", failed, "error", last)
	}
	return nil
}

// machineText is the text that a summary is made of, "" for one that is short enough.
func machineText(c *issue.Candidate) string {
	it := &c.Items[0]
	text := it.Text
	if it.Kind == item.KindPaper || strings.TrimSpace(text) == "" {
		text = it.Summary
	}
	if utf8.RuneCountInString(text) < machineRunes {
		return ""
	}
	return text
}

// llm makes the client of the service. It fetches through the guard and the proxy
// of the crawler: a service on this machine needs network: allow_private.
func (n *newsroom) llm() (client *llm.Client, done func(), err error) {
	c, err := n.crawler(nil)
	if err != nil {
		return nil, nil, err
	}
	cfg := n.cfg.LLM
	client, err = llm.New(llm.Config{
		URL: cfg.URL, Model: cfg.Model, Key: cfg.Key.Value(), Tokens: cfg.Budget,
	}, c.Client(), answers{n})
	if err != nil {
		c.Close()
		return nil, nil, err
	}
	return client, func() { c.Close() }, nil
}

// answers keeps what the service answered in the store.
type answers struct{ n *newsroom }

// Get implements [llm.Cache].
func (a answers) Get(_ context.Context, key string) (string, bool, error) {
	version, data, err := a.n.store.GetBlob(answerName(key))
	return string(data), err == nil && data != nil && version == llmVersion, err
}

// Put implements [llm.Cache].
func (a answers) Put(ctx context.Context, key, answer string) error {
	return a.n.store.PutBlob(ctx, answerName(key), llmVersion, []byte(answer))
}

func answerName(key string) string { return "llm " + key }
