// Package pages is the coupon centre: what can be claimed, and the button that does it.
package pages

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/coupon"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Coupons is what the pages need of the use cases.
type Coupons interface {
	Offers(ctx context.Context, memberID int64) ([]coupon.Offer, error)
	Claim(ctx context.Context, couponID, memberID int64) (coupon.MemberCoupon, error)
}

// Routes adds the pages.
func Routes(r gin.IRouter, uc Coupons, f *frame.Frame, now func() time.Time) {
	p := pages{uc, f, now}
	r.GET("/", f.Page(p.centre, p.back))
	r.POST("/claim", f.Page(p.claim, p.back))
}

type pages struct {
	uc    Coupons
	frame *frame.Frame
	now   func() time.Time
}

// claimed is the query parameter that the redirect after a claim carries to where the button was.
const claimed = "claimed"

func (p pages) centre(c *gin.Context) error {
	base := p.base(c)
	if c.Query(claimed) != "" {
		base.Flash = &page.Flash{Kind: page.FlashSuccess, Text: "领取成功，已放进“我的优惠券”。"}
	}
	return p.show(c, http.StatusOK, base)
}

// base is the frame of the centre, which works without anybody, and while sessions cannot be read.
func (p pages) base(c *gin.Context) page.Base {
	return p.frame.Base(c, "领券中心", p.frame.Hosts().Coupon("/"))
}

// back is where a claim leads back to, also by way of the login: the page that the button was on, or the centre.
func (p pages) back(c *gin.Context) string {
	return p.frame.Hosts().Back(c.PostForm("originUrl"), p.frame.Hosts().Coupon("/"))
}

func (p pages) show(c *gin.Context, status int, base page.Base) error {
	memberID := int64(0)
	if base.Member != nil {
		memberID = base.Member.ID
	}
	offers, err := p.uc.Offers(c.Request.Context(), memberID)
	if err != nil {
		return err
	}
	now := p.now()
	centre := page.CouponCentre{Base: base, Coupons: make([]page.CouponCard, len(offers))}
	for i, o := range offers {
		centre.Coupons[i] = page.CouponCard{
			ID: o.ID, Name: o.Name, Amount: o.Amount, MinPoint: o.MinPoint, Scope: scope(o.Template), ValidFrom: o.ValidFrom, ValidUntil: o.ValidUntil,
			Left: number(o.Left()), PerLimit: number(o.PerLimit), Claimed: number(o.Mine), NotOpen: !o.Opened(now),
		}
	}
	return p.frame.Show(c, status, "couponcentre", centre)
}

// claim takes one and goes back to where the button was. A refusal is told in the coupon centre.
func (p pages) claim(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, server.MaxBody)
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.PostForm("couponId"), 10, 64)
	if err != nil || id <= 0 {
		return coupon.ErrNotFound
	}
	_, err = p.uc.Claim(c.Request.Context(), id, who.ID)
	if refused := apperr.From(err); refused != nil && refused.Kind == apperr.Conflict {
		base := p.base(c)
		base.Errors.Summary = p.frame.Errors(c, refused).Summary
		return p.show(c, http.StatusConflict, base)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, withClaimed(p.back(c), id))
	return nil
}

// withClaimed tells the page that a claim came from what was claimed; a page that does not know the parameter passes over it.
func withClaimed(back string, id int64) string {
	to, err := url.Parse(back)
	if err != nil {
		return back
	}
	query := to.Query()
	query.Set(claimed, strconv.FormatInt(id, 10))
	to.RawQuery = query.Encode()
	return to.String()
}

// scope says what a coupon is good for in the shopper's words.
func scope(t coupon.Template) string {
	if t.Note != "" {
		return t.Note
	}
	switch t.Scope {
	case coupon.OnAll:
		return "全场商品可用"
	case coupon.OnCategories:
		return "限指定分类"
	case coupon.OnProducts:
		return "限指定商品"
	}
	return ""
}

// number fits a count into a page.
func number(n int64) int { return int(min(n, math.MaxInt32)) }
