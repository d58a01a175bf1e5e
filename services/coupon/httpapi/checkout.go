package httpapi

import (
	"math"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/services/coupon"
)

const maxID = math.MaxInt64

func (a api) quote(c *gin.Context) error {
	var q couponapi.QuoteQuery
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	request := coupon.QuoteRequest{
		Buyer:    coupon.Buyer{MemberID: q.MemberID, LevelID: q.LevelID, MemberPrice: q.MemberPrice},
		CouponID: q.CouponID, Points: q.Points, Balance: q.Balance, WithCoupons: q.WithCoupons, WithHints: q.WithHints, Lines: make([]coupon.Line, len(q.Lines)),
	}
	for i, l := range q.Lines {
		request.Lines[i] = coupon.Line{SkuID: l.SkuID, SpuID: l.SpuID, CategoryIDs: l.CategoryIDs, Price: l.Price, Count: l.Count}
	}
	quote, err := a.uc.Quote(c.Request.Context(), request)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, quoteOf(quote))
	return nil
}

func quoteOf(q coupon.Quote) couponapi.Quote {
	answer := couponapi.Quote{
		Goods: q.Goods, Promotion: q.Promotion, Coupon: q.Coupon, Points: q.Points, PointsUsed: int64(q.Points), PointsUsable: q.PointsUsable,
		Lines: make([]couponapi.QuotedLine, len(q.Lines)), Explanations: make([]couponapi.Explanation, len(q.Explanations)),
		Coupons: make([]couponapi.Choice, len(q.Choices)),
	}
	for i, l := range q.Lines {
		answer.Lines[i] = couponapi.QuotedLine{
			SkuID: l.SkuID, Price: l.Price, Count: l.Count, Amount: l.Amount, Promotion: l.Promotion, Coupon: l.Coupon, Points: l.Points,
			Payable: l.Payable(), GiftPoints: l.GiftPoints, GiftGrowth: l.GiftGrowth,
		}
	}
	for i, e := range q.Explanations {
		answer.Explanations[i] = couponapi.Explanation{Rule: e.Rule, SkuID: e.SkuID, Amount: e.Amount}
	}
	for i, o := range q.Choices {
		answer.Coupons[i] = couponapi.Choice{
			ID: o.Coupon.ID, Name: o.Coupon.Name, Amount: o.Amount, MinPoint: o.Coupon.MinPoint, Scope: o.Coupon.Reach(),
			ValidUntil: o.Coupon.ValidUntil, Usable: o.Usable(), Reason: o.Reason,
		}
	}
	for _, h := range q.Hints {
		answer.Hints = append(answer.Hints, couponapi.Hint{Rule: h.Rule, Scope: h.Reach, SkuID: h.SkuID, Pieces: h.Pieces, Gap: h.Gap, Save: h.Save})
	}
	if len(q.Offers) > 0 {
		answer.Offers = claimables(q.Offers)
	}
	return answer
}

// maxOrderSn is the length of the column.
const maxOrderSn = 32

func (a api) lock(c *gin.Context) error {
	var q couponapi.Lock
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	switch {
	case q.OrderSn == "" || len(q.OrderSn) > maxOrderSn:
		return apperr.ErrInvalid.WithField("orderSn", "invalid")
	case q.MemberID <= 0:
		return apperr.ErrInvalid.WithField("memberId", "range")
	case q.CouponID <= 0:
		return apperr.ErrInvalid.WithField("couponId", "range")
	}
	if err := a.uc.Lock(c.Request.Context(), coupon.Lock{OrderSn: q.OrderSn, MemberID: q.MemberID, CouponID: q.CouponID, Amount: max(0, q.Amount)}); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) promotions(c *gin.Context) error {
	var q couponapi.PromotionQuery
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	p, err := a.uc.Promotions(c.Request.Context(), coupon.Product{SkuID: q.SkuID, SpuID: q.SpuID, CategoryIDs: q.CategoryIDs, MemberID: q.MemberID})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, couponapi.Promotions{
		Promotions: p.Rules, GiftPoints: p.GiftPoints, GiftGrowth: p.GiftGrowth, Coupons: claimables(p.Offers),
	})
	return nil
}
