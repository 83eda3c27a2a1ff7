package text

import (
	"bytes"
	"compress/gzip"
	"io"
)

// Unpacked returns a text that is built into the program packed with gzip. It panics
// where that is damaged, which a test of its owner is to rule out.
func Unpacked(data []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		panic("text: unpacking what is built in: " + err.Error())
	}
	all, err := io.ReadAll(z)
	if err != nil {
		panic("text: unpacking what is built in: " + err.Error())
	}
	return string(all)
}

// Packed packs a text for Unpacked; tests write with it what is built in.
func Packed(s string) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = io.WriteString(z, s)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("text: packing: " + err.Error()) // memory does not fail
	}
	return b.Bytes()
}
