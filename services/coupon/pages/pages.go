// Package pages is the coupon centre: what can be claimed, and the button that does it.
package pages

import (
	"context"
	"errors"
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
	"gulimall/web"
	"gulimall/web/page"
)

// Coupons is what the pages need of the use cases.
type Coupons interface {
	Offers(ctx context.Context, memberID int64) ([]coupon.Offer, error)
	Claim(ctx context.Context, couponID, memberID int64) (coupon.MemberCoupon, error)
}

// Routes adds the pages.
func Routes(r gin.IRouter, uc Coupons, render *web.Renderer, edge *server.Edge, now func() time.Time) {
	p := pages{uc, render, edge, now}
	r.GET("/", edge.Page(p.centre, p.failed))
	r.POST("/claim", edge.Page(p.claim, p.failed))
}

type pages struct {
	uc     Coupons
	render *web.Renderer
	edge   *server.Edge
	now    func() time.Time
}

// claimed is the query parameter that the redirect after a claim carries to where the button was.
const claimed = "claimed"

func (p pages) centre(c *gin.Context) error {
	base, memberID := p.base(c)
	if c.Query(claimed) != "" {
		base.Flash = &page.Flash{Kind: page.FlashSuccess, Text: "领取成功，已放进“我的优惠券”。"}
	}
	return p.show(c, http.StatusOK, base, memberID)
}

// base says who is there; the centre works without anybody, and while sessions cannot be read.
func (p pages) base(c *gin.Context) (page.Base, int64) {
	base := page.Base{Title: "领券中心", Here: p.render.Hosts().Coupon("/")}
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return base, 0
	}
	base.Member = &page.Member{ID: who.ID, Username: who.Username}
	return base, who.ID
}

func (p pages) show(c *gin.Context, status int, base page.Base, memberID int64) error {
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
	return p.render.Render(c.Writer, status, "couponcentre", centre)
}

// claim takes one and goes back to where the button was. A refusal is told in the coupon centre.
func (p pages) claim(c *gin.Context) error {
	hosts := p.render.Hosts()
	centre := hosts.Coupon("/")
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, server.MaxBody)
	back := hosts.Back(c.PostForm("originUrl"), centre)
	who, err := session.Of(c.Request.Context())
	if errors.Is(err, apperr.ErrNotSignedIn) {
		c.Redirect(http.StatusSeeOther, hosts.LoginURL(back))
		return nil
	}
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.PostForm("couponId"), 10, 64)
	if err != nil || id <= 0 {
		return coupon.ErrNotFound
	}
	_, err = p.uc.Claim(c.Request.Context(), id, who.ID)
	if refused := apperr.From(err); refused != nil && refused.Kind == apperr.Conflict {
		base, memberID := p.base(c)
		base.Errors.Summary = p.edge.Title(p.edge.Words.Language(c.Request), refused)
		return p.show(c, http.StatusConflict, base, memberID)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, withClaimed(back, id))
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

func (p pages) failed(c *gin.Context, err *apperr.Error, title, detail, traceID string) {
	if p.render.ErrorPage(c.Writer, err.Kind.Status(), err.Code, title, detail, traceID) != nil {
		p.edge.Problem(c, err)
	}
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
