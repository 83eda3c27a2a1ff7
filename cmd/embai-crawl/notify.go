package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"embai-crawl/config"
	"embai-crawl/crawler"
	"embai-crawl/notify"
	"embai-crawl/store"
)

// notify tells the configured webhooks what a run has to tell: once per event,
// whatever number of runs see it. A hook that can't be told is a warning.
func (n *newsroom) notify(ctx context.Context, crawled *crawler.Report) error {
	if len(n.cfg.Notify) == 0 {
		return nil
	}
	c, err := n.crawler(nil)
	if err != nil {
		return err
	}
	defer c.Close()
	sender, err := senderOf(n.cfg, c, told{n.store}, n.now)
	if err != nil {
		return err
	}
	events, err := n.events(crawled)
	if err != nil || len(events) == 0 {
		return err
	}
	if err := sender.Send(ctx, events...); err != nil {
		for line := range strings.Lines(err.Error()) {
			n.log.Warn(strings.TrimSpace(line))
		}
	}
	return nil
}

// senderOf makes what tells the configured webhooks, over the crawler's guard.
func senderOf(cfg *config.Config, c *crawler.Crawler, seen notify.Seen, now func() time.Time) (*notify.Sender, error) {
	var hooks []notify.Hook
	for i, h := range cfg.Notify {
		hooks = append(hooks, hookOf(i, h))
	}
	s, err := notify.New(hooks, c.Client(), seen, now)
	if err != nil {
		return nil, &exitError{code: exitUsage, err: err}
	}
	return s, nil
}

func hookOf(i int, h config.Webhook) notify.Hook {
	out := notify.Hook{
		Name: fmt.Sprintf("webhook %d (%s)", i+1, h.Kind), Format: notify.Format(h.Kind),
		URL: h.URL.Value(), Secret: h.Secret.Value(), Chat: h.Chat, FailingAfter: h.FailingAfter,
	}
	if h.Kind == "generic" {
		out.Format = notify.FormatJSON
	}
	for _, e := range h.Events {
		out.Kinds = append(out.Kinds, notify.Kind(e))
	}
	return out
}

// events are what could be told now; what was told before is told by told.
func (n *newsroom) events(crawled *crawler.Report) ([]notify.Event, error) {
	var events []notify.Event
	now := n.now()
	// Told from what the draft was ever offered, not from what this run added: a
	// hook that failed is told by the next run.
	date, err := n.issueDate()
	if err != nil {
		return nil, err
	}
	mem, err := n.memory(date)
	if err != nil {
		return nil, err
	}
	if offered := len(mem.Entries); offered > 0 {
		var text strings.Builder
		for _, e := range slices.Backward(mem.Entries) {
			if text.Len() > 1000 {
				break
			}
			text.WriteString("- " + e.Title + "\n")
		}
		events = append(events, notify.Event{
			Kind: notify.KindDraft, Key: fmt.Sprintf("%s/%d", date, offered), At: now, Text: text.String(),
			Title: fmt.Sprintf("the draft of %s has new entries, %d so far", date, offered),
		})
	}
	for _, s := range crawled.Sources {
		if s.Since.IsZero() {
			continue
		}
		why := s.Line()
		if why == "" { // it was not due in this run
			st, err := n.store.GetSource(s.Name)
			if err != nil {
				return nil, err
			}
			why = st.LastError
		}
		events = append(events, notify.Event{
			Kind: notify.KindFailing, Key: s.Name + "/" + s.Since.UTC().Format(time.RFC3339), At: now, Text: why, Lasted: now.Sub(s.Since),
			Title: fmt.Sprintf("source %s has failed since %s", s.Name, s.Since.In(n.cfg.Newsletter.Zone).Format(time.DateTime)),
		})
	}
	hosts, err := n.store.Hosts()
	if err != nil {
		return nil, err
	}
	for _, h := range hosts {
		if h.Verify.After(now) {
			events = append(events, notify.Event{
				Kind: notify.KindVerify, Key: h.Name + "/" + h.Verify.UTC().Format(time.DateOnly), At: now, Text: h.Cause,
				Title: fmt.Sprintf("%s asks for a human; it is left alone until %s", h.Name, h.Verify.In(n.cfg.Newsletter.Zone).Format(time.DateTime)),
			})
		}
	}
	return events, nil
}

// told remembers in the store which events were told.
type told struct{ store *store.Store }

// Told implements [notify.Seen].
func (t told) Told(_ context.Context, key string) (bool, error) {
	_, data, err := t.store.GetBlob("told " + key)
	return data != nil, err
}

// Tell implements [notify.Seen].
func (t told) Tell(ctx context.Context, key string) error {
	return t.store.PutBlob(ctx, "told "+key, 1, []byte("1"))
}
