package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/session"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

const securityPath = "/security.html"

// sessionsShown is how many sessions are shown at once; the rest is folded away.
const sessionsShown = 5

func (p pages) security(c *gin.Context, memberID int64) error {
	return p.showSecurity(c, http.StatusOK, memberID, page.Security{ByCode: c.Query("by") == byCode})
}

// changePassword signs the member out everywhere else; here a new session begins.
func (p pages) changePassword(c *gin.Context, memberID int64) error {
	ctx, fresh := c.Request.Context(), c.PostForm("newPassword")
	typed := page.Security{ByCode: c.PostForm("by") == byCode, Code: page.CodeForm{Code: strings.TrimSpace(c.PostForm("code"))}}
	var who member.Member
	var err error
	if typed.ByCode {
		who, err = p.Members.ResetPassword(ctx, memberID, typed.Code.Code, fresh, c.ClientIP())
	} else {
		who, err = p.Members.ChangePassword(ctx, memberID, c.PostForm("oldPassword"), fresh, c.ClientIP())
	}
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		var status int
		status, typed.Errors = p.refuse(c, err)
		if wait := p.locked(c, err); wait != "" {
			typed.Errors.Summary += " " + wait
		}
		return p.showSecurity(c, status, memberID, typed)
	}
	if err := p.Sessions.SignInAlone(c.Writer, c.Request, session.Member{ID: who.ID, Username: who.Username}, c.ClientIP()); err != nil {
		return err
	}
	return p.done(c, page.FlashSuccess, "member.password_changed", securityPath)
}

// sendOwnCode sends a code to the member's own phone.
func (p pages) sendOwnCode(c *gin.Context, memberID int64) error {
	shown := page.Security{ByCode: true}
	again, err := p.Members.SendOwnCode(c.Request.Context(), memberID, c.ClientIP())
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		var status int
		status, shown.Errors = p.refuse(c, err)
		shown.Code.Wait = waitOf(err)
		return p.showSecurity(c, status, memberID, shown)
	}
	shown.Code.Sent, shown.Code.Wait = true, int(again.Seconds())
	return p.showSecurity(c, http.StatusOK, memberID, shown)
}

// endSession ends one session; one that is gone already is what was wanted.
func (p pages) endSession(c *gin.Context, memberID int64) error {
	err := p.Sessions.End(c.Request.Context(), memberID, c.PostForm("id"))
	if errors.Is(err, apperr.ErrNotFound) {
		return p.done(c, page.FlashInfo, "member.session_gone", securityPath)
	}
	if err != nil {
		return err
	}
	return p.done(c, page.FlashSuccess, "member.session_ended", securityPath)
}

func (p pages) endOthers(c *gin.Context, memberID int64) error {
	if _, err := p.Sessions.EndOthers(c.Request, memberID); err != nil {
		return err
	}
	return p.done(c, page.FlashSuccess, "member.sessions_ended", securityPath)
}

func (p pages) showSecurity(c *gin.Context, status int, memberID int64, shown page.Security) error {
	ctx := c.Request.Context()
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	all, err := p.Sessions.List(c.Request, memberID)
	if err != nil {
		return err
	}
	if shown.Code.Sent && p.Dev {
		if shown.Code.DevCode, err = p.Members.LastCode(ctx, m.Phone); err != nil {
			return err
		}
	}
	wrong := shown.Errors
	shown.Base = p.base(c, p.Frame.Words(c).T("member.security"), securityPath, m)
	shown.Errors, shown.Username, shown.Code.Phone = wrong, m.Username, member.MaskPhone(m.Phone)
	for i, s := range all {
		shown.Others = shown.Others || !s.Current
		if i < sessionsShown {
			shown.Sessions = append(shown.Sessions, page.Session(s))
		} else {
			shown.More = append(shown.More, page.Session(s))
		}
	}
	return p.Frame.Show(c, status, "security", shown)
}
