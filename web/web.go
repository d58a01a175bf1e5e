// Package web renders the shop's pages: it owns the templates, the frame around every page and the links between the
// hosts. A service's pages room fills a struct of web/page and calls Render; web calls nobody.
package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"gulimall/pkg/i18n"
	"gulimall/web/page"
)

//go:embed t/*.html
var embedded embed.FS

//go:embed words/*.toml
var words embed.FS

// Options say where the shop is reachable.
type Options struct {
	// Domain is the bare domain, such as gulimall.localhost.
	Domain string
	// Scheme is http or https; empty is http.
	Scheme string
	// Port is the public port; zero is the scheme's own.
	Port int
	// Dev, together with Templates, reads the templates from disk at every request.
	Dev bool
	// Templates is the folder that Dev reads (web/t in a checkout).
	Templates string
}

// Renderer turns page structs into HTML. It is safe for concurrent use.
type Renderer struct {
	hosts  Hosts
	words  *i18n.Catalogue
	files  addresses
	pages  map[string]*set // by language
	reload string
}

// New makes a renderer. A page is parsed when it is first asked for, since a service shows few of them; tests parse them all, so that a
// mistake in one is not on a shopper's screen.
func New(o Options) (*Renderer, error) {
	if o.Scheme == "" {
		o.Scheme = "http"
	}
	if o.Scheme != "http" && o.Scheme != "https" {
		return nil, fmt.Errorf("web: scheme %q is neither http nor https", o.Scheme)
	}
	if o.Domain == "" {
		return nil, errors.New("web: no domain")
	}
	r := &Renderer{hosts: NewHosts(o.Scheme, o.Domain, o.Port)}
	files, err := fs.Sub(embedded, "t")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if r.words, err = Catalogue(); err != nil {
		return nil, err
	}
	if r.files, err = newAddresses(); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if r.pages, err = r.parseAll(files); err != nil {
		return nil, err
	}
	if o.Dev {
		r.reload = o.Templates
	}
	return r, nil
}

// Catalogue holds the words of the pages and of the errors that they show.
func Catalogue() (*i18n.Catalogue, error) {
	folder, err := fs.Sub(words, "words")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return i18n.Load(folder)
}

// Words are the shop's words, for pages rooms that word what they hand over.
func (r *Renderer) Words() *i18n.Catalogue { return r.words }

// Hosts makes links from Go code, as the templates make theirs.
func (r *Renderer) Hosts() Hosts { return r.hosts }

// Render writes the page with the status. The name is the template's file without .html, and p its struct of web/page, by value
// or by pointer; its Base says in which language it is shown. Nothing is written when an error is returned. A Cache-Control set by the caller stays; otherwise the page
// is nobody's to store.
func (r *Renderer) Render(w http.ResponseWriter, status int, name string, p any) error {
	pages := r.pages
	if r.reload != "" {
		var err error
		if pages, err = r.parseAll(os.DirFS(r.reload)); err != nil {
			return err
		}
	}
	lang := ""
	if p, ok := p.(interface{ Language() string }); ok {
		lang = p.Language()
	}
	t, err := pages[r.words.Words(lang).Lang].page(name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, layout(p), p); err != nil {
		return fmt.Errorf("web: render %s: %w", name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-store")
	}
	w.WriteHeader(status)
	// An error here means that the visitor has gone; there is nobody left to tell.
	_, _ = b.WriteTo(w)
	return nil
}

// layout is the frame that a page is drawn in: the shop's, or the one that it names itself.
func layout(p any) string {
	if p, ok := p.(interface{ Layout() string }); ok {
		return p.Layout()
	}
	return "layout"
}

// ErrorPage writes a failure in the shop's frame. Without a heading it bears the usual one of its status.
func (r *Renderer) ErrorPage(w http.ResponseWriter, p page.Error) error {
	if p.Heading == "" {
		p.Heading = r.words.Words(p.Lang).T("error.title." + statusKey(p.Status))
	}
	p.Title = p.Heading
	return r.Render(w, p.Status, "error", p)
}

// statusKey is the end of the keys that speak of a status.
func statusKey(status int) string {
	switch status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity,
		http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return strconv.Itoa(status)
	default:
		return strconv.Itoa(http.StatusInternalServerError)
	}
}

// parseAll prepares the pages of every language.
func (r *Renderer) parseAll(files fs.FS) (map[string]*set, error) {
	pages := map[string]*set{}
	for _, tag := range i18n.Languages() {
		one, err := newSet(files, funcs(r.hosts, r.words.Words(tag.String()), r.files))
		if err != nil {
			return nil, err
		}
		pages[tag.String()] = one
	}
	return pages, nil
}

// set is every page in one language.
type set struct {
	files  fs.FS
	shared *template.Template // the frames and the parts
	known  map[string]bool

	mu    sync.Mutex
	pages map[string]*template.Template // those that have been asked for
}

// newSet parses the frames and the parts, which are the files that begin with an underscore; every other file is a page.
func newSet(files fs.FS, functions template.FuncMap) (*set, error) {
	shared, err := template.New("shared").Funcs(functions).Option("missingkey=error").ParseFS(files, "_*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s := &set{files: files, shared: shared, known: map[string]bool{}, pages: map[string]*template.Template{}}
	for _, file := range names {
		if !strings.HasPrefix(file, "_") {
			s.known[strings.TrimSuffix(file, ".html")] = true
		}
	}
	return s, nil
}

// page is the template of a page: its file with the frames and the parts.
func (s *set) page(name string) (*template.Template, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.pages[name]; ok {
		return t, nil
	}
	if !s.known[name] {
		return nil, fmt.Errorf("web: no template %q", name)
	}
	t, err := s.shared.Clone()
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if t, err = t.ParseFS(s.files, name+".html"); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.pages[name] = t
	return t, nil
}
