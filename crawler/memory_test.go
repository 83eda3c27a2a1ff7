package crawler

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"embai-crawl/item"
)

// memory is a Store for tests: it keeps what a real one keeps and fails when
// it is told to.
type memory struct {
	mu         sync.Mutex
	sources    map[string]SourceState
	validators map[string]Validators
	hosts      map[string]HostState
	files      map[string]Robots
	items      map[item.ID]item.Item
	batches    []int // pages of each batch
	broken     error // of Commit
}

func newMemory() *memory {
	return &memory{
		sources: map[string]SourceState{}, validators: map[string]Validators{}, hosts: map[string]HostState{},
		files: map[string]Robots{}, items: map[item.ID]item.Item{},
	}
}

func (m *memory) Source(_ context.Context, name string) (SourceState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sources[name], nil
}

func (m *memory) Validators(_ context.Context, address string) (Validators, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.validators[address], nil
}

func (m *memory) Host(_ context.Context, name string) (HostState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.hosts[name], nil
}

func (m *memory) Robots(_ context.Context, origin string) (Robots, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.files[origin], nil
}

func (m *memory) Known(_ context.Context, _ string, id item.ID) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.items[id]
	return ok, nil
}

func (m *memory) Commit(ctx context.Context, b Batch) ([]Added, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(m.broken, ctx.Err()); err != nil {
		return nil, err
	}
	m.batches = append(m.batches, len(b.Pages))
	added := make([]Added, len(b.Pages))
	for i, p := range b.Pages {
		for _, it := range p.Items {
			if _, ok := m.items[it.ID]; ok {
				added[i].Known++
			} else {
				added[i].New++
			}
			m.items[it.ID] = it
		}
		m.validators[p.Address] = p.Validators
		if p.Source.Name != "" {
			m.sources[p.Source.Name] = p.Source
		}
	}
	for _, s := range b.Sources {
		m.sources[s.Name] = s
	}
	for _, h := range b.Hosts {
		m.hosts[h.Name] = h
	}
	for _, f := range b.Robots {
		m.files[f.Origin] = f
	}
	return added, nil
}

func (m *memory) titles() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var titles []string
	for _, it := range m.items {
		titles = append(titles, it.Title)
	}
	slices.Sort(titles)
	return titles
}

func (m *memory) ids() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var ids []string
	for id := range maps.Keys(m.items) {
		ids = append(ids, string(id))
	}
	slices.Sort(ids)
	return ids
}
