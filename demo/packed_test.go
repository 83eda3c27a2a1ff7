package demo

import (
	"bytes"
	"compress/gzip"
	"encoding/gob"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "pack the files of the demo anew")

func pack(all []file, w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(z).Encode(all); err != nil {
		return err
	}
	return z.Close()
}

// TestPacked holds that what is built in is what lies in the folders.
func TestPacked(t *testing.T) {
	var want []file
	for _, root := range []string{"folder", "web"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := os.ReadFile(name)
			want = append(want, file{filepath.ToSlash(name), body})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if *update {
		var b bytes.Buffer
		if err := pack(want, &b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("packed.gob.gz", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		packed = b.Bytes()
	}
	got, err := files()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("pack them anew with -update (-want +got):\n%s", d)
	}
}

func TestDamagedPack(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("no gzip"), packed[:len(packed)/2]} {
		if _, err := unpack(data); err == nil {
			t.Errorf("%d bytes are read", len(data))
		}
	}
}
