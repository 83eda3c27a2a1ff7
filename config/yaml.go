package config

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFile is the size of a configuration that is read; a thousand sources take
// a fifth of it.
const maxFile = 1 << 20

// maxNesting bounds the depth of a document before it is parsed: the parser
// calls itself once a level, and this format needs four.
const maxNesting = 100

// maxOpenLines bounds the lines that end in a key, a | or a >: the parser takes
// time that grows with their square.
const maxOpenLines = 5000

// parseYAML gives the root node of a document; nil for an empty one. Keys that
// stand twice are left to the reader, which tells of all of them.
func parseYAML(b []byte) (root ast.Node, p *Problem) {
	// The parser has panicked on broken documents before; to the operator this
	// is a mistake in a file like any other.
	defer func() {
		if recover() != nil {
			root, p = nil, &Problem{Text: "not readable as YAML"}
		}
	}()
	switch {
	case len(b) > maxFile:
		return nil, &Problem{Text: fmt.Sprintf("larger than %d bytes: this is no configuration", maxFile)}
	case !utf8.Valid(b):
		line, column := position(b, firstInvalid(b))
		return nil, &Problem{Line: line, Column: column, Text: "not UTF-8: save the file as UTF-8"}
	}
	if at := tooDeep(b); at >= 0 {
		line, column := position(b, at)
		return nil, &Problem{Line: line, Column: column, Text: fmt.Sprintf("nested deeper than %d levels", maxNesting)}
	}
	if openLines(b) > maxOpenLines {
		return nil, &Problem{Text: fmt.Sprintf("more than %d lines without a value: this is no configuration", maxOpenLines)}
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	file, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxProblem(err)
	}
	var docs []*ast.DocumentNode
	for _, d := range file.Docs {
		if d.Body != nil {
			docs = append(docs, d)
		}
	}
	switch len(docs) {
	case 0:
		return nil, nil
	case 1:
		return docs[0].Body, nil
	}
	line, col := place(docs[1].Body)
	return nil, &Problem{Line: line, Column: col, Text: "a second document begins: expected one"}
}

// firstInvalid is the offset of the first byte that is not UTF-8; len(b) when
// there is none.
func firstInvalid(b []byte) int {
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		at += n
	}
	return at
}

// position gives line and column, in characters, of an offset.
func position(b []byte, at int) (line, column int) {
	before := b[:at]
	line = bytes.Count(before, []byte("\n")) + 1
	return line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
}

// tooDeep gives the offset at which a document nests too deep, or -1. It is a
// rough count, from above: brackets in texts count as well.
func tooDeep(b []byte) int {
	depth, dashes := 0, 0
	for i, c := range b {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		case '-', '?', ':':
			dashes++ // "- - - x" and "? ? ? x" nest within one line
		case ' ', '\t':
		default:
			dashes = 0
		}
		if depth > maxNesting || dashes > maxNesting {
			return i
		}
	}
	return -1
}

// openLines counts the lines whose value begins on the next one.
func openLines(b []byte) int {
	n := 0
	for line := range bytes.Lines(b) {
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) > 0 && bytes.IndexByte([]byte(":|>"), line[len(line)-1]) >= 0 {
			n++
		}
	}
	return n
}

// inQuotes finds what a message of the parser repeats of the document.
var inQuotes = regexp.MustCompile("\"[^\"]*\"")

func syntaxProblem(err error) *Problem {
	p := &Problem{Text: "not readable as YAML"}
	var e yaml.Error
	if errors.As(err, &e) {
		p.Text += ": " + inQuotes.ReplaceAllString(e.GetMessage(), "…")
		if t := e.GetToken(); t != nil && t.Position != nil {
			p.Line, p.Column = t.Position.Line, t.Position.Column
		}
	}
	return p
}

// place is where a node begins. A mapping's own token is the colon of its first
// pair: its place is that of the first key.
func place(n ast.Node) (line, column int) {
	switch n := n.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 && !n.IsFlowStyle {
			return place(n.Values[0])
		}
	case *ast.MappingValueNode:
		return place(n.Key)
	}
	var t *token.Token
	if n != nil {
		t = n.GetToken()
	}
	if t == nil || t.Position == nil {
		return 0, 0
	}
	return t.Position.Line, t.Position.Column
}
