package crawler

import (
	"net/url"
	"sync"
	"time"
)

// task is one address to fetch.
type task struct {
	src   *sourceRun
	url   string
	depth int
	tries int // runs in which it failed before
}

// board holds the addresses of a run in one queue a host, and works on at most
// as many hosts at a time as there are slots. A host that must not be asked yet
// takes neither slot nor goroutine: a timer puts it back.
type board struct {
	limits *limits
	slots  *slots
	work   func(task, *slot) // fetches and hands over; returns when it has
	left   func(task)        // a task that will not be worked on

	mu      sync.Mutex
	queues  map[string]*queue
	ready   []*queue
	stopped bool
	workers sync.WaitGroup
}

// queue is what is to be fetched from one host or group.
type queue struct {
	gate   *gate
	tasks  []task
	active int         // workers on it, at most gate.parallel
	timer  *time.Timer // set while the queue waits for its host
}

func newBoard(l *limits, parallel int, work func(task, *slot), left func(task)) *board {
	b := &board{limits: l, work: work, left: left, queues: map[string]*queue{}}
	b.slots = &slots{free: parallel, freed: b.pump}
	return b
}

// add queues tasks. After stop they are left at once.
func (b *board) add(tasks ...task) {
	b.mu.Lock()
	if b.stopped {
		b.mu.Unlock()
		for _, t := range tasks {
			b.left(t)
		}
		return
	}
	for _, t := range tasks {
		host := ""
		if u, err := url.Parse(t.url); err == nil {
			host = u.Hostname()
		}
		g := b.limits.gate(host)
		q := b.queues[g.name]
		if q == nil {
			q = &queue{gate: g}
			b.queues[g.name] = q
		}
		q.tasks = append(q.tasks, t)
		b.offer(q)
	}
	b.mu.Unlock()
	b.pump()
}

// offer makes a queue ready if it has work that may begin. b.mu is held.
func (b *board) offer(q *queue) {
	if len(q.tasks) == 0 || q.timer != nil || q.active >= q.gate.parallel {
		return
	}
	if d := q.gate.next(); d > 0 {
		begun := time.Now()
		q.timer = time.AfterFunc(d, func() {
			q.gate.rested(time.Since(begun))
			b.mu.Lock()
			q.timer = nil
			b.offer(q)
			b.mu.Unlock()
			b.pump()
		})
		return
	}
	for range min(q.gate.parallel-q.active, len(q.tasks)) {
		q.active++
		b.ready = append(b.ready, q)
	}
}

// pump starts workers while there are ready queues and free slots.
func (b *board) pump() {
	for {
		b.mu.Lock()
		for len(b.ready) > 0 && len(b.ready[0].tasks) == 0 { // another worker of the host was quicker
			b.ready[0].active--
			b.ready = b.ready[1:]
		}
		if len(b.ready) == 0 || b.stopped || !b.slots.take() {
			b.mu.Unlock()
			return
		}
		q := b.ready[0]
		b.ready = b.ready[1:]
		t := q.tasks[0]
		q.tasks = q.tasks[1:]
		b.workers.Add(1)
		b.mu.Unlock()
		go b.serve(q, t)
	}
}

// serve works on a queue until its host has to rest or it is empty.
func (b *board) serve(q *queue, t task) {
	defer b.workers.Done()
	for {
		b.work(t, &slot{of: b.slots})
		b.mu.Lock()
		if b.stopped || len(q.tasks) == 0 || len(b.ready) > 0 || q.gate.next() > 0 {
			q.active--
			b.offer(q) // behind the others: hosts take turns
			b.mu.Unlock()
			b.slots.give()
			return
		}
		t = q.tasks[0]
		q.tasks = q.tasks[1:]
		b.mu.Unlock()
	}
}

// stop lets nothing begin any more and leaves what has not begun.
func (b *board) stop() {
	b.mu.Lock()
	b.stopped = true
	var rest []task
	for _, q := range b.queues {
		if q.timer != nil {
			q.timer.Stop()
		}
		rest = append(rest, q.tasks...)
		q.tasks = nil
	}
	b.ready = nil
	b.mu.Unlock()
	for _, t := range rest {
		b.left(t)
	}
}
