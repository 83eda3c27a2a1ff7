package main

import (
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"embai-crawl/store"
)

// The acts that can be undone are kept in the store, each under a name of its
// own in a ring of maxUndo: an act writes some 10 KB, whatever came before it,
// and undoing goes on where the last process ended. They are a convenience:
// what another version wrote is passed over.

// stepVersion is that of the form below.
const stepVersion = 1

// maxStep bounds what is unpacked of one of them.
const maxStep = 32 << 20

func stepName(serial int64) string { return fmt.Sprintf("review undo %d", serial%maxUndo) }

// saveStep writes an act over the one that is maxUndo older.
func saveStep(ctx context.Context, s *store.Store, x *step) error {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		err = firstOf(json.NewEncoder(w).Encode(x), w.Close())
	}
	if err != nil {
		return fmt.Errorf("keeping an act for undo: %w", err)
	}
	return s.PutBlob(ctx, stepName(x.Serial), stepVersion, b.Bytes())
}

// forgetStep is for an act that was undone.
func forgetStep(ctx context.Context, s *store.Store, serial int64) error {
	return s.PutBlob(ctx, stepName(serial), stepVersion, nil)
}

// loadSteps reads the acts of earlier processes in their order.
func loadSteps(s *store.Store) ([]step, error) {
	var all []step
	for i := range int64(maxUndo) {
		version, data, err := s.GetBlob(stepName(i))
		if err != nil {
			return nil, err
		}
		if version != stepVersion || len(data) == 0 {
			continue
		}
		var x step
		if json.NewDecoder(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxStep)).Decode(&x) == nil {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b step) int { return cmp.Compare(a.Serial, b.Serial) })
	return all, nil
}
