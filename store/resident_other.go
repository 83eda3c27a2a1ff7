//go:build !linux

package store

// forgetPages does nothing where it is not known to help.
func (t *tx) forgetPages(int) {}
