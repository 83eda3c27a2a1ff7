package sources

import (
	"bytes"
	"io"
)

// segments are the parts of a document, none of which is copied: a WeChat page
// is 4 MB, nine tenths of it scripts and styles.
type segments struct {
	markup  [][]byte // without scripts, styles and comments
	scripts [][]byte // the content of <script>
	cut     bool     // the document ends within a tag, script, style or comment
}

// split finds scripts, styles and comments the way a browser does: a script
// ends at the first </script, wherever that stands.
func split(body []byte) segments {
	var s segments
	from, i := 0, 0
	for i < len(body) {
		j := bytes.IndexByte(body[i:], '<')
		if j < 0 {
			break
		}
		i += j
		rest := body[i:]
		if bytes.HasPrefix(rest, []byte("<!--")) {
			s.markup = append(s.markup, body[from:i])
			n := commentEnd(rest)
			if n < 0 {
				s.cut = true
				return s
			}
			i += n
			from = i
			continue
		}
		n := tagEnd(rest)
		if n < 0 {
			s.cut = true
			s.markup = append(s.markup, body[from:i])
			return s
		}
		i += n
		name := ""
		switch {
		case isTag(rest, "script"):
			name = "script"
		case isTag(rest, "style"):
			name = "style"
		default:
			continue
		}
		s.markup = append(s.markup, body[from:i-n])
		end := rawEnd(body[i:], name)
		content := body[i:]
		if end >= 0 {
			content = body[i : i+end]
		}
		if name == "script" {
			s.scripts = append(s.scripts, content)
		}
		if end < 0 {
			s.cut = true
			return s
		}
		i += end
		if n = tagEnd(body[i:]); n < 0 {
			s.cut = true
			return s
		}
		i += n
		from = i
	}
	s.markup = append(s.markup, body[from:])
	return s
}

// commentEnd returns the length of the comment at the start of b, or -1.
func commentEnd(b []byte) int {
	if rest := b[4:]; len(rest) > 0 && rest[0] == '>' {
		return 5
	}
	i := bytes.Index(b[2:], []byte("-->"))
	if i < 0 {
		return -1
	}
	return i + 5
}

// tagEnd returns the length of the tag at the start of b, or 1 where b begins
// with a < that starts none, or -1 where the tag does not end.
func tagEnd(b []byte) int {
	if len(b) < 2 {
		return -1
	}
	if c := b[1]; c != '/' && c != '!' && c != '?' && (c|0x20 < 'a' || 'z' < c|0x20) {
		return 1
	}
	for i := 1; i < len(b); {
		j := bytes.IndexAny(b[i:], `>"'`)
		if j < 0 {
			return -1
		}
		i += j
		if b[i] == '>' {
			return i + 1
		}
		quoted := bytes.HasSuffix(bytes.TrimRight(b[max(0, i-8):i], " \t\r\n"), []byte("="))
		if !quoted {
			i++
			continue
		}
		j = bytes.IndexByte(b[i+1:], b[i])
		if j < 0 {
			return -1
		}
		i += j + 2
	}
	return -1
}

// isTag reports whether b begins with a start tag of that name.
func isTag(b []byte, name string) bool {
	if len(b) < len(name)+2 || !bytes.EqualFold(b[1:1+len(name)], []byte(name)) {
		return false
	}
	return bytes.IndexByte([]byte(" \t\r\n/>"), b[1+len(name)]) >= 0
}

// rawEnd returns where the end tag of a raw text element begins, or -1.
func rawEnd(b []byte, name string) int {
	for i := 0; ; {
		j := bytes.Index(b[i:], []byte("</"))
		if j < 0 {
			return -1
		}
		i += j
		if at := b[i+1:]; isTag(at, name) {
			return i
		}
		i += 2
	}
}

// reader gives the markup without copying it.
func (s segments) reader() io.Reader { return &segmentReader{s.markup} }

type segmentReader struct{ parts [][]byte }

func (r *segmentReader) Read(p []byte) (int, error) {
	for len(r.parts) > 0 && len(r.parts[0]) == 0 {
		r.parts = r.parts[1:]
	}
	if len(r.parts) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.parts[0])
	r.parts[0] = r.parts[0][n:]
	return n, nil
}
