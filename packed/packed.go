// Package packed holds the texts that are built into the program packed with gzip, for
// it is to stay small. It knows nothing of what they say.
package packed

import (
	"bytes"
	"compress/gzip"
	"io"
)

// Text unpacks what Bytes packed. It panics where that is damaged, which a test of its
// owner is to rule out.
func Text(data []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		panic("packed: reading what is built in: " + err.Error())
	}
	all, err := io.ReadAll(z)
	if err != nil {
		panic("packed: reading what is built in: " + err.Error())
	}
	return string(all)
}

// Bytes packs a text; tests write with it what is built in.
func Bytes(s string) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = io.WriteString(z, s)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("packed: writing: " + err.Error()) // memory does not fail
	}
	return b.Bytes()
}
