package pages

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/session"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// codeWait is how many seconds the button waits after a code was sent.
const codeWait = 60

func (p pages) loginPage(c *gin.Context) error {
	origin := c.Query("originUrl")
	if _, err := session.Of(c.Request.Context()); err == nil {
		return p.leave(c, origin)
	}
	return p.Frame.Show(c, http.StatusOK, "login", page.Login{Base: p.Frame.Base(c, "登录", p.own(origin)), OriginURL: p.own(origin)})
}

func (p pages) login(c *gin.Context) error {
	account, origin := c.PostForm("account"), c.PostForm("originUrl")
	who, err := p.Members.Login(c.Request.Context(), account, c.PostForm("password"), c.ClientIP())
	if err == nil {
		return p.signIn(c, who, origin)
	}
	if !frame.Expected(err) && !errors.Is(err, member.ErrBadCredentials) {
		return err
	}
	status, form := p.refuse(c, err)
	shown := page.Login{Base: p.Frame.Base(c, "登录", p.own(origin)), Account: account, OriginURL: p.own(origin)}
	shown.Errors = form
	return p.Frame.Show(c, status, "login", shown)
}

func (p pages) registerPage(c *gin.Context) error {
	return p.showRegister(c, http.StatusOK, page.Register{OriginURL: c.Query("originUrl")})
}

func (p pages) register(c *gin.Context) error {
	typed := typedRegister(c)
	who, err := p.Members.Register(c.Request.Context(), member.Registration{
		Username: typed.Username, Password: c.PostForm("password"), Phone: typed.Phone, Code: typed.Code,
	})
	if err == nil {
		return p.signIn(c, who, typed.OriginURL)
	}
	if !frame.Expected(err) {
		return err
	}
	var status int
	status, typed.Errors = p.refuse(c, err)
	return p.showRegister(c, status, typed)
}

// sendCode answers the register form's second button with the form, so that nothing that was typed is lost but the password.
func (p pages) sendCode(c *gin.Context) error {
	typed := typedRegister(c)
	ctx := c.Request.Context()
	if _, err := p.Members.SendCode(ctx, typed.Phone, c.ClientIP()); err != nil {
		if !frame.Expected(err) {
			return err
		}
		var status int
		status, typed.Errors = p.refuse(c, err)
		return p.showRegister(c, status, typed)
	}
	typed.CodeSent, typed.CodeWait = true, codeWait
	if p.Dev {
		var err error
		if typed.DevCode, err = p.Members.LastCode(ctx, typed.Phone); err != nil {
			return err
		}
	}
	return p.showRegister(c, http.StatusOK, typed)
}

func typedRegister(c *gin.Context) page.Register {
	return page.Register{
		Username: strings.TrimSpace(c.PostForm("username")), Phone: strings.TrimSpace(c.PostForm("phone")),
		Code: strings.TrimSpace(c.PostForm("code")), OriginURL: c.PostForm("originUrl"),
	}
}

func (p pages) showRegister(c *gin.Context, status int, shown page.Register) error {
	shown.OriginURL, shown.Dev = p.own(shown.OriginURL), p.Dev
	wrong := shown.Errors
	shown.Base = p.Frame.Base(c, "注册", shown.OriginURL)
	shown.Errors = wrong
	return p.Frame.Show(c, status, "register", shown)
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
