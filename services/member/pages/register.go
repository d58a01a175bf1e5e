package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func (p pages) registerPage(c *gin.Context) error {
	return p.showRegister(c, http.StatusOK, page.Register{OriginURL: c.Query("originUrl")})
}

func (p pages) register(c *gin.Context) error {
	typed := typedRegister(c)
	who, err := p.Members.Register(c.Request.Context(), member.Registration{
		Username: typed.Username, Password: c.PostForm("password"), Phone: typed.Code.Phone, Code: typed.Code.Code,
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

func typedRegister(c *gin.Context) page.Register {
	return page.Register{Username: strings.TrimSpace(c.PostForm("username")), Code: typedCode(c), OriginURL: c.PostForm("originUrl")}
}

// sendCode answers the second button of the two forms that ask for a code with the form itself, so that nothing that was typed is lost
// but the password.
func (p pages) sendCode(c *gin.Context) error {
	form := typedCode(c)
	ctx := c.Request.Context()
	again, err := p.Members.SendCode(ctx, form.Phone, c.ClientIP())
	if err != nil && !frame.Expected(err) {
		return err
	}
	status, wrong := http.StatusOK, page.FormErrors{}
	if err != nil {
		status, wrong = p.refuse(c, err)
		form.Wait = waitOf(err)
	} else {
		form.Sent, form.Wait = true, int(again.Seconds())
		if p.Dev {
			if form.DevCode, err = p.Members.LastCode(ctx, form.Phone); err != nil {
				return err
			}
		}
	}
	if c.PostForm("by") == byCode {
		typed := typedLogin(c)
		typed.Code, typed.Errors = form, wrong
		return p.showLogin(c, status, typed)
	}
	typed := typedRegister(c)
	typed.Code, typed.Errors = form, wrong
	return p.showRegister(c, status, typed)
}

func (p pages) showRegister(c *gin.Context, status int, shown page.Register) error {
	shown.OriginURL = p.own(shown.OriginURL)
	wrong := shown.Errors
	shown.Base = p.Frame.Base(c, p.Frame.Words(c).T("auth.register"), p.link("/reg.html", "originUrl", shown.OriginURL))
	shown.Errors, shown.Code.Dev = wrong, p.Dev
	shown.LoginURL = p.link("/login.html", "originUrl", shown.OriginURL)
	return p.Frame.Show(c, status, "register", shown)
}
