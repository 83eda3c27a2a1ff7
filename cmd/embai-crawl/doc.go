/*
Embai-crawl finds what a newsletter on embedded AI could print, and keeps a
draft issue that its editor reviews.

	embai-crawl run                 crawl what is due, then update the draft
	embai-crawl publish DRAFT       make an issue of what the editor left
	embai-crawl demo                see the whole job on a small built-in web

# Output and exit codes

Results go to standard output, everything else to standard error. Under -q
nothing is printed when all is well. Exit codes:

	0  done
	1  failed
	2  wrong use, or a wrong configuration (file:line:column)
	3  done in part: a source failed, a line was refused; or, of extract and
	   lint, what was read is no article, or has findings
	4  another run holds the store

# A tour of the code, bottom up

Package text compares words: it folds, cuts and splits Chinese and English.

Package item has the Item, what every other package speaks of, and its
identity: the same paper, repository or article is one ID in whatever form its
address comes. It imports the standard library alone.

Package summary finds the sentences that carry a text; package subject tells
which items are about one subject.

Package sources holds a parser for each kind of source: bytes in, items and
further addresses out. A site changed its markup: this is the place, one file
and one pair of files in testdata.

Package crawler fetches. One transport below colly owns everything a host or
an operator must be able to trust: pace, robots.txt, validators, retries, caps,
the address guard. It decides what is due and writes the report of a run.

Package store remembers, in one bbolt file: items with their aliases and
decisions, issues, sources, hosts, drafts.

Package rank gives an item a score, a section and the reason for both; its model
learns from what the editor printed.

Package issue is the newsletter's format: it builds, renders, parses and updates
a draft, finds its faults, publishes it, and reads past issues.

Package notify posts to a webhook; llm asks an OpenAI-compatible service for a
summary where the operator wants that; review is the page for the editor.

Package config reads config.yaml, and demo is the small web of the demo command.

This package wires them. app.go is the command line, output.go what may be
printed where, desk.go the flow from the store to the draft, and each
subcommand has a file of its own. House_test.go holds who may import whom.
*/
package main

const rootHelp = `embai-crawl finds what a newsletter on embedded AI could print: papers, open-source
projects, WeChat articles and blog posts. It recognises what it has seen, and
keeps one draft issue in Markdown that the editor cuts, reorders and rewrites.
What the editor publishes teaches the next draft.

First steps:
  embai-crawl demo                  the whole job on a small built-in web
  embai-crawl config print          the configuration in use, to begin one's own
  embai-crawl import PAST_ISSUES    learn from what was published before
  embai-crawl run                   crawl what is due and update the draft (for cron)

Exit codes: 0 done · 1 failed · 2 wrong use or configuration · 3 done in part or
not readable · 4 another run holds the store.`
