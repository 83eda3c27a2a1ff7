package crawler

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// errStopped: the run was ended while the request waited for its turn.
var errStopped = errors.New("stopped before it was fetched")

// again is an error after which another attempt is made, at the time that the
// host named if it named one.
type again struct {
	err   error
	after *backoff.RetryAfterError
}

func (e *again) Error() string { return e.err.Error() }

func (e *again) Unwrap() []error {
	if e.after == nil {
		return []error{e.err}
	}
	return []error{e.err, e.after}
}

// retry makes up to tries attempts, with growing, jittered pauses between
// them. What cannot pass is not tried again, nor what the host wants later
// than maxWait from now. Pauses end with ctx and hold no slot.
func (t *transport) retry(ctx context.Context, s *slot, attempt func() (*answer, error)) (*answer, error) {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = min(time.Second, t.maxWait)
	pauses.Multiplier = 3
	pauses.MaxInterval = t.maxWait

	away := false
	op := func() (*answer, error) {
		if away {
			s.of.takeBack()
			away = false
		}
		a, err := attempt()
		if err == nil {
			return a, nil
		}
		if permanent(err) {
			return nil, backoff.Permanent(err)
		}
		retryable := &again{err: err}
		var status *StatusError
		if errors.As(err, &status) && status.RetryAfter > 0 {
			if status.RetryAfter > t.maxWait {
				return nil, backoff.Permanent(err)
			}
			retryable.after = &backoff.RetryAfterError{Duration: status.RetryAfter}
		}
		return nil, retryable
	}
	a, err := backoff.Retry(ctx, op,
		backoff.WithBackOff(pauses),
		backoff.WithMaxTries(uint(t.tries)),
		backoff.WithMaxElapsedTime(0), // bounded by tries, time of an attempt and maxWait
		backoff.WithNotify(func(err error, d time.Duration) {
			t.log.Debug("crawler: another attempt", "cause", Cause(err), "in", d)
			away = true
			s.of.give() // the pause comes now
		}),
	)
	if away {
		s.of.takeBack()
	}
	var retryable *again
	if errors.As(err, &retryable) {
		return nil, retryable.err
	}
	if err != nil && ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		return nil, errStopped
	}
	return a, err
}

// maxRetryAfter bounds what a host may ask for.
const maxRetryAfter = 24 * time.Hour

// retryAfter reads the header in both of its forms, seconds and a date (RFC
// 9110, 10.2.3). It gives 0 for what is neither, is past, or is not there, and
// never more than maxRetryAfter.
func retryAfter(header http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(header.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if strings.Trim(v, "0123456789") == "" {
		n, err := strconv.Atoi(v)
		if err != nil || n > int(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return time.Duration(n) * time.Second
	}
	t, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	// Measured on the host's clock where it tells it: its date and this
	// machine's clock may be hours apart.
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return min(max(t.Sub(now), 0), maxRetryAfter)
}
