package pages

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/session"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// byCode is the value of the field "by" in the forms that sign in with a code.
const byCode = "code"

func (p pages) loginPage(c *gin.Context) error {
	origin := c.Query("originUrl")
	if _, err := session.Of(c.Request.Context()); err == nil {
		return p.leave(c, origin)
	}
	return p.showLogin(c, http.StatusOK, page.Login{ByCode: c.Query("by") == byCode, OriginURL: origin})
}

func (p pages) login(c *gin.Context) error {
	typed := typedLogin(c)
	var who member.Member
	var err error
	if typed.ByCode {
		who, err = p.Members.LoginByCode(c.Request.Context(), typed.Code.Phone, typed.Code.Code, c.ClientIP())
	} else {
		who, err = p.Members.Login(c.Request.Context(), typed.Account, c.PostForm("password"), c.ClientIP())
	}
	if err == nil {
		err = p.signIn(c, who, typed.OriginURL)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, member.ErrPhoneUnknown):
		return p.showRegister(c, http.StatusConflict, page.Register{Code: typed.Code, OriginURL: typed.OriginURL, Newcomer: true})
	case !frame.Expected(err) && !errors.Is(err, member.ErrBadCredentials) && !errors.Is(err, member.ErrDisabled):
		return err
	}
	var status int
	status, typed.Errors = p.refuse(c, err)
	typed.Locked = p.locked(c, err)
	return p.showLogin(c, status, typed)
}

// locked says how long to wait after too many attempts.
func (p pages) locked(c *gin.Context, err error) string {
	wait := apperr.From(err).RetryAfter
	switch {
	case !errors.Is(err, member.ErrLoginLocked):
		return ""
	case wait > 90*time.Second:
		return p.Frame.Words(c).T("auth.locked_minutes", "Minutes", int(math.Ceil(wait.Minutes())))
	}
	return p.Frame.Words(c).T("auth.locked_seconds", "Seconds", int(math.Ceil(wait.Seconds())))
}

func typedLogin(c *gin.Context) page.Login {
	return page.Login{
		ByCode: c.PostForm("by") == byCode, Code: typedCode(c), Account: c.PostForm("account"), OriginURL: c.PostForm("originUrl"),
	}
}

func typedCode(c *gin.Context) page.CodeForm {
	return page.CodeForm{Phone: strings.TrimSpace(c.PostForm("phone")), Code: strings.TrimSpace(c.PostForm("code"))}
}

func (p pages) showLogin(c *gin.Context, status int, shown page.Login) error {
	shown.OriginURL = p.own(shown.OriginURL)
	shown.PasswordURL = p.link("/login.html", "originUrl", shown.OriginURL)
	shown.CodeURL = p.link("/login.html", "by", byCode, "originUrl", shown.OriginURL)
	shown.RegisterURL = p.link("/reg.html", "originUrl", shown.OriginURL)
	here := shown.PasswordURL
	if shown.ByCode {
		here = shown.CodeURL
	}
	wrong := shown.Errors
	shown.Base = p.Frame.Base(c, p.Frame.Words(c).T("auth.login"), here)
	shown.Errors, shown.Code.Dev = wrong, p.Dev
	return p.Frame.Show(c, status, "login", shown)
}

// link is an address of the login host with a query; what is empty is left out.
func (p pages) link(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return p.Frame.Hosts().Auth(path)
}

// signIn begins a new session, takes the browser's cart along, and leads back to where the visitor came from.
func (p pages) signIn(c *gin.Context, who member.Member, origin string) error {
	stands := func(ctx context.Context) error { return p.Members.Stands(ctx, who) }
	err := p.Sessions.SignInIf(c.Writer, c.Request, session.Member{ID: who.ID, Username: who.Username}, c.ClientIP(), stands)
	if err != nil {
		return err
	}
	if cookie, err := c.Request.Cookie(cartapi.CookieUserKey); err == nil {
		p.Members.Arrive(c.Request.Context(), who.ID, cookie.Value)
	}
	return p.leave(c, origin)
}

func (p pages) logout(c *gin.Context) error {
	if err := p.Sessions.SignOut(c.Writer, c.Request); err != nil {
		return err
	}
	return p.leave(c, "")
}

// leave goes back to one of our own pages, else home.
func (p pages) leave(c *gin.Context, origin string) error {
	hosts := p.Frame.Hosts()
	c.Redirect(http.StatusSeeOther, hosts.Back(origin, hosts.Home("/")))
	return nil
}

// own is an address from outside when it is one of our own pages, else nothing.
func (p pages) own(origin string) string { return p.Frame.Hosts().Back(origin, "") }
