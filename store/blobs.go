package store

import (
	"bytes"
	"context"
	"encoding/binary"
)

// PutBlob stores bytes of another package under a name, with the version of
// their format.
func (s *Store) PutBlob(ctx context.Context, name string, version int, data []byte) error {
	return s.update(ctx, "writing "+name, func(t *tx) error {
		value := binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(data)), uint64(version))
		return t.bucket(blobsBucket).Put([]byte(name), append(value, data...))
	})
}

// GetBlob returns bytes stored under a name, and the version of their format;
// nil where there are none.
func (s *Store) GetBlob(name string) (version int, data []byte, err error) {
	err = s.view("reading "+name, func(t *tx) error {
		value := t.bucket(blobsBucket).Get([]byte(name))
		if len(value) < 8 {
			return nil
		}
		version = int(binary.BigEndian.Uint64(value))
		data = bytes.Clone(value[8:])
		return nil
	})
	return version, data, err
}
