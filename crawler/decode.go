package crawler

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
)

// acceptEncoding is what decodeBody understands. It is asked for by hand: with
// the transport's own gzip the cap would not know the decoded size, and brotli
// would not be had at all.
const acceptEncoding = "gzip, deflate, br"

// maxEncodings is how many encodings one body may be wrapped in. Nobody
// honest needs two; each costs a decoder's window of memory.
const maxEncodings = 2

// decodeBody reads a body to its end and undoes its content encodings. Neither
// what comes over the wire nor what comes out may exceed limit bytes: over it
// is ErrTooLarge, never a cut body. A body that is gzip although nothing says
// so (sitemap.xml.gz, feeds packed by hand) is unpacked as well. What came of one
// that breaks off is given together with io.ErrUnexpectedEOF.
func decodeBody(r io.Reader, header http.Header, length, limit int64) ([]byte, error) {
	if length > limit {
		return nil, fmt.Errorf("%w: body of %d bytes, cap %d", ErrTooLarge, length, limit)
	}
	encodings, err := contentEncodings(header)
	if err != nil {
		return nil, err
	}
	body := bufio.NewReader(&capped{r: r, left: limit, limit: limit})
	for i := len(encodings) - 1; i >= 0; i-- {
		if body, err = decoder(body, encodings[i], limit); err != nil {
			return nil, err
		}
	}
	if magic(body, "\x1f\x8b\x08") {
		if body, err = decoder(body, "gzip", limit); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if length > 0 {
		out.Grow(int(min(length, 1<<20)) + bytes.MinRead)
	}
	if _, err = out.ReadFrom(body); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return out.Bytes(), err
		}
		return nil, wrongEncoding(err)
	}
	return out.Bytes(), nil
}

// contentEncodings lists the encodings in the order in which they were put on.
func contentEncodings(header http.Header) ([]string, error) {
	var encodings []string
	for _, line := range header.Values("Content-Encoding") {
		for name := range strings.SplitSeq(line, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			switch name {
			case "", "identity", "none", "utf-8", "utf8": // the last three are no encodings, but are sent
				continue
			case "gzip", "x-gzip":
				name = "gzip"
			case "deflate", "br":
			default:
				return nil, fmt.Errorf("%w: %.40q", ErrEncoding, name)
			}
			if encodings = append(encodings, name); len(encodings) > maxEncodings {
				return nil, fmt.Errorf("%w: more than %d of them", ErrEncoding, maxEncodings)
			}
		}
	}
	return encodings, nil
}

// decoder undoes one encoding, with the cap on what it gives.
func decoder(r *bufio.Reader, encoding string, limit int64) (*bufio.Reader, error) {
	var plain io.Reader
	switch encoding {
	case "gzip":
		if !magic(r, "\x1f\x8b") {
			return r, nil // servers name gzip and send plain text
		}
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, wrongEncoding(err)
		}
		z.Multistream(false)
		plain = &members{src: r, z: z}
	case "deflate":
		// RFC 9110 means zlib; some send raw deflate. A zlib header is a
		// multiple of 31 with 8 in its low half byte.
		head, _ := r.Peek(2)
		if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			z, err := zlib.NewReader(r)
			if err != nil {
				return nil, wrongEncoding(err)
			}
			plain = z
		} else {
			plain = flate.NewReader(r)
		}
	case "br":
		plain = brotli.NewReader(r)
	}
	return bufio.NewReader(&capped{r: plain, left: limit, limit: limit}), nil
}

func magic(r *bufio.Reader, want string) bool {
	head, _ := r.Peek(len(want))
	return string(head) == want
}

// wrongEncoding keeps what says something (over the cap, cut off, timed out)
// and names the rest: corrupt bytes, which another attempt may not have.
func wrongEncoding(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrDictionary),
		strings.HasPrefix(err.Error(), "brotli:"):
		return fmt.Errorf("%w: %s", ErrEncoding, Cause(err))
	}
	return err
}

// capped fails where more than limit bytes come, instead of ending there.
type capped struct {
	r           io.Reader
	left, limit int64
}

func (c *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, fmt.Errorf("%w: body of more than %d bytes", ErrTooLarge, c.limit)
	}
	return n, err
}

// members reads a gzip stream to the end of its last member. What follows it
// is no error: servers pad.
type members struct {
	src *bufio.Reader
	z   *gzip.Reader
}

func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		switch {
		case err == io.EOF && n > 0:
			return n, nil // its end comes with the next call
		case err != io.EOF || !magic(m.src, "\x1f\x8b"):
			return n, err
		}
		if err := m.z.Reset(m.src); err != nil {
			return 0, err
		}
		m.z.Multistream(false)
	}
}
