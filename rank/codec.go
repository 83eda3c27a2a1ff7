package rank

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"

	"embai-crawl/packed"
)

// A marshalled model is codecMagic, the version of the format, the
// fingerprint of the lexicon that it was trained with, the SHA-256 of the rest,
// and the rest: a snapshot in gob. The version is raised whenever snapshot or
// the meaning of a number changes; older models are then trained anew.
const (
	codecMagic   = "embairank"
	codecVersion = 5
	codecHeader  = len(codecMagic) + 2 + 8 + sha256.Size
)

// ErrModel is what Load answers to bytes that no model of this version wrote.
// The remedy is to train anew.
var ErrModel = errors.New("rank: not a model of this version")

// snapshot is learned without maps, whose order would differ from run to run.
// The long lists are packed, for gob takes ten times as long over numbers as
// over bytes, and each call of the program reads them.
type snapshot struct {
	Hashes    []byte // uint64
	IDF       []byte // float32
	Heads     []byte // float32, kinds for each hash
	Bias      []float32
	Text      float64
	Keyword   float64
	KindBias  []float64
	Sites     []siteSnapshot
	Languages []weightSnapshot
	Columns   []byte            // int32: numbers of the words by which sections are told
	Sections  []sectionSnapshot // none, or by title and by text
	Shares    []float32         // of the sections in an issue, where there are sections
	Articles  int               // of an issue
}

type siteSnapshot struct {
	Name          string
	Printed, Seen int
	Effect        float64
}

type weightSnapshot struct {
	Name   string
	Weight float64
}

type sectionSnapshot struct {
	Words    []byte    // float32, 4 for each column
	Groups   []float32 // 4 for each group, in titles and then below them
	Cues     []float32 // 4 for each cue
	Accounts []string
	Account  []float32 // 4 for each account
	Bias     []float32
}

// MarshalBinary writes what the model has learned. The configuration is not
// part of it. The same model gives the same bytes.
func (m *Model) MarshalBinary() ([]byte, error) {
	var body bytes.Buffer
	if m.learned != nil {
		if err := gob.NewEncoder(&body).Encode(m.learned.snapshot()); err != nil {
			return nil, fmt.Errorf("rank: writing the model: %w", err)
		}
	}
	out := append(make([]byte, 0, codecHeader+body.Len()), codecMagic...)
	out = binary.LittleEndian.AppendUint16(out, codecVersion)
	out = binary.LittleEndian.AppendUint64(out, lexiconFingerprint())
	sum := sha256.Sum256(body.Bytes())
	return append(append(out, sum[:]...), body.Bytes()...), nil
}

// Load reads what MarshalBinary wrote and joins it with the configuration.
// Bytes that are damaged or of another version of the program are ErrModel.
func Load(b []byte, c Config) (*Model, error) {
	if len(b) < codecHeader || string(b[:len(codecMagic)]) != codecMagic {
		return nil, fmt.Errorf("%w: it does not begin like one", ErrModel)
	}
	rest := b[len(codecMagic):]
	if v := binary.LittleEndian.Uint16(rest); v != codecVersion {
		return nil, fmt.Errorf("%w: it has version %d", ErrModel, v)
	}
	if binary.LittleEndian.Uint64(rest[2:]) != lexiconFingerprint() {
		return nil, fmt.Errorf("%w: it was trained with another lexicon", ErrModel)
	}
	body := b[codecHeader:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], rest[10:10+sha256.Size]) {
		return nil, fmt.Errorf("%w: it is damaged", ErrModel)
	}
	m := New(c)
	if len(body) == 0 || !c.Learned {
		return m, nil
	}
	var s snapshot
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&s); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrModel, err)
	}
	l, err := s.learned(groupCount())
	if err != nil {
		return nil, err
	}
	m.learned = l
	return m, nil
}

// lexiconFingerprint changes with every word of the built-in lists and
// specimens.
func lexiconFingerprint() uint64 {
	h := fnv.New64a()
	for _, g := range slices.Concat(lexicon, sectionCues, cueWords) {
		h.Write([]byte(g.name + "\n" + g.terms + "\n"))
	}
	h.Write([]byte(stopWords + packed.Text(packedSpecimens)))
	return h.Sum64()
}

func (l *learned) snapshot() *snapshot {
	s := &snapshot{
		IDF: packFloats(l.vocabulary.idf), Bias: l.bias[:],
		Text: l.mix.text, Keyword: l.mix.keyword, KindBias: l.mix.bias[:],
	}
	for i, h := range l.vocabulary.hashes {
		s.Hashes = binary.LittleEndian.AppendUint64(s.Hashes, h)
		s.Heads = append(s.Heads, packFloats(l.heads[i][:])...)
	}
	for _, name := range slices.Sorted(maps.Keys(l.sites)) {
		x := l.sites[name]
		s.Sites = append(s.Sites, siteSnapshot{Name: name, Printed: x.printed, Seen: x.seen, Effect: x.effect})
	}
	for _, name := range slices.Sorted(maps.Keys(l.languages)) {
		s.Languages = append(s.Languages, weightSnapshot{Name: name, Weight: l.languages[name]})
	}
	if h := l.sections; h != nil {
		for _, id := range h.numbers {
			s.Columns = binary.LittleEndian.AppendUint32(s.Columns, uint32(id))
		}
		s.Sections = []sectionSnapshot{h.title.snapshot(), h.text.snapshot()}
		s.Shares, s.Articles = h.shape.share[:], h.shape.articles
	}
	return s
}

func (h *sectionWeights) snapshot() sectionSnapshot {
	s := sectionSnapshot{Words: packFloats(flat(h.words)), Groups: slices.Concat(flat(h.groups[0]), flat(h.groups[1])), Cues: flat(h.cues[:]), Bias: h.bias[:]}
	for _, name := range slices.Sorted(maps.Keys(h.accounts)) {
		w := h.accounts[name]
		s.Accounts = append(s.Accounts, name)
		s.Account = append(s.Account, w[:]...)
	}
	return s
}

// learned checks every length and number: the checksum says that the bytes
// are as written, not that this program wrote them.
func (s *snapshot) learned(groups int) (*learned, error) {
	n := len(s.Hashes) / 8
	if len(s.Hashes) != 8*n || n > math.MaxInt32/8 || len(s.IDF) != 4*n || len(s.Heads) != 4*n*kinds || len(s.Bias) != kinds || len(s.KindBias) != kinds ||
		!allFinite(s.Bias) || !allFinite(append(s.KindBias, s.Text, s.Keyword)) {
		return nil, fmt.Errorf("%w: its parts don't fit together", ErrModel)
	}
	l := &learned{vocabulary: vocabulary{hashes: make([]uint64, n), idf: unpackFloats(s.IDF)}, sites: map[string]site{}, languages: map[string]float64{}}
	l.heads = make([][kinds]float32, n)
	heads := unpackFloats(s.Heads)
	for i := range l.vocabulary.hashes {
		l.vocabulary.hashes[i] = binary.LittleEndian.Uint64(s.Hashes[8*i:])
		copy(l.heads[i][:], heads[i*kinds:])
	}
	l.vocabulary.index(2 * n)
	copy(l.bias[:], s.Bias)
	l.mix.text, l.mix.keyword = s.Text, s.Keyword
	copy(l.mix.bias[:], s.KindBias)
	for _, x := range s.Sites {
		l.sites[x.Name] = site{printed: x.Printed, seen: x.Seen, effect: clamp(x.Effect, maxWeight)}
	}
	for _, x := range s.Languages {
		l.languages[x.Name] = clamp(x.Weight, maxWeight)
	}
	switch len(s.Sections) {
	case 0:
		return l, nil
	case 2:
	default:
		return nil, fmt.Errorf("%w: its sections are incomplete", ErrModel)
	}
	if len(s.Shares) != len(sections4{}) || !allFinite(s.Shares) {
		return nil, fmt.Errorf("%w: it does not say what an issue has of each section", ErrModel)
	}
	h := &sectionHead{columns: make([]int32, n), shape: issueShape{sections4(s.Shares), s.Articles}}
	for at := 0; at+4 <= len(s.Columns); at += 4 {
		id := binary.LittleEndian.Uint32(s.Columns[at:])
		if int64(id) >= int64(n) || h.columns[id] != 0 {
			return nil, fmt.Errorf("%w: its sections name words that are not there", ErrModel)
		}
		h.column(int32(id))
	}
	var err error
	if h.title, err = s.Sections[0].weights(len(h.numbers), groups); err != nil {
		return nil, err
	}
	if h.text, err = s.Sections[1].weights(len(h.numbers), groups); err != nil {
		return nil, err
	}
	l.sections = h
	return l, nil
}

func (s *sectionSnapshot) weights(words, groups int) (*sectionWeights, error) {
	if len(s.Words) != 16*words || len(s.Groups) != 8*groups || len(s.Cues) != 4*int(cues) || len(s.Account) != 4*len(s.Accounts) || len(s.Bias) != 4 ||
		!allFinite(s.Groups) || !allFinite(s.Cues) || !allFinite(s.Account) || !allFinite(s.Bias) {
		return nil, fmt.Errorf("%w: its sections don't fit together", ErrModel)
	}
	h := &sectionWeights{words: fours(unpackFloats(s.Words)), accounts: map[string]sections4{}}
	h.groups[0], h.groups[1] = fours(s.Groups[:4*groups]), fours(s.Groups[4*groups:])
	copy(h.cues[:], fours(s.Cues))
	copy(h.bias[:], s.Bias)
	for i, w := range fours(s.Account) {
		h.accounts[s.Accounts[i]] = w
	}
	return h, nil
}

// packFloats lays numbers out as little-endian bytes, those of a row together.
func packFloats(rows ...[]float32) []byte {
	var out []byte
	for _, row := range rows {
		out = slices.Grow(out, 4*len(row))
		for _, x := range row {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
		}
	}
	return out
}

// unpackFloats is the reverse of packFloats; what is no finite number becomes 0.
func unpackFloats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		if x := math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])); x-x == 0 {
			out[i] = x
		}
	}
	return out
}

func flat(rows [][4]float32) []float32 {
	out := make([]float32, 0, 4*len(rows))
	for i := range rows {
		out = append(out, rows[i][:]...)
	}
	return out
}

func fours(flat []float32) [][4]float32 {
	out := make([][4]float32, len(flat)/4)
	for i := range out {
		copy(out[i][:], flat[4*i:])
	}
	return out
}

func allFinite[T float32 | float64](xs []T) bool {
	for _, x := range xs {
		if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
			return false
		}
	}
	return true
}
