package issue

import (
	"bytes"
	"slices"
	"strings"

	"embai-crawl/item"
)

// Result is what an update gives.
type Result struct {
	File      []byte  // what the file is to hold; equal to the old one where nothing changed
	Memory    *Memory // to be kept with the draft
	Changed   bool    // File differs from the old one
	Added     []Entry // entries that the draft did not show before
	Refreshed []Entry // untouched entries whose text became better
	Rest      []Entry // for the candidates file: neither in the draft nor decided upon
	Decisions []Decision
}

// Update merges what would be generated today into the file as the editor left
// it: a three-way merge of mem (what was offered so far; nil for nothing), file
// and next. The editor's bytes stay: words, order, places, entries, line ends.
// New entries are appended to their section; what was taken out does not come
// back; what nobody touched is brought up to date. A file that nobody touched at
// all is written anew. Updating twice changes nothing the second time.
//
// A nil file is a draft that does not exist yet. A file that cannot be
// understood is an *UnreadableError: nothing may be written into it.
func Update(mem *Memory, file []byte, next Draft) (Result, error) {
	next.Options = next.Options.Defaults()
	if mem == nil {
		mem = &Memory{Version: memoryVersion}
	}
	if file == nil {
		if len(mem.Entries) > 0 {
			return Result{}, &UnreadableError{Reason: "it is gone: removed or renamed"}
		}
		return regenerate(mem, nil, next), nil
	}
	doc, err := readDraft(file, mem, next.Date, clean(next.Options.Title, maxTitle))
	if err != nil {
		return Result{}, err
	}
	if mem.Pure != "" && mem.Pure == fingerprint(file) {
		return regenerate(mem, file, next), nil
	}
	u := &update{doc: doc, match: match(doc, mem), mem: mem.clone(), next: next}
	return u.run()
}

// update is one merge under way.
type update struct {
	doc   *Document
	match *matching
	mem   *Memory
	next  Draft
	edits []edit
	out   Result
}

// edit replaces a range of bytes of the file.
type edit struct {
	start, end int
	text       string // with LF line ends
}

func (u *update) run() (Result, error) {
	u.mem.Version, u.mem.Date, u.mem.Pure = memoryVersion, u.next.Date, ""
	u.out.Decisions = u.match.decisions()
	u.remember()
	fresh := u.fresh(slices.Concat(u.next.Short, u.next.Entries))
	u.insert(fresh)
	u.furniture()
	u.out.Rest = u.rest()
	text, err := u.apply(len(fresh))
	if err != nil {
		return Result{}, err
	}
	text = u.refreshGuide(text)
	u.out.File, u.out.Memory = text, u.mem
	u.out.Changed = !bytes.Equal(text, u.doc.src)
	return u.out, nil
}

// remember brings the memory up to what the file says.
func (u *update) remember() {
	for r := range u.mem.Entries {
		x := &u.mem.Entries[r]
		x.Cut = u.match.gone(r)
		files := u.match.fileOf[r]
		if len(files) != 1 || !same(u.doc.raw(files[0]), x.Text) {
			x.Touched = true
		}
	}
	// What the editor took in or wrote is known from now on: taken out again it
	// does not come back.
	for f := range u.doc.Entries {
		e := &u.doc.Entries[f]
		if len(u.match.memOf[f]) > 0 || len(e.IDs) == 0 {
			continue
		}
		u.mem.Entries = append(u.mem.Entries, Remembered{
			IDs: slices.Clone(e.IDs), Section: e.Section, Short: e.Short, Title: e.Title, Account: e.Account,
			URL: escapeURL(e.URL), Text: u.doc.raw(f), Touched: true, By: u.match.origin(f),
		})
	}
}

// fresh refreshes what the file shows already, and gives what it does not.
func (u *update) fresh(entries []Entry) []Entry {
	ever := map[item.ID]bool{}
	for r := range u.mem.Entries {
		for _, id := range u.mem.Entries[r].keys() {
			ever[id] = true
		}
	}
	var out []Entry
	taken := map[int]bool{}
	for _, e := range entries {
		keys := entryKeys(&e)
		if at := u.match.in(keys); len(at) > 0 {
			if len(at) == 1 && !taken[at[0]] {
				u.refresh(at[0], &e)
			}
			taken[at[0]] = true
			continue
		}
		if !known(ever, keys) {
			out = append(out, e)
		}
	}
	return out
}

// refresh replaces an entry that nobody touched by what is known of it today,
// unless that is less.
func (u *update) refresh(f int, e *Entry) {
	if len(u.match.memOf[f]) != 1 {
		return
	}
	r := u.match.memOf[f][0]
	x := &u.mem.Entries[r]
	keys := entryKeys(e)
	lost := func(id item.ID) bool { return !slices.Contains(keys, id) }
	if x.Touched || len(u.match.fileOf[r]) != 1 || slices.ContainsFunc(x.IDs, lost) {
		return
	}
	now := &u.doc.Entries[f]
	text := RenderEntry(e)
	if same(text, x.Text) || e.Summary == "" && now.Summary != "" || len(e.Lines) < len(now.Lines) || e.Title == "" || e.Short != now.Short {
		return
	}
	sp := u.doc.spans[f]
	end := sp.end
	for end > sp.start && (u.doc.src[end-1] == '\n' || u.doc.src[end-1] == '\r') {
		end--
	}
	u.edits = append(u.edits, edit{sp.start, end, strings.TrimSuffix(text, "\n")})
	section, short := x.Section, x.Short
	ids := x.keys()
	*x = offered(e)
	x.Section, x.Short = section, short
	x.Aliases = append(x.Aliases, ids...)
	slices.Sort(x.Aliases)
	x.Aliases = slices.Compact(x.Aliases)
	u.out.Refreshed = append(u.out.Refreshed, *e)
}

// rest gives the candidates that are neither in the file nor decided upon.
func (u *update) rest() []Entry {
	there := map[item.ID]bool{}
	for r := range u.mem.Entries {
		for _, id := range u.mem.Entries[r].keys() {
			there[id] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(u.next.Rest), func(e Entry) bool {
		keys := entryKeys(&e)
		return known(there, keys) || len(u.match.in(keys)) > 0
	})
}

// apply makes the edits and holds the promise: of the file's entries every byte
// is there as before, but for those that were refreshed, and what was added is
// read back.
func (u *update) apply(added int) ([]byte, error) {
	text := applyEdits(u.doc.src, u.edits, u.doc.nl)
	after, err := Parse(text)
	bad := &UnreadableError{Reason: "new entries would change what is written there; is a code fence or comment left open?"}
	if err != nil || len(after.Entries) != len(u.doc.Entries)+added || len(after.parts) < len(u.doc.parts) {
		return nil, bad
	}
	refreshed := map[int]bool{}
	for _, e := range u.edits {
		for f, sp := range u.doc.spans {
			if e.start == sp.start && e.end > e.start {
				refreshed[f] = true
			}
		}
	}
	i := 0
	for f := range u.doc.Entries {
		if refreshed[f] {
			continue
		}
		raw := strings.TrimRight(u.doc.raw(f), "\r\n")
		for i < len(after.Entries) && strings.TrimRight(after.raw(i), "\r\n") != raw {
			i++
		}
		if i == len(after.Entries) {
			return nil, bad
		}
		i++
	}
	return text, nil
}

// applyEdits makes edits; those at one place keep their order. One that begins
// within the range of another is passed over: what it meant to change is gone.
func applyEdits(src []byte, edits []edit, nl string) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue
		}
		b.Write(src[at:e.start])
		b.WriteString(withNewline(e.text, nl))
		at = e.end
	}
	b.Write(src[at:])
	return b.Bytes()
}
