package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
)

// ErrForeign says that a file is no store of this program.
var ErrForeign = errors.New("not a store of embai-crawl")

// ErrCorrupt says that a store is damaged: cut short or overwritten in part.
var ErrCorrupt = errors.New("the store is damaged; restore it from a backup")

// The first two pages of a bbolt file are alike but for the number of the
// transaction that wrote them: a header of 16 bytes, then magic, version and
// page size (4 bytes each), flags, the root bucket (two numbers), the page of
// the free list, the number of pages in use, the transaction (8 bytes each) and
// a checksum over what is before it. Numbers are in the order of the machine,
// which is little-endian wherever this program is built for.
const (
	metaStart    = 16
	metaMagic    = 0xED0CDAED
	metaVersion  = 2
	metaPages    = 40 // offset of the number of pages in use
	metaTx       = 48
	metaChecksum = 56
	metaSize     = 64
)

// checkFile looks at a file before bbolt does, which maps it into memory and
// panics where a page is missing.
func checkFile(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // to be made
	}
	if err != nil {
		return openError(path, "", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("store: opening %s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("store: opening %s: %w: it is no regular file", path, ErrForeign)
	}
	if info.Size() == 0 {
		return nil // made, and not begun
	}
	pages, pageSize, err := readMeta(f)
	switch {
	case err != nil:
		return fmt.Errorf("store: opening %s: %w", path, err)
	case uint64(info.Size()) < pages*pageSize:
		return fmt.Errorf("store: opening %s: %w: it was cut short: %d bytes of %d are there",
			path, ErrCorrupt, info.Size(), pages*pageSize)
	}
	return nil
}

// readMeta returns the number and the size of the pages in use, after the
// newer of the two first pages that is whole.
func readMeta(r io.ReaderAt) (pages, pageSize uint64, err error) {
	var newest uint64
	valid, ours := false, false
	// The second one begins after the first page, whose size only it tells.
	offsets := []int64{0}
	for size := int64(1 << 9); size <= 1<<16; size <<= 1 {
		offsets = append(offsets, size)
	}
	for _, offset := range offsets {
		var meta [metaSize]byte
		if _, err := r.ReadAt(meta[:], offset+metaStart); err != nil {
			continue
		}
		u32 := func(at int) uint64 { return uint64(binary.LittleEndian.Uint32(meta[at:])) }
		u64 := func(at int) uint64 { return binary.LittleEndian.Uint64(meta[at:]) }
		if u32(0) != metaMagic || u32(4) != metaVersion {
			continue
		}
		ours = true
		sum := fnv.New64a()
		sum.Write(meta[:metaChecksum])
		if size := u32(8); sum.Sum64() != u64(metaChecksum) || size < 1<<9 || size > 1<<16 {
			continue
		}
		if offset != 0 && uint64(offset) != u32(8) {
			continue
		}
		if tx := u64(metaTx); !valid || tx > newest {
			valid, newest, pages, pageSize = true, tx, u64(metaPages), u32(8)
		}
	}
	switch {
	case valid && pages < 1<<40:
		return pages, pageSize, nil
	case ours:
		return 0, 0, fmt.Errorf("%w: its first pages are not whole", ErrCorrupt)
	}
	return 0, 0, ErrForeign
}
