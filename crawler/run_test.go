package crawler

import (
	"fmt"
	"net/http"
	"testing"
)

func TestRunFollowsAndCommits(t *testing.T) {
	var web *host
	web = newHost(t, 1, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/a":
			fmt.Fprintf(w, "item one\nitem two\nnext %s/b\nnext %s/a\nnext http://127.0.0.9:1/elsewhere\n", web.URL, web.URL)
		case "/b":
			fmt.Fprint(w, "item three\n")
		}
	})
	m := newMemory()
	var events []Event
	c := newCrawler(t, Options{Store: m, AllowPrivate: loopback(), Progress: func(e Event) { events = append(events, e) }})
	s := run1(t, c, job("x", web.URL+"/a"))
	if s.State != StateOK || s.Pages != 2 || s.Items != 3 || s.New != 3 || s.Line() != "" {
		t.Errorf("report: %+v", s)
	}
	if got := fmt.Sprint(m.ids()); got != "[url:one url:three url:two]" {
		t.Errorf("stored %s", got)
	}
	if len(events) != 3 || events[2].Kind != EventSource || events[2].Done != 1 || events[2].Total != 1 {
		t.Errorf("events: %+v", events)
	}
	s = run1(t, c, job("x", web.URL+"/a"))
	if s.State != StateNothingNew || s.New != 0 {
		t.Errorf("second run: %+v", s)
	}
}
