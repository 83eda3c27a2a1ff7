package review

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"embai-crawl/item"
	"embai-crawl/packed"
)

//go:embed assets templates
var files embed.FS

// Options of a Server. All but Names and Token are needed.
type Options struct {
	Desk  Desk
	Addr  netip.AddrPort // where it listens: what is not loopback needs a Token
	Names []string       // further host names under which the page may be asked for
	Token string         // from the environment
	Log   *slog.Logger
	Now   func() time.Time
}

// Server is the page as an http.Handler.
type Server struct {
	desk  Desk
	log   *slog.Logger
	now   func() time.Time
	pages *template.Template
	guard *guard
}

// New makes the page. On an address that is not loopback a token is needed.
func New(o Options) (*Server, error) {
	if !o.Addr.Addr().IsLoopback() && o.Token == "" {
		return nil, fmt.Errorf("review: %s is not a loopback address: set EMBAI_TOKEN in the environment first", o.Addr)
	}
	s := &Server{desk: o.Desk, log: o.Log, now: o.Now}
	var err error
	if s.pages, err = template.New("").Funcs(s.funcs()).ParseFS(files, "templates/*.html"); err != nil {
		return nil, fmt.Errorf("review: reading the templates: %w", err)
	}
	assets, err := fs.Sub(files, "assets")
	if err != nil {
		return nil, fmt.Errorf("review: reading the assets: %w", err)
	}
	mux := http.NewServeMux()
	tag, err := fingerprint(assets)
	if err != nil {
		return nil, fmt.Errorf("review: reading the assets: %w", err)
	}
	script, err := fs.ReadFile(assets, htmx+".gz")
	if err != nil {
		return nil, fmt.Errorf("review: reading the assets: %w", err)
	}
	mux.Handle("GET /assets/"+htmx, tagged(tag, unpacked(htmx, script)))
	mux.Handle("GET /assets/", http.StripPrefix("/assets/", tagged(tag, http.FileServerFS(assets))))
	mux.HandleFunc("GET /{$}", s.page)
	mux.HandleFunc("GET /rev", s.rev)
	mux.HandleFunc("GET /desk", s.fragment)
	mux.HandleFunc("GET /candidates", s.candidates)
	mux.HandleFunc("GET /past", s.past)
	mux.HandleFunc("GET /wechat", s.weChat)
	mux.HandleFunc("POST /act", s.act)
	mux.HandleFunc("POST /preview", s.preview)
	mux.HandleFunc("POST /lang", s.setLang)
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	s.guard = newGuard(mux, o, s.login)
	return s, nil
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.guard.ServeHTTP(w, r) }

// htmx is a third of what is built in for the page, and is built in packed.
const htmx = "htmx.min.js"

// unpacked serves a file that is built in packed.
func unpacked(name string, data []byte) http.Handler {
	text := packed.Text(data)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, name, time.Time{}, strings.NewReader(text))
	})
}

// tagged lets the browser keep the assets and ask whether they are still those
// of this program.
func tagged(tag string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("ETag", tag)
		next.ServeHTTP(w, r)
	})
}

// fingerprint changes when any of the files does.
func fingerprint(files fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, path)
		fmt.Fprintln(h, path, len(b))
		_, _ = h.Write(b)
		return err
	})
	return `"` + hex.EncodeToString(h.Sum(nil)[:12]) + `"`, err
}

// shown is what the templates get.
type shown struct {
	View
	L          lang
	Message    string
	Warning    string // the candidates can't be shown
	Candidates list
}

// list is a part of the candidates.
type list struct {
	L       lang
	Query   Query
	Entries []Entry
	Total   int
	Next    int // where the next part begins; 0: this was the last
}

// candidatesShown is how many candidates one part has: the first view of a
// thousand stays below 300 KB.
const candidatesShown = 50

// candidatesMax bounds how many candidates are shown anew after an act.
const candidatesMax = 1000

func (s *Server) page(w http.ResponseWriter, r *http.Request) { s.show(w, r, "page.html", "") }

func (s *Server) fragment(w http.ResponseWriter, r *http.Request) { s.show(w, r, "desk.html", "") }

// show renders the draft as it is now.
func (s *Server) show(w http.ResponseWriter, r *http.Request, name, message string) {
	v, err := s.desk.View(r.Context())
	if err != nil {
		s.log.Error("review: reading the draft", "err", err)
		v = View{Trouble: Failed, Problem: err.Error()}
	}
	d := shown{View: v, L: language(r), Message: message}
	if name == "page.html" {
		if d.Candidates, err = s.list(r, Query{Max: candidatesShown}); err != nil {
			d.Warning = d.L.err(err)
		}
	}
	s.render(w, http.StatusOK, name, d)
}

func (s *Server) render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, data); err != nil {
		s.log.Error("review: rendering", "template", name, "err", err)
		http.Error(w, "the page could not be made: see the log", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w)
}

func (s *Server) login(w http.ResponseWriter, wrong bool) {
	s.render(w, http.StatusUnauthorized, "login.html", wrong)
}

// rev answers the page's question whether anything changed.
func (s *Server) rev(w http.ResponseWriter, r *http.Request) {
	rev, err := s.desk.Rev(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, rev)
}

func (s *Server) candidates(w http.ResponseWriter, r *http.Request) {
	q := Query{Words: r.FormValue("q"), Section: item.Section(r.FormValue("section")), Max: candidatesShown}
	if !q.Section.Valid() {
		q.Section = ""
	}
	if n, err := strconv.Atoi(r.FormValue("from")); err == nil && n > 0 {
		q.From = n
	}
	// After an act as many as were shown, so that nothing jumps.
	if n, err := strconv.Atoi(r.FormValue("shown")); err == nil {
		q.Max = min(max(n, q.Max), candidatesMax)
	}
	l, err := s.list(r, q)
	if err != nil {
		http.Error(w, l.L.err(err), http.StatusServiceUnavailable)
		return
	}
	s.render(w, http.StatusOK, "candidates.html", l)
}

func (s *Server) list(r *http.Request, q Query) (list, error) {
	entries, total, err := s.desk.Candidates(r.Context(), q)
	l := list{L: language(r), Query: q, Entries: entries, Total: total}
	if n := q.From + len(entries); n < total && len(entries) > 0 {
		l.Next = n
	}
	return l, err
}

// act carries out what the editor did and answers with the draft after it. On
// trouble the status tells the page to keep what was typed.
func (s *Server) act(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the request can't be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	f := r.PostForm
	a := Act{
		What: What(f.Get("act")), Key: f.Get("key"), Section: item.Section(f.Get("section")),
		Before: f.Get("before"), With: f.Get("with"), Title: f.Get("title"), Summary: f.Get("summary"),
		URL: f.Get("url"), Base: f.Get("base"), Force: f.Get("force") != "",
	}
	l := language(r)
	done, known := l.done(a)
	if !known {
		http.Error(w, "no such act", http.StatusBadRequest)
		return
	}
	if a.Section != "" && !a.Section.Valid() {
		http.Error(w, "no such section", http.StatusBadRequest)
		return
	}
	message, err := s.desk.Do(r.Context(), a)
	faults := (*FaultsError)(nil)
	switch {
	case errors.As(err, &faults):
		s.render(w, http.StatusUnprocessableEntity, "faults.html", shownFaults{L: l, FaultsError: faults})
	case errors.Is(err, ErrGone), errors.Is(err, ErrChanged), errors.Is(err, ErrThere), errors.Is(err, ErrNoUndo):
		http.Error(w, l.err(err), http.StatusConflict)
	case err != nil:
		s.log.Warn("review: "+string(a.What), "err", err)
		http.Error(w, l.err(err), http.StatusUnprocessableEntity)
	default:
		if message == "" {
			message = done
		}
		s.show(w, r, "desk.html", message)
	}
}

// shownFaults is what the page asks about before it publishes all the same.
type shownFaults struct {
	*FaultsError
	L lang
}

// past shows the entries of a past issue.
func (s *Server) past(w http.ResponseWriter, r *http.Request) {
	sections, err := s.desk.Past(r.Context(), r.FormValue("date"))
	if err != nil {
		http.Error(w, language(r).err(err), http.StatusNotFound)
		return
	}
	s.render(w, http.StatusOK, "past.html", struct {
		L        lang
		Sections []Section
	}{language(r), sections})
}

func (s *Server) preview(w http.ResponseWriter, r *http.Request) {
	html, err := s.desk.Preview(r.Context(), r.PostFormValue("key"), r.PostFormValue("title"), r.PostFormValue("summary"))
	if err != nil {
		http.Error(w, language(r).err(err), http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, html)
}

func (s *Server) weChat(w http.ResponseWriter, r *http.Request) {
	html, err := s.desk.WeChat(r.Context())
	if err != nil {
		http.Error(w, language(r).err(err), http.StatusUnprocessableEntity)
		return
	}
	// Shown as text: the editor pastes it, the browser does not run it.
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, html)
}
