package store

import (
	"context"
	"fmt"

	"embai-crawl/item"
)

// Batch is what one transaction of a crawl writes. A page is in one batch with
// all of its items, its validators and the state of its source; pages that
// arrived while the last batch was being written make the next one together.
type Batch struct {
	Pages   []Fetched
	Sources []SourceState
	Hosts   []HostState
	Robots  []Robots
}

// Fetched is one page that was read.
type Fetched struct {
	URL        string      // as asked for; "" writes no validators
	Items      []item.Item // see Add
	Validators Validators
	Source     SourceState // state of the page's source after it; Name "" for none
}

// Commit writes a batch in one transaction: after an error nothing of it is
// there, and the pages will be asked for again. It returns what became of the
// items, one Added a page.
func (s *Store) Commit(ctx context.Context, b Batch) ([]Added, error) {
	all := make([]Added, len(b.Pages))
	err := s.update(ctx, "committing pages", func(t *tx) error {
		for i, page := range b.Pages {
			var err error
			if all[i], err = t.addAll(ctx, page.Items); err != nil {
				return fmt.Errorf("page %s: %w", page.URL, err)
			}
			if page.URL != "" {
				if err := t.putValidators(page.URL, page.Validators); err != nil {
					return err
				}
			}
			if page.Source.Name != "" {
				if err := t.putSource(page.Source, Day{Pages: 1, Items: len(page.Items), New: all[i].New}); err != nil {
					return err
				}
			}
		}
		for _, state := range b.Sources {
			if err := t.putSource(state, Day{}); err != nil {
				return err
			}
		}
		for _, host := range b.Hosts {
			if err := t.put(hostsBucket, []byte(host.Name), storedHost{version{valueVersion}, host}); err != nil {
				return err
			}
		}
		for _, robots := range b.Robots {
			if err := t.put(robotsBucket, []byte(robots.Origin), storedRobots{version{valueVersion}, robots}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}
