package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in a file: where it is and what was expected there.
// It quotes keys of this program and names of environment variables, and no
// value of the file: any of them may be a secret.
type Problem struct {
	File   string
	Line   int // from 1; 0: the file as a whole
	Column int // from 1
	Text   string
}

func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// Problems are all mistakes that were found in a file, from its top to its
// bottom.
type Problems []Problem

// Error is one line a mistake.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps))
	for _, p := range ps {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the single mistakes.
func (ps Problems) Unwrap() []error {
	errs := make([]error, 0, len(ps))
	for _, p := range ps {
		errs = append(errs, p)
	}
	return errs
}

// maxProblems is how many mistakes are told at once: a file of another program
// would otherwise scroll away what is at its top.
const maxProblems = 25

// told sorts the mistakes by place and gives the first of them.
func (ps Problems) told() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if len(ps) > maxProblems {
		more := len(ps) - maxProblems
		ps = append(ps[:maxProblems:maxProblems], Problem{File: ps[0].File, Text: fmt.Sprintf("%d more mistakes below these", more)})
	}
	return ps
}
