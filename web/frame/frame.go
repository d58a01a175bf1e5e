// Package frame is what the pages rooms of all services share: who is looking, the answer to an error in the shop's frame, the way to
// the login and back.
package frame

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/web"
	"gulimall/web/page"
)

// Frame shows pages. It is safe for concurrent use.
type Frame struct {
	web  *web.Renderer
	edge *server.Edge
}

// New makes a frame.
func New(r *web.Renderer, edge *server.Edge) *Frame { return &Frame{r, edge} }

// Hosts gives the links between the hosts.
func (f *Frame) Hosts() web.Hosts { return f.web.Hosts() }

// Page adapts a handler: an error becomes a page, and a visitor who has to sign in is sent to the login, which brings him back to
// here(c), an absolute URL; without here, to the home page.
func (f *Frame) Page(h server.Handler, here func(c *gin.Context) string) gin.HandlerFunc {
	return f.edge.Page(h, func(c *gin.Context, err *apperr.Error, title, detail, traceID string) {
		if errors.Is(err, apperr.ErrNotSignedIn) {
			origin := f.web.Hosts().Home("/")
			if here != nil {
				origin = here(c)
			}
			c.Redirect(http.StatusSeeOther, f.web.Hosts().LoginURL(origin))
			return
		}
		failure := page.Error{
			Base: f.Base(c, title, f.again(c)), Status: err.Kind.Status(), Code: err.Code, Heading: title, Detail: detail, TraceID: traceID,
		}
		if showErr := f.web.ErrorPage(c.Writer, failure); showErr != nil {
			f.edge.Problem(c, showErr)
		}
	})
}

// again is the address of a page that failed, for another try; none where something was sent.
func (f *Frame) again(c *gin.Context) string {
	scheme := "http"
	if f.web.Hosts().Secure() {
		scheme = "https"
	}
	address := scheme + "://" + c.Request.Host + c.Request.URL.RequestURI()
	if c.Request.Method != http.MethodGet || !f.web.Hosts().Own(address) {
		return ""
	}
	return address
}

// NotFound answers what leads nowhere: a problem to programs, a page to people.
func (f *Frame) NotFound() gin.HandlerFunc {
	none := func(*gin.Context) error { return apperr.ErrNotFound }
	problem, shown := f.edge.JSON(none), f.Page(none, nil)
	return func(c *gin.Context) {
		if path := c.Request.URL.Path; strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/internal/") {
			problem(c)
			return
		}
		shown(c)
	}
}

// Base is the frame of a page: its title, where it is, who is looking and how, and what the last form had to say.
func (f *Frame) Base(c *gin.Context, title, here string) page.Base {
	return page.Base{Look: f.Look(c), Title: title, Here: here, Member: f.Member(c), Flash: f.flashed(c)}
}

// Look is the language and the theme of a page: the visitor's choice (cookies of /preferences), else what his browser asks for.
func (f *Frame) Look(c *gin.Context) page.Look {
	look := page.Look{Lang: f.web.Words().Language(c.Request)}
	if theme, err := c.Cookie(ThemeCookie); err == nil && slices.Contains(page.Themes(), theme) {
		look.Theme = theme
	}
	return look
}

// Words are the words of the page's language.
func (f *Frame) Words(c *gin.Context) *i18n.Words {
	return f.web.Words().Words(f.web.Words().Language(c.Request))
}

// Member is who is looking; nil is a visitor. A session that cannot be read shows a visitor: the page itself decides whether it needs
// a member.
func (f *Frame) Member(c *gin.Context) *page.Member {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return nil
	}
	return &page.Member{ID: who.ID, Username: who.Username}
}

// Show renders a page that is not for caches.
func (f *Frame) Show(c *gin.Context, status int, name string, p any) error {
	c.Header("Cache-Control", "private, no-store")
	return f.web.Render(c.Writer, status, name, p)
}

// Errors words an error beside the form that it came from: its title above, and a sentence for each bad field.
func (f *Frame) Errors(c *gin.Context, err error) page.FormErrors {
	e := apperr.From(err)
	lang := f.edge.Words.Language(c.Request)
	form := page.FormErrors{Summary: f.edge.Title(lang, e)}
	for _, field := range e.Fields {
		form.Fields = append(form.Fields, page.FieldError{Field: field.Name, Message: f.edge.FieldMessage(lang, field)})
	}
	return form
}

// Expected says whether an error is something that a form can show: the visitor's doing or the state of things, not our fault.
func Expected(err error) bool {
	switch apperr.From(err).Kind {
	case apperr.Invalid, apperr.Conflict, apperr.Gone, apperr.TooMany, apperr.NotFound, apperr.Unavailable:
		return true
	case apperr.Internal, apperr.Malformed, apperr.NotSignedIn, apperr.Forbidden, apperr.TooLarge:
		return false
	}
	return false
}
