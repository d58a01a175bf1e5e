package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gulimall/web/page"
)

func newRenderer(t *testing.T) *Renderer {
	t.Helper()
	r, err := New(Options{Domain: "gulimall.localhost", Port: 8080})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNewRefuses(t *testing.T) {
	for _, o := range []Options{{}, {Domain: "a", Scheme: "ftp"}} {
		if _, err := New(o); err == nil {
			t.Errorf("New(%+v) took it", o)
		}
	}
}

func TestRenderWritesNothingOnFailure(t *testing.T) {
	r := newRenderer(t)
	for name, p := range map[string]any{"no such page": page.Cart{}, "cart": page.Home{}, "error": nil} {
		w := httptest.NewRecorder()
		if err := r.Render(w, http.StatusOK, name, p); err == nil {
			t.Errorf("%s with %T rendered", name, p)
		}
		if w.Body.Len() > 0 || len(w.Header()) > 0 {
			t.Errorf("%s with %T left %v %q", name, p, w.Header(), w.Body)
		}
	}
}

func TestRenderKeepsTheCachingOfTheCaller(t *testing.T) {
	r := newRenderer(t)
	w := httptest.NewRecorder()
	w.Header().Set("Cache-Control", "public, max-age=60")
	if err := r.Render(w, http.StatusOK, "home", page.Home{}); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=60" {
		t.Errorf("Cache-Control = %q", got)
	}
	w = httptest.NewRecorder()
	if err := r.Render(w, http.StatusOK, "home", page.Home{}); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("Cache-Control = %q", got)
	}
}

func TestErrorPage(t *testing.T) {
	r := newRenderer(t)
	for _, status := range []int{400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 502, 503, 504} {
		w := httptest.NewRecorder()
		if err := r.ErrorPage(w, page.Error{Status: status, Code: "the_code", Detail: "出了<这样>的事", TraceID: "trace-1"}); err != nil {
			t.Fatal(err)
		}
		body := w.Body.String()
		if w.Code != status {
			t.Errorf("status = %d, want %d", w.Code, status)
		}
		for _, want := range []string{"<h1", r.Words().Words("").T("error.title." + statusKey(status)), "the_code", "trace-1", "出了&lt;这样&gt;的事", "谷粒商城"} {
			if !strings.Contains(body, want) {
				t.Errorf("%d: no %q", status, want)
			}
		}
	}
}

func TestDevReadsTheTemplatesAnew(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("_layout.html", `{{define "layout"}}{{template "main" .}}{{end}}`)
	write("home.html", `{{define "main"}}one{{end}}`)
	r, err := New(Options{Domain: "gulimall.localhost", Dev: true, Templates: dir})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"one", "two"} {
		write("home.html", `{{define "main"}}`+want+`{{end}}`)
		w := httptest.NewRecorder()
		if err := r.Render(w, http.StatusOK, "home", page.Home{}); err != nil {
			t.Fatal(err)
		}
		if got := w.Body.String(); got != want {
			t.Errorf("body = %q, want %q", got, want)
		}
	}
}
