package item

import (
	"cmp"
	"slices"
	"strings"
)

// maxRefs is how many identifiers of one item are kept. What names more is a
// list, whose entries it does not say much of.
const maxRefs = 300

// maxPlain is how many bytes an identifier without an address may have.
const maxPlain = 400

// FindRefs returns the identifiers that an item names in its title, summary,
// comment, text and links, without those that are its own. They are sorted by
// place, the most prominent first, then by how often they are named, most
// often first, then by ID. In text, numbers that only look like identifiers are
// left out: an arXiv number needs a possible month, and brackets, an address or
// the word arXiv beside it.
func FindRefs(it *Item) []Ref {
	found := make(map[ID]Ref)
	add := func(id ID, where Where) {
		if id.Scheme() == schemeURL || it.is(id) {
			return
		}
		ref, known := found[id]
		if !known {
			if len(found) >= maxRefs {
				return
			}
			ref = Ref{ID: id, Where: where}
		}
		ref.Count++
		if where.before(ref.Where) {
			ref.Where = where
		}
		found[id] = ref
	}
	scan := func(text string, where Where) {
		for _, id := range findIDs(text) {
			add(id, where)
		}
	}
	scan(it.Title, InTitle)
	if o := it.Original; o != nil {
		if o.ID != "" {
			add(o.ID, InOriginal)
		} else if id, ok := Identify(o.URL); ok {
			add(id, InOriginal)
		}
	}
	scan(it.Summary, InSummary)
	scan(it.Comment, InSummary)
	scan(it.JournalRef, InSummary)
	if id, ok := DOI(it.DOI); ok {
		add(id, InSummary)
	}
	scan(it.Text, InText)
	// Links holds what the text spells out as well: that counts once.
	for _, link := range it.Links[:min(len(it.Links), maxLinks)] {
		if id, ok := Identify(link); ok && found[id].Count == 0 {
			add(id, InLink)
		}
	}
	return sortRefs(found)
}

func sortRefs(found map[ID]Ref) []Ref {
	if len(found) == 0 {
		return nil
	}
	refs := make([]Ref, 0, len(found))
	for _, ref := range found {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, func(a, b Ref) int {
		return cmp.Or(cmp.Compare(a.Where.rank(), b.Where.rank()), cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return refs
}

// is reports whether id is the item's own, or the repository whose release
// the item is.
func (it *Item) is(id ID) bool {
	return id == "" || id == it.ID || id == it.ID.Repo() || slices.Contains(it.Aliases, id)
}

func (w Where) before(other Where) bool { return w.rank() < other.rank() }

func (w Where) rank() int {
	order := []Where{InTitle, InOriginal, InSummary, InText, InLink}
	if i := slices.Index(order, w); i >= 0 {
		return i
	}
	return len(order)
}

// findIDs returns each naming of an identifier in a text, from left to right.
func findIDs(text string) []ID {
	text = text[:min(len(text), maxScan)]
	if !mayName(text) {
		return nil
	}
	return findIDsIn(text, lowerASCII(text))
}

func findIDsIn(text, low string) []ID {
	var ids []ID
	at := 0
	known := make(map[string]ID) // articles name the same address over and over
	for _, span := range findAddressesIn(text, low) {
		ids = appendPlain(ids, low, at, span.start)
		id, again := known[span.address]
		if !again {
			id, _ = Identify(span.address)
			known[span.address] = id
		}
		if id != "" && id.Scheme() != schemeURL {
			ids = append(ids, id)
		}
		at = span.end
	}
	return appendPlain(ids, low, at, len(low))
}

// mayName asks for less than an identifier, so that most texts need not be read for
// one: each has a slash, or a dot between a letter or digit and another.
func mayName(text string) bool {
	if strings.IndexByte(text, '/') >= 0 {
		return true
	}
	for i := strings.IndexByte(text, '.'); i >= 0; {
		if i > 0 && i+1 < len(text) && isAlnum(text[i-1]|0x20) && isAlnum(text[i+1]|0x20) {
			return true
		}
		next := strings.IndexByte(text[i+1:], '.')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

// appendPlain appends the identifiers that stand in low[from:to] without an
// address.
func appendPlain(ids []ID, low string, from, to int) []ID {
	for i := from; i < to; {
		id, n := ID(""), 0
		switch c := low[i]; {
		case c == 'g':
			id, n = plainRemote(low[i:to])
		case isDigit(c) && !joins(low, i):
			if id, n = plainDOI(low, i, to); n == 0 {
				id, n = plainArXiv(low, i, to)
			}
			if n == 0 {
				n = countDigits(low[i:to])
			}
		case isLetter(c) && !joins(low, i):
			id, n = plainOldArXiv(low, i, to)
		}
		if id != "" {
			ids = append(ids, id)
		}
		i += max(n, 1)
	}
	return ids
}

// joins reports whether the byte before low[i] makes one word or number with it.
func joins(low string, i int) bool {
	return i > 0 && (isAlnum(low[i-1]) || strings.IndexByte("._-/@#", low[i-1]) >= 0)
}

func countDigits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// plainRemote reads git@github.com:owner/repo.git at the start of s.
func plainRemote(s string) (ID, int) {
	if !strings.HasPrefix(s, "git@github.com:") {
		return "", 0
	}
	s = s[:min(len(s), maxPlain)]
	run := trimAddress(s[:addressEnd(s)])
	id, ok := Identify(run)
	if !ok || id.Scheme() != schemeGitHub {
		return "", 0
	}
	return id, len(run)
}

// plainDOI reads a DOI. Without "doi" before it, its suffix must hold a letter:
// 10.2019/12 is a date.
func plainDOI(low string, i, to int) (ID, int) {
	if !strings.HasPrefix(low[i:to], "10.") {
		return "", 0
	}
	to = min(to, i+maxPlain)
	end := i + addressEnd(low[i:to])
	run := trimAddress(low[i:end])
	id, ok := DOI(run)
	if !ok {
		return "", 0
	}
	_, suffix, _ := strings.Cut(run, "/")
	named := strings.Contains(low[max(0, i-12):i], "doi")
	if !named && (len(suffix) < 4 || !strings.ContainsFunc(suffix, func(r rune) bool { return 'a' <= r && r <= 'z' })) {
		return "", 0
	}
	return id, len(run)
}
