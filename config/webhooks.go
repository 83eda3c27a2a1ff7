package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// maxWebhooks bounds who is told.
const maxWebhooks = 20

func (r *reader) webhooks(to *[]Webhook) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		r.list(name, n, func(i int, v ast.Node) {
			if i == maxWebhooks {
				r.at(v, "%s: more than %d entries", name, maxWebhooks)
			}
			*to = append(*to, r.webhook(fmt.Sprintf("%s[%d]", name, i), v))
		})
	}
}

func (r *reader) webhook(name string, n ast.Node) Webhook {
	w := Webhook{Kind: "generic", Events: Events(), FailingAfter: 3 * day}
	before := len(r.found)
	r.mapping(name, n, keys{
		"kind":          r.oneOf(&w.Kind, WebhookKinds()),
		"url":           r.secretAddress(&w.URL),
		"secret":        r.secret(&w.Secret, false),
		"chat":          r.chat(&w.Chat),
		"events":        r.events(&w.Events),
		"failing_after": r.duration(&w.FailingAfter, 0, year),
	})
	if len(r.found) > before {
		return w
	}
	telegram := w.Kind == "telegram"
	switch {
	case telegram && (w.Secret.Value() == "" || w.Chat == ""):
		r.at(n, "%s: telegram needs secret (the token of the bot) and chat", name)
	case !telegram && w.URL.Value() == "":
		r.at(n, "%s: url is missing", name)
	case !telegram && w.Chat != "":
		r.at(n, "%s: chat is for telegram alone", name)
	}
	return w
}

// secretAddress reads an address that lets in whoever knows it.
func (r *reader) secretAddress(to *Secret) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		text, raw, ok := r.env(name, n, false)
		if !ok {
			return
		}
		if !webAddress(text) {
			r.at(n, "%s: expected an address that begins with https:// or http://", name)
			return
		}
		*to = newSecret(text, raw)
	}
}

func (r *reader) chat(to *string) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		if text, _, ok := r.env(name, n, false); ok {
			*to = text
		}
	}
}

func (r *reader) events(to *[]string) func(string, ast.Node) {
	return func(name string, n ast.Node) {
		*to = nil
		r.list(name, n, func(_ int, v ast.Node) {
			var e string
			r.oneOf(&e, Events())(name, v)
			if e != "" && !slices.Contains(*to, e) {
				*to = append(*to, e)
			}
		})
	}
}
