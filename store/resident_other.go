//go:build !linux

package store

// statm tells nothing where it is not known how to ask.
type statm struct{}

func openStatm() *statm { return new(statm) }

func (*statm) Close() error { return nil }

// forgetPages does nothing where it is not known to help.
func (t *tx) forgetPages(int) {}
