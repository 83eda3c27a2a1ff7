package issue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// ErrChanged says that a file was changed by somebody else between reading and
// writing it. Nothing was written.
var ErrChanged = errors.New("the file was changed meanwhile")

// newMode is the mode of a file that did not exist.
const newMode = 0o644

// ReplaceFile puts data into the file at path, atomically and with the mode that
// the file has, if the file still holds old; nil means that it does not exist.
// Else it fails with ErrChanged. A symbolic link stays one.
func ReplaceFile(path string, old, data []byte) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("issue: writing %s: %w", path, err)
	}
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(newMode), renameio.WithExistingPermissions())
	if err != nil {
		return fmt.Errorf("issue: writing %s: %w", path, err)
	}
	defer f.Cleanup() //nolint:errcheck // nothing is left after the replacement
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("issue: writing %s: %w", path, err)
	}
	now, err := readFile(path)
	switch {
	case err != nil:
		return err
	case (now == nil) != (old == nil) || !bytes.Equal(now, old):
		return fmt.Errorf("issue: writing %s: %w", path, ErrChanged)
	}
	if err := f.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("issue: writing %s: %w", path, err)
	}
	return nil
}

// readFile gives the bytes of a file, nil for one that does not exist. One above
// the bound is read only as far as to see that.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("issue: reading %s: %w", path, err)
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(io.LimitReader(f, maxFile+1)); err != nil {
		return nil, fmt.Errorf("issue: reading %s: %w", path, err)
	}
	if b.Bytes() == nil {
		return []byte{}, nil
	}
	return b.Bytes(), nil
}

// DraftPath, CandidatesPath and NewPath name the files of a draft in its folder.
func DraftPath(dir, date string) string { return filepath.Join(dir, date+".md") }

// CandidatesPath names the file of what did not make the draft.
func CandidatesPath(dir, date string) string { return filepath.Join(dir, date+".candidates.md") }

// NewPath names the file beside a draft that could not be understood.
func NewPath(dir, date string) string { return filepath.Join(dir, date+".new.md") }

// tries is how often an update starts again when the editor saves meanwhile.
const tries = 3

// UpdateFile brings the draft in dir up to date as Update does, and writes the
// candidates file. A draft that cannot be understood is left as it is and the
// new text written to NewPath: the error is then an *UnreadableError, and the
// memory must not be replaced.
func UpdateFile(dir string, mem *Memory, next Draft) (Result, error) {
	path := DraftPath(dir, next.Date)
	for range tries {
		old, err := readFile(path)
		if err != nil {
			return Result{}, err
		}
		res, err := Update(mem, old, next)
		if err != nil {
			return Result{}, errors.Join(err, putBeside(dir, mem, next, err))
		}
		if res.Changed {
			err = ReplaceFile(path, old, res.File)
		}
		if errors.Is(err, ErrChanged) {
			continue
		}
		if err == nil {
			err = WriteRest(dir, next, res.Rest)
		}
		return res, err
	}
	return Result{}, fmt.Errorf("issue: writing %s: %w", path, ErrChanged)
}

// putBeside writes what would have been generated next to a draft that could not
// be understood.
func putBeside(dir string, mem *Memory, next Draft, cause error) error {
	var bad *UnreadableError
	if !errors.As(cause, &bad) {
		return nil
	}
	if mem == nil {
		mem = &Memory{Version: memoryVersion}
	}
	path := NewPath(dir, next.Date)
	old, err := readFile(path)
	if err != nil {
		return err
	}
	text := regenerate(mem, nil, next).File
	if bytes.Equal(old, text) {
		return nil
	}
	return ReplaceFile(path, old, text)
}

// WriteRest writes the candidates file of a draft: rest is what an update gave.
func WriteRest(dir string, next Draft, rest []Entry) error {
	next.Rest = rest
	path := CandidatesPath(dir, next.Date)
	old, err := readFile(path)
	if err != nil {
		return err
	}
	text := RenderRest(next)
	if bytes.Equal(old, text) {
		return nil
	}
	return ReplaceFile(path, old, text)
}
