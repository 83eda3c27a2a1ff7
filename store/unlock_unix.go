//go:build unix

package store

import (
	"os"
	"syscall"
)

// letGo frees a file that bbolt can't close any more. To close it is not
// enough: the memory map that is left holds the lock.
func letGo(f *os.File) error {
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	return f.Close()
}
