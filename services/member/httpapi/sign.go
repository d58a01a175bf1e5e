package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/session"
	"gulimall/services/member"
)

func (a api) sendCode(c *gin.Context) error {
	var in memberapi.SMSCodeRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	again, err := a.uc.SendCode(c.Request.Context(), in.Phone, c.ClientIP())
	if err != nil {
		return err
	}
	if again > 0 { // when the button may be pressed again
		c.Header("Retry-After", strconv.Itoa(int(again.Seconds())))
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) devCode(c *gin.Context) error {
	code, err := a.uc.LastCode(c.Request.Context(), c.Param("phone"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, memberapi.DevCode{Code: code})
	return nil
}

func (a api) register(c *gin.Context) error {
	var in memberapi.RegisterRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	who, err := a.uc.Register(c.Request.Context(), member.Registration(in))
	if err != nil {
		return err
	}
	return a.signIn(c, http.StatusCreated, who)
}

func (a api) login(c *gin.Context) error {
	var in memberapi.LoginRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	who, err := a.uc.Login(c.Request.Context(), in.Account, in.Password, c.ClientIP())
	if err != nil {
		return err
	}
	return a.signIn(c, http.StatusOK, who)
}

func (a api) loginByCode(c *gin.Context) error {
	var in memberapi.CodeLoginRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	who, err := a.uc.LoginByCode(c.Request.Context(), in.Phone, in.Code, c.ClientIP())
	if err != nil {
		return err
	}
	return a.signIn(c, http.StatusOK, who)
}

// signIn begins a new session and takes the browser's cart along.
func (a api) signIn(c *gin.Context, status int, who member.Member) error {
	stands := func(ctx context.Context) error { return a.uc.Stands(ctx, who) }
	err := a.sessions.SignInIf(c.Writer, c.Request, session.Member{ID: who.ID, Username: who.Username}, c.ClientIP(), stands)
	if err != nil {
		return err
	}
	if cookie, err := c.Request.Cookie(cartapi.CookieUserKey); err == nil {
		a.uc.Arrive(c.Request.Context(), who.ID, cookie.Value)
	}
	c.JSON(status, shown(who))
	return nil
}

func (a api) logout(c *gin.Context) error {
	if err := a.sessions.SignOut(c.Writer, c.Request); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) me(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	found, err := a.uc.Find(c.Request.Context(), who.ID)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, no-store")
	c.JSON(http.StatusOK, shown(found))
	return nil
}

func shown(m member.Member) memberapi.Member {
	return memberapi.Member{
		ID: m.ID, Username: m.Username, Nickname: m.Nickname, Phone: m.Phone, Level: memberapi.LevelName{ID: m.Level.ID, Name: m.Level.Name},
		Points: m.Points, Growth: m.Growth,
	}
}
