// Package pages is the coupon centre, with what can be claimed and the buttons that do it, and the back office's desks for coupons and rules.
package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
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
	Redeem(ctx context.Context, code string, memberID int64) (coupon.MemberCoupon, error)
}

// Routes adds the pages.
func Routes(r gin.IRouter, uc Coupons, f *frame.Frame, now func() time.Time) {
	p := pages{uc, f, now}
	r.GET("/", f.Page(p.centre, p.back))
	r.POST("/claim", f.Page(p.claim, p.back))
	r.POST("/redeem", f.Page(p.redeem, p.back))
}

type pages struct {
	uc    Coupons
	frame *frame.Frame
	now   func() time.Time
}

// claimed is the query parameter that the redirect after a claim carries to where the button was.
const claimed = "claimed"

func (p pages) centre(c *gin.Context) error {
	id, err := strconv.ParseInt(c.Query(claimed), 10, 64)
	if err != nil {
		id = 0
	}
	return p.show(c, http.StatusOK, page.FormErrors{}, id, "")
}

// back is where a claim leads back to, also by way of the login: the page that the button was on, or the centre.
func (p pages) back(c *gin.Context) string {
	return p.frame.Hosts().Back(c.PostForm("originUrl"), p.frame.Hosts().Coupon("/"))
}

// show draws the centre, which works without anybody, and while sessions cannot be read. What was just claimed stands above the rest.
func (p pages) show(c *gin.Context, status int, refused page.FormErrors, justClaimed int64, code string) error {
	base := p.frame.Base(c, p.frame.Words(c).T("coupon.centre"), p.frame.Hosts().Coupon("/"))
	base.Errors = refused
	memberID := int64(0)
	if base.Member != nil {
		memberID = base.Member.ID
	}
	offers, err := p.uc.Offers(c.Request.Context(), memberID)
	if err != nil {
		return err
	}
	now := p.now()
	centre := page.CouponCentre{Base: base, Code: code, Coupons: make([]page.CouponCard, 0, len(offers))}
	for _, o := range offers {
		card, ok := p.frame.CouponCard(c, o.Public())
		if !ok {
			continue
		}
		if !o.Opened(now) {
			card.NotOpen, card.OpensAt = true, o.ClaimFrom
		}
		centre.Coupons = append(centre.Coupons, card)
		if o.ID == justClaimed && o.Mine > 0 {
			centre.Claimed = &card
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
		return p.show(c, http.StatusConflict, page.FormErrors{Summary: p.frame.Errors(c, refused).Summary}, 0, "")
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, withClaimed(p.back(c), id))
	return nil
}

// redeem takes a code for its coupon and goes back to where the form was. A refusal is told beside the form of the coupon centre.
func (p pages) redeem(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, server.MaxBody)
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	code := strings.TrimSpace(c.PostForm("code"))
	if _, err = p.uc.Redeem(c.Request.Context(), code, who.ID); err != nil {
		if !frame.Expected(err) {
			return err
		}
		told := page.FieldError{Field: "code", Message: p.frame.Errors(c, err).Summary}
		return p.show(c, apperr.From(err).Kind.Status(), page.FormErrors{Fields: []page.FieldError{told}}, 0, code)
	}
	p.frame.Flash(c, page.FlashSuccess, "coupon.redeemed")
	c.Redirect(http.StatusSeeOther, p.back(c))
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
