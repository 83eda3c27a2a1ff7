package store

import (
	"bytes"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
)

// statm is the open file in which the system tells how much of this process is
// resident: it is asked so often that opening it would cost more than what it
// is asked for.
type statm struct {
	file    *os.File
	opening int          // bytes of files that were resident when it was opened
	program atomic.Int64 // bytes that are resident besides the store's, as far as is known
}

// programGrows is by how many bytes the program may have grown since: more is the
// store's, touched by another transaction while its pages were let go of.
const programGrows = 12 << 20

func openStatm() *statm {
	f, err := os.Open("/proc/self/statm")
	if err != nil {
		return new(statm)
	}
	s := &statm{file: f}
	s.opening = s.files()
	s.program.Store(int64(s.opening))
	return s
}

func (s *statm) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// files returns how many bytes of mapped files are resident, 0 where the system
// does not tell: the third number of proc_pid_statm(5).
func (s *statm) files() int {
	if s.file == nil {
		return 0
	}
	var data [128]byte
	n, _ := s.file.ReadAt(data[:], 0) // io.EOF is how it ends
	fields := bytes.Fields(data[:n])
	if len(fields) < 3 {
		return 0
	}
	pages, _ := strconv.Atoi(string(fields[2]))
	return pages * os.Getpagesize()
}

// forgetPages takes the pages of the file that were looked at out of the
// process once more than limit bytes are resident; they stay in the cache of the
// system. Where a page is touched Linux maps the fifteen around it too, so that
// some thousand lookups in a large store would make it as resident as the whole of
// a small machine allows.
func (t *tx) forgetPages(limit int) {
	m := t.store.statm
	if m.files()-int(m.program.Load()) < limit {
		return
	}
	// An open transaction keeps the map where it is.
	data := t.store.db.Info().Data
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, data, uintptr(t.Size()), syscall.MADV_DONTNEED)
	m.program.Store(int64(min(m.files(), m.opening+programGrows)))
}
