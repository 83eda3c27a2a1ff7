package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Send tells events that have not been told yet, each to every hook that wants
// it. What a hook could not be told is told at the next call; what it was
// told is not told again because another hook failed. The error has a line for
// each hook that failed.
func (s *Sender) Send(ctx context.Context, events ...Event) error {
	var errs []error
	for _, h := range s.hooks {
		failed, err := s.tell(ctx, h, events)
		if err != nil {
			return err
		}
		if failed != nil {
			errs = append(errs, fmt.Errorf("notify: %s: %w; told again after the next run", h.Name, failed))
		}
	}
	return errors.Join(errs...)
}

// tell tells one hook. failed is what stands against the hook: it is asked for
// nothing more in this call then, so that one that hangs costs one timeout.
func (s *Sender) tell(ctx context.Context, h Hook, events []Event) (failed, err error) {
	var open []Event
	for _, e := range events {
		if !h.wants(e) {
			continue
		}
		told, err := s.seen.Told(ctx, e.key(h))
		if err != nil {
			return nil, fmt.Errorf("notify: looking up what was told: %w", err)
		}
		if !told && !slices.ContainsFunc(open, func(o Event) bool { return o.key(h) == e.key(h) }) {
			open = append(open, e)
		}
	}
	for _, message := range gather(h.Format, open) {
		if err := s.post(ctx, h, message.Event); err != nil {
			return err, nil
		}
		for _, e := range message.of {
			if err := s.seen.Tell(ctx, e.key(h)); err != nil {
				return nil, fmt.Errorf("notify: noting what was told: %w", err)
			}
		}
	}
	return nil, nil
}

// key is under what it is noted that h was told of e.
func (e Event) key(h Hook) string { return string(e.Kind) + "\x00" + e.Key + "\x00" + h.id() }

// message is what is posted at once, and the events that are told by it.
type message struct {
	Event
	of []Event
}

// gather makes one message of more than maxMessages events of a kind: the chat
// services shut out who posts twenty in a minute, and nobody reads them. A
// program reads them one by one.
func gather(f Format, events []Event) []message {
	byKind := map[Kind][]Event{}
	for _, e := range events {
		byKind[e.Kind] = append(byKind[e.Kind], e)
	}
	var messages []message
	for _, kind := range []Kind{KindDraft, KindFailing, KindVerify} {
		list := byKind[kind]
		if f == FormatJSON || len(list) <= maxMessages {
			for _, e := range list {
				messages = append(messages, message{e, []Event{e}})
			}
			continue
		}
		one := message{Event{Kind: kind, Title: fmt.Sprintf("%d notices", len(list)), At: list[0].At}, list}
		for _, e := range list {
			one.Text += "- " + e.Title + "\n"
		}
		messages = append(messages, one)
	}
	return messages
}

// maxMessages is how many messages of a kind a chat gets at once.
const maxMessages = 3
