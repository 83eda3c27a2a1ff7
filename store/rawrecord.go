package store

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// rawRecord is a record as it lies in the file, with its text. It holds as long as
// the transaction that read it.
type rawRecord struct {
	serial     uint64
	data, text []byte
}

func (t *tx) raw(serial uint64) rawRecord {
	key := serialKey(serial)
	return rawRecord{serial, t.bucket(recordsBucket).Get(key), t.bucket(textsBucket).Get(key)}
}

// decode makes a record of it, with as much of its text as lightText bytes hold. It
// is false where there is none, and for one that was merged into another.
func (raw rawRecord) decode() (Record, bool, error) {
	if raw.data == nil {
		return Record{}, false, nil
	}
	r, to, err := decodeRecord(raw.serial, raw.data)
	if err != nil || to != 0 {
		return Record{}, false, err
	}
	if r.textRunes > 0 && raw.text != nil {
		if r.Item.Text, err = unpackText(raw.text, lightText); err != nil {
			return Record{}, false, textError(r, err)
		}
	}
	return r.Record, true, nil
}

// decodeAll decodes on all processors, since that costs more than reading, and
// keeps the order. An error is that of the first record that has one.
func (s *Store) decodeAll(raws []rawRecord) ([]Record, error) {
	records := make([]Record, len(raws))
	there := make([]bool, len(raws))
	errs := make([]error, len(raws))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(raws)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(raws)); i = next.Add(1) - 1 {
				errs[i] = s.guard(func() (err error) {
					records[i], there[i], err = raws[i].decode()
					return err
				})
			}
		})
	}
	workers.Wait()
	n := 0
	for i := range records {
		if errs[i] != nil {
			return nil, errs[i]
		}
		if there[i] {
			records[n] = records[i]
			n++
		}
	}
	return records[:n], nil
}
