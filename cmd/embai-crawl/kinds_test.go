package main

import (
	"slices"
	"testing"

	"embai-crawl/config"
)

// TestKinds: a kind that can be configured is one that can be read.
func TestKinds(t *testing.T) {
	names := kindNames()
	slices.Sort(names)
	if known := config.Kinds(); !slices.Equal(known, names) {
		t.Errorf("the configuration knows %v, the sources %v", known, names)
	}
}
