package store

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// forgetPages takes the pages of the file that were looked at out of the
// process once they are many; they stay in the cache of the system. Where a page
// is touched Linux maps the fifteen around it too, so that some thousand
// lookups in a large store would make it as resident as the whole of a small
// machine allows.
func (t *tx) forgetPages(limit int) {
	if residentFiles() < limit {
		return
	}
	// An open transaction keeps the map where it is.
	data := t.store.db.Info().Data
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, data, uintptr(t.Size()), syscall.MADV_DONTNEED)
}

// residentFiles returns how many bytes of mapped files are resident, 0 where
// the system does not tell: the third number of proc_pid_statm(5).
func residentFiles() int {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 3 {
		return 0
	}
	pages, _ := strconv.Atoi(fields[2])
	return pages * os.Getpagesize()
}
