package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"embai-crawl/item"
)

// join makes two records one and loses neither: identities, sources and
// decisions of both, the earliest first and latest last sighting, the heavier
// state. The older record stays; the other one leads to it from now on, so that
// whatever pointed at it still arrives.
func (t *tx) join(into, from *record) (*record, error) {
	if into.serial > from.serial {
		into, from = from, into
	}
	if err := t.forget(into); err != nil {
		return nil, err
	}
	if err := t.forget(from); err != nil {
		return nil, err
	}
	if from.textRunes > into.textRunes {
		text, err := t.text(from, longestText)
		if err != nil {
			return nil, err
		}
		if err := t.putText(into, text); err != nil {
			return nil, err
		}
		if err := t.age(into.serial, t.now); err != nil {
			return nil, err
		}
	}
	if err := t.bucket(textsBucket).Delete(serialKey(from.serial)); err != nil {
		return nil, err
	}
	source := into.Item.Source
	if from.First.Before(into.First) {
		source = from.Item.Source
	}
	into.Item = item.Merge(into.Item, from.Item)
	into.Item.Source = cmp.Or(source, into.Item.Source)
	into.First = earliest(into.First, from.First)
	if from.Seen.After(into.Seen) {
		into.Seen = from.Seen
	}
	for _, name := range from.Sources {
		if !slices.Contains(into.Sources, name) {
			into.Sources = append(into.Sources, name)
		}
	}
	if heavier := cmp.Compare(from.State.weight(), into.State.weight()); heavier > 0 ||
		heavier == 0 && from.Issue > into.Issue {
		into.State, into.Issue = from.State, from.Issue
	}
	into.decide(from.Decisions...)

	if err := t.remember(into); err != nil {
		return nil, err
	}
	if err := t.name(into); err != nil {
		return nil, err
	}
	if err := t.band(into); err != nil {
		return nil, err
	}
	if err := t.putRecord(into); err != nil {
		return nil, err
	}
	forward := storedRecord{version: version{valueVersion}, To: into.serial}
	if err := t.put(recordsBucket, serialKey(from.serial), forward); err != nil {
		return nil, fmt.Errorf("merging %s: %w", from.Item.ID, err)
	}
	return into, nil
}

// forget takes a record out of the indexes that go by its time and state.
func (t *tx) forget(r *record) error {
	t.counts.change(r.State, -1)
	for _, name := range [][]byte{openBucket, decidedBucket} {
		if err := t.bucket(name).Delete(serialKey(r.serial)); err != nil {
			return err
		}
	}
	return t.bucket(whenBucket).Delete(timeKey(r.First, r.serial))
}

// remember puts it into them again.
func (t *tx) remember(r *record) error {
	t.counts.change(r.State, 1)
	if r.State == StateDrafted || r.State == StateHeld {
		if err := t.bucket(openBucket).Put(serialKey(r.serial), nil); err != nil {
			return err
		}
	}
	if r.State.Tombstone() || r.State == StateHeld {
		if err := t.bucket(decidedBucket).Put(serialKey(r.serial), nil); err != nil {
			return err
		}
	}
	return t.bucket(whenBucket).Put(timeKey(r.First, r.serial), stateLetter(r.State))
}

// stateLetter is the value in the index by time, which tells without a look at
// the record whether it is of interest.
func stateLetter(s State) []byte {
	return []byte{"ndhxp"[max(s.weight(), 0)]}
}

// isOpen reports whether a state letter is that of a candidate.
func isOpen(letter []byte) bool {
	return len(letter) == 1 && (letter[0] == 'n' || letter[0] == 'd' || letter[0] == 'h')
}

// isDecided reports whether a state letter is that of a record in the bucket
// of decided ones.
func isDecided(letter []byte) bool {
	return len(letter) == 1 && (letter[0] == 'h' || letter[0] == 'x' || letter[0] == 'p')
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
