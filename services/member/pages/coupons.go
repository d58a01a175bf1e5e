package pages

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/couponapi"
	"gulimall/web/page"
)

// coupons shows the member's coupons in one state. Without the coupon service it says so.
func (p pages) coupons(c *gin.Context, memberID int64) error {
	ctx := c.Request.Context()
	state := couponapi.State(c.DefaultQuery("state", string(couponapi.StateUnused)))
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	shown := page.Coupons{Base: p.base(c, "我的优惠券", "/coupons.html", m)}
	known := false
	for _, tab := range []struct {
		label string
		state couponapi.State
	}{{"未使用", couponapi.StateUnused}, {"占用中", couponapi.StateLocked}, {"已使用", couponapi.StateUsed}, {"已过期", couponapi.StateExpired}} {
		shown.Tabs = append(shown.Tabs, page.Tab{Label: tab.label, URL: "/coupons.html?state=" + string(tab.state), Selected: tab.state == state})
		known = known || tab.state == state
	}
	if !known {
		c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Member("/coupons.html"))
		return nil
	}
	mine, err := p.Coupons.Mine(ctx, memberID, state)
	if err != nil {
		shown.Flash = &page.Flash{Kind: page.FlashWarning, Text: "优惠券暂时看不到，请稍后再来。"}
	}
	for _, k := range mine {
		shown.Coupons = append(shown.Coupons, p.coupon(k, p.Frame.Words(c)))
	}
	return p.Frame.Show(c, http.StatusOK, "coupons", shown)
}

func (p pages) coupon(k couponapi.MemberCoupon, words couponapi.Words) page.MyCoupon {
	shown := page.MyCoupon{
		ID: k.ID, Name: k.Name, Amount: k.Amount, MinPoint: k.MinPoint, Scope: k.Scope.Text(words), State: string(k.State),
		ValidUntil: k.ValidUntil, OrderSn: k.OrderSn,
	}
	if k.State == couponapi.StateUnused {
		shown.UseURL = p.Frame.Hosts().Search("/list.html")
	}
	return shown
}
