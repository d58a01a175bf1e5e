package pages

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/couponapi"
	"gulimall/web/page"
)

// soon is how long before its end a coupon is marked.
const soon = 7 * 24 * time.Hour

// coupons shows the member's coupons in one state. Without the coupon service it says so.
func (p pages) coupons(c *gin.Context, memberID int64) error {
	ctx := c.Request.Context()
	state := couponapi.State(c.DefaultQuery("state", string(couponapi.StateUnused)))
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	words := p.Frame.Words(c)
	shown := page.Coupons{Base: p.base(c, words.T("coupon.mine"), "/coupons.html", m), State: string(state)}
	mine, err := p.Coupons.Mine(ctx, memberID, "")
	shown.Away = err != nil
	counts := map[couponapi.State]int{}
	for _, k := range mine {
		counts[k.State]++
		if k.State == state {
			shown.Coupons = append(shown.Coupons, p.coupon(c, k))
		}
	}
	known := false
	for _, s := range []couponapi.State{couponapi.StateUnused, couponapi.StateLocked, couponapi.StateUsed, couponapi.StateExpired} {
		tab := page.Tab{Label: words.T("coupon.state." + string(s)), URL: "/coupons.html?state=" + string(s), Selected: s == state}
		if n := counts[s]; !shown.Away {
			tab.Count = &n
		}
		shown.Tabs = append(shown.Tabs, tab)
		known = known || s == state
	}
	if !known {
		c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Member("/coupons.html"))
		return nil
	}
	return p.Frame.Show(c, http.StatusOK, "coupons", shown)
}

func (p pages) coupon(c *gin.Context, k couponapi.MemberCoupon) page.MyCoupon {
	shown := page.MyCoupon{
		ID: k.ID, Name: k.Name, Amount: k.Amount, MinPoint: k.MinPoint, Scope: k.Scope.Text(p.Frame.Words(c)), Note: k.Note, State: string(k.State),
		ValidFrom: k.ValidFrom, ValidUntil: k.ValidUntil, OrderSn: k.OrderSn,
	}
	if k.State == couponapi.StateUnused {
		now := p.Now()
		left := k.ValidUntil.Sub(now)
		shown.NotYet = now.Before(k.ValidFrom)
		shown.Soon, shown.Days = left <= soon, int(left/(24*time.Hour))
		shown.Goods = p.Frame.GoodsOf(c, k.Scope)
	}
	return shown
}
