package gateway

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
)

// refuse ends the request with err: as a problem document for programs, as a page for people.
func (g *Gateway) refuse(c *gin.Context, err *apperr.Error) {
	c.Abort()
	header := c.Writer.Header()
	header.Set("Cache-Control", "no-store")
	if wantsJSON(c.Request) {
		g.headers.secure(header)
		g.edge.Problem(c, err)
		return
	}
	header.Set("Content-Security-Policy", g.page.csp)
	g.headers.secure(header)
	show := g.edge.Page(func(*gin.Context) error { return err }, g.page.show(g.edge.Title))
	show(c)
}

// wantsJSON reports whether the visitor is a program that reads problem documents.
func wantsJSON(r *http.Request) bool {
	if r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") {
		return true
	}
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// errorPage draws the pages of errors that the gateway itself gives, in the look of the shop (web/static/base/tokens.css) and of nginx's
// own pages (nginx/errors). It uses nothing but two drawings that nginx serves: whatever is down, it shows.
type errorPage struct {
	t     *template.Template
	csp   string
	home  string
	words *i18n.Catalogue
}

const errorStyle = `:root{color-scheme:light dark}` +
	`body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f7f5f0,#151411);color:light-dark(#22261f,#ece9e2);` +
	`font:15px/1.65 system-ui,-apple-system,"Segoe UI","PingFang SC","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",sans-serif}` +
	`main{box-sizing:border-box;width:min(34rem,100vw - 2rem);margin:1rem;padding:2.5rem 2rem;text-align:center;` +
	`background:light-dark(#fff,#1f1d1a);border:1px solid light-dark(#dedbd2,#3b3832);border-radius:.625rem;overflow-wrap:anywhere}` +
	`.status{margin:0;font-size:4rem;line-height:1;font-weight:700;color:light-dark(#b3361c,#f58d6b)}` +
	`h1{margin:.75rem 0 .5rem;font-size:1.5rem;line-height:1.35}p{margin:.5rem 0}` +
	`.twin,.fine{color:light-dark(#5d625a,#aca89d)}.fine{font-size:.8125rem}` +
	`.home{display:inline-block;margin:1rem 0;padding:.6rem 1.25rem;border-radius:.625rem;background:light-dark(#b3361c,#f58d6b);` +
	`color:light-dark(#fff,#24100a);font-weight:600;text-decoration:none}` +
	`.home:focus-visible{outline:3px solid light-dark(#b3361c,#f58d6b);outline-offset:2px}`

const errorHTML = `<!doctype html>
<html lang="{{.Words.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{.Words.Title}} · {{.Words.Shop}}</title>
<link rel="icon" href="/static/base/icon.svg" type="image/svg+xml">
<style>{{.Style}}</style>
</head>
<body>
<main>
<p><img src="/static/base/logo.svg" alt="{{.Words.Shop}}" width="48" height="48"></p>
<p class="status" aria-hidden="true">{{.Status}}</p>
<h1>{{.Words.Title}}</h1>
{{with .Words.Advice}}<p>{{.}}</p>{{end}}
<p class="twin" lang="{{.Twin.Lang}}">{{.Twin.Title}}{{with .Twin.Advice}}<br>{{.}}{{end}}</p>
<p><a class="home" href="{{.Home}}">{{.Words.Home}} · <span lang="{{.Twin.Lang}}">{{.Twin.Home}}</span></a></p>
<p class="fine">{{.Words.Shop}} · {{.Code}}{{with .TraceID}} · {{.}}{{end}}</p>
</main>
</body>
</html>
`

// errorWords is what the page says, in one language.
type errorWords struct{ Lang, Title, Advice, Shop, Home string }

func newErrorPage(config Config, words *i18n.Catalogue) (*errorPage, error) {
	t, err := template.New("error").Parse(errorHTML)
	if err != nil {
		return nil, fmt.Errorf("error page: %w", err)
	}
	sum := sha256.Sum256([]byte(errorStyle))
	csp := "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; img-src 'self'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
	return &errorPage{t: t, csp: csp, home: config.Scheme + "://" + config.Domain + publicPort(config) + "/", words: words}, nil
}

// show draws the page in the visitor's language and, smaller, in the other: what his browser asks for may not be what he reads.
func (p *errorPage) show(title func(lang string, err *apperr.Error) string) func(c *gin.Context, err *apperr.Error, _, _, traceID string) {
	return func(c *gin.Context, err *apperr.Error, _, _, traceID string) {
		status := err.Kind.Status()
		in := func(lang string) errorWords {
			text := func(key string) string { s, _ := p.words.Text(lang, key); return s }
			return errorWords{lang, title(lang, err), text("gateway_advice_" + strconv.Itoa(status)), text("gateway_shop"), text("gateway_home")}
		}
		data := struct {
			Words, Twin         errorWords
			Code, TraceID, Home string
			Status              int
			Style               template.CSS
		}{Code: err.Code, TraceID: traceID, Home: p.home, Status: status, Style: errorStyle}
		data.Words = in(p.words.Language(c.Request))
		for _, tag := range i18n.Languages() {
			if tag.String() != data.Words.Lang {
				data.Twin = in(tag.String())
			}
		}
		var out bytes.Buffer
		if err := p.t.Execute(&out, data); err != nil {
			c.String(status, data.Words.Title)
			return
		}
		c.Data(status, "text/html; charset=utf-8", out.Bytes())
	}
}
