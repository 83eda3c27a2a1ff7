package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"embai-crawl/sources"
)

// What can stand between an address and its page, besides a StatusError and
// what sources says of pages.
var (
	ErrTooLarge  = errors.New("over the cap")            // body, header or robots.txt
	ErrAddress   = errors.New("no address of the web")   // scheme, form, or a password in it
	ErrGuard     = errors.New("address is not public")   // or its port is none of the web's
	ErrRobots    = errors.New("robots.txt forbids it")   // for this user agent
	ErrRobotsOut = errors.New("robots.txt can't be had") // 5xx, 429 or no answer: wait
	ErrRedirects = errors.New("redirected too often")    // or in a circle
	ErrEncoding  = errors.New("content encoding not readable")
	ErrTimeout   = errors.New("no whole answer in time")       // header or body
	ErrAlone     = errors.New("host is left alone")            // circuit open, or verification asked for
	ErrPanic     = errors.New("the parser failed on the page") // a bug of this program
)

// StatusError is an answer that is no page.
type StatusError struct {
	Code int
	// RetryAfter is what the host asked for; 0: nothing.
	RetryAfter time.Duration
}

func (e *StatusError) Error() string {
	s := fmt.Sprintf("status %d", e.Code)
	if text := http.StatusText(e.Code); text != "" {
		s += " " + strings.ToLower(text)
	}
	if e.RetryAfter > 0 {
		s += ", retry after " + e.RetryAfter.String()
	}
	return s
}

// aloneError is an ErrAlone that says until when and why.
type aloneError struct {
	host   string
	until  time.Time
	cause  string
	verify bool
}

func (e *aloneError) Error() string {
	return fmt.Sprintf("%s is left alone until %s (%s)", e.host, stamp(e.until), e.cause)
}

func (e *aloneError) Is(target error) bool {
	return target == ErrAlone || e.verify && target == sources.ErrVerify
}

// stamp prints a time for a person who reads a log. Names of zones mean more
// than one: CST is China's and Chicago's.
func stamp(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return t.UTC().Format("2006-01-02 15:04 MST")
	}
	return t.Format("2006-01-02 15:04 -07:00")
}

// permanent reports whether another attempt would meet the same.
func permanent(err error) bool {
	var status *StatusError
	if errors.As(err, &status) {
		switch status.Code {
		case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
			http.StatusInternalServerError, http.StatusBadGateway,
			http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return false
		}
		// 52x are Cloudflare's words for an origin that does not answer.
		return status.Code < 520 || status.Code > 530
	}
	for _, target := range []error{
		ErrTooLarge, ErrAddress, ErrGuard, ErrRobots, ErrRobotsOut, ErrRedirects, ErrEncoding, ErrAlone, ErrPanic,
		sources.ErrLayout, sources.ErrFormat, sources.ErrVerify, sources.ErrNotArticle,
		context.Canceled, errStopped,
		ssrf.ErrProhibitedIP, ssrf.ErrProhibitedNetwork, ssrf.ErrProhibitedPort,
	} {
		if errors.Is(err, target) {
			return true
		}
	}
	var (
		dns      *net.DNSError
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		verify   *tls.CertificateVerificationError
		alert    tls.AlertError
	)
	switch {
	case errors.As(err, &dns):
		return dns.IsNotFound
	case errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid),
		errors.As(err, &verify), errors.As(err, &alert):
		return true
	}
	// net/http has no type for these; both mean a server that speaks no HTTP
	// that this program could read.
	text := err.Error()
	return strings.Contains(text, "server response headers exceeded") ||
		strings.Contains(text, "server gave HTTP response to HTTPS client")
}

// blocked reports whether the host does not want to be read.
func blocked(err error) bool {
	var status *StatusError
	if errors.As(err, &status) {
		switch status.Code {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
			return true
		}
	}
	return errors.Is(err, ErrRobots) || errors.Is(err, sources.ErrVerify)
}

// Cause is an error in one line, without the address that the reader of the
// line has been told already.
func Cause(err error) string {
	text := err.Error()
	var u *url.Error
	if errors.As(err, &u) {
		text = strings.Replace(text, u.Error(), u.Err.Error(), 1)
	}
	// Whose error it is helps who changes the program, not who runs it.
	text = strings.TrimPrefix(strings.Join(strings.Fields(text), " "), "sources: ")
	text = addressIn.ReplaceAllStringFunc(text, Redact)
	const longest = 300
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + " …"
	}
	return text
}

// action says what the program will do about err, seen on a page of which kept
// items are kept and on a source that is next due at next.
func action(err error, kept int, next time.Time) string {
	again := "tried again when it is next due"
	if !next.IsZero() {
		again += ", " + stamp(next)
	}
	var (
		alone  *aloneError
		status *StatusError
	)
	switch {
	case errors.As(err, &alone):
		return "not asked before then"
	case errors.Is(err, ErrAddress):
		return "not fetched; the address needs a look"
	case errors.As(err, &status) && status.RetryAfter > 0:
		return "the host is left alone for that time; " + again
	case errors.Is(err, ErrGuard):
		return "not fetched; allow_private can open a range; " + again
	case errors.Is(err, ErrRobots):
		return "not fetched; robots.txt is read again in a day"
	case errors.Is(err, ErrRobotsOut) && status == nil: // the host can't be reached at all
		return "not fetched; " + again
	case errors.Is(err, ErrRobotsOut):
		return "not fetched until robots.txt answers; " + again
	case errors.Is(err, sources.ErrVerify):
		return "the host is left alone for a day"
	case errors.Is(err, sources.ErrLayout):
		again = "the parser needs a look; " + again
	}
	if kept > 0 {
		return "what could be read is kept; " + again
	}
	switch {
	case errors.Is(err, ErrTooLarge):
		return "nothing of it is kept; network.max_body is the cap; " + again
	case errors.Is(err, errStopped):
		return "taken up again in the next run"
	}
	return again
}

// Redact takes out of an address what is nobody's business: a password, and
// the values of parameters that are keys. One without either stays as it is.
func Redact(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(unreadable address)" // may hold anything
	}
	hidden := u.User != nil
	if hidden {
		u.User = url.User("…")
	}
	q := u.Query()
	for name := range q {
		if isKey(name) {
			q.Set(name, "…")
			u.RawQuery, hidden = q.Encode(), true
		}
	}
	if !hidden {
		return address
	}
	return u.String()
}

// isKey reports whether a parameter of that name lets in: what the
// configuration hides when it is printed, and the k of bridges.
func isKey(name string) bool {
	name = strings.ToLower(name)
	if name == "k" || name == "sig" {
		return true
	}
	for _, word := range []string{"token", "key", "secret", "password", "passwd", "auth", "sign"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// addressIn finds the addresses that errors quote.
var addressIn = regexp.MustCompile(`https?://[^\s"'<>()]*[^\s"'<>():;,.]`)
