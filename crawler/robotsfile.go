package crawler

import (
	"bytes"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/temoto/robotstxt"
)

// robotsFile is a robots.txt that has been read.
type robotsFile struct {
	wait bool                  // the host could not give it
	data *robotstxt.RobotsData // nil: everything is allowed
}

// maxCrawlDelay bounds Crawl-delay: a host that asks for more per request gets
// this; a run would not end otherwise.
const maxCrawlDelay = 5 * time.Minute

// maxRobotsRules is how many lines of rules are followed. The parser compiles
// each one that holds a wildcard.
const maxRobotsRules = 5000

// parseRobots reads a file by the status it came with: 5xx, 429 and no answer
// mean wait, all other errors mean that there are no rules (RFC 9309, 2.3.1).
func parseRobots(status int, body []byte) *robotsFile {
	switch {
	case status == 0, status == http.StatusTooManyRequests, status >= 500:
		return &robotsFile{wait: true}
	case status != http.StatusOK:
		return &robotsFile{}
	}
	data, err := robotstxt.FromBytes(cleanRobots(body))
	if err != nil {
		return &robotsFile{}
	}
	return &robotsFile{data: data}
}

// cleanRobots keeps the lines that are rules. The parser gives up a whole file
// for one line that it cannot read, and files hold HTML, byte order marks,
// delays in words and much else.
func cleanRobots(body []byte) []byte {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	body = bytes.ReplaceAll(body, []byte("\r"), []byte("\n"))
	var out bytes.Buffer
	rules := 0
	for line := range bytes.SplitSeq(body, []byte("\n")) {
		if i := bytes.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		key, value, ok := strings.Cut(string(line), ":")
		if !ok || !utf8.ValidString(value) || len(value) > 2048 {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent", "useragent", "user agent":
			if value == "" {
				continue
			}
			key = "user-agent"
			// Written with a version or a comment, it would match no agent.
			if name, _, found := strings.Cut(value, "/"); found && name != "" {
				value = name
			}
		case "allow", "disallow":
			if strings.ContainsFunc(value, isSpace) {
				continue // a path holds no space: this is prose
			}
			if value != "" && value[0] != '/' && value[0] != '*' {
				value = "/" + value
			}
		case "crawl-delay":
			seconds, err := strconv.ParseFloat(value, 64)
			if err != nil || math.IsNaN(seconds) || seconds < 0 {
				continue
			}
			value = strconv.FormatFloat(min(seconds, maxCrawlDelay.Seconds()), 'f', 3, 64)
		default:
			continue
		}
		if rules++; rules > maxRobotsRules {
			break
		}
		out.WriteString(key + ": " + value + "\n")
	}
	return out.Bytes()
}

func isSpace(r rune) bool { return r <= ' ' }

// test says whether the agent may read u, and the Crawl-delay for it.
func (f *robotsFile) test(agent string, u *url.URL) (bool, time.Duration) {
	if f.data == nil {
		return true, 0
	}
	group := f.data.FindGroup(agent)
	if group == nil {
		return true, 0
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return group.Test(path), min(group.CrawlDelay, maxCrawlDelay)
}
