package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// What the garbage collector may leave lying about. On a small VPS a few tenths of
// a second are cheaper than 20 MB; but a heap that is small all the same need not
// be collected eighty times in a crawl.
const (
	leastHeap   = 18 << 20 // bytes below which nothing is collected
	garbage     = 60       // percent of what is in use, above it
	memoryLimit = 64 << 20 // bytes from which on the collector works harder
)

// thrift keeps the process small. The environment says otherwise where the operator
// wants.
func thrift(lookup func(string) (string, bool)) {
	if _, set := lookup("GOMEMLIMIT"); !set {
		debug.SetMemoryLimit(memoryLimit)
	}
	if _, set := lookup("GOGC"); !set {
		// Go collects first at 4 MiB times the percentage.
		debug.SetGCPercent(leastHeap * 100 / (4 << 20))
		afterEachCollection(func(inUse uint64) { debug.SetGCPercent(garbageFor(inUse)) })
	}
}

// garbageFor is how much garbage, in percent of what is in use, is let be.
func garbageFor(inUse uint64) int {
	return max(garbage, int(leastHeap*100/max(inUse, 1<<20))-100)
}

// afterEachCollection calls do with the bytes of the heap that are in use, after
// each collection: an object that nobody holds is found by each.
func afterEachCollection(do func(inUse uint64)) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var arm func()
	arm = func() {
		runtime.AddCleanup(new([16]byte), func(struct{}) {
			if metrics.Read(sample); sample[0].Value.Kind() == metrics.KindUint64 {
				do(sample[0].Value.Uint64())
			}
			arm()
		}, struct{}{})
	}
	arm()
}
