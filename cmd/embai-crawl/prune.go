package main

import "context"

// prunedBlob is where the store notes on which day old texts were dropped.
const prunedBlob = "pruned"

// prune drops texts that are older than the configuration retains, once a day.
// Identities stay for ever: they are how a thing is recognised.
func (n *newsroom) prune(ctx context.Context) error {
	_, day, err := n.store.GetBlob(prunedBlob)
	if err != nil || string(day) == n.today() || n.cfg.Retain <= 0 {
		return err
	}
	dropped, err := n.store.Prune(ctx, n.now().Add(-n.cfg.Retain))
	if err != nil {
		return err
	}
	if dropped > 0 {
		n.log.Info("dropped texts older than the configuration retains", "items", dropped)
	}
	return n.store.PutBlob(ctx, prunedBlob, 1, []byte(n.today()))
}
