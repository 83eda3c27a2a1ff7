package crawler

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"embai-crawl/sources"
)

// absorb takes the figures of an outcome and gives the addresses it leads to.
func (r *run) absorb(o *outcome) []task {
	s, t := o.task.src, o.task
	s.open--
	s.bytes += o.bytes
	if s.single {
		f := s.fetched[t.url]
		f.Final, f.Items, f.Err = o.final, o.items, o.err
	}
	if errors.Is(o.err, errStopped) {
		s.stopped = true // its address stays pending
		return nil
	}
	if t.depth == 0 && o.validators.MovedTo != "" && o.err == nil {
		s.moved = o.validators.MovedTo
	}
	switch {
	case o.notDue:
		s.notDue++
	case o.notModified:
		s.pages++
		s.notModified++
	case o.err == nil || errors.Is(o.err, sources.ErrNotArticle):
		s.pages++
	default:
		s.fault(t.url, t.depth, o.err, len(o.items))
		if t.depth > 0 && !s.single && s.later(t, o.err) {
			return nil
		}
	}
	delete(s.pending, t.url)
	return r.follow(o)
}

// later keeps an address for the next run if what stood against it may pass.
func (s *sourceRun) later(t task, err error) bool {
	if errors.Is(err, ErrAlone) || errors.Is(err, sources.ErrVerify) || errors.Is(err, ErrRobotsOut) {
		return true
	}
	if permanent(err) || t.tries+1 >= maxTries {
		return false
	}
	s.pending[t.url] = Pending{URL: t.url, Depth: t.depth, Tries: t.tries + 1}
	return true
}

// follow turns the addresses that a page gave into tasks, within the caps.
// Every cap that cuts says so.
func (r *run) follow(o *outcome) []task {
	s, t := o.task.src, o.task
	if len(o.next) == 0 {
		return nil
	}
	if t.depth >= s.job.MaxDepth {
		s.note(t.url, fmt.Sprintf("leads on, but is %d pages deep already, the most that is followed", t.depth), "not followed")
		return nil
	}
	next := o.next
	if n := len(next); n > s.job.MaxLinks {
		s.note(t.url, fmt.Sprintf("%d addresses on one page, cap %d", n, s.job.MaxLinks), "the first are followed, the others left")
		next = next[:s.job.MaxLinks]
	}
	var tasks []task
	for _, address := range next {
		if !r.mayFollow(s, address, o.final) {
			r.c.log.Debug("crawler: leads to another host, not followed", "source", s.job.Name, "url", Redact(address))
			continue
		}
		if len(s.seen) >= s.job.MaxPages {
			s.note(t.url, fmt.Sprintf("more than %d pages in one run", s.job.MaxPages), "the rest is left")
			break
		}
		if task, ok := s.take(address, t.depth+1, 0); ok {
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// mayFollow keeps a source to the hosts it begins with, the host of the page,
// and the hosts of articles.
func (r *run) mayFollow(s *sourceRun, address, page string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := r.hostOf(address)
	return s.job.AnyHost || s.home[host] || host == r.hostOf(page) ||
		slices.Contains(s.job.ArticleHosts, strings.ToLower(u.Hostname()))
}
