package gateway

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
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

// errorPage draws the pages of errors that the gateway itself gives. It uses nothing from elsewhere: whatever is down, it shows.
type errorPage struct {
	t    *template.Template
	csp  string
	home string
}

const errorStyle = `body{margin:0;background:#f6f6f6;color:#333;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}` +
	`main{max-width:34rem;margin:12vh auto;padding:2rem;background:#fff;border-top:4px solid #e1251b}` +
	`h1{margin:0 0 .5rem;font-size:1.4rem}p{margin:.25rem 0}.fine{margin-top:1.5rem;color:#777;font-size:.8rem}a{color:#c81623}`

const errorHTML = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{.Title}} · 谷粒商城</title>
<style>{{.Style}}</style>
<main>
<h1>{{.Title}}</h1>
<p lang="en">{{.English}}</p>
<p><a href="{{.Home}}">返回首页 · Home</a></p>
<p class="fine">{{.Status}} {{.Code}}{{with .TraceID}} · {{.}}{{end}}</p>
</main>
</html>
`

func newErrorPage(config Config) (*errorPage, error) {
	t, err := template.New("error").Parse(errorHTML)
	if err != nil {
		return nil, fmt.Errorf("error page: %w", err)
	}
	sum := sha256.Sum256([]byte(errorStyle))
	csp := "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
	return &errorPage{t: t, csp: csp, home: config.Scheme + "://" + config.Domain + publicPort(config) + "/"}, nil
}

// show draws the page in both languages, as nobody knows who reads it.
func (p *errorPage) show(title func(lang string, err *apperr.Error) string) func(c *gin.Context, err *apperr.Error, _, _, traceID string) {
	return func(c *gin.Context, err *apperr.Error, _, _, traceID string) {
		languages := i18n.Languages()
		var out bytes.Buffer
		data := struct {
			Title, English, Code, TraceID, Home string
			Status                              int
			Style                               template.CSS
		}{
			Title: title(languages[0].String(), err), English: title(languages[1].String(), err),
			Code: err.Code, TraceID: traceID, Home: p.home, Status: err.Kind.Status(), Style: errorStyle,
		}
		if err := p.t.Execute(&out, data); err != nil {
			c.String(data.Status, data.Title)
			return
		}
		c.Data(data.Status, "text/html; charset=utf-8", out.Bytes())
	}
}
