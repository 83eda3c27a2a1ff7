// Package issue is the editor's desk: it knows the newsletter's own Markdown.
//
// It builds a draft out of ranked candidates, renders it in the house format,
// reads it back however the editor has left it, brings in new findings without
// touching a word of the editor's, checks it, publishes it and reads past
// issues. A file is always treated as bytes with known ranges: whoever changes
// an entry changes the bytes of that entry and nothing else.
//
// It must not know where candidates come from, how they are stored or how
// their scores are made. History and remembered decisions reach it through
// small interfaces and values that the caller owns and keeps.
//
// Reading order: entry.go (the words), compose.go and build.go (from candidates
// to a Draft), escape.go and render.go (to bytes), lines.go, inline.go, parse.go,
// parts.go, parseentries.go and readentry.go (from bytes), memory.go, match.go and
// update.go (the three-way update), files.go (on disk), edit.go (single
// operations), lint.go, publish.go, archive.go, importing.go, wechat.go.
package issue
