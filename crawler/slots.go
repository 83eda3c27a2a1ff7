package crawler

import "sync"

// slots bounds how many hosts are read at a time. Whoever must wait for a host
// gives its slot away meanwhile, so that slow hosts hold up none but
// themselves.
type slots struct {
	mu      sync.Mutex
	free    int
	waiting []chan struct{} // those that come back from a wait; they go first
	freed   func()          // called without the lock when a slot is left over
}

// take gives a slot if one is free and nobody waits for it.
func (s *slots) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free == 0 {
		return false
	}
	s.free--
	return true
}

// give returns a slot: to who waits the longest, else to freed.
func (s *slots) give() {
	s.mu.Lock()
	if len(s.waiting) > 0 {
		next := s.waiting[0]
		s.waiting = s.waiting[1:]
		s.mu.Unlock()
		close(next)
		return
	}
	s.free++
	s.mu.Unlock()
	s.freed()
}

// takeBack waits for a slot. Waits are as short as the pages of others, which
// are bounded; a context would only leave the caller without the slot that it
// must give back.
func (s *slots) takeBack() {
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return
	}
	turn := make(chan struct{})
	s.waiting = append(s.waiting, turn)
	s.mu.Unlock()
	<-turn
}

// slot is one taken slot, carried by the request that it was taken for.
type slot struct{ of *slots }

// away runs wait without holding the slot.
func (s *slot) away(wait func() error) error {
	s.of.give()
	defer s.of.takeBack()
	return wait()
}
