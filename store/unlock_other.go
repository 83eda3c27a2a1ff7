//go:build !unix

package store

import "os"

// letGo frees a file that bbolt can't close any more.
func letGo(f *os.File) error { return f.Close() }
