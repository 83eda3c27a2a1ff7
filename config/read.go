package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// reader walks a document and gathers what is wrong with it. It goes on after
// a mistake, so that one reading tells of all of them.
type reader struct {
	file   string
	dir    string // relative paths start here
	lookup func(string) (string, bool)
	found  Problems
}

// at reports a mistake where n begins.
func (r *reader) at(n ast.Node, format string, args ...any) {
	line, column := place(n)
	r.found = append(r.found, Problem{File: r.file, Line: line, Column: column, Text: fmt.Sprintf(format, args...)})
}

// keys tells what to do with the value of each key that may stand in a mapping.
type keys map[string]func(name string, v ast.Node)

// pair is one key of a mapping and its value.
type pair struct {
	key   ast.Node
	name  string
	value ast.Node
}

// pairs gives the pairs of a mapping, without doubles, or reports that n is
// none. A missing value is an empty mapping.
func (r *reader) pairs(name string, n ast.Node) []pair {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		r.at(n, "%s: expected keys with values%s", name, unsupported(n))
		return nil
	}
	first := map[string]ast.Node{}
	var ps []pair
	for _, v := range values {
		key, ok := scalar(v.Key)
		if !ok {
			r.at(v.Key, "%s: expected a plain key%s", name, unsupported(v.Key))
			continue
		}
		if before, twice := first[key]; twice {
			line, column := place(before)
			r.at(v.Key, "%s: this key stands twice, first at %d:%d", name, line, column)
			continue
		}
		first[key] = v.Key
		ps = append(ps, pair{key: v.Key, name: key, value: v.Value})
	}
	return ps
}

// mapping reads the known keys of a mapping and reports all others.
func (r *reader) mapping(name string, n ast.Node, known keys) {
	for _, p := range r.pairs(name, n) {
		read, ok := known[p.name]
		if !ok {
			r.at(p.key, "%s: unknown key%s", name, instead(p.name, slices.Sorted(maps.Keys(known))))
			continue
		}
		label := p.name
		if name != top {
			label = name + "." + p.name
		}
		read(label, p.value)
	}
}

// top is what messages call the file as a whole.
const top = "configuration"

// list calls read for each entry of a sequence. A missing value is an empty
// one.
func (r *reader) list(name string, n ast.Node, read func(i int, v ast.Node)) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
	case *ast.SequenceNode:
		for i, v := range n.Values {
			read(i, v)
		}
	default:
		r.at(n, "%s: expected a list%s", name, unsupported(n))
	}
}

// plainKey is what a mistyped key looks like; anything else may be a value that
// got into the wrong place, and is not repeated.
var plainKey = regexp.MustCompile(`^[a-z][a-z_-]{1,23}$`)

// instead names the key, where it looks like one, and what could have been
// meant.
func instead(key string, known []string) string {
	near, least := "", 3
	for _, k := range known {
		if d := distance(key, k); d < least && d < len(k) {
			near, least = k, d
		}
	}
	named := ""
	if plainKey.MatchString(key) {
		named = " " + key
	}
	if near != "" {
		return named + ": did you mean " + near + "?"
	}
	return named + ": expected " + oneOf(known)
}

func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// distance is how many letters part two words (Levenshtein), for short words;
// anything longer than a key of this program is far away.
func distance(a, b string) int {
	if len(a) > 32 || len(b) > 32 {
		return 99
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// scalar is the text of a single value as the file writes it.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	case *ast.MappingKeyNode:
		return scalar(n.Value)
	}
	return "", false
}

// unsupported names what this format leaves out of YAML, for a message.
func unsupported(n ast.Node) string {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return "; anchors and aliases are not supported"
	case *ast.TagNode:
		return "; tags are not supported"
	}
	return ""
}
