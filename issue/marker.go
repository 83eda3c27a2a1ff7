package issue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"embai-crawl/item"
)

// The marker is the only trace of the machine in a draft: a comment after the
// title that holds the entry's identities, separated by spaces. Version 1, which
// has no number: <!-- embai wechat:MzA4MTE3MTg1OA==/2650/1 arxiv:2611.01234 -->
const (
	markerOpen  = "<!-- embai "
	noteOpen    = "<!-- embai-note "
	commentEnd  = "-->"
	maxMarkerID = 600 // bytes of one identity
)

// marker prints the identities. What could end a comment, or be read as
// Markdown around it, is written ^XX.
func marker(ids []item.ID) string {
	var b strings.Builder
	b.WriteString("<!-- embai")
	for _, id := range ids {
		if s := encodeID(string(id)); s != "" {
			b.WriteByte(' ')
			b.WriteString(s)
		}
	}
	b.WriteString(" -->")
	return b.String()
}

func encodeID(id string) string {
	const hex = "0123456789ABCDEF"
	if len(id) > maxMarkerID || !strings.Contains(id, ":") {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(id); {
		r, size := utf8.DecodeRuneInString(id[i:])
		bad := r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) || invisible(r) ||
			strings.ContainsRune("<>^`{}", r) || r == '-' && (i+1 == len(id) || id[i+1] == '-')
		for _, c := range []byte(id[i : i+size]) {
			if bad {
				b.Write([]byte{'^', hex[c>>4], hex[c&15]})
			} else {
				b.WriteByte(c)
			}
		}
		i += size
	}
	return b.String()
}

func decodeID(s string) item.ID {
	if !strings.Contains(s, "^") {
		return item.ID(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '^' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return item.ID(b.String())
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// comment is one of the machine's comments within a text.
type comment struct {
	start, end int // byte range, with the space before it
	ids        []item.ID
	note       bool
}

// comments finds the markers and notes in s, in their order. One without an end
// is none: the entry is then known by its link.
func comments(s string) []comment {
	var out []comment
	for at := 0; ; {
		i := strings.Index(s[at:], "<!-- embai")
		if i < 0 {
			return out
		}
		i += at
		if i > 0 && s[i-1] == '\\' {
			at = i + 4
			continue
		}
		rest := s[i:]
		end := strings.Index(rest, commentEnd)
		if end < 0 {
			return out
		}
		at = i + end + len(commentEnd)
		c := comment{start: i, end: at}
		switch body := rest[:end]; {
		case strings.HasPrefix(rest, noteOpen):
			c.note = true
		case strings.HasPrefix(rest, markerOpen):
			for f := range strings.FieldsSeq(body[len(markerOpen):]) {
				if id := decodeID(f); strings.Contains(f, ":") {
					c.ids = append(c.ids, id)
				}
			}
		default:
			continue
		}
		for c.start > 0 && (s[c.start-1] == ' ' || s[c.start-1] == '\t') {
			c.start--
		}
		out = append(out, c)
	}
}

// stripped gives s without the machine's comments.
func stripped(s string) string {
	cs := comments(s)
	if len(cs) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, c := range cs {
		b.WriteString(s[at:c.start])
		at = c.end
	}
	b.WriteString(s[at:])
	return b.String()
}

// notes gives the lines that a note holds.
func (c comment) notes(s string) []string {
	body := strings.TrimSpace(s[c.start:c.end])
	body = strings.TrimSuffix(strings.TrimPrefix(body, noteOpen), commentEnd)
	var out []string
	for n := range strings.SplitSeq(body, " · ") {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// noteText prints lines for the desk as one comment; "" for none.
func noteText(notes []string) string {
	var parts []string
	for _, n := range notes {
		n = clean(n, maxNote)
		n = strings.NewReplacer("--", "—", "<", "‹", ">", "›", "`", "'", "{", "(", "}", ")").Replace(n)
		if n = strings.Trim(n, "- "); n != "" {
			parts = append(parts, n)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return noteOpen + strings.Join(parts, " · ") + " " + commentEnd
}

const maxNote = 400 // runes of one note
