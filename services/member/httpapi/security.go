package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/session"
)

// changePassword ends all sessions of the member; the caller goes on with a new one.
func (a api) changePassword(c *gin.Context) error {
	var in memberapi.PasswordRequest
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	if in.Code != "" {
		_, err = a.uc.ResetPassword(c.Request.Context(), who.ID, in.Code, in.NewPassword, c.ClientIP())
	} else {
		_, err = a.uc.ChangePassword(c.Request.Context(), who.ID, in.OldPassword, in.NewPassword, c.ClientIP())
	}
	if err != nil {
		return err
	}
	if err := a.sessions.SignInAlone(c.Writer, c.Request, who, c.ClientIP()); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) listSessions(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	all, err := a.sessions.List(c.Request, who.ID)
	if err != nil {
		return err
	}
	answer := make([]memberapi.Session, len(all))
	for i, s := range all {
		answer[i] = memberapi.Session(s)
	}
	c.Header("Cache-Control", "private, no-store")
	c.JSON(http.StatusOK, answer)
	return nil
}

func (a api) endSession(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	if err := a.sessions.End(c.Request.Context(), who.ID, c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) endOthers(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	if _, err := a.sessions.EndOthers(c.Request, who.ID); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
