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
	"path"
	"strings"

	"gulimall/web/page"
)

//go:embed t/*.html
var embedded embed.FS

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
	pages  map[string]*template.Template
	reload string
}

// New parses every template; a mistake in one is an error here and not on a shopper's screen.
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
	if r.pages, err = parseAll(files, r.hosts); err != nil {
		return nil, err
	}
	if o.Dev {
		r.reload = o.Templates
	}
	return r, nil
}

// Hosts makes links from Go code, as the templates make theirs.
func (r *Renderer) Hosts() Hosts { return r.hosts }

// Render writes the page with the status. The name is the template's file without .html, and p its struct of web/page, by value
// or by pointer. Nothing is written when an error is returned. A Cache-Control set by the caller stays; otherwise the page
// is nobody's to store.
func (r *Renderer) Render(w http.ResponseWriter, status int, name string, p any) error {
	pages := r.pages
	if r.reload != "" {
		var err error
		if pages, err = parseAll(os.DirFS(r.reload), r.hosts); err != nil {
			return err
		}
	}
	t, ok := pages[name]
	if !ok {
		return fmt.Errorf("web: no template %q", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", p); err != nil {
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

// ErrorPage writes a failure in the shop's frame. An empty title is replaced by the usual one of the status.
func (r *Renderer) ErrorPage(w http.ResponseWriter, status int, code, title, detail, traceID string) error {
	if title == "" {
		title = statusTitle(status)
	}
	return r.Render(w, status, "error", page.Error{
		Base:    page.Base{Title: title, Unknown: status != http.StatusUnauthorized},
		Status:  status,
		Code:    code,
		Heading: title,
		Detail:  detail,
		TraceID: traceID,
	})
}

func statusTitle(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "请求有误"
	case http.StatusUnauthorized:
		return "请先登录"
	case http.StatusForbidden:
		return "不允许这样操作"
	case http.StatusNotFound:
		return "页面不存在"
	case http.StatusMethodNotAllowed:
		return "不支持的操作"
	case http.StatusConflict:
		return "操作没有成功"
	case http.StatusGone:
		return "页面已失效"
	case http.StatusRequestEntityTooLarge:
		return "提交的内容太大"
	case http.StatusUnprocessableEntity:
		return "提交的内容有误"
	case http.StatusTooManyRequests:
		return "操作太频繁"
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return "服务暂时不可用"
	default:
		return "出了点问题"
	}
}

// parseAll builds one template set a page: the frame, the parts and the page itself. Files beginning with an underscore are the
// frame and the parts; every other file is a page.
func parseAll(files fs.FS, hosts Hosts) (map[string]*template.Template, error) {
	shared, err := template.New("shared").Funcs(funcs(hosts)).Option("missingkey=error").ParseFS(files, "_*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	pages := make(map[string]*template.Template, len(names))
	for _, file := range names {
		if strings.HasPrefix(file, "_") {
			continue
		}
		t, err := shared.Clone()
		if err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		if t, err = t.ParseFS(files, file); err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		pages[strings.TrimSuffix(path.Base(file), ".html")] = t
	}
	return pages, nil
}
