package crawler

import "net/url"

// host and robots implement notes; they are called by workers.
func (r *run) host(h HostState) {
	r.mu.Lock()
	r.hosts[h.Name] = h
	r.mu.Unlock()
	r.poke()
}

func (r *run) robots(f Robots) {
	r.mu.Lock()
	r.robot[f.Origin] = f
	r.mu.Unlock()
	// No poke: the page that this was read for comes soon.
}

func (r *run) poke() {
	select {
	case r.nudge <- struct{}{}:
	default:
	}
}

func (r *run) noted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.hosts)+len(r.robot) > 0
}

// hostOf is the name under which an address's host is counted.
func (r *run) hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name, _ := r.c.limits.rule(u.Hostname())
	return name
}

// verify stops asking the hosts of a page that wants to see a human.
func (r *run) verify(o *outcome, final string) {
	for _, address := range []string{o.task.url, final} {
		name := r.hostOf(address)
		if name == "" || o.verify.Name == name {
			continue
		}
		h := r.c.net.circuits.verify(name, o.task.url)
		r.host(h)
		o.verify = h
	}
}
