package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// freshBucket is one that programs before this one wrote: sequence → serial, day
// block, bands. Bands of everything waited there to be sorted into the tree.
var freshBucket = []byte("fresh")

// freshHead is the length of what stands before the bands of an entry there.
const freshHead = 8 + 4

// sortFresh puts what waits into the tree and drops the bucket.
func sortFresh(b *bbolt.Tx) error {
	fresh, tree := b.Bucket(freshBucket), b.Bucket(bandsBucket)
	if fresh == nil {
		return nil
	}
	err := fresh.ForEach(func(_, data []byte) error {
		if len(data) < freshHead || (len(data)-freshHead)%8 != 0 {
			return fmt.Errorf("%w: a fresh entry of %d bytes", ErrCorrupt, len(data))
		}
		serial, block := binary.BigEndian.Uint64(data), binary.BigEndian.Uint32(data[8:])
		for at := freshHead; at < len(data); at += 8 {
			if err := tree.Put(bandKey(block, binary.BigEndian.Uint64(data[at:]), serial), nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.DeleteBucket(freshBucket)
}
