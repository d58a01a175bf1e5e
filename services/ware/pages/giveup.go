package pages

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// removeNeeds takes the chosen needs back.
func (p pages) removeNeeds(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.Merge
	for _, id := range c.PostFormArray("needIds") {
		in.NeedIDs = append(in.NeedIDs, frame.Number(id))
	}
	if len(in.NeedIDs) == 0 {
		return p.showNeeds(c, http.StatusUnprocessableEntity, nil, page.FormErrors{Summary: p.frame.Words(c).T("admin.choose_some")})
	}
	err = p.decode.Check(&in)
	if err == nil {
		err = p.buying.RemoveNeeds(c.Request.Context(), in.NeedIDs, who)
	}
	if err != nil && frame.Expected(err) {
		return p.showNeeds(c, apperr.From(err).Kind.Status(), in.NeedIDs, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	p.frame.Flash(c, page.FlashSuccess, "stocktake.needs_removed")
	c.Redirect(http.StatusSeeOther, "/ware/needs.html")
	return nil
}

// removePurchase gives a purchase up; its needs can be put into another one.
func (p pages) removePurchase(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := frame.ID(c, ware.ErrNoPurchase)
	if err != nil {
		return err
	}
	err = p.buying.Remove(c.Request.Context(), id, who)
	if err != nil && frame.Expected(err) && !errors.Is(err, ware.ErrNoPurchase) {
		return p.showPurchase(c, apperr.From(err).Kind.Status(), nil, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	p.frame.Flash(c, page.FlashSuccess, "stocktake.purchase_removed")
	c.Redirect(http.StatusSeeOther, "/ware/purchases.html")
	return nil
}
