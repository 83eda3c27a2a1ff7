package demo

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/gob"
	"fmt"
)

// packed holds the files of web and folder, which are pages: built in as they are,
// they would be seven times as large. After a change of one of them
//
//	go test ./demo -update
//
// packs them anew; a test fails where that was forgotten.
//
//go:embed packed.gob.gz
var packed []byte

// file is one of them, with its path from here.
type file struct {
	Name string
	Body []byte
}

// files returns them all, by name.
func files() ([]file, error) {
	all, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("demo: reading what is built in: %w", err)
	}
	return all, nil
}

func unpack(data []byte) (all []file, err error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return all, gob.NewDecoder(r).Decode(&all)
}
