// Command preview draws every sample page into a folder, with the static files beside them, so that the look can be
// judged without a running shop: go run ./web/cmd/preview -out .run/preview, then open its index.html.
package main

import (
	"flag"
	"fmt"
	"html"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"gulimall/web"
	"gulimall/web/page/sample"
)

func main() {
	out := flag.String("out", ".run/preview", "folder to write to")
	static := flag.String("static", "web/static", "folder of the static files")
	flag.Parse()
	if err := run(*out, *static); err != nil {
		fmt.Fprintln(os.Stderr, "preview:", err)
		os.Exit(1)
	}
}

func run(out, static string) error {
	r, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(out, "static")); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(out, "static"), os.DirFS(static)); err != nil {
		return err
	}
	hashed := regexp.MustCompile(`(/static/[a-z/-]+)\.[0-9a-f]{10}`)
	var index strings.Builder
	for _, s := range sample.All() {
		w := httptest.NewRecorder()
		if err := r.Render(w, s.Status, s.Template, s.Page); err != nil {
			return err
		}
		body := strings.NewReplacer(`"/static/`, `"static/`, `"/media/`, `"media/`).Replace(hashed.ReplaceAllString(w.Body.String(), "$1"))
		if err := os.WriteFile(filepath.Join(out, s.Name()+".html"), []byte(body), 0o600); err != nil {
			return err
		}
		fmt.Fprintf(&index, "<li><a href=\"%[1]s.html\">%[1]s</a>\n", html.EscapeString(s.Name()))
	}
	if err := pictures(filepath.Join(out, "media")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "index.html"), []byte("<!doctype html><meta charset=utf-8><ul>"+index.String()+"</ul>"), 0o600)
}

// pictures stand in for the catalogue's.
func pictures(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	for i, colour := range []string{"#8fb8a8", "#c9b79c", "#9aa9c4", "#c7a3a3"} {
		svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="#f2f0ec"/><rect x="32" y="16" width="36" height="68" rx="7" fill="%s"/></svg>`, colour)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("sample-%d.svg", i)), []byte(svg), 0o600); err != nil {
			return err
		}
	}
	return nil
}
