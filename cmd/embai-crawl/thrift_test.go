package main

import (
	"runtime"
	"testing"
)

func TestGarbageFor(t *testing.T) {
	for _, tt := range []struct {
		inUse uint64
		want  int
	}{
		{0, 1700}, {1 << 20, 1700}, {6 << 20, 200}, {9 << 20, 100}, {12 << 20, 60}, {40 << 20, 60}, {1 << 40, 60},
	} {
		if got := garbageFor(tt.inUse); got != tt.want {
			t.Errorf("garbageFor(%d) = %d, want %d", tt.inUse, got, tt.want)
		}
	}
}

// TestAfterEachCollection waits for two collections: what is called once is not
// called after each.
func TestAfterEachCollection(t *testing.T) {
	inUse := make(chan uint64)
	afterEachCollection(func(n uint64) {
		select {
		case inUse <- n:
		case <-t.Context().Done():
		}
	})
	for range 2 {
		go runtime.GC()
		if n := <-inUse; n == 0 {
			t.Error("nothing is in use")
		}
	}
}
