package pages

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/session"
	"gulimall/web/frame"
	"gulimall/web/page"
)

const securityPath = "/security.html"

func (p pages) security(c *gin.Context, memberID int64) error {
	return p.showSecurity(c, http.StatusOK, memberID, page.FormErrors{})
}

// changePassword signs the member out everywhere else; here a new session begins.
func (p pages) changePassword(c *gin.Context, memberID int64) error {
	who, err := p.Members.ChangePassword(c.Request.Context(), memberID, c.PostForm("oldPassword"), c.PostForm("newPassword"), c.ClientIP())
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		status, wrong := p.refuse(c, err)
		if wait := p.locked(c, err); wait != "" {
			wrong.Summary += " " + wait
		}
		return p.showSecurity(c, status, memberID, wrong)
	}
	if err := p.Sessions.SignInAlone(c.Writer, c.Request, session.Member{ID: who.ID, Username: who.Username}, c.ClientIP()); err != nil {
		return err
	}
	return p.done(c, page.FlashSuccess, "member.password_changed", securityPath)
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

func (p pages) showSecurity(c *gin.Context, status int, memberID int64, wrong page.FormErrors) error {
	m, err := p.Members.Find(c.Request.Context(), memberID)
	if err != nil {
		return err
	}
	all, err := p.Sessions.List(c.Request, memberID)
	if err != nil {
		return err
	}
	shown := page.Security{Base: p.base(c, p.Frame.Words(c).T("member.security"), securityPath, m), Username: m.Username, Phone: masked(m.Phone)}
	shown.Errors = wrong
	for _, s := range all {
		shown.Sessions = append(shown.Sessions, page.Session(s))
		shown.Others = shown.Others || !s.Current
	}
	return p.Frame.Show(c, status, "security", shown)
}

// masked hides the middle of a phone.
func masked(phone string) string {
	if len(phone) != 11 {
		return phone
	}
	return phone[:3] + "****" + phone[7:]
}
