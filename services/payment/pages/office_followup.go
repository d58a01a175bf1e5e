package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func runPath(id int64) string { return fmt.Sprintf("/payment/reconciliation.html?id=%d", id) }

// asking is the question whether a follow-up is meant.
func (o office) asking(c *gin.Context) error {
	f, err := o.runs.Difference(c.Request.Context(), frame.Number(c.Query("id")), int(frame.Number(c.Query("n"))))
	if err != nil {
		return err
	}
	action := payment.Action(c.Query("action"))
	if !slices.Contains(f.Actions(), action) {
		action = f.Actions()[0]
	}
	return o.showAsking(c, http.StatusOK, f, action, "", page.FormErrors{})
}

func (o office) showAsking(c *gin.Context, status int, f payment.Found, action payment.Action, typed string, wrong page.FormErrors) error {
	r, err := o.runs.Run(c.Request.Context(), f.RunID)
	if err != nil {
		return err
	}
	shown := page.PayFollowUp{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("money.follow_up"), "reconciliations"), PayFound: found(f, true), Day: string(r.Day),
		Chosen: string(action), Typed: typed, Back: whence(c, runPath(f.RunID)),
	}
	shown.Here = fmt.Sprintf("/payment/followup.html?id=%d&n=%d&action=%s&back=%s", f.RunID, f.N, action, url.QueryEscape(shown.Back))
	shown.Errors = wrong
	return o.frame.Show(c, status, "adminfollowup", shown)
}

// followUp does it, once.
func (o office) followUp(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	ctx, id, n := c.Request.Context(), frame.Number(c.Query("id")), int(frame.Number(c.Query("n")))
	action, note := payment.Action(c.PostForm("action")), c.PostForm("note")
	f, err := o.runs.FollowUp(ctx, id, n, action, note, who)
	if err == nil {
		o.frame.Flash(c, page.FlashSuccess, "money.outcome."+string(f.Outcome))
		c.Redirect(http.StatusSeeOther, whence(c, runPath(id)))
		return nil
	}
	if !frame.Expected(err) || f.RunID == 0 {
		return err
	}
	now, findErr := o.runs.Difference(ctx, id, n)
	if findErr != nil {
		return findErr
	}
	if !slices.Contains(now.Actions(), action) {
		action = now.Actions()[0]
	}
	return o.showAsking(c, apperr.From(err).Kind.Status(), now, action, note, o.frame.Wrong(c, err))
}
