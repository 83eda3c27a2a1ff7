package main

import (
	"net/url"
	"sync"
	"time"

	"embai-crawl/sources"
)

// mail is an inbox that asks for each of its pages until it was read once: the
// file keeps its links, and nobody wants them read at every run. A page that
// can't be had is asked for again after mailAgain, or by the next process.
type mail struct {
	sources.Source
	n *newsroom

	mu    sync.Mutex
	asked map[string]time.Time // by this process
}

// mailAgain is how long a link that could not be read waits within a process
// that stays.
const mailAgain = 3 * time.Hour

// Start gives the links of the file that have not been read.
func (m *mail) Start(now time.Time) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var open []string
	for _, address := range m.Source.Start(now) {
		u, err := url.Parse(address)
		if err != nil {
			continue
		}
		u.Fragment, u.RawFragment = "", "" // as the crawler notes it
		if v, err := m.n.store.GetValidators(u.String()); err == nil && v.Final != "" {
			continue
		}
		if since := now.Sub(m.asked[address]); since >= 0 && since < mailAgain {
			continue
		}
		m.asked[address] = now
		open = append(open, address)
	}
	return open
}
