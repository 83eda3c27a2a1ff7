package issue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"embai-crawl/item"
)

// Memory is what was generated for a draft so far: the base of the three-way
// update. The caller keeps it with the draft; it is empty for a new one.
type Memory struct {
	Version int
	Date    string
	Pure    string       // hash of the file while nobody has touched it; else empty
	Head    string       // front matter, title line and tagline, as generated last
	Guide   string       // 导读 likewise
	Tail    string       // 往期回顾 and footer likewise
	Entries []Remembered // every entry that was ever in the draft, in the order of appearance
}

// Remembered is an entry as it was offered to the editor last.
type Remembered struct {
	IDs     []item.ID
	Aliases []item.ID    `json:",omitempty"`
	Section item.Section // where it was offered
	Short   bool         `json:",omitempty"`
	Title   string
	Account string `json:",omitempty"`
	URL     string `json:",omitempty"`
	Text    string // Markdown with LF line ends; empty for one that was cut
	Touched bool   `json:",omitempty"` // the editor has changed it: Text stays what it was before
	Cut     bool   `json:",omitempty"`
	By      What   `json:",omitempty"` // chosen or added: the editor put it there
}

// memoryVersion is raised when an old program could no longer read what is
// written. Fields may be added without.
const memoryVersion = 1

// MarshalBinary gives the form in which a store keeps the memory.
func (m *Memory) MarshalBinary() ([]byte, error) {
	c := *m
	c.Version = memoryVersion
	b, err := json.Marshal(&c)
	if err != nil {
		return nil, fmt.Errorf("issue: writing the draft's memory: %w", err)
	}
	return b, nil
}

// LoadMemory reads what MarshalBinary wrote; no bytes are a new draft's memory.
func LoadMemory(b []byte) (*Memory, error) {
	m := &Memory{Version: memoryVersion}
	if len(b) == 0 {
		return m, nil
	}
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("issue: reading the draft's memory: %w", err)
	}
	if m.Version < 1 || m.Version > memoryVersion {
		return nil, fmt.Errorf("issue: reading the draft's memory: version %d, this program knows %d", m.Version, memoryVersion)
	}
	return m, nil
}

// clone copies what an update changes.
func (m *Memory) clone() *Memory {
	if m == nil {
		return &Memory{Version: memoryVersion}
	}
	c := *m
	c.Entries = slices.Clone(m.Entries)
	return &c
}

// offered is the memory of an entry that is put into the draft now.
func offered(e *Entry) Remembered {
	return Remembered{
		IDs: slices.Clone(e.IDs), Aliases: slices.Clone(e.Aliases), Section: e.Section, Short: e.Short,
		Title: clean(e.Title, maxTitle), Account: clean(e.byline(), maxByline), URL: escapeURL(e.URL), Text: RenderEntry(e),
	}
}

// keys gives every identity under which the entry may be met.
func (r *Remembered) keys() []item.ID {
	return withAddress(slices.Concat(r.IDs, r.Aliases), r.URL)
}

// entryKeys gives every identity under which a generated entry may be met.
func entryKeys(e *Entry) []item.ID {
	return withAddress(e.all(), escapeURL(e.URL))
}

// withAddress adds the identity of an address, and the address as it is printed:
// that is what is left of an entry whose marker is lost.
func withAddress(ids []item.ID, u string) []item.ID {
	if u == "" {
		return ids
	}
	if id, ok := item.Identify(u); ok {
		ids = append(ids, id)
	}
	return append(ids, item.ID("printed:"+u))
}

// fingerprint tells two files apart that differ in more than what an editor
// program changes by itself.
func fingerprint(b []byte) string {
	h := sha256.Sum256([]byte(settle(string(b))))
	return hex.EncodeToString(h[:])
}
