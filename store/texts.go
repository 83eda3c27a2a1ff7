package store

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/fnv"
	"io"
	"sync"
	"time"
	"unicode/utf8"
)

// The first byte of a stored text says how the rest is written.
const (
	textPlain = 1
	textFlate = 2
)

// Sizes in bytes.
const (
	compressFrom = 512     // shorter texts gain nothing
	lightText    = 4 << 10 // of a text that is read along with many others
	longestText  = 4 << 20 // against a value that unpacks without end
)

// flateWriters are kept for use again: each is some 600 KB.
var flateWriters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // fails for unknown levels alone
	return w
}}

func packText(text string) []byte {
	if len(text) < compressFrom {
		return append([]byte{textPlain}, text...)
	}
	var b bytes.Buffer
	b.WriteByte(textFlate)
	w := flateWriters.Get().(*flate.Writer)
	defer flateWriters.Put(w)
	w.Reset(&b)
	_, _ = io.WriteString(w, text) // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// unpackText returns the text, or as much of it as limit bytes hold.
func unpackText(data []byte, limit int) (string, error) {
	if len(data) == 0 {
		return "", fmt.Errorf("%w: a text is empty", ErrCorrupt)
	}
	text := ""
	switch data[0] {
	case textPlain:
		text = string(data[1:][:min(len(data)-1, limit)])
	case textFlate:
		plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data[1:])), int64(limit)))
		if err != nil {
			return "", fmt.Errorf("%w: a text: %v", ErrCorrupt, err)
		}
		text = string(plain)
	default:
		return "", fmt.Errorf("a text in encoding %d: it was written by a newer program", data[0])
	}
	for len(text) == limit && !utf8.ValidString(text[max(0, len(text)-utf8.UTFMax):]) {
		// Drop the character that the limit has cut.
		r, size := utf8.DecodeLastRuneInString(text)
		if r != utf8.RuneError {
			break
		}
		text = text[:len(text)-size]
	}
	return text, nil
}

func hashText(text string) uint64 {
	if text == "" {
		return 0
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, text)
	return h.Sum64()
}

// text reads the text of a record, at most limit bytes of it.
func (t *tx) text(r *record, limit int) (string, error) {
	if r.textRunes == 0 {
		return "", nil
	}
	data := t.bucket(textsBucket).Get(serialKey(r.serial))
	if data == nil {
		return "", nil // pruned
	}
	return unpackText(data, limit)
}

// putText stores the text of a record, which the caller stores afterwards.
func (t *tx) putText(r *record, text string) error {
	r.textRunes, r.textHash = utf8.RuneCountInString(text), hashText(text)
	if text == "" {
		return t.bucket(textsBucket).Delete(serialKey(r.serial))
	}
	return t.bucket(textsBucket).Put(serialKey(r.serial), packText(text))
}

// age notes that something of a record was written that Prune shall drop one
// day.
func (t *tx) age(serial uint64, at time.Time) error {
	return t.bucket(agingBucket).Put(timeKey(at, serial), nil)
}
