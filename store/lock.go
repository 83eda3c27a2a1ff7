package store

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// LockedError says that another process holds the store, and who it is as far
// as that told: PID is 0 where it did not.
type LockedError struct {
	PID     int
	Since   time.Time
	Command string
}

// Error names the process and the time, in the local zone, at which it began.
func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "store: held by another process"
	}
	text := fmt.Sprintf("store: held by pid %d since %s", e.PID, e.Since.Local().Format("2006-01-02 15:04:05"))
	if e.Command != "" {
		text += " (" + e.Command + ")"
	}
	return text
}

// holder is the content of the file beside the store that names who holds it.
// It is written once the lock is got, so that what it says is true while the
// lock is held; a file that a killed process left is overwritten by the next.
type holder struct {
	PID     int       `json:"pid"`
	Since   time.Time `json:"since"`
	Command string    `json:"command,omitempty"`
}

func writeSidecar(path string, h holder) error {
	data, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("store: naming the holder: %w", err)
	}
	// Through a name of its own: a reader sees the old file or the new one.
	temporary := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.WriteFile(temporary, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("store: naming the holder: %w", err)
	}
	if err := os.Rename(temporary, path); err != nil {
		_ = os.Remove(temporary)
		return fmt.Errorf("store: naming the holder: %w", err)
	}
	return nil
}

// readSidecar makes the error for a store that is held. What can't be read
// says nothing.
func readSidecar(path string) *LockedError {
	data, err := os.ReadFile(path)
	if err != nil || len(data) > 4<<10 {
		return &LockedError{}
	}
	var h holder
	if json.Unmarshal(data, &h) != nil || h.PID < 0 {
		return &LockedError{}
	}
	return &LockedError{PID: h.PID, Since: h.Since, Command: h.Command}
}
