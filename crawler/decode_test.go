package crawler

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestDecodeBody(t *testing.T) {
	text := strings.Repeat("嵌入式AI简报\n", 100)
	var rawDeflate bytes.Buffer
	w, _ := flate.NewWriter(&rawDeflate, 5)
	io.WriteString(w, text)
	w.Close()
	gz := pack("gzip", []byte(text))
	for _, tt := range []struct {
		name, body, encoding string
		want                 string
		err                  error
	}{
		{"plain", text, "", text, nil},
		{"identity", text, "identity", text, nil},
		{"a charset for an encoding", text, "UTF-8", text, nil},
		{"gzip", gz, "gzip", text, nil},
		{"x-gzip in capitals", gz, "X-GZIP", text, nil},
		{"deflate as zlib", pack("deflate", []byte(text)), "deflate", text, nil},
		{"deflate raw", rawDeflate.String(), "deflate", text, nil},
		{"brotli", pack("br", []byte(text)), "br", text, nil},
		{"two encodings", pack("br", []byte(gz)), "gzip, br", text, nil},
		{"gzip that nothing tells of", gz, "", text, nil},
		{"gzip in gzip that nothing tells of", pack("gzip", []byte(gz)), "gzip", text, nil},
		{"gzip in two members", gz + gz, "gzip", text + text, nil},
		{"gzip with padding behind it", gz + "\x00\x00\x00\x00", "gzip", text, nil},
		{"plain text called gzip", text, "gzip", text, nil},
		{"empty called gzip", "", "gzip", "", nil},
		{"gzip cut off", gz[:len(gz)/2], "gzip", "", io.ErrUnexpectedEOF},
		{"brotli cut off", pack("br", []byte(text))[:20], "br", "", io.ErrUnexpectedEOF},
		{"zlib cut off", pack("deflate", []byte(text))[:20], "deflate", "", io.ErrUnexpectedEOF},
		{"brotli that is none", "\xff\xff\xff\xff", "br", "", ErrEncoding},
		{"three encodings", text, "gzip, br, gzip", "", ErrEncoding},
		{"unknown", text, "compress", "", ErrEncoding},
	} {
		got, err := decodeBody(strings.NewReader(tt.body), http.Header{"Content-Encoding": {tt.encoding}}, -1, 1<<20)
		if tt.err == io.ErrUnexpectedEOF && strings.HasPrefix(text, string(got)) {
			tt.want = string(got) // what came
		}
		if string(got) != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %d bytes, %v; want %d bytes, %v", tt.name, len(got), err, len(tt.want), tt.err)
		}
	}
}

func TestDecodeBodyAtTheCap(t *testing.T) {
	text := strings.Repeat("x", 1000)
	for _, encoding := range []string{"", "gzip", "deflate", "br"} {
		body := text
		if encoding != "" {
			body = pack(encoding, []byte(text))
		}
		for limit, want := range map[int64]error{1001: nil, 1000: nil, 999: ErrTooLarge} {
			got, err := decodeBody(strings.NewReader(body), http.Header{"Content-Encoding": {encoding}}, -1, limit)
			if !errors.Is(err, want) || want == nil && len(got) != 1000 {
				t.Errorf("%q, cap %d: %d bytes, %v", encoding, limit, len(got), err)
			}
		}
	}
}

func FuzzDecodeBody(f *testing.F) {
	for _, e := range []string{"gzip", "deflate", "br"} {
		f.Add([]byte(pack(e, []byte("item one\n"))), e)
		f.Add([]byte(pack(e, make([]byte, 1<<20))), e)
		f.Add([]byte(pack(e, []byte(pack("gzip", []byte("x"))))), "gzip, "+e)
	}
	f.Add([]byte("\x1f\x8b\x08"), "")
	f.Fuzz(func(t *testing.T, body []byte, encoding string) {
		const limit = 16 << 10
		got, err := decodeBody(bytes.NewReader(body), http.Header{"Content-Encoding": {encoding}}, int64(len(body)), limit)
		if len(got) > limit || err != nil && len(got) > 0 && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
}
