package issue

import (
	"bytes"
	"slices"

	"embai-crawl/item"
)

// regenerate writes a file that nobody touched anew, without what was cut once.
func regenerate(old *Memory, file []byte, next Draft) Result {
	mem := &Memory{Version: memoryVersion, Date: next.Date}
	cut := map[item.ID]bool{}
	had := map[item.ID]bool{}
	for _, r := range old.Entries {
		for _, id := range r.keys() {
			if r.Cut {
				cut[id] = true
			} else {
				had[id] = true
			}
		}
		if r.Cut {
			mem.Entries = append(mem.Entries, r)
		}
	}
	dropped := func(e Entry) bool { return known(cut, entryKeys(&e)) }
	next.Short = slices.DeleteFunc(slices.Clone(next.Short), dropped)
	next.Entries = slices.DeleteFunc(slices.Clone(next.Entries), dropped)
	next.Rest = slices.DeleteFunc(slices.Clone(next.Rest), dropped)
	if len(mem.Entries) > 0 {
		next.Guide = guide(next.Entries)
	}
	out := Result{Rest: next.Rest, Memory: mem}
	for _, e := range slices.Concat(next.Short, next.Entries) {
		mem.Entries = append(mem.Entries, offered(&e))
		if !known(had, entryKeys(&e)) {
			out.Added = append(out.Added, e)
		}
	}
	text := Render(next)
	mem.Head, mem.Guide, mem.Tail = renderHead(next), renderGuide(next.Guide), renderTail(next)
	mem.Pure = fingerprint(text)
	out.File = file
	if file == nil || mem.Pure != fingerprint(file) {
		out.File = []byte(withNewline(string(text), newline(file)))
		if bytes.HasPrefix(file, []byte(bom)) {
			out.File = append([]byte(bom), out.File...)
		}
		out.Changed = true
	}
	for _, r := range mem.Entries {
		if r.Cut {
			out.Decisions = append(out.Decisions, Decision{What: Cut, IDs: r.IDs, Title: r.Title, From: string(r.Section)})
		}
	}
	return out
}
