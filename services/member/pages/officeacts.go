package pages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/staff"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// told leads back to a member's page, which says what was done.
func (o office) told(c *gin.Context, memberID int64, key string) error {
	o.frame.Flash(c, page.FlashSuccess, key)
	c.Redirect(http.StatusSeeOther, "/member/member.html?id="+number(memberID))
	return nil
}

// account reads the member that a form is about.
func (o office) account(c *gin.Context) (member.Account, error) {
	id, err := named(c)
	if err != nil {
		return member.Account{}, err
	}
	p, err := o.desk.Profile(c.Request.Context(), id)
	return p.Account, err
}

func (o office) pointsPage(c *gin.Context) error {
	return o.showPoints(c, http.StatusOK, page.AdminMemberPoints{Kind: c.Query("kind"), Key: uuid.NewString()}, page.FormErrors{})
}

// showPoints draws the form of an adjustment, or with Asking the question whether it is meant.
func (o office) showPoints(c *gin.Context, status int, shown page.AdminMemberPoints, wrong page.FormErrors) error {
	who, err := o.account(c)
	if err != nil {
		return err
	}
	shown.AdminBase, shown.Member = o.frame.Base(c, o.frame.Words(c).T("people.adjust"), "members"), o.shown(c, who)
	shown.Here = "/member/points.html?id=" + number(who.ID)
	shown.Errors = wrong
	shown.Kinds = o.frame.Options(c, "people.", shown.Kind, memberapi.KindPoints, memberapi.KindGrowth)
	return o.frame.Show(c, status, "adminmemberpoints", shown)
}

// points checks and asks first, and writes into the ledger when it is told to. The form's key makes it happen once.
func (o office) points(c *gin.Context) error {
	by, err := staff.By(c)
	if err != nil {
		return err
	}
	who, err := o.account(c)
	if err != nil {
		return err
	}
	typed := page.AdminMemberPoints{
		Kind: c.PostForm("kind"), Change: strings.TrimSpace(c.PostForm("change")), Reason: strings.TrimSpace(c.PostForm("reason")), Key: c.PostForm("key"),
	}
	if c.PostForm("step") == "edit" {
		return o.showPoints(c, http.StatusOK, typed, page.FormErrors{})
	}
	// What is no number is 0, which no adjustment is.
	delta, _ := strconv.ParseInt(typed.Change, 10, 64)
	in := memberapi.PointsAdjustment{MemberID: who.ID, Change: delta, Kind: typed.Kind, Reason: typed.Reason, Key: typed.Key}
	err = o.decode.Check(&in)
	if err == nil && c.PostForm("step") != "do" {
		if err = ask(&typed, who, delta); err == nil {
			return o.showPoints(c, http.StatusOK, typed, page.FormErrors{})
		}
	} else if err == nil {
		_, err = o.desk.AdjustPoints(c.Request.Context(), member.PointsChange{
			MemberID: in.MemberID, Of: member.Ledger(in.Kind), Change: in.Change, Reason: in.Reason, Key: in.Key,
		}, by)
	}
	if err != nil && frame.Expected(err) {
		typed.Asking = false
		return o.showPoints(c, apperr.From(err).Kind.Status(), typed, o.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	return o.told(c, who.ID, "people.adjusted")
}

// ask fills in what an adjustment would come to, as far as it can be done.
func ask(typed *page.AdminMemberPoints, who member.Account, delta int64) error {
	least, short := who.Frozen, member.ErrPointsShort
	typed.Now = who.Points
	if typed.Kind == memberapi.KindGrowth {
		least, short, typed.Now = 0, member.ErrGrowthShort, who.Growth
	}
	typed.Asking, typed.Delta, typed.Becomes = true, delta, typed.Now+delta
	if typed.Becomes < least {
		return short
	}
	return nil
}

func (o office) freezePage(c *gin.Context) error {
	return o.showFreeze(c, http.StatusOK, "", page.FormErrors{})
}

func (o office) showFreeze(c *gin.Context, status int, reason string, wrong page.FormErrors) error {
	who, err := o.account(c)
	if err != nil {
		return err
	}
	title := "people.freeze"
	if !who.Active {
		title = "people.unfreeze"
	}
	shown := page.AdminMemberFreeze{AdminBase: o.frame.Base(c, o.frame.Words(c).T(title), "members"), Member: o.shown(c, who), Reason: reason}
	if who.Active {
		shown.UnderWay = o.underWay(c, who.ID)
	}
	shown.Errors = wrong
	return o.frame.Show(c, status, "adminmemberfreeze", shown)
}

// freeze freezes a member, or lets him in again: the form says which it was drawn for, so that a form that is sent twice turns nothing back.
func (o office) freeze(c *gin.Context) error {
	by, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := named(c)
	if err != nil {
		return err
	}
	in := memberapi.Freezing{Reason: strings.TrimSpace(c.PostForm("reason"))}
	do, key := o.desk.Freeze, "people.frozen_done"
	if c.PostForm("do") == "unfreeze" {
		do, key = o.desk.Unfreeze, "people.unfrozen_done"
	}
	err = o.decode.Check(&in)
	if err == nil {
		_, err = do(c.Request.Context(), id, in.Reason, by)
	}
	if err != nil && frame.Expected(err) && apperr.From(err).Kind != apperr.NotFound {
		return o.showFreeze(c, apperr.From(err).Kind.Status(), in.Reason, o.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	return o.told(c, id, key)
}
