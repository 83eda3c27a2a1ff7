package store

import (
	"context"
	"time"
)

// Validators are what an address said when it was last read.
type Validators struct {
	Address      string        `json:"address,omitempty"` // as asked for
	Final        string        `json:"final,omitempty"`   // after redirects
	ETag         string        `json:"etag,omitempty"`
	LastModified string        `json:"last_modified,omitempty"`
	Fetched      time.Time     `json:"fetched,omitzero"`
	Until        time.Time     `json:"until,omitzero"`       // not due before
	TTL          time.Duration `json:"ttl_ns,omitempty"`     // of the feed: a 304 says nothing of it
	SkipHours    uint32        `json:"skip_hours,omitempty"` // bit h: not between h:00 and h:59 UTC
	SkipDays     uint8         `json:"skip_days,omitempty"`  // bit d: not on that time.Weekday, UTC
	MovedTo      string        `json:"moved_to,omitempty"`   // for good
}

// HostState is what is known of a host, or of a group of hosts under one rule.
type HostState struct {
	Name      string    `json:"name"`
	Failures  int       `json:"failures,omitempty"`  // exchanges in a row
	OpenUntil time.Time `json:"open_until,omitzero"` // not asked before
	Verify    time.Time `json:"verify,omitzero"`     // asked for a human: not asked before
	Cause     string    `json:"cause,omitempty"`
	At        time.Time `json:"at,omitzero"`
}

// Robots is a robots.txt as it was answered.
type Robots struct {
	Origin  string    `json:"origin"` // scheme://host[:port]
	Status  int       `json:"status,omitempty"`
	Body    []byte    `json:"body,omitempty"`
	Fetched time.Time `json:"fetched,omitzero"`
}

type storedValidators struct {
	version
	Validators
}

type storedHost struct {
	version
	HostState
}

type storedRobots struct {
	version
	Robots
}

// GetValidators returns what an address said when it was last read, zero where
// it never was.
func (s *Store) GetValidators(address string) (Validators, error) {
	var v storedValidators
	err := s.view("reading validators", func(t *tx) error {
		_, err := t.get(addressesBucket, addressKey(address), &v)
		return err
	})
	return v.Validators, err
}

// PutValidators writes what an address said, for a page that gave no items.
func (s *Store) PutValidators(ctx context.Context, address string, v Validators) error {
	return s.update(ctx, "writing validators", func(t *tx) error { return t.putValidators(address, v) })
}

func (t *tx) putValidators(address string, v Validators) error {
	return t.put(addressesBucket, addressKey(address), storedValidators{version{valueVersion}, v})
}

// addressKey keeps a key within what bbolt takes. No real address is that long.
func addressKey(address string) []byte { return []byte(address[:min(len(address), 16<<10)]) }

// GetHost returns what is known of a host, zero but for its name where that is
// nothing.
func (s *Store) GetHost(name string) (HostState, error) {
	var h storedHost
	err := s.view("reading a host", func(t *tx) error {
		_, err := t.get(hostsBucket, []byte(name), &h)
		return err
	})
	h.Name = name
	return h.HostState, err
}

// Hosts returns what is known of all hosts, by name.
func (s *Store) Hosts() ([]HostState, error) {
	var all []HostState
	err := s.view("reading hosts", func(t *tx) error {
		return t.bucket(hostsBucket).ForEach(func(name, data []byte) error {
			var h storedHost
			if err := decode(hostsBucket, name, data, &h); err != nil {
				return err
			}
			all = append(all, h.HostState)
			return nil
		})
	})
	return all, err
}

// GetRobots returns the robots.txt of an origin as it was last answered, zero
// where it never was.
func (s *Store) GetRobots(origin string) (Robots, error) {
	var r storedRobots
	err := s.view("reading robots.txt", func(t *tx) error {
		_, err := t.get(robotsBucket, []byte(origin), &r)
		return err
	})
	return r.Robots, err
}
